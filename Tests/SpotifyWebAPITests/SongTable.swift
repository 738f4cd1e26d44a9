/// Songs with what a search for them may find: right recordings and wrong ones, the wrong ones first.
///
/// A line each: what is wanted, `+` before a right candidate, `-` before a wrong one; title, artists and length in
/// seconds with `~` between, artists with `;`. A song without `+` is not among what is found.
enum SongTable {
    /// Plain songs: `title~artist`. How they are decorated is in ``neutral`` and ``others``.
    static let plain = """
        Don't Stop Me Now~Queen|Live and Let Die~Wings|Live Forever~Oasis|Demons~Imagine Dragons|Cover Me~Björk
        Remix (I Like The)~New Kids on the Block|Acoustic #3~The Goo Goo Dolls|Edit~Regina Spektor|Version of Me~Sasha Sloan
        Yesterday~The Beatles|Let It Be~The Beatles|Hey Jude~The Beatles|1999~Prince|1979~The Smashing Pumpkins
        99 Luftballons~Nena|50 Ways to Leave Your Lover~Paul Simon|7 Rings~Ariana Grande|Angel~Massive Attack
        Angels~Robbie Williams|Hello~Adele|Someone Like You~Adele|Rolling in the Deep~Adele|Shape of You~Ed Sheeran
        Perfect~Ed Sheeran|Halo~Beyoncé|Crazy in Love~Beyoncé|Umbrella~Rihanna|Diamonds~Rihanna|Toxic~Britney Spears
        Billie Jean~Michael Jackson|Beat It~Michael Jackson|Thriller~Michael Jackson|Like a Prayer~Madonna
        Vogue~Madonna|Purple Rain~Prince|Kiss~Prince|Imagine~John Lennon|Jealous Guy~John Lennon|Heroes~David Bowie
        Life on Mars?~David Bowie|Space Oddity~David Bowie|Changes~David Bowie|Wish You Were Here~Pink Floyd
        Time~Pink Floyd|Money~Pink Floyd|Stairway to Heaven~Led Zeppelin|Kashmir~Led Zeppelin|Hotel California~Eagles
        Take It Easy~Eagles|Smells Like Teen Spirit~Nirvana|Come as You Are~Nirvana|Black Hole Sun~Soundgarden
        Creep~Radiohead|Karma Police~Radiohead|No Surprises~Radiohead|Wonderwall~Oasis|Song 2~Blur|Bitter Sweet Symphony~The Verve
        Mr. Brightside~The Killers|Take Me Out~Franz Ferdinand|Seven Nation Army~The White Stripes|Clocks~Coldplay
        Yellow~Coldplay|Fix You~Coldplay|Viva la Vida~Coldplay|Get Lucky~Daft Punk|One More Time~Daft Punk
        Around the World~Daft Punk|Blue Monday~New Order|Enjoy the Silence~Depeche Mode|Just Can't Get Enough~Depeche Mode
        Boys Don't Cry~The Cure|Friday I'm in Love~The Cure|Lovesong~The Cure|There Is a Light That Never Goes Out~The Smiths
        Running Up That Hill~Kate Bush|Wuthering Heights~Kate Bush|Take On Me~a-ha|Sweet Dreams (Are Made of This)~Eurythmics
        Tainted Love~Soft Cell|Africa~TOTO|Rosanna~TOTO|Livin' on a Prayer~Bon Jovi|Sweet Child O' Mine~Guns N' Roses
        Back in Black~AC/DC|Thunderstruck~AC/DC|Enter Sandman~Metallica|Nothing Else Matters~Metallica
        Redemption Song~Bob Marley & The Wailers|No Woman, No Cry~Bob Marley & The Wailers|So What~P!nk|Tik Tok~Ke$ha
        Lose Yourself~Eminem|Stan~Eminem|Hurt~Johnny Cash|Ring of Fire~Johnny Cash|Jolene~Dolly Parton|9 to 5~Dolly Parton
        Garota de Ipanema~João Gilberto|Águas de Março~Elis Regina|Bésame Mucho~Consuelo Velázquez|La Vie en rose~Édith Piaf
        Non, je ne regrette rien~Édith Piaf|Ne me quitte pas~Jacques Brel|Über sieben Brücken musst du gehn~Karat
        Du hast~Rammstein|Männer~Herbert Grönemeyer|Azzurro~Adriano Celentano|Volare~Domenico Modugno|Hoppípolla~Sigur Rós
        Fast Car~Tracy Chapman|Killing Me Softly with His Song~Roberta Flack|Respect~Aretha Franklin|Superstition~Stevie Wonder
        Sir Duke~Stevie Wonder|What's Going On~Marvin Gaye|Lean on Me~Bill Withers|Lovely Day~Bill Withers|At Last~Etta James
        Feeling Good~Nina Simone|Strange Fruit~Billie Holiday|So What~Miles Davis|Take Five~The Dave Brubeck Quartet
        Alright~Kendrick Lamar|HUMBLE.~Kendrick Lamar|Hey Ya!~Outkast|Ms. Jackson~Outkast|Crazy~Gnarls Barkley|Valerie~Amy Winehouse
        Back to Black~Amy Winehouse|Teardrop~Massive Attack|Glory Box~Portishead|Hyperballad~Björk|Army of Me~Björk
        Zombie~The Cranberries|Linger~The Cranberries|One~U2|With or Without You~U2|Losing My Religion~R.E.M.|Everybody Hurts~R.E.M.
        Chan Chan~Buena Vista Social Club|Despacito~Luis Fonsi|Waka Waka (This Time for Africa)~Shakira
        """

