extension MoodWords {
    static let turkish: List = [
        (
            "h",
            """
            mutlu*, neşeli*, neşe, sevinç*, sevinçli, keyifli*, eğlenceli*, umutlu*, şen, güneşli, gülümseyen, pozitif
            """
        ),
        (
            "s",
            """
            üzgün*, üzücü*, hüzünlü*, hüzün*, mutsuz*, kederli*, keder, acı, acılı, kırık kalp, kalbi kırık, ağlama*,
            gözyaşı*, umutsuz*, yalnız*, karanlık, depresif, efkarlı, neşesiz
            """
        ),
        (
            "e",
            """
            enerjik*, enerji*, kızgın*, öfkeli*, öfke, sinirli*, agresif, saldırgan, güçlü*, vahşi, heyecanlı*, hızlı*,
            sert, gürültülü, yoğun, kaotik, asi, hırçın
            """
        ),
        ("eh", "dans, dans ettiren, hareketli*, parti, canlı, tutkulu, coşkulu*"),
        (
            "c",
            """
            sakin*, huzurlu*, huzur, rahat*, rahatlatıcı, dingin*, yumuşak, sessiz, yavaş*, uyku*, rüya gibi,
            dinlendirici
            """
        ),
        ("ch", "romantik*, şefkatli"),
        ("hc", "aşk, sevgi"),
        ("sc", "melankolik, nostaljik*, duygusal*, özlem"),
        ("es", "korku*, korkunç, ürkütücü, gergin, dramatik"),
    ]

    static let polish: List = [
        (
            "h",
            """
            szczęśliw*, wesoł*, radosn*, radość, pogodn*, zabawn*, optymistyczn*, beztrosk*, nadziej*, słoneczn*,
            pozytywn*
            """
        ),
        (
            "s",
            """
            smutn*, smutek, smutku, nieszczęśliw*, przygnęb*, rozpacz*, żal, żałob*, samotn*, złamane serce, ponur*,
            ból, boles*, płacz*, łzy, depres*, mroczn*
            """
        ),
        (
            "e",
            """
            energiczn*, energetyczn*, energia, wściekł*, gniew*, zły, zła, agresyw*, wrog*, potężn*, siln*, dzik*,
            podekscytowan*, ekscytując*, szybk*, głośn*, ostr*, intensywn*, chaotyczn*, dynamiczn*, buntownicz*, nerwow*
            """
        ),
        ("eh", "taneczn*, imprez*, żywioł*, żyw*, namiętn*"),
        (
            "c",
            """
            spokojn*, spokój, relaks*, odpręż*, łagodn*, cich*, cisza, powoln*, woln*, senn*, marzyciel*, kojąc*,
            delikatn*
            """
        ),
        ("ch", "romantyczn*, czuł*"),
        ("hc", "miłość, miłosn*, zakochan*"),
        ("sc", "melancholijn*, nostalgiczn*, tęskn*, wzruszając*, emocjonaln*"),
        ("es", "straszn*, strach, przerażając*, dramatyczn*"),
    ]

    static let greek: List = [
        ("h", "χαρούμεν*, χαρά*, ευτυχισμέν*, ευτυχία, εύθυμ*, κεφάτ*, διασκεδαστικ*, αισιόδοξ*, ηλιόλουστ*, ανέμελ*"),
        (
            "s",
            """
            λυπημέν*, λυπηρ*, θλιμμέν*, θλίψη*, θλιβερ*, στεναχωρημέν*, δυστυχισμέν*, απελπισμέν*, μοναξιά, μόνος,
            πόνος, δάκρυ*, σκοτειν*
            """
        ),
        (
            "e",
            """
            ενεργητικ*, ενέργεια, θυμωμέν*, θυμός, οργή, οργισμέν*, επιθετικ*, εχθρικ*, δυνατ*, άγρι*, έντον*, γρήγορ*,
            χαοτικ*, συναρπαστικ*
            """
        ),
        ("eh", "χορευτικ*, πάρτι, ζωηρ*, παθιασμέν*"),
        ("c", "ήρεμ*, ήσυχ*, γαλήνι*, γαλήνη, χαλαρ*, χαλαρωτικ*, απαλ*, αργ*, ονειρικ*, ειρηνικ*"),
        ("ch", "ρομαντικ*, τρυφερ*"),
        ("hc", "αγάπη, έρωτας, ερωτευμέν*"),
        ("sc", "μελαγχολ*, νοσταλγ*, συναισθηματικ*"),
        ("es", "τρομακτικ*, φόβος, δραματικ*"),
    ]

