extension MoodWords {
    static let french: List = [
        (
            "h",
            """
            heureux, heureuse*, joyeux, joyeuse*, joie*, gai, gaie, gais, gaies, gaieté, gaîté, content, contente*,
            enjoué*, ensoleillé*, insouciant*, drôle*, amusant*, rigolo*, festif, festive*, bonheur, bonne humeur, de
            bonne humeur, plein d'espoir, espoir, léger, légère, ludique, positif, positive*, rire, sourire, feel good
            """
        ),
        (
            "s",
            """
            triste*, tristesse, malheureux, malheureuse*, déprim*, dépress*, chagrin*, cœur brisé, coeur brisé, peine*,
            douleur*, douloureux, douloureuse*, larme*, pleur*, désespér*, désespoir, solitude*, seul, seule,
            solitaire*, morose*, sombre*, lugubre*, abattu*, deuil, désolé*, rupture, maussade*, affligé*
            """
        ),
        (
            "e",
            """
            énergique*, énergétique*, énergie*, en colère, colère*, furieux, furieuse*, rageur*, rageuse*, agressif*,
            agressive*, hostile*, puissant*, fort, forte*, sauvage*, excité*, excitant*, rapide*, bruyant*, intense*,
            violent*, dynamique*, survolté*, chaotique*, entraînant*, explosif*, explosive*, rebelle*, nerveux,
            nerveuse*, motivant*, énervé*, haine*, tendu*, endiablé*
            """
        ),
        ("eh", "dansant*, danse*, fête*, vif, vive, animé*, passionné*, fougueux, fougueuse*, trépidant*"),
        ("he", "euphorique*, enthousias*, exubérant*"),
        (
            "c",
            """
            calme*, détend*, détente, relaxant*, relaxé*, paisible*, serein*, tranquille*, doux, douce, doucement,
            douceur, apaisant*, apaisé*, lent, lente*, rêveur*, rêveuse*, rêve, méditati*, repos*, silencieux,
            silencieuse*, posé*, zen, sommeil, endormi*, cool et calme, feutré*, délicat*
            """
        ),
        ("ch", "tendre*, tendresse, romantique*, chaleureux, chaleureuse*"),
        ("hc", "amour*, amoureux, amoureuse*"),
        ("sc", "mélancol*, nostalgi*, émouvant*, émotionnel*, sentimental*, langoureu*"),
        ("es", "effrayant*, peur*, angoiss*, inquiétant*, dramatique*"),
    ]

    static let spanish: List = [
        (
            "h",
            """
            feliz, felices, felicidad, alegre*, alegría*, contento*, contenta*, divertid*, soleado*, soleada*, jovial*,
            optimista*, esperanza*, animoso, gracioso*, graciosa*, risa*, buen humor, buen rollo, despreocupad*,
            festivo*, festiva*, júbilo, gozo*, dichos*, positiv*
            """
        ),
        (
            "s",
            """
            triste*, tristeza*, infeliz, infelices, deprimi*, depres*, desamor, corazón roto, dolor*, doloros*, llanto*,
            llorar, lágrima*, desesper*, soledad, solitari*, sombrí*, oscur*, pena, penas, desconsolad*, afligid*,
            desgarrador*, amargo, amarga, duelo, despedida, desdichad*
            """
        ),
        (
            "e",
            """
            enérgic*, energético*, energética*, energía*, enojad*, enfad*, enojo, ira, furios*, furia, rabia*, rabios*,
            agresiv*, hostil*, potente*, poderos*, fuerte*, salvaje*, emocionante*, emocionad*, excitad*, excitante*,
            rápid*, ruidos*, intens*, violent*, dinámic*, caótic*, explosiv*, rebelde*, nervios*, motivador*, cañer*,
            odio, tens*, frenétic*
            """
        ),
        ("eh", "bailable*, baile*, bailar, fiesta*, movid*, marchos*, animad*, apasionad*, vivaz, viva"),
        ("he", "eufóric*, entusias*, exuberante*"),
        (
            "c",
            """
            calmad*, calma, tranquil*, relajad*, relajante*, relajación, apacible*, pacífic*, paz, seren*, suave*,
            lent*, soñador*, sueño*, dormir, quiet*, sosegad*, meditativ*, meditación, descanso, plácid*, reposad*,
            delicad*, silencios*, cansad*
            """
        ),
        ("ch", "tiern*, ternura, romántic*, cariños*"),
        ("hc", "amor*, enamorad*"),
        ("sc", "melancólic*, melancolía, nostálgic*, nostalgia, emotiv*, emocional*, sentimental*, añoranza"),
        ("es", "miedo*, aterrador*, terror*, inquietante*, dramátic*, angusti*"),
    ]