    /// Of the same recording.
    static let neutral = [
        "", " - Remastered 2011", " (2009 Remaster)", " - Remasterizado 2015", " (Album Version)", " - Single Version",
        " (Mono)", " - 2015 Stereo Mix", " [Explicit]", " (Bonus Track)", " - Original Version",
        " (feat. Somebody Else)",
        " (Deluxe Edition)", " - From \"The Film\"", " (Official Video)", " - Remastered",
        " (40th Anniversary Edition)",
        " - Original Mix", " (リマスター)", " (Digitally Remastered)",
    ]

    /// Of another one.
    static let others = [
        " - Live", " (Live at Wembley Stadium)", " - Ao Vivo", " (En Vivo)", " - Dal Vivo", " (En Directo)",
        " - Sped Up", " (Slowed + Reverb)", " (8D Audio)", " - Nightcore", " (Nightcore Version)", " - Radio Edit",
        " (Edit)", " - Commentary", " (Track by Track Commentary)", " - Demo", " (Early Demo)", " (Karaoke Version)",
        " - Instrumental", " (Acoustic)", " - Acústico", " - Akustik", " (Someone's Remix)", " - Extended Mix",
        " - Club Mix", " (Cover)", " (Piano Version)", " (Re-Recorded)", " (2012 Version)", " (Spanish Version)",
        " - Take 3", " (A Cappella)", " - Unplugged", " (Lofi)", " (Bass Boosted)", " - Концерт", " (ライブ)",
        " (라이브)", " - 現場版", " Live", " Sped Up", " 8D", " (Ускоренная)", " - Canlı", " (Slowed)", " - Outtake",
        " - Alternate Take", " (Made Famous by the Original)", " Nightcore", " (Reprise)", " - Pt. 2", " (Part II)",
        " II", " 2", " (Interlude)", " / Another Song", " (Orchestral Version)", " (Demo Version)", " - Live Version",
        " - Versión en Vivo", " (Tribute)", " (Medley)", " (Remake)", " - Live Acoustic", " (12\" Version)",
    ]

