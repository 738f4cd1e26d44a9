extension MoodWords {
    static let german: List = [
        (
            "h",
            """
            glücklich*, fröhlich*, freudig*, freude*, heiter*, lustig*, vergnügt*, gutgelaunt*, gute laune, gut gelaunt,
            sonnig*, sorglos*, unbeschwert*, hoffnungsvoll*, zuversicht*, beschwingt*, lebensfroh*, witzig*, spass*,
            spaß, zufrieden*, ausgelassen*, glück, positiv*, verspielt*, froh, frohe, froher, frohsinn
            """
        ),
        (
            "s",
            """
            traurig*, trauer*, unglücklich*, betrübt*, deprimier*, schwermut*, schwermüt*, einsam*, trist*, trüb*,
            düster*, liebeskummer, kummer*, schmerz*, weinen, weinerlich, tränen*, verzweif*, hoffnungslos*, trostlos*,
            niedergeschlagen*, gebrochen*, abschied*, leid, leidend*, wehmut*, wehmüt*, bedrückt*, herzschmerz, dunkel*,
            freudlos*, lustlos*
            """
        ),
        (
            "e",
            """
            energisch*, energiegeladen*, energetisch*, energie*, wütend*, wut, zorn*, aggressiv*, feindselig*,
            kraftvoll*, stark*, wild*, aufgeregt*, aufregend*, mitreissend*, mitreißend*, schnell*, laut*, hart*,
            heftig*, antreibend*, treibend*, dynamisch*, kämpfer*, rebellisch*, chaotisch*, unruhig*, nervös*, gereizt*,
            ärger*, böse, kraft, power, sportlich*, hass*, bedrohlich*, spannend*, angespannt*, rasend*, explosiv*,
            aufgedreht*, fetzig*, rockig*, mutig*, peppig*
            """
        ),
        ("eh", "tanzbar*, tanz*, feier*, lebhaft*, schwungvoll*, temperamentvoll*, leidenschaft*, triumphier*"),
        ("he", "begeister*, überschwänglich*, überrasch*"),
        (
            "c",
            """
            ruhig*, ruhe*, entspann*, gelassen*, friedlich*, frieden, sanft*, leise*, still*, langsam*, beruhig*,
            träumerisch*, verträumt*, traum, träume, traumhaft*, besinnlich*, nachdenklich*, gemütlich*, schläfrig*,
            schlaf*, einschlaf*, zart*, behutsam*, harmonisch*, ausgeglichen*, locker*, lautlos*, lässig*, erholsam*,
            müde*, weich*
            """
        ),
        ("ch", "zärtlich*, liebevoll*, romantisch*, warm*"),
        ("hc", "liebe, verliebt*"),
        (
            "sc",
            """
            melancholisch*, sehnsucht*, sehnsüchtig*, nostalgisch*, sentimental*, gefühlvoll*, gelangweilt*,
            langweilig*, emotional*
            """
        ),
        ("es", "angst*, ängst*, furcht*, gruselig*, unheimlich*, dramatisch*"),
    ]

    static let dutch: List = [
        (
            "h",
            """
            blij*, vrolijk*, gelukkig*, opgewekt*, zonnig*, zorgeloos*, hoopvol*, grappig*, plezier*, tevreden,
            vreugde*, feelgood, geluk, lachen, speels*, positief, positieve
            """
        ),
        (
            "s",
            """
            verdriet*, droevig*, droefheid, treurig*, bedroefd*, ongelukkig*, somber*, eenzaam*, neerslachtig*,
            depressie*, wanhop*, hartzeer, liefdesverdriet, gebroken, tranen, huilen, pijn*, rouw*, donker*, triest*
            """
        ),
        (
            "e",
            """
            energiek*, energie, boos, boosheid, boze, woedend*, woede, agressie*, vijandig*, krachtig*, sterk*, wild*,
            opgewonden, opwindend*, snel, snelle, hard, harde, luid*, fel, felle, heftig*, intens*, chaotisch*,
            opzwepend*, stoer*, gespannen, zenuwachtig*, onrustig*
            """
        ),
        ("eh", "dansbaar*, dansen, feest*, levendig*, uitbundig*, hartstocht*"),
        (
            "c",
            """
            rustig*, rust, kalm*, ontspan*, vredig*, vrede, zacht*, stil, stille, langzaam*, slaperig*, slaap*,
            dromerig*, rustgevend*, bezinn*, gemoedelijk*, sereen, serene, loom*, gezellig*
            """
        ),
        ("ch", "teder*, romantisch*, liefdevol*"),
        ("hc", "liefde*, verliefd*"),
        ("sc", "weemoed*, melancholisch*, nostalgisch*, emotioneel, gevoelig*, heimwee*"),
        ("es", "enge, angst*, dreigend*, spannend*"),
    ]

    static let swedish: List = [
        (
            "h",
            """
            glad, glada, glatt, glädje*, lycklig*, munter*, muntra, rolig*, solig*, sorglös*, hoppfull*, uppsluppen,
            skoj, kul, nöjd*, upplyftande, upprymd*, lekfull*, lycka, positiv*
            """
        ),
        (
            "s",
            """
            ledsen, ledsamhet, ledsna, ledset, sorg, sorgsen, sorgsna, sorglig*, olycklig*, dyster*, dystra, ensam*,
            deprimer*, förtvivl*, hjärtesorg*, tårar, gråt*, smärt*, nedstämd*, mörk*, hopplös*, trist*, brustet
            """
        ),
        (
            "e",
            """
            energisk*, energi*, arg, arga, argt, ilsken, ilska, ilskna, rasande, aggressiv*, fientlig*, kraftfull*,
            stark*, vild*, upphetsa*, spännande, snabb*, hård*, högljud*, intensiv*, kaotisk*, häftig*, upprörd*,
            nervös*, orolig*, peppande, pepp, peppad
            """
        ),
        ("eh", "dansant*, dans*, fest*, livlig*, passionera*"),
        (
            "c",
            """
            lugn*, avslapp*, avkoppla*, fridfull*, frid, stillsam*, stilla, mjuk*, tyst*, långsam*, sömnig*, sömn*,
            drömmande, drömsk*, rofylld*, harmonisk*, eftertänksam*, mysig*, vilsam*, rogivande, sansad
            """
        ),
        ("ch", "ömsint, romantisk*, kärleksfull*, varm, varma"),
        ("hc", "kärlek*, förälskad*"),
        ("sc", "vemod*, melankolisk*, nostalgisk*, känslosam*, längtan*"),
        ("es", "skrämmande, rädd*, otäck*, kuslig*"),
    ]
}