    static let italian: List = [
        (
            "h",
            """
            felice*, felici, felicità, allegr*, gioios*, gioia*, contento, contenta, contenti, divertent*, divertiment*,
            solare, solari, spensierat*, ottimist*, speranz*, buonumore, buon umore, giocos*, giocond*, lieto, lieta,
            festos*, sorridente, sorriso, positiv*
            """
        ),
        (
            "s",
            """
            triste*, tristi, tristezza, infelice*, infelici, depress*, deprimente*, cuore spezzato, dolore*, doloros*,
            lacrim*, pianto*, piangere, disperat*, disperazione, solitudine, solitari*, cupo, cupa, cupi, tetr*, buio,
            abbattut*, sconsolat*, addolorat*, afflitt*, straziant*, lutto, addio
            """
        ),
        (
            "e",
            """
            energic*, energetic*, energia*, arrabbiat*, rabbia, rabbios*, furios*, furia, furente, aggressiv*, ostile*,
            ostili, potent*, forte, forti, selvagg*, eccitat*, eccitant*, veloc*, rumoros*, intens*, violent*, dinamic*,
            caotic*, esplosiv*, ribell*, nervos*, grintos*, grinta, adrenalinic*, scatenat*, odio, teso, tesa, frenetic*
            """
        ),
        ("eh", "ballabil*, ballo, ballare, festa*, vivac*, movimentat*, appassionat*, trascinant*"),
        ("he", "euforic*, entusias*, esuberant*"),
        (
            "c",
            """
            calmo, calma, calmi, tranquill*, rilassat*, rilassant*, relax, pacific*, pace, seren*, dolce, dolci, soave*,
            lento, lenta, lenti, sognant*, sogno, quieto, quieta, quiete, meditativ*, riposant*, riposo, delicat*,
            placid*, silenzios*, morbido, morbida, morbidi
            """
        ),
        ("ch", "tener*, romantic*, affettuos*"),
        ("hc", "amore*, innamorat*"),
        ("sc", "malinconic*, malinconia, melanconic*, nostalgic*, emotiv*, emozionale, sentimental*, struggent*"),
        ("es", "paura*, pauros*, spavent*, inquietant*, drammatic*, angosci*"),
    ]

    static let portuguese: List = [
        (
            "h",
            """
            feliz, felizes, felicidade, alegre*, alegria*, contente*, divertid*, animado, animada, ensolarad*,
            otimista*, esperanç*, engraçad*, bom humor, alto astral, despreocupad*, festivo, festiva, risonh*, júbilo,
            positiv*
            """
        ),
        (
            "s",
            """
            triste*, tristeza*, infeliz, infelizes, deprimid*, depressiv*, depressão, coração partido, desilusão, dor,
            dores, doloros*, lágrima*, choro*, chorar, desesper*, solidão, solitári*, sozinh*, sombri*, escuro, escura,
            mágoa*, magoad*, luto, sofrênci*, sofrimento, desolad*, despedida
            """
        ),
        (
            "e",
            """
            enérgic*, energétic*, energia*, zangad*, raiva*, raivos*, furios*, fúria, agressiv*, hostil, hostis,
            potente*, poderos*, forte, fortes, selvagem, excitad*, excitante*, rápid*, barulhent*, intens*, violent*,
            dinâmic*, caótic*, explosiv*, rebelde*, nervos*, motivador*, agitad*, ódio, tens*, pesado, pesada
            """
        ),
        ("eh", "dançante*, dança*, festa*, vibrante*, apaixonante*"),
        ("he", "eufóric*, entusias*"),
        (
            "c",
            """
            calmo, calma, calmos, calmas, tranquil*, relaxad*, relaxante*, relaxamento, pacífic*, paz, seren*, suave*,
            lento, lenta, sonhador*, sonho, dormir, quieto, quieta, sossegad*, meditativ*, meditação, descanso, repous*,
            delicad*, leve, leves, silencios*
            """
        ),
        ("ch", "tern*, ternura, romântic*, carinhos*"),
        ("hc", "amor*, apaixonad*"),
        ("sc", "melancólic*, melancolia, nostálgic*, saudade*, saudos*, emotiv*, emocional*, sentimental*"),
        ("es", "medo*, assustador*, terror*, inquietante*, dramátic*, angústia, angustiad*"),
    ]
}
