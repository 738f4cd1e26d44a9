extension MoodWords {
    /// English, with the mood tags of Last.fm, Jamendo, MusicBrainz and AllMusic, which are English.
    static let english: List = [
        (
            "h",
            """
            happy, happi*, happily, glad*, joy, joyf*, joyous*, cheer*, merry, merri*, jolly, jovial*, delight*, fun,
            funny, funni*, humor*, humour*, comic*, comed*, silly, playful*, whimsic*, giddy, gleeful*, glee, smile*,
            smiling, laugh*, sunny, sunshine, bright*, carefree, optimis*, hope, hopeful*, positiv*, perky, bubbly, feel
            good, feelgood, feel good music, good mood, good vibes, good feeling, in a good mood, high spirits,
            lightheart*, light hearted, good natured, good humored, amiable, amus*, bliss*, buoyant, content*, enjoy*,
            elat*, fulfill*, grateful, satisf*, proud, pride, uplift*, innocent, childlike, child like, summer, summery,
            springlike, sugary, sprightly, celebrat*, festive, witty, quirky, benevolent, agreeable, reassuring,
            inspir*, encourag*, sparkling, charming, cute, welcoming, friendly, winning, campy, goofy, cartoonish,
            effervescen*, pleased, pleasant, pleasure, joie de vivre
            """
        ),
        (
            "s",
            """
            sad, sadly, sadness, sadde*, heartbr*, heart broken, heart break, broken heart, broken hearted, heartach*,
            heart ache, sorrow*, grief, griev*, mourn*, tearful*, tears, tear jerker, tearjerker, cry, crying, cried,
            weep*, depress*, lonely, loneli*, lonesome*, alone, isolat*, abandon*, gloom*, glum, bleak*, blue, downcast,
            dejected, despair*, despond*, desperat*, desolat*, dismal, distraught, distress*, tragic*, traged*, miser*,
            hurt*, pain, pained, painf*, regret*, remorse*, unhapp*, upset, lament*, morose, somber, sombre, plaintive,
            poignan*, elegiac, funereal, mournful, dark, darkn*, moody, bitter, bitterness, suffer*, sullen, grim,
            joyless, cheerless, hopeless*, powerless*, helpless*, negative, down, feeling down, low spirits, vulnerable,
            anguish*, angst*, heavy hearted, forlorn, weary, disappoint*, broken, breakup, break up, loss, lost love,
            goodbye, farewell, death, dying, dead, guilt*, shame, pity, self pity, suicidal, nihilis*, pessimis*,
            cynical, brooding, melodrama*, morbid, trauma, traumatic, wretched, ashamed, unpleasant, bluesy, woe*,
            crushed, rejected, homesick, sob, sobbing
            """
        ),
        (
            "e",
            """
            energ*, angry, angri*, anger, aggress*, rage, raging, enraged, fury, furious*, hostil*, hate, hatred,
            hateful, chaos, chaotic*, intens*, power, powerf*, strong, wild, fierce*, fiery, ferocious, violen*, tens*,
            excit*, thrill*, hype, hyped, hyper, hyperactive, pumped, pump up, pump it up, work out, workout*, gym,
            running, training, sport, sports, fast, loud, heavy, hard, harsh, driving, dynamic, vigor*, vigour*,
            explosive, rebel*, frantic*, frenzied, frenetic, mania, manic, nervous*, anxi*, panic*, rowdy, raucous,
            rambunctious, boisterous, rousing, adrenalin*, epic, action, motivat*, battle, fight, fighting, war,
            warlike, brutal*, mad, madness, crazy, insane, outrag*, scream*, shout*, badass, confiden*, swagger*,
            heroic, bombast*, confrontation*, belligerent, malevolent, menac*, threaten*, visceral, volatile, urgent,
            jittery, kinetic, brash, bravado, gutsy, gritty, reckless, savage, feverish, uncompromising, martial,
            marching, athletic, high energy, high octane, high tempo, up tempo, uptempo, powerful*, stimulat*, restless,
            pulsing, motoric, electrifying, rock out, headbang*, moshing, mosh, irritat*, annoy*, frustrat*,
            provocative, rollicking, hectic, hot tempered, ambitious, determined, resolute, courage*, animated, arous*,
            alert, death metal, black metal, thrash metal, defiant, defiance, grumpy, agitated, fearless, brave, bold
            """
        ),
        (
            "c",
            """
            calm*, relax*, chill*, chillout, chill out, chilled out, peace*, seren*, tranquil*, mellow*, soft*, gentle*,
            gently, quiet*, slow, slower, slowly, sooth*, sleep*, asleep, lull*, meditat*, dream*, ambien*, laid back,
            laidback, easy going, easygoing, easy listening, downtempo, down tempo, low energy, ethereal, atmospher*,
            contemplat*, reflect*, introspect*, thoughtful, pensive, pastoral, smooth*, intimate, spiritual, still,
            stillness, restful, rest, cozy, cosy, study, studying, focus, concentrat*, lazy, languid, float*, zen, yoga,
            spa, airy, delicate, graceful, hypnotic, nocturnal, night, late night, wind down, unwind, peaceful*, low
            key, comfort*, placid, stress free, stress relief, destress, healing, harmonious, safe, tame, sedate, rainy
            day, sunday morning, soundscape, soundscapes, nature, flowing, spacey, lush, reverent, restrained,
            understated, monastic, sacred, organic, rustic, refined, elegant, philosophical, cerebral, light, sparse,
            background calm, drowsy, tired, sleepy, weightless, patient, at ease, sentimental journey
            """
        ),
    ]

    /// Words between two moods.
    static let englishByDegree: List = [
        (
            "he",
            """
            upbeat, euphor*, ecsta*, exuberan*, exhilarat*, groov*, funky, catchy, vibrant, ebullient, enthusias*,
            jubilant, radiant, zany, zest*, freewheeling, swing, swinging, happy hardcore, surpris*, amaz*, astonish*
            """
        ),
        (
            "eh",
            """
            party, partying, parties, dance, dancing, dancey, danceable, dancefloor, club, clubbing, lively, triumphan*,
            victor*, passion*, adventur*, spirited, feisty, sassy, spicy, bouncy, empower*, unstoppable, anthemic,
            stirring
            """
        ),
        (
            "es",
            """
            fear, fearful*, afraid, scared, scary, spook*, eerie, creepy, horror, terror, terrif*, sinister, ominous,
            demonic, apocalyp*, paranoi*, suspense*, disturb*, unsettl*, dramatic, drama, evil, macabre, disgust*,
            contempt*, jealous*, envy, spite*, vengeful, revenge, suffocating, tortured, cathartic
            """
        ),
        ("ch", "romantic*, romance, tender*, warm, warmth, affection*, lovely, sweet, love song, love songs, pretty"),
        (
            "hc",
            """
            heartwarming, heart warming, love, loving, in love, loved, wedding, easy, uncomplicated, simple pleasures
            """
        ),
        (
            "sc",
            """
            melanc*, nostalg*, bittersweet, bitter sweet, wistful*, yearn*, longing, emotional*, sentimental*, autumnal,
            wintry, ballad, ballads, reminisc*, memories, pining, aching, haunting, bored, boring, boredom, dull, rain,
            rainy, heartfelt, lonely night
            """
        ),
    ]

    /// Known words that say nothing of the four.
    static let saysNothing: List = [
        (
            "-",
            """
            sexy, sexual*, sensual*, erotic*, sultry, seductive, cool, beautiful, beauty, weird, strange, odd, bizarre,
            myster*, enigmatic, favorite*, favourite*, awesome, great, good, best, bad, neutral, other, none, unknown,
            mixed, various, instrumental, vocal*, acoustic, electronic, film, movie, game, corporate, commercial,
            advertising, background, documentary, trailer, travel, space, retro, melodic, deep, children, kids,
            christmas, xmas, holiday, old, new, classic, vintage, serious, earnest, complex, technical, cold, clinical,
            detached, mechanical, ironic, sarcastic, sardonic, wry, theatrical, cinematic, storytelling, narrative,
            political, religious, devotional, patriotic, trippy, psychedelic, druggy, narcotic, stoned, drunk, tonal,
            atonal, raw, sophisticated, timbre bright, timbre dark, male, female, gender, normal, regular, medium,
            moderate, undefined
            """
        )
    ]
}