    static let russian: List = [
        (
            "h",
            """
            счастлив*, счастье*, весел*, весёл*, радост*, бодр*, жизнерадост*, забавн*, солнечн*, оптимист*, беззабот*,
            позитив*
            """
        ),
        (
            "s",
            """
            груст*, печал*, несчаст*, тоскли*, тоска, уныл*, отчаян*, одинок*, одиночеств*, слёз*, слез*, боль, скорб*,
            мрачн*, депресс*, разбит*
            """
        ),
        (
            "e",
            """
            энергич*, энерги*, зл, злой, злая, злость, гнев*, ярост*, агрессив*, враждебн*, мощн*, сильн*, дик*,
            возбужд*, быстр*, громк*, жёстк*, хаотич*, драйв*, бунтар*
            """
        ),
        ("eh", "танцевальн*, вечеринк*, жив, живой, страстн*, зажигательн*"),
        ("c", "спокойн*, расслаб*, мирн*, тих*, нежн*, мягк*, медлен*, умиротвор*, мечтатель*, сонн*, безмятежн*"),
        ("ch", "романтич*"),
        ("hc", "любовь, любовн*"),
        ("sc", "меланхол*, ностальг*, душевн*, эмоциональн*"),
        ("es", "страшн*, страх, тревожн*, драматич*"),
    ]

    static let japanese: List = [
        ("h", "楽し*, 嬉し*, うれし*, たのし*, 幸せ*, 明る*, 陽気*, ハッピー, 愉快*, 元気が出る, 喜び*, 笑*"),
        ("s", "悲し*, かなし*, 寂し*, さびし*, さみし*, 哀し*, 切な*, せつな*, 失恋*, 泣け*, 泣き*, 暗*, 孤独*, 絶望*, 辛*, サッド"),
        ("e", "激し*, はげし*, 怒り*, 怒*, 熱*, エネルギッシュ*, パワフル*, 攻撃的*, 力強*, 興奮*, アップテンポ, 速*, かっこい*, 盛り上が*, ロックな"),
        ("eh", "ダンス*, パーティー*, ノリノリ*, ノリの良い"),
        ("c", "静か*, しずか*, 穏やか*, おだやか*, 落ち着*, 癒し*, 癒や*, リラックス*, ゆったり*, 安らぎ*, のんびり*, 眠*, チル*, まったり*"),
        ("ch", "ロマンチック*, 優し*"),
        ("hc", "恋*, 愛*, ラブソング"),
        ("sc", "懐かし*, 感動*, メランコリ*, ノスタル*"),
        ("es", "怖*, 恐*, 不安*"),
    ]

    static let arabic: List = [
        ("h", "سعيد*, سعادة, مرح, مرحة, فرح*, مبهج*, بهيج*, متفائل*"),
        ("s", "حزين*, حزن, كئيب*, كآبة, وحيد*, وحدة, يائس*, ألم, دموع, مكسور"),
        ("e", "نشيط*, حيوي*, غاضب*, غضب, عدواني*, قوي*, صاخب*, حماسي*, حماس, متحمس*, عنيف*, سريع*"),
        ("c", "هادئ*, هدوء, مريح*, مسترخ*, استرخاء, سلمي*, ناعم*, بطيء*, ساكن*"),
        ("ch", "رومانسي*"),
        ("hc", "حب, عشق"),
        ("sc", "حنين*, شجن*, عاطفي*"),
        ("es", "مخيف*, خوف, درامي*"),
    ]
}
