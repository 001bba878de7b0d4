//! Headings of lists of links.
//!
//! # What it finds
//! Lines such as `You may also like` and `Most read`, under which a site names its other stories. The stories themselves are found
//! by [`super::link_lists`].
//!
//! # Why it is furniture
//! What it heads are other documents.
//!
//! # Example
//! `More from the harbour`
//!
//! # When it is wrong
//! A story has headings of its own, so these are whole lines without a full stop, and what could head a part of a story (`Tags`) is
//! only shown, unless a list follows that ends with the page.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::{Cut, ShowOnly};
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::RelatedList,
    family: Family::Inline,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(related|more|top|latest|trending|popular|recommended|other|similar|recent|featured|most read|most popular|most viewed|most shared|most commented|most watched|suggested|editors) (stories|story|articles|article|content|news|coverage|posts|post|links|topics|videos|video|reading|headlines|picks|pick|gallery|items|columns|reports|podcasts|tags|searches|products|offers|deals|for you|now|headlines) (from|on|in|about|for you|today|this week|by|:|here|) (?|? ?|? ? ?|)",
                "(you may|you might|you may also|you might also|we think youll|you will|you would|readers also|people also|users also|others) (also|) (like|be interested in|enjoy|want to read|love|liked|read|viewed|watched) (these|this|these stories|) *",
                "(recommended|suggested|selected|more) for you",
                "(dont|do not) miss *",
                "(in case you missed it|icymi)",
                "(also|more) (on|from|in|by|about) (?|? ?|? ? ?|)",
                "(read|see|watch|listen) (next|also|more|related|this next|now)",
                "more (from|on|about|in|like|by) (this|our|the|?) (section|topic|story|author|series|category|?|? ?|? ? ?|)",
                "(must|further|essential|suggested|recommended|additional) (read|reads|reading|watch|see)",
                "(what to|what you should) (read|watch) next",
                "(todays|this weeks) (top|best|most|headlines) (stories|picks|read|videos|)",
                "(most|) (read|viewed|popular|shared|emailed|commented|recent|discussed|watched) (now|stories|this week|today|in *|on *|articles)",
                "most (read|viewed|popular|shared|emailed|commented|recent|discussed|watched)",
                "(stories|articles|content|promoted|posts|links) (from around the web|you may like|from the web|from our partners|by *|for you|recommended|you might like|we recommend|around the web)",
                "(around the web|from the web|sponsored stories|promoted stories|from our partners|from our network|paid stories|sponsored links by *)",
                "(tags|topics|filed under|categories|category|keywords|related tags|more about|tagged|posted in|labels|read more on|explore more on|in this story|in this article|people in this story|related topics|this article tagged under|explore) : *",
                "(filed under|tagged with|posted in|published in|tagged|appears in) *",
                "(explore|discover|browse) (more|our|all|related) *",
                "(follow|see|view|check out|find) (our|all|more|the|full|all our) (full|latest|complete|related|all|) (coverage|stories|articles|news) (about|of|from|on|here|below|) *",
                "(full|complete|special|continuing|team|live|more) coverage (:|of *|on *|)",
                "more (top|latest|great|must read|world|local|national) (stories|news|reads|headlines) *",
                "* (related|recommended|top) stories",
                "click here for more * (coverage|stories|news)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Heading,
            max_words: 12,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(mehr|weitere|ähnliche|verwandte|aktuelle|neueste|beliebte|meistgelesene|meist gelesene|passende|letzte|alle|thematisch) (zum thema|artikel|beiträge|themen|nachrichten|meldungen|videos|inhalte|news|links|schlagzeilen|passende *|infos|informationen|empfehlungen|podcasts|texte|dazu) (anzeigen|:|)",
                "(mehr|weiteres) (zum|zu|zur|aus|von|über) (?|? ?|? ? ?)",
                "(weitere|alle) (artikel|beiträge|nachrichten|meldungen) (aus|von|zu|zum|zur) (?|? ?|? ? ?)",
                "(das|diese|auch|dies|dieser|sie) (könnte|könnten|artikel könnten|beiträge könnten|dürfte|könnten auch) (sie|dich|ihnen|auch|dich auch|sie auch|ihnen auch) (auch|noch|ebenfalls|interessieren|gefallen|interessieren *|) (interessieren|gefallen|interessant sein|) *",
                "(auch interessant|zum thema|schon gelesen|meistgelesen|meist gelesen|am meisten gelesen|empfohlen|empfehlungen der redaktion|aus der redaktion|themen|weiterführende links|weiterführende informationen|redaktion empfiehlt|unsere empfehlungen|top themen|topthemen|top artikel|das beste aus *|mehr aus *|mehr von *|die redaktion empfiehlt|verwandte themen|neueste videos|weitere videos|lesen sie auch|lesen sie mehr|auch lesenswert)",
                "(dieser eintrag wurde veröffentlicht|abgelegt unter|veröffentlicht in|veröffentlicht unter|verschlagwortet mit|getaggt mit|schlagwörter) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(sur le même sujet|à lire aussi|à la une|les plus lus|les articles les plus lus|articles similaires|articles liés|articles associés|à découvrir|nos derniers articles|la rédaction vous conseille|vous aimerez aussi|pour aller plus loin|dans la même rubrique|à ne pas manquer|dans l'actualité|lire aussi|contenus sponsorisés|plus d'articles|sujets associés|thèmes associés|dernières actualités|les dernières infos|recommandé pour vous|nos autres articles|les plus partagés|le choix de la rédaction|voir aussi)",
                "(ces articles|vous) (peuvent|pourraient|pourriez|aimerez|devriez) (aussi|également|) *(intéresser|aimer|plaire)",
                "(plus|tous les|les autres|retrouvez tous les|d'autres|les derniers) (d'articles|articles|sujets) (sur|de|à propos|similaires|dans|) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(noticias|notas|artículos|contenidos|temas|entradas|últimas|contenido|más|historias) (relacionadas|relacionados|relacionado|noticias|leídas|leídos|vistas|leído|noticias de *|destacadas|populares|recientes|información|historias|para leer)",
                "más (sobre|en|de) (este tema|esta noticia|este asunto|esta historia|esta sección|el autor|la sección|nuestra web|otras noticias)",
                "(lo más|las más|los más) (leído|visto|leídas|leídos|visto hoy|comentado|popular|leído de *|nuevo)",
                "(te|también te|le) (puede|podría) interesar *",
                "(te recomendamos|no te pierdas|lee también|lea también|noticias relacionadas|temas relacionados|últimas noticias|archivado en)",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(notícias|matérias|artigos|conteúdos|mais|últimas) (relacionadas|relacionados|lidas|lidos|notícias|vistas|populares|recentes|informações)",
                "mais (sobre|em|de) (este assunto|este tema|o assunto|o tema|esta notícia|esta seção|o autor)",
                "(você|também) (pode|poderá) (gostar|se interessar) *",
                "as mais lidas *",
                "(leia|veja) (também|mais)",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(articoli|notizie|contenuti|ultime|ultimi|video|altri|altre) (correlati|correlate|notizie|articoli|simili|più letti|più lette|consigliati|della sezione|dello stesso autore)",
                "altri articoli (di|da|su) *",
                "(i più letti|le più lette|più letti|potrebbe interessarti|ti potrebbe interessare|ti potrebbero interessare|leggi anche|da non perdere|in evidenza|scelti per te)  *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(gerelateerde|meest|meer|laatste|andere|aanbevolen|verwante) (artikelen|gelezen|nieuws|berichten|artikels|verhalen|over *|uit *|van *|onderwerpen) *",
                "(lees ook|bekijk ook|lees verder|ook interessant|net binnen)",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(powiązane|podobne|najnowsze|najczęściej|polecane|popularne|najpopularniejsze) (artykuły|tematy|wiadomości|czytane|materiały|treści|wpisy|newsy) *",
                "(zobacz także|czytaj także|polecamy|warto przeczytać|zobacz więcej|czytaj też|najczęściej czytane)",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.94,
            patterns: &[
                "(материалы|новости|статьи|главные|последние|похожие|другие|популярные|самые|самое|ещё|еще|рекомендуемые|свежие|лента|главное|больше) (по теме|новости|статьи|материалы|читаемое|популярные|популярное|читаемые|обсуждаемое|за сутки|за день|новостей|сегодня|партнеров|партнёров|по этой теме|дня|за сегодня|публикации|на *|обсуждаемые) *",
                "(читайте также|по теме|вам может быть интересно|вас может заинтересовать|рекомендуем|рекомендуем прочитать|смотрите также|популярное|самое читаемое|выбор редакции|вам также может понравиться|сейчас читают|что ещё почитать|ещё по теме)",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.94,
            patterns: &[
                "(матеріали|новини|статті|головні|останні|схожі|інші|популярні) (за темою|по темі|новини|статті|матеріали|дня|за добу) *",
                "(читайте також|за темою|вас може зацікавити|рекомендуємо|популярне)",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(مواضيع|أخبار|مقالات|مواد|موضوعات|قد|الأكثر|آخر|ربما|اخبار) (ذات صلة|متعلقة|يعجبك|قراءة|مشاهدة|الأخبار|مشابهة|تعجبك|يهمك|قد يعجبك|ذات علاقة|أيضا) *",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(مطالب|اخبار|خبرهای|پربازدیدترین|بیشتر|آخرین|جدیدترین) (مرتبط|مشابه|اخبار|بخوانید|ها|پربازدید|خبرها) *",
                "(بیشتر|همچنین|حتما) بخوانید",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(ilgili|benzer|diğer|en çok|son|günün|öne çıkan) (haberler|haber|okunanlar|dakika haberleri|okunan|içerikler|okunan haberler|manşetleri) *",
                "(bunlar da|ilginizi|bunlar) (ilginizi|çekebilir) *",
                "sıradaki haber *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Heading,
            max_words: 12,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(相关|相關|延伸|推荐|推薦|热门|熱門|最新|更多|猜你|今日|精彩) (阅读|閱讀|新闻|新聞|报道|報導|文章|推荐|推薦|喜欢|喜歡|专题|專題|内容|热点|頭條|头条|视频|资讯)",
                "(您可能|你可能|您也许|大家都) (也|还|感兴趣|喜欢|喜歡|會喜歡|在看|在搜) *",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Heading,
            max_words: 16,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(関連|おすすめ|注目の|人気|最新|新着|この記事の|編集部の|アクセス|あなたに) (記事|の記事|ニュース|記事一覧|ランキング|リンク|キーワード|情報|おすすめ|トピックス|動画|おすすめの記事|タグ) *",
                "(こちらも|この記事も) おすすめ *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(관련|추천|인기|많이|최신|주요|이|실시간|함께) (기사|뉴스|본 뉴스|본 기사|시각 주요뉴스|시각 많이 본 뉴스|보면 좋은 기사|볼만한 뉴스|키워드) *",
                "(관련기사|추천기사|인기기사|주요뉴스|주요기사)",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(संबंधित|ताजा|ताज़ा|सबसे ज्यादा|लेटेस्ट|ट्रेंडिंग) (खबरें|ख़बरें|पढ़ी गई|न्यूज|समाचार|पढ़े गए|लेख) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(you might have missed|what to read next|up next|elsewhere on (the web|the bbc|our site|this site)|latest headlines|(top|editors|readers) (picks|choice)|other (stories|news|headlines)|keep reading|continue reading|next in *|more (to read|coverage|reading|for you|to explore))",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Heading,
            max_words: 3,
            certainty: ShowOnly,
            evidence: 0.4,
            patterns: &[
                "(tags|topics|keywords|categories|related|recommended|trending|temas|etiquetas|schlagwörter|schlagworte|themen|stichworte|mots clés|thèmes|assuntos|tópicos|argomenti|tag|теги|темы|ключевые слова|теми|وسوم|الوسوم|كلمات دلالية|برچسب ها|etiketler|标签|標籤|关键词|關鍵字|ランキング|キーワード|태그|टैग्स|টপিক|ট্যাগ|ετικέτες|תגיות|แท็ก)",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(veja|leia|confira|assista) (mais|também|ainda|a seguir|outras notícias)",
                "(mais|outras) (notícias|matérias|histórias) (da|do|de|sobre) (?|? ?|? ? ?)",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(כתבות|ידיעות|חדשות) (קשורות|נוספות|מומלצות|בנושא|אחרונות|שאולי יעניינו אותך) *",
                "(עוד|לקריאה) (בנושא|נוספת|כתבות|באתר|חדשות)",
                "(אולי|זה|כתבות) * (יעניין אותך|יעניין אתכם|יעניינו אותך|יעניינו אתכם)",
                "(הנקראות ביותר|הכי נקראות|הנצפים ביותר|מומלצים|קראו גם|קראו עוד|ראו גם)",
            ],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(সম্পর্কিত|সংশ্লিষ্ট|সর্বাধিক|সর্বশেষ|আরও|আরো|এ বিভাগের|এ সংক্রান্ত|এই বিভাগের|জনপ্রিয়) (খবর|সংবাদ|পঠিত|আরও খবর|আরো খবর|অন্যান্য খবর|নিউজ|পোস্ট) *",
            ],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(σχετικά|παρόμοια|περισσότερα|δημοφιλή|τελευταία|σχετικές|τελευταίες|προτεινόμενα|δημοφιλέστερα|πρόσφατα) (άρθρα|νέα|θέματα|ειδήσεις|βίντεο|κείμενα|από *)",
                "(διαβάστε|δείτε) (επίσης|ακόμη|ακόμα|περισσότερα|και)",
                "(μπορεί|ίσως) (να|) σας (ενδιαφέρουν|ενδιαφέρει|αρέσουν|αρέσει) *",
                "(ροή ειδήσεων|τα πιο δημοφιλή|πιο δημοφιλή|τα δημοφιλέστερα)",
                "(σχετικα|παρομοια|περισσοτερα|δημοφιλη|τελευταια|σχετικες|τελευταιες|προτεινομενα|δημοφιλεστερα|προσφατα) (αρθρα|νεα|θεματα|ειδησεις|βιντεο|κειμενα|απο *)",
                "(διαβαστε|δειτε) (επισης|ακομη|ακομα|περισσοτερα|και)",
                "(μπορει|ισως) (να|) σας (ενδιαφερουν|ενδιαφερει|αρεσουν|αρεσει) *",
                "(ροη ειδησεων|τα πιο δημοφιλη|πιο δημοφιλη|τα δημοφιλεστερα)",
            ],
        },
        Phrases {
            lang: "th",
            anchor: Anchor::Heading,
            max_words: 16,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(ข่าวที่เกี่ยวข้อง|เรื่องที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง|เนื้อหาที่เกี่ยวข้อง|ข่าวเกี่ยวข้อง|ข่าวอื่นที่น่าสนใจ|ข่าวอื่นๆที่น่าสนใจ|เรื่องที่คุณอาจสนใจ|เรื่องที่คุณอาจพลาด|ข่าวแนะนำ|แนะนำสำหรับคุณ|ข่าวยอดนิยม|คุณอาจสนใจ|อ่านเพิ่มเติม|แท็กที่เกี่ยวข้อง|ข่าวน่าสนใจ)",
            ],
        },
        Phrases {
            lang: "id",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(berita|artikel|video|topik) (terkait|lainnya|terkini|terpopuler|populer|terbaru|pilihan)",
                "(baca juga|terpopuler|rekomendasi untuk anda)",
            ],
        },
        Phrases {
            lang: "vi",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(tin|bài|bài viết|tin tức) (liên quan|cùng chuyên mục|mới nhất|đọc nhiều|nổi bật)",
                "(xem thêm|đọc nhiều nhất|có thể bạn quan tâm|đọc thêm|cùng chuyên mục)",
            ],
        },
        Phrases {
            lang: "ro",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(articole|știri) (similare|recomandate|asemănătoare|conexe)",
                "(citește și|cele mai citite|pe aceeași temă|recomandări|ți ar putea plăcea)",
            ],
        },
        Phrases {
            lang: "hu",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(kapcsolódó|további|legolvasottabb|legfrissebb|ajánlott|hasonló) (cikkek|cikkeink|cikk|hírek|írások|tartalmak)",
                "(ez is érdekelheti|ezt is olvassa el|olvasta már|legolvasottabb|önnek ajánljuk)",
            ],
        },
        Phrases {
            lang: "cs",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(související|podobné|nejčtenější|další|doporučené|súvisiace|najčítanejšie|ďalšie) (články|zprávy|témata|správy|videa)",
                "(nejčtenější|mohlo by vás zajímat|mohlo by vás zaujímať|doporučujeme|odporúčame|čtěte také|najčítanejšie)",
            ],
        },
        Phrases {
            lang: "sv",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(läs också|läs även|les også|læs også|mest läst|mest lest|mest læste|mest läs|senaste nytt|siste nytt|seneste nyt|anbefalt|rekommenderat|lue myös|luetuimmat|aiheeseen liittyvää|lisää aiheesta|ämnen i artikeln)",
                "(relaterade|relaterte|relaterede|fler|flere|liknande|lignende) (artiklar|artikler|saker|nyheter)",
                "(mer|mere) om (?|? ?)",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(بیشتر بدانید|همچنین بخوانید|بیشتر بخوانید|مطالب پیشنهادی|اخبار پیشنهادی|مطالب مرتبط|اخبار مرتبط|خبرهای مرتبط|پربیننده ترین ها)",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(यह|ये|इसे|इन्हें) भी (पढ़ें|देखें|पढ़िए)", "(और|अन्य) (खबरें|ख़बरें|समाचार)"],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Heading,
            max_words: 4,
            certainty: Cut,
            evidence: 0.95,
            patterns: &["más (información|noticias|sobre este tema|en esta sección)"],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(İLGİLİ HABER|İLGİLİ HABERLER|İLGİLİ KONULAR|BENZER HABERLER|DİĞER HABERLER|SON HABERLER|EN ÇOK OKUNANLAR|İLGİNİZİ ÇEKEBİLİR|BUNLAR DA İLGİNİZİ ÇEKEBİLİR|SIRADAKİ HABER)",
                "(ilginizi çekebilir|bunları da okuyun|bunlara da bakın|çok okunanlar)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(verwandte|ähnliche) artikel mehr vom autor",
                "(mehr|weitere) (kolumnen|podcasts|videos|artikel) (auf|bei|von|) (?|? ?|)",
                "(empfehlungen|top themen|themen) (aus|der) (der|) redaktion",
                "(in den schlagzeilen|themenrelevante nachrichten|meistdiskutierte artikel|beliebteste artikel|neueste artikel|neueste beiträge|letzte beiträge|beliebte beiträge)",
            ],
        },
    ],
};
