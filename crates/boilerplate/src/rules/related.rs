//! Links to other stories.
//!
//! # What it finds
//! Headings of link lists, and lines that open with such a label and name another story.
//!
//! # Why it is furniture
//! The story they point to is another document.
//!
//! # Example
//! `READ ALSO: Council votes on the new harbour wall`
//!
//! # When it is wrong
//! Only a label with a colon, or a label on its own line, counts: `Related charges were dropped` is story. The titles under
//! such a heading are left to recurrence and to their own labels.

use super::engine::{Anchor, Family, Phrases, Rule};
use super::Cut;

pub(super) const RULE: Rule = Rule {
    name: "related",
    family: Family::Inline,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(related|related story|related stories|related article|related articles|related news|related content|related coverage|related links|related video|related topics|related reading|related : *|also read|read also|see also|also see|read more|read next|read this|see more|more on this|must read|must see|recommended|recommended reading|recommended for you|trending|further reading|dont miss|you may also like|you might also like|you might like|also on *|editors picks|editors pick|in case you missed it|icymi|up next|more like this|see related|full coverage|special coverage|from our partners|related gallery|read our|special report|related reports|keep reading|next story) : *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(related|more|top|latest|trending|popular|recommended|other|similar|recent|featured|most read|most popular|most viewed|most shared|most commented|most watched|suggested|editors) (stories|story|articles|article|content|news|coverage|posts|post|links|topics|videos|video|reading|headlines|picks|pick|gallery|items|columns|reports|podcasts|tags|searches|products|offers|deals|for you|now|headlines) (from|on|in|about|for you|today|this week|by|:|here|) (?|? ?|? ? ?|)",
                "(you may|you might|you may also|you might also|we think youll|you will|you would|readers also|people also|users also|others) (also|) (like|be interested in|enjoy|want to read|love|liked|read|viewed|watched) (these|this|these stories|) *",
                "(recommended|suggested|selected|more) for you",
                "(dont|do not) miss *",
                "(in case you missed it|icymi)",
                "(also|more) (on|from|in|by) (?|? ?|? ? ?)",
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
                "(follow|see|view|check out|find) (our|all|more|the|full|all our) (full|latest|complete|related|stories|coverage|all|articles) (coverage|stories|articles|news|about|of|from|on|here|*) *",
                "(full|complete|special|continuing|team|live|more) coverage (:|of *|on *|)",
                "more (top|latest|great|must read|world|local|national) (stories|news|reads|headlines) *",
                "* (related|recommended|top) stories",
                "click here for more * (coverage|stories|news)",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 16,
            certainty: Cut,
            evidence: 0.85,
            patterns: &["(more|watch|photos|read|video|click here|also|listen|quiz|go deeper|in pictures) : *", "more (from|on) * : *"],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(lesen sie auch|lesen sie hier|lies auch|lest auch|lesen sie dazu|lesen sie dazu auch|auch interessant|mehr zum thema|zum thema|mehr dazu|siehe auch|passend dazu|das könnte sie auch interessieren|das könnte sie interessieren|weiterlesen|mehr lesen|mehr|sehen sie auch|hören sie auch|mehr aus *|lesetipp|lese tipp|empfehlung|lesen sie mehr|mehr zu *|lesen sie weiter|weitere artikel|verwandte artikel|schlagworte|schlagwörter|themen|tags|stichworte|kategorie|kategorien|mehr infos|jetzt lesen) : *",
                "lesen sie (auch|dazu auch|hier|hierzu|mehr) (auch|mehr|einen|unseren|unser|die|das|den|warum|wie|was|zum thema|zu diesen themen|hier) *",
                "(mehr|alles|weitere (informationen|infos|nachrichten)|weitere artikel|weitere informationen|weitere infos|mehr informationen|weitere nachrichten|alle infos) (über|zu|zum|zur|aus|rund um|dazu) * (lesen sie hier|finden sie hier|gibt es hier|hier|lesen sie auf *|finden sie auf *|im *|auf unserer *)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(mehr|weitere|ähnliche|verwandte|aktuelle|neueste|beliebte|meistgelesene|meist gelesene|passende|letzte|alle|thematisch) (zum thema|artikel|beiträge|themen|nachrichten|meldungen|videos|inhalte|news|links|schlagzeilen|von *|aus *|zu *|passende *|infos|informationen|empfehlungen|podcasts|texte|dazu) (anzeigen|:|)",
                "(das|diese|auch|dies|dieser|sie) (könnte|könnten|artikel könnten|beiträge könnten|dürfte|könnten auch) (sie|dich|ihnen|auch|dich auch|sie auch|ihnen auch) (auch|noch|ebenfalls|interessieren|gefallen|interessieren *|) (interessieren|gefallen|interessant sein|) *",
                "(auch interessant|zum thema|schon gelesen|meistgelesen|meist gelesen|am meisten gelesen|empfohlen|empfehlungen der redaktion|aus der redaktion|themen|weiterführende links|weiterführende informationen|redaktion empfiehlt|unsere empfehlungen|top themen|topthemen|top artikel|das beste aus *|mehr aus *|mehr von *|die redaktion empfiehlt|verwandte themen|neueste videos|weitere videos|lesen sie auch|lesen sie mehr|auch lesenswert)",
                "(dieser eintrag wurde veröffentlicht|abgelegt unter|veröffentlicht in|veröffentlicht unter|verschlagwortet mit|getaggt mit|schlagwörter) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(lire aussi|à lire aussi|lire également|à lire|à voir|voir aussi|à voir aussi|à lire également|sur le même sujet|à écouter|à regarder|en vidéo|en images|a lire aussi|a lire|relire|lire notre *|pour aller plus loin|mots clés|tags|notre dossier|notre sélection|thèmes|les articles les plus lus|plus d'infos) : *",
                "(lire|à lire|a lire|voir) (aussi|également) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(lee también|lea también|leer también|te puede interesar|también te puede interesar|le puede interesar|también puedes leer|puedes leer|ver también|vea también|más información|mira también|mirá también|lee más|noticias relacionadas|noticia relacionada|relacionado|relacionadas|temas|etiquetas|también lee|sigue leyendo|no te pierdas|leé también|podría interesarte|temas relacionados|tags|leer más|recomendamos|le recomendamos|te recomendamos|puede leer|archivado en|lea además) : *",
                "(también te|te|esto te|le|quizás te|tal vez te) (puede|podría|pueda) (interesar|gustar) *",
                "(lee|lea|leé|leer) también *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(noticias|notas|artículos|contenidos|temas|entradas|últimas|contenido|más) (relacionadas|relacionados|relacionado|noticias|leídas|leídos|vistas|leído|sobre *|de *|en *|noticias de *|destacadas|populares|recientes)",
                "(lo más|las más|los más) (leído|visto|leídas|leídos|visto hoy|comentado|popular|leído de *|nuevo)",
                "(te|también te|le) (puede|podría) interesar *",
                "(te recomendamos|no te pierdas|lee también|lea también|noticias relacionadas|temas relacionados|últimas noticias|archivado en)",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(leia também|leia mais|veja também|saiba mais|confira também|veja mais|notícias relacionadas|relacionadas|tags|mais lidas|tópicos|assuntos|temas) : *",
                "(leia|veja|confira) também *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(notícias|matérias|artigos|conteúdos|mais|últimas) (relacionadas|relacionados|lidas|lidos|notícias|vistas|sobre *|de *|populares|recentes)",
                "(você|também) (pode|poderá) (gostar|se interessar) *",
                "as mais lidas *",
                "(leia|veja) (também|mais)",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(leggi anche|vedi anche|guarda anche|potrebbe interessarti|ti potrebbe interessare|approfondisci|per approfondire|articoli correlati|tag|argomenti|temi|leggi pure|leggi qui|da leggere) : *",
                "(leggi|guarda|vedi) anche *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(articoli|notizie|contenuti|ultime|ultimi|video|altri) (correlati|correlate|notizie|articoli|simili|più letti|più lette|consigliati|di *|da *)",
                "(i più letti|le più lette|più letti|potrebbe interessarti|ti potrebbe interessare|ti potrebbero interessare|leggi anche|da non perdere|in evidenza|scelti per te)  *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(lees ook|bekijk ook|zie ook|luister ook|kijk ook|lees verder|lees meer|meer over *|ook interessant|meer lezen|tags|onderwerpen|lees hier) : *",
                "lees ook *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(czytaj także|czytaj też|czytaj również|zobacz także|zobacz też|zobacz również|przeczytaj także|przeczytaj też|przeczytaj|polecamy|warto przeczytać|czytaj więcej|tagi|tematy|dowiedz się więcej) : *",
                "(czytaj|zobacz|przeczytaj|sprawdź|obejrzyj) (także|też|również) *",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.94,
            patterns: &[
                "(читайте также|читайте|смотрите также|смотрите|по теме|также по теме|читать также|материалы по теме|подробнее|ещё по теме|еще по теме|см также|слушайте|слушайте также|теги|темы|тема|метки|рекомендуем|другие новости|сюжет|читайте на *|ранее по теме|вам может быть интересно|материал по теме|больше новостей) : *",
                "(читайте|смотрите|читать|слушайте) также *",
                "(читайте|смотрите) (также|в нашем|на нашем) *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.94,
            patterns: &[
                "(читайте також|читайте|дивіться також|також читайте|до теми|за темою|теги|теми|тема|детальніше|більше по темі|читати також|рекомендуємо) : *",
                "(читайте|дивіться|читати) також *",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(اقرأ أيضا|إقرأ أيضا|اقرأ أيضاً|اقرأ ايضا|شاهد أيضا|اقرأوا أيضا|طالع أيضا|مواضيع ذات صلة|أخبار ذات صلة|اقرأ المزيد|وسوم|الوسوم|كلمات مفتاحية|مقالات ذات صلة) : *",
                "(اقرأ|إقرأ|شاهد|طالع|اقرؤوا|اقرأوا) (أيضا|أيضاً|ايضا|ايضاً) *",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(مواضيع|أخبار|مقالات|مواد|موضوعات|قد|الأكثر|آخر|ربما|اخبار) (ذات صلة|متعلقة|يعجبك|قراءة|مشاهدة|الأخبار|مشابهة|تعجبك|يهمك|قد يعجبك|ذات علاقة|أيضا) *",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(بیشتر بخوانید|بخوانید|مطالب مرتبط|اخبار مرتبط|همچنین بخوانید|بیشتر ببینید|برچسب ها|برچسبها|کلیدواژه ها|این مطلب را هم بخوانید) : *",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(ilgili haber|ilgili haberler|ayrıca okuyun|bunlar da ilginizi çekebilir|etiketler|ayrıca bakınız|benzer haberler|öne çıkan) : *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(相关阅读|相關閱讀|延伸阅读|延伸閱讀|相关新闻|相關新聞|相关报道|相關報導|推荐阅读|推薦閱讀|更多新闻|更多新聞|看更多|关键词|關鍵字|标签|標籤|阅读更多|閱讀更多|热门新闻|熱門新聞|更多報導|更多报道|相关专题|原文链接) : *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 50,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(関連記事|関連ニュース|関連リンク|あわせて読みたい|合わせて読みたい|こちらも読む|おすすめ記事|あわせて読む|関連特集|参考記事|関連キーワード|関連|キーワード) : *",
                "関連記事 *",
                "(あわせて|合わせて) 読みたい *",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(관련기사|관련 기사|함께 보면 좋은 기사|추천기사|추천 기사|이 시각 주요뉴스|관련뉴스|관련 뉴스|인기기사|많이 본 뉴스|주요뉴스|핵심 키워드|태그) : *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Whole,
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
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(यह भी पढ़ें|ये भी पढ़ें|यह भी पढ़ें|इसे भी पढ़ें|ये भी पढ़ें|और पढ़ें|यह भी देखें|संबंधित खबरें|इसे भी पढ़ें|टैग्स|ये भी देखें|पढ़ें) : *",
                "(यह|ये|इसे|इन्हें) भी (पढ़ें|पढ़ें|देखें|पढ़िए) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(संबंधित|ताजा|ताज़ा|सबसे ज्यादा|लेटेस्ट|ट्रेंडिंग) (खबरें|ख़बरें|पढ़ी गई|न्यूज|समाचार|पढ़े गए|लेख) *",
            ],
        },
        Phrases {
            lang: "sv",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(läs också|läs mer|les også|læs også|les mer|læs mere|se också|se også|lue myös|čtěte také|čítajte aj|přečtěte si také|baca juga|baca|related|čtěte|lihat juga|xem thêm|διαβάστε επίσης|διαβάστε|citește și|citiți și|olvassa el|pročitajte|още по темата|прочетете още|tags|temat|emner) : *",
                "(läs|les|læs|se) (också|også) *",
                "baca juga *",
            ],
        },
    ],
};