    /// Each for itself.
    static let special = """
        Another Brick in the Wall, Pt. 2~Pink Floyd~239
        - Another Brick in the Wall, Pt. 1~Pink Floyd~239
        - Another Brick in the Wall, Pt. 3~Pink Floyd~239
        - Another Brick in the Wall (Part 2) - Live~Pink Floyd~239
        + Another Brick in the Wall (Part II) - 2011 Remaster~Pink Floyd~239
        The Unforgiven II~Metallica~396
        - The Unforgiven~Metallica~396
        - The Unforgiven III~Metallica~396
        + The Unforgiven II (Remastered)~Metallica~397
        Gymnopédie No. 1~Erik Satie~190
        - Gymnopédie No. 2~Erik Satie~190
        - Gymnopédie No. 3~Erik Satie~190
        - Gnossienne No. 1~Erik Satie~190
        + 3 Gymnopédies: No. 1~Erik Satie~190
        + Gymnopédie Nº 1~Erik Satie;Pascal Rogé~190
        Nocturne No. 2 in E-Flat Major, Op. 9~Frédéric Chopin~270
        - Nocturne No. 1 in E-Flat Major, Op. 9~Frédéric Chopin~270
        - Nocturne No. 2 in E-Flat Major, Op. 27~Frédéric Chopin~270
        - Nocturne No. 2 in E Major, Op. 9~Frédéric Chopin~270
        + Nocturne No.2 In E Flat Major, Op.9~Chopin;Somebody~271
        Symphony No. 5 in C Minor, Op. 67: I. Allegro con brio~Ludwig van Beethoven~430
        - Symphony No. 5 in C Minor, Op. 67: II. Andante con moto~Ludwig van Beethoven~430
        - Symphony No. 6 in C Minor, Op. 67: I. Allegro con brio~Ludwig van Beethoven~430
        - Symphony No. 5 in C Minor, Op. 67: IV. Allegro con brio~Ludwig van Beethoven~430
        + Beethoven: Symphony No. 5 in C Minor, Op. 67: 1. Allegro con brio~Ludwig van Beethoven;Some Orchestra~431
        Symphony No. 40 in G Minor: I. Molto allegro~Wolfgang Amadeus Mozart~480
        - Symphony No. 41 in G Minor, K. 550: I. Molto allegro~Wolfgang Amadeus Mozart~480
        - Symphony No. 40 in G Minor, K. 550: IV. Molto allegro~Wolfgang Amadeus Mozart~480
        - Molto allegro, K. 550~Wolfgang Amadeus Mozart~480
        + Symphony No. 40 in G Minor, K. 550: I. Molto allegro~Mozart;An Orchestra~485
        Prelude in C Major, BWV 846~Johann Sebastian Bach~130
        - Prelude in C Minor, BWV 847~Johann Sebastian Bach~130
        - Fugue in C Major, BWV 846~Johann Sebastian Bach~130
        - Prelude in C Major, BWV 846~Carl Philipp Emanuel Bach~130
        + Bach: Prelude in C Major, BWV 846~J.S. Bach;A Pianist~132
        Swan Lake, Op. 20: Act II: No. 10, Scene~Pyotr Ilyich Tchaikovsky~180
        - Swan Lake, Op. 20: Act I: No. 10, Scene~Pyotr Ilyich Tchaikovsky~180
        - Swan Lake, Op. 20: Act II: No. 11, Scene~Pyotr Ilyich Tchaikovsky~180
        + Swan Lake, Op. 20: Act 2: No. 10, Scene~Tchaikovsky;An Orchestra~181
        Piano Concerto No. 2 in C Minor, Op. 18: II. Adagio sostenuto~Sergei Rachmaninoff~660
        - Piano Concerto No. 2 in C Minor, Op. 18: I. Moderato~Sergei Rachmaninoff~660
        - Piano Concerto No. 3 in C Minor, Op. 18: II. Adagio sostenuto~Sergei Rachmaninoff~660
        + Piano Concerto No. 2 in C Minor, Op. 18: II. Adagio sostenuto~Sergei Rachmaninov;A Pianist~670
        The Four Seasons, Violin Concerto in E Major, RV 269 "Spring": I. Allegro~Antonio Vivaldi~200
        - The Four Seasons, Violin Concerto in G Minor, RV 315 "Summer": I. Allegro~Antonio Vivaldi~200
        - The Four Seasons, Violin Concerto in E Major, RV 269 "Spring": III. Allegro~Antonio Vivaldi~200
        + The Four Seasons, Violin Concerto in E Major, RV 269 "Spring": I. Allegro~Antonio Vivaldi;Violins~205
        Prelude in C-Sharp Minor, Op. 3 No. 2~Sergei Rachmaninoff~250
        - Prelude in C Minor, Op. 3 No. 2~Sergei Rachmaninoff~250
        - Prelude in C-Sharp Minor, Op. 3 No. 3~Sergei Rachmaninoff~250
        + Prelude in C# Minor, Op. 3, No. 2~Rachmaninov~250
        Golden Slumbers / Carry That Weight / The End~The Beatles~300
        - Golden Slumbers~The Beatles~300
        - The End~The Beatles~300
        - Golden Slumbers / Carry That Weight~The Beatles~300
        + Golden Slumbers/Carry That Weight/The End - Remastered~The Beatles~300
        Medley: Aquarius / Let the Sunshine In~The 5th Dimension~288
        - Aquarius~The 5th Dimension~288
        - Let the Sunshine In~The 5th Dimension~288
        + Medley: Aquarius/Let The Sunshine In - Remastered~The 5th Dimension~288
        Black Sabbath~Black Sabbath~380
        - Black Sabbath - Live~Black Sabbath~380
        - Black Sabbath~Type O Negative~380
        - Sabbath Bloody Sabbath~Black Sabbath~380
        + Black Sabbath - 2012 Remaster~Black Sabbath~381
        Iron Maiden~Iron Maiden~216
        - Iron Maiden - Live at Rainbow~Iron Maiden~216
        - Iron Maiden~Maiden uniteD~216
        + Iron Maiden (2015 Remaster)~Iron Maiden~216
        Bad Company~Bad Company~290
        - Bad Company~Five Finger Death Punch~290
        - Bad Company (Live)~Bad Company~290
        + Bad Company - 2015 Remaster~Bad Company~290
        Motörhead~Motörhead~190
        - Motörhead - Live~Motörhead~190
        - Motorheads~Motorhead~190
        + Motorhead~Motorhead~191
        X~Jonas Brothers~200
        - Y~Jonas Brothers~200
        - XX~Jonas Brothers~200
        - X (Live)~Jonas Brothers~200
        + X (with KAROL G)~Jonas Brothers;KAROL G~200
        U~Kendrick Lamar~270
        - I~Kendrick Lamar~270
        - u~Another Man~270
        + u~Kendrick Lamar~270
        4~Aphex Twin~217
        - 5~Aphex Twin~217
        - IV~Aphex Twin Tribute~217
        + 4~Aphex Twin~218
        A~Wet Leg~180
        - B~Wet Leg~180
        - A (Demo)~Wet Leg~180
        + A~Wet Leg~180
        Stan~Eminem~404
        - Stand~Eminem~404
        - Stans~Eminem~404
        + Stan (feat. Dido)~Eminem;Dido~404
        Cold Heart~Elton John~202
        - Gold Heart~Elton John~202
        - Cold Hearts~Elton John~202
        - Cold Heart (PNAU Remix)~Elton John;Dua Lipa~202
        + Cold Heart~Elton John~202
        Ghost~Justin Bieber~153
        - Ghosts~Justin Bieber~153
        - Host~Justin Bieber~153
        + Ghost~Justin Bieber~153
        Группа крови~Кино~285
        - Группа крови (концерт)~Кино~285
        - Группа~Кино~285
        + Gruppa krovi~Kino~286
        Gruppa krovi~Kino~285
        - Gruppa krovi - Live~Kino~285
        - Звезда по имени Солнце~Кино~285
        + Группа крови~Кино~285
        Zvezda po imeni Solntse~Kino~226
        - Группа крови~Кино~226
        + Звезда по имени Солнце~КИНО~226
        Подмосковные вечера~Владимир Трошин~180
        - Подмосковные вечера (караоке)~Владимир Трошин~180
        + Podmoskovnye vechera~Vladimir Troshin~180
        Катюша~Лидия Русланова~160
        - Катюша (ремикс)~Лидия Русланова~160
        + Катюша - Ремастер 2015~Лидия Русланова~160
        Хочу перемен!~Кино~297
        - Хочу перемен! (Живой звук)~Кино~297
        + Khochu peremen!~Kino~297
        S' agapo~Haris Alexiou~200
        - S' agapo (Live)~Haris Alexiou~200
        + Σ' αγαπώ~Χάρις Αλεξίου~200
        Μίσιρλου~Δημήτρης Πατρινός~170
        - Μίσιρλου (Ζωντανή)~Δημήτρης Πατρινός~170
        + Misirlou~Dimitris Patrinos~170
        ירושלים של זהב~שולי נתן~230
        - ירושלים של זהב (הופעה חיה)~שולי נתן~230
        + Yerushalayim Shel Zahav~Shuli Natan~230
        הבה נגילה~הראל סקעת~150
        - הבה נגילה (קריוקי)~הראל סקעת~150
        + הבה נגילה~הראל סקעת~150
        إنت عمري~أم كلثوم~600
        - إنت عمري (حفلة)~أم كلثوم~600
        + إنت عمري~أم كلثوم~600
        Enta Omri~Om Kalthoum~600
        - Enta Omri (Live)~Om Kalthoum~600
        + Enta Omri~Om Kalthoum~610
        तुम ही हो~अरिजीत सिंह~262
        - तुम ही हो (लाइव)~अरिजीत सिंह~262
        + Tum Hi Ho~Arijit Singh~262
        강남스타일~싸이~219
        - 강남스타일 (라이브)~싸이~219
        + 강남스타일 (Gangnam Style)~싸이~219
        봄날~방탄소년단~274
        - 봄날 (노래방)~방탄소년단~274
        - 봄~방탄소년단~274
        + 봄날~방탄소년단~274
        さくら~森山直太朗~290
        - さくら (カラオケ)~森山直太朗~290
        - さくらんぼ~森山直太朗~290
        + さくら~森山直太朗~290
        Sakura~ケツメイシ~330
        - Sakura - Instrumental~ケツメイシ~330
        + さくら~ケツメイシ~330
        夜に駆ける~YOASOBI~261
        - 夜に駆ける (ライブ)~YOASOBI~261
        - 夜に駆ける (Racing into the Night) - Live~YOASOBI~261
        + 夜に駆ける (Racing into the Night)~YOASOBI~261
        月亮代表我的心~鄧麗君~210
        - 月亮代表我的心 (伴奏)~鄧麗君~210
        - 月亮代表我的心 - 現場~鄧麗君~210
        + 月亮代表我的心~鄧麗君~210
        Yue Liang Dai Biao Wo De Xin~Teresa Teng~210
        - 甜蜜蜜~Teresa Teng~210
        + 月亮代表我的心~Teresa Teng~210
        รักเธอ~คาราบาว~240
        - รักเธอ (แสดงสด)~คาราบาว~240
        + รักเธอ~คาราบาว~240
        Suliko~Hamlet Gonashvili~180
        - Suliko (Instrumental)~Hamlet Gonashvili~180
        + სულიკო~ჰამლეტ გონაშვილი~180
        Under Pressure~Queen & David Bowie~248
        - Under Pressure (Rah Mix)~Queen;David Bowie~248
        - Under Pressure~Xiu Xiu~248
        + Under Pressure - Remastered 2011~Queen;David Bowie~248
        The Sound of Silence~Simon & Garfunkel~185
        - The Sound of Silence - Acoustic Version~Simon & Garfunkel~185
        - The Sound of Silence~Disturbed~185
        + The Sound of Silence~Simon and Garfunkel~185
        All Too Well~Taylor Swift~329
        - All Too Well (10 Minute Version) (Taylor's Version)~Taylor Swift~613
        - All Too Well (Taylor's Version)~Taylor Swift~329
        + All Too Well~Taylor Swift~327
        All Too Well (Taylor's Version)~Taylor Swift~329
        - All Too Well~Taylor Swift~327
        - All Too Well (10 Minute Version) (Taylor's Version) [From The Vault]~Taylor Swift~613
        + All Too Well (Taylor's Version)~Taylor Swift~329
        Layla (Unplugged)~Eric Clapton~287
        - Layla~Eric Clapton~287
        - Layla (Demo)~Eric Clapton~287
        + Layla - Unplugged~Eric Clapton~287
        Hurricane (Live at Wembley)~Bob Dylan~500
        - Hurricane~Bob Dylan~500
        - Hurricane (Live in Paris)~Bob Dylan~500
        + Hurricane - Live at Wembley, London~Bob Dylan~505
        Blue Train (Remastered)~John Coltrane~640
        - Blue Train (Alternate Take)~John Coltrane~640
        + Blue Train~John Coltrane~642
        Rock & Roll~Led Zeppelin~220
        - Rock & Roll - Live~Led Zeppelin~220
        - Rock & Roll Hoochie~Led Zeppelin~220
        + Rock and Roll - Remaster~Led Zeppelin~220
        Mambo No. 5~Lou Bega~217
        - Mambo No. 6~Lou Bega~217
        - Mambo No. 5 - Karaoke~Lou Bega~217
        + Mambo Nº 5~Lou Bega~217
        My Heart Will Go On~Céline Dion~280
        - My Heart Will Go On (Dance Mix)~Céline Dion~280
        + My Heart Will Go On - Love Theme from "Titanic"~Céline Dion~280
        Let It Go~Idina Menzel~223
        - Let It Go (Sing-Along)~Idina Menzel~223
        - Let It Go - Instrumental Karaoke~Idina Menzel~223
        + Let It Go - From "Frozen"/Soundtrack Version~Idina Menzel~223
        Re-Wind~Goldfrapp~200
        - Unwind~Goldfrapp~200
        + Rewind~Goldfrapp~200
        R.E.M. Song~R.E.M.~200
        - REM Songs~R.E.M.~200
        + R.E.M. Song~REM~200
        Strobe~deadmau5~637
        - Strobe - Radio Edit~deadmau5~214
        - Strobe~deadmau5~214
        + Strobe~deadmau5~634
        Blue~Joni Mitchell~180
        - Blue~Joni Mitchell~260
        - Blue Blue~Joni Mitchell~180
        Waterloo~ABBA~166
        - Waterloo Sunset~ABBA~166
        - Waterloo - Swedish Version~ABBA~166
        - Waterloo~A Tribute to ABBA~166
        Nuvole bianche~Ludovico Einaudi~357
        - Nuvole nere~Ludovico Einaudi~357
        - Nuvole bianche (Violin Cover)~Ludovico Einaudi~357
        - Nuvole bianche~A Piano Player~357
        """
}
