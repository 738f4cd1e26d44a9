import Songs

extension ColumnNames {
    /// What people call such columns in other languages, and Apple Music in some.
    static let otherLanguages: List = [
        (.title, 0, "titel|titre|título|titulo|titolo|titull|název|tytuł|cím|タイトル|曲名|название|τίτλος|العنوان|başlık"),
        (.title, 1, "songtitel|liedtitel|lied|stück|musiktitel|morceau|chanson|titre du morceau|canción|cancion|tema"),
        (.title, 1, "brano|canzone|nome brano|música|musica|faixa|nome da música|nummer|liedje|låt|låttitel|sang"),
        (.title, 1, "piosenka|utwór|skladba|песня|трек|название трека|композиция|şarkı|şarkı adı|parça|τραγούδι"),
        (.title, 1, "曲|トラック|노래|제목|곡명|歌曲|歌名|标题|標題|أغنية|اسم الأغنية|nom|nome|nombre|naam|namn|nimi"),
        (
            .artists, 0,
            "künstler|kunstler|kuenstler|interpret|interpreten|artiste|artistes|artista|artistas|artisti|artiest|artiesten"
        ),
        (.artists, 0, "interprète|interprètes|intérprete|intérpretes|interprete|interpreti|uitvoerder|wykonawca"),
        (.artists, 0, "künstlername|nom de l'artiste|nombre del artista|nome do artista|artysta|artistnamn"),
        (.artists, 0, "исполнитель|артист|sanatçı|sanatçılar|şarkıcı|καλλιτέχνης|アーティスト|歌手|가수|아티스트|艺人|藝人"),
        (.artists, 0, "الفنان|فنان|esittäjä|előadó|interpreti|umělec|kunstner|artister|bandname|gruppe|musiker"),
        (.artists, 1, "chanteur|chanteuse|groupe|cantante|cantor|banda|zanger|sänger"),
        (.album, 0, "álbum|albumtitel|albumname|nom de l'album|nome do álbum|アルバム|альбом|albüm|άλμπουμ|专辑|앨범|الألبوم"),
        (
            .year, 0,
            "jahr|année|annee|año|ano|anno|jaar|år|rok|год|yıl|έτος|年|発売年|السنة|erscheinungsjahr|date de sortie"
        ),
        (
            .releaseDate, 0,
            "veröffentlichungsdatum|erscheinungsdatum|fecha de lanzamiento|data di uscita|data de lançamento"
        ),
        (.releaseDate, 0, "releasedatum|utgivningsdatum|дата выхода|発売日"),
        (
            .genre, 0,
            "género|genero|genere|gênero|gatunek|жанр|tür|είδος|ジャンル|流派|장르|النوع|žánr|műfaj|stil|musikrichtung"
        ),
        (.language, 0, "sprache|langue|idioma|lingua|língua|taal|språk|język|язык|dil|γλώσσα|言語|اللغة"),
        (
            .duration, 1,
            "dauer|länge|spieldauer|durée|duree|duración|duracion|durata|duração|duur|tijdsduur|längd|speltid"
        ),
        (.duration, 1, "czas|czas trwania|длительность|продолжительность|süre|διάρκεια|長さ|再生時間|时长|المدة|zeit|temps"),
        (.popularity, 0, "popularité|popularidad|popularità|popularidade|populariteit|popularność|популярность|人気"),
        (.explicit, 0, "explizit|explicite|explícito|explicito|esplicito|expliciet|anstößig|ненормативная лексика"),
        (.explicit, 0, "explizite inhalte|nicht jugendfrei|contenu explicite|contenido explícito|18+|露骨な表現"),
        (.label, 0, "stimmung|stimmungen|gefühl|humeur|ambiance|émotion|ánimo|estado de ánimo|humor|emoción|umore"),
        (
            .label, 0,
            "stato d'animo|emozione|emoção|estado de espírito|stemming|sfeer|emotie|stämning|känsla|humör|nastrój"
        ),
        (.label, 0, "настроение|эмоция|ruh hali|duygu|διάθεση|συναίσθημα|気分|ムード|感情|분위기|情绪|心情|المزاج|مزاج"),
        (.sound(.tempo), 0, "schläge pro minute|ppm|battiti al minuto|bpm (tempo)|темп"),
        (.sound(.energy), 0, "энергия|energie|energía"), (.sound(.danceability), 0, "tanzbar|танцевальность"),
        (.sound(.loudness), 0, "lautheit|sonie|sonoridad|громкость"),
    ]
}
