import Songs

extension ColumnNames {
    /// The columns of a playlist that Exportify wrote, in the languages it speaks besides English.
    static let exportifyLanguages: List = [
        (
            .spotifyID, 0,
            "رابط الأغنية (URI)|Track-URI|URI κομματιού|URI de la canción|URI du titre|URI della traccia|"
                + "トラックURI|Nummer URI|URI da faixa|Låtens URI|Parça URI"
        ),
        (
            .title, 0,
            "اسم الأغنية|Track-Name|Όνομα κομματιού|Nombre de la canción|Nom du titre|Nome della traccia|"
                + "トラック名|Nummernaam|Nome da faixa|Låtens namn|Parça Adı"
        ),
        (
            .artists, 0,
            "أسماء الفنانين|Künstlername(n)|Όνομα/τα καλλιτέχνη|Nombre(s) del artista|Nom(s) de l'artiste|"
                + "Nome dell'artista|アーティスト名|Naam van artiest|Nome(s) do artista|Artistens namn|Sanatçı Adı"
        ),
        (
            .artistIDs, 0,
            "روابط الفنانين (URI)|Künstler-URI(s)|URI καλλιτέχνη/ων|URI(s) del artista|URI(s) de l'artiste|"
                + "URI dell'artista|アーティストURI|Artiest-URI|URI(s) do artista|Artistens URI|Sanatçı URI"
        ),
        (
            .album, 0,
            "اسم الألبوم|Album-Name|Όνομα άλμπουμ|Nombre del álbum|Nom de l'album|Nome dell'album|アルバム名|"
                + "Naam van album|Nome do álbum|Albumets namn|Albüm Adı"
        ),
        (
            .releaseDate, 0,
            "تاريخ إصدار الألبوم|Veröffentlichungsdatum des Albums|Ημερομηνία κυκλοφορίας άλμπουμ|"
                + "Fecha de lanzamiento del álbum|Date de sortie de l'album|Data di rilascio dell'album|アルバム発売日|"
                + "Releasedatum van het album|Data de lançamento do álbum|Albumets releasedatum|Albüm Çıkış Tarihi"
        ),
        (
            .genre, 0,
            "أنواع الفنان|Künstler-Genres|Είδη καλλιτέχνη|Géneros del artista|Genres de l'artiste|"
                + "Generi dell'artista|アーティストジャンル|Genres van de artiest|Gêneros do artista|Artistens genrer|"
                + "Sanatçı Türleri"
        ),
        (
            .genre, 1,
            "أنواع الألبوم|Album-Genres|Είδη άλμπουμ|Géneros del álbum|Genres de l'album|Generi dell'album|"
                + "アルバムジャンル|Genres van het album|Gêneros do álbum|Albumets genrer|Albüm Türleri"
        ),
        (
            .duration, 0,
            "مدة الأغنية (بالمللي ثانية)|Track-Dauer (ms)|Διάρκεια κομματιού (ms)|Duración de la canción (ms)|"
                + "Durée du titre (ms)|Durata della traccia (ms)|トラックの長さ（ミリ秒）|Nummerduur (ms)|Duração da faixa (ms)|"
                + "Låtlängd (ms)|Parça Süresi (ms)"
        ),
        (
            .explicit, 0,
            "صريح|Explizit|Ακατάλληλο|Explícito|Explicite|Esplicito|明示的な内容|Expliciet|Explícita|Explicit|"
                + "Açık İçerik"
        ),
        (
            .popularity, 0,
            "الشعبية|Beliebtheit|Δημοτικότητα|Popularidad|Popularité|Popolarità|人気度|Populariteit|Popularidade|"
                + "Popularitet|Popülerlik"
        ),
        (
            .sound(.danceability), 0,
            "قابلية الرقص|Tanzbarkeit|Χορευτικότητα|Bailabilidad|Danseabilité|Ballabilità|ダンサビリティ|"
                + "Dansbaarheid|Dançabilidade|Dansbarhet|Dans Edilebilirlik"
        ),
        (
            .sound(.acousticness), 0,
            "الطابع الصوتي|Akustik|Ακουστικότητα|Acústica|Acoustique|Acustica|アコースティック性|Akoestiek|Akustiklik"
        ),
        (.sound(.energy), 0, "الطاقة|Energie|Ενέργεια|Energía|Énergie|Energia|エネルギー|Energi|Enerji"),
        (
            .sound(.instrumentalness), 0,
            "الطابع الآلي|Instrumentalität|Οργανοκεντρικότητα|Instrumentalidad|Instrumental|Strumentalità|"
                + "インストゥルメンタル性|Instrumentaliteit|Instrumentalidade|Instrumentalhet|Enstrümantalite"
        ),
        (
            .sound(.liveness), 0,
            "الحيوية|Lebendigkeit|Ζωντάνια|Vivacidad|Vivacité|Vivacità|ライブ感|Levendigheid|Vivacidade|Livlighet|"
                + "Canlılık"
        ),
        (
            .sound(.valence), 0,
            "الإيجابية|Valenz|Θετικότητα|Valencia|Valence|Valenza|感情値|Valentie|Valência|Valens|Duygusallık"
        ),
        (
            .sound(.loudness), 0,
            "مستوى الصوت|Lautstärke|Ένταση|Volumen|Volume sonore|Volume|ラウドネス|Luidheid|Ljudstyrka|"
                + "Ses Seviyesi"
        ),
        (
            .sound(.speechiness), 0,
            "محتوى الكلام|Sprachanteil|Ομιλητικότητα|Hablado|Parlabilité|Linguaggio parlato|スピーチ性|"
                + "Spraakzaamheid|Oralidade|Talighet|Konuşma Oranı"
        ),
        (.sound(.tempo), 0, "الإيقاع|Tempo|Ρυθμός|テンポ"),
    ]
}
