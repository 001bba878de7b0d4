//! Marks of the page itself.
//!
//! # What it finds
//! Reading times, view counts, numbers of the story in the site's own files, and the words that say that a message ends.
//!
//! # Why it is furniture
//! It counts or files the page and tells nothing of the story.
//!
//! # Example
//! `3 min read`
//!
//! # When it is wrong
//! Numbers of minutes and views are news as well; the line must hold nothing else.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::{Cut, CutIfAsked};
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::PageMark,
    family: Family::Inline,
    reaches_glued_sentences: false,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 6,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "# (min|mins|minute|minutes|mn|minuten|minuto|minutos|minuti|мин|минут|минуты|минута|хв|хвилин|хвилини|хвилина|dk|dakika|dakikalık|分|分鐘|分钟|분|মিনিট|मिनट|λεπτά|λεπτό|דקות|นาที|menit|phút|perc|minut|minuty|minuta) (read|to read|reading|listen|de lecture|de lectura|di lettura|de leitura|lesezeit|leestijd|чтения|на чтение|читання|okuma|okuma süresi|阅读|閱讀|읽기|पढ़ें|ανάγνωσης|ανάγνωση|קריאה|อ่าน|baca|đọc|czytania|čtení|čítania|läsning|lesetid|olvasás)",
                "# (di lettura|de lectura|de lecture|de leitura)",
                "(tempo de leitura|tiempo de lectura|temps de lecture|tempo di lettura|durée de lecture|lesezeit|lesedauer|leestijd|czas czytania|время чтения|час читання|okuma süresi|χρόνος ανάγνωσης|זמן קריאה|阅读时间|閱讀時間|waktu baca|lästid|læsetid|doba čtení|olvasási idő) * #",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "this (story|article|post|report|page|piece|content) is from (?|) # (#|)",
                "this (story|article|post|report|page|piece|content) is (more than|over|at least|) # (years|year|months|month|weeks|week|days|day) old",
                "(dieser|der) (artikel|beitrag|text) ist (vom|älter als|mehr als|über|vor|vom #) * (alt|#|jahr|jahre|monate|tage)",
                "cet article (date|a plus|est paru|a été publié) * (#|ans|an|mois|jours)",
                "este artículo (tiene más|es de|fue publicado) * (#|años|año|meses|días)",
                "(questo articolo|l'articolo) (ha più|risale|è stato pubblicato) * (#|anni|anno|mesi|giorni)",
                "este artigo (tem mais|é de|foi publicado) * (#|anos|ano|meses|dias)",
                "dit artikel is (meer dan|van|ouder dan) * (#|oud|jaar|maanden)",
                "(этой|этому|данной|данному) (статье|материалу|новости) (более|больше|уже) * (лет|года|год|месяцев)",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 5,
            certainty: CutIfAsked,
            evidence: 0.55,
            patterns: &[
                "# (seconds|second|minutes|minute|mins|min|hours|hour|hrs|hr|days|day|weeks|week|months|month|years|year) ago",
                "vor # (sekunden|minuten|minute|stunden|stunde|tagen|tag|wochen|woche|monaten|monat|jahren|jahr)",
                "il y a # (secondes|minutes|minute|heures|heure|jours|jour|semaines|mois|ans|an)",
                "hace # (segundos|minutos|minuto|horas|hora|días|día|semanas|meses|mes|años|año)",
                "há # (minutos|minuto|horas|hora|dias|dia|semanas|meses|mês|anos|ano)",
                "# (minuti|minuto|ore|ora|giorni|giorno|settimane|mesi|mese|anni|anno) fa",
                "# (minuten|minuut|uur|dagen|dag|weken|maanden|maand|jaar) geleden",
                "# (minut|minuty|minutę|godzin|godziny|godzinę|dni|dzień|tygodni|miesięcy|miesiące|lat|lata|rok) temu",
                "# (минут|минуты|минуту|часов|часа|час|дней|дня|день|недель|недели|месяцев|месяца|месяц|лет|года|год) назад",
                "# (хвилин|хвилини|хвилину|годин|години|годину|днів|дні|день|тижнів|місяців|років|роки|рік) тому",
                "# (dakika|saat|gün|hafta|ay|yıl) önce",
                "(för|for) # (minuter|timmar|timme|dagar|dag|veckor|månader|år|minutter|timer|time|dage|dager|måneder) (sedan|siden)",
                "# (分钟|小时|天|个月|年|分鐘|小時|個月) 前",
                "# (分|時間|日|か月|年) 前",
                "# (분|시간|일|개월|년) 전",
                "منذ # (دقائق|دقيقة|ساعات|ساعة|أيام|يوم|أشهر|شهر|سنوات|سنة)",
                "# (मिनट|घंटे|घंटा|दिन|हफ्ते|महीने|साल) पहले",
                "# (menit|jam|hari|minggu|bulan|tahun) (yang|) lalu",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "# # (#|) (#|) (#|) (#|) (#|) (#|) (next|next page|last|weiter|nächste|suivant|suivante|siguiente|próxima|seguinte|successiva|avanti|volgende|następna|dalej|следующая|далее|вперед|наступна|sonraki|nästa|neste|næste|seuraava|التالي|بعدی|下一页|下一頁|次へ|다음|अगला|berikutnya|selanjutnya|další|következő|επόμενη) (last|)",
                "(previous|prev|zurück|précédent|précédente|anterior|precedente|indietro|vorige|poprzednia|предыдущая|назад|попередня|önceki|föregående|forrige|edellinen|السابق|قبلی|上一页|上一頁|前へ|이전|पिछला|sebelumnya|předchozí|előző|προηγούμενη) # # (#|) (#|) (#|) (#|) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 5,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "# (views|view|reads|просмотров|просмотра|просмотр|переглядів|перегляди|visualizaciones|lecturas|vistas|visualizações|leituras|lectures|visualizzazioni|letture|aufrufe|okunma|görüntülenme|مشاهدة|مشاهدات|قراءة|بازدید|次阅读|浏览|閲覧|조회|dibaca|wyświetleń|odsłon|zobrazení|megtekintés|προβολές|צפיות|ครั้ง|lượt xem)",
                "(views|reads|page views|просмотров|просмотры|переглядів|visualizaciones|visitas|lecturas|visualizações|vues|visualizzazioni|aufrufe|okunma|okunma sayısı|عدد المشاهدات|المشاهدات|عدد القراءات|بازدید|تعداد بازدید|阅读|阅读量|浏览|浏览量|浏览次数|点击|点击数|조회수|조회|wyświetlenia|προβολές|צפיות|จำนวนผู้เข้าชม|lượt xem) : #",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Whole,
            max_words: 6,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(انتهای|پایان) (پیام|خبر|مطلب|گزارش) * *",
                "(کد خبر|کدخبر|کد مطلب|شناسه خبر|شناسه مطلب|کد گزارش|کد خبرنگار|کد محتوا) : #",
                "(کد خبر|کدخبر|شناسه خبر) #",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Whole,
            max_words: 5,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(انتهى|انتهي) (الخبر|#|)",
                "(رقم الخبر|كود الخبر|معرف الخبر) : #",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 5,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(story|article|news|document|post|content|reference|ref) (id|no|number|code|ref) : #",
                "(artikel|beitrags|meldungs|artikel id|beitrag) (id|nr|nummer) : #",
                "(id|nr|номер) (статьи|новости|материала|artykułu|článku) : #",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 1,
            certainty: CutIfAsked,
            evidence: 0.5,
            patterns: &["(ends|ende|fin|ends ends|конец|кінець|koniec)"],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 4,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["article content (continued|)"],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "the (post|article|story|entry) * * * (appeared first on|first appeared on|was first published on) *",
                "this (story|article|post|column|report) was (originally|first) published (on|) (january|february|march|april|may|june|july|august|september|october|november|december) # (#|) (#|) (#|) (am|pm|et|pt|) (et|pt|utc|)",
                "(originally|first) published (at|on) (https|http|www) * *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(der|dieser) (beitrag|artikel) * * * (erschien zuerst|ist zuerst erschienen) (auf|bei) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &["(l'article|cet article|l'article) * * * est apparu en premier sur *"],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "la entrada * * * (se publicó primero en|apareció primero en|aparece primero en) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &["(o post|o artigo|o conteúdo) * * * (apareceu|aparece) primeiro em *"],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["l'articolo * * * proviene da (?|? ?|? ? ?)"],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &["(het bericht|dit bericht) * * * verscheen eerst op *"],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &["(artykuł|wpis) * * * pochodzi z serwisu *"],
        },
        Phrases {
            lang: "sv",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &["(inlägget|artikeln) * * * dök först upp på *"],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Whole,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(сообщение|запись) * * * (появились сначала на|впервые появилось на|впервые появились на) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 4,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(increase|decrease|reset) (text|font) size"],
        },
    ],
};
