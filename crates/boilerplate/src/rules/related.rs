//! Links to other stories.
//!
//! # What it finds
//! Lines that open with a label for links and name another story.
//!
//! # Why it is furniture
//! The story they point to is another document.
//!
//! # Example
//! `READ ALSO: Council votes on the new harbour wall`
//!
//! # When it is wrong
//! Only a label with a colon or in brackets counts: `Related charges were dropped` is story. Labels that are also words of a
//! story (`More: …`) need a line that ends as headlines do.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::Cut;
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Related,
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
                "(related|related story|related stories|related article|related articles|related news|related content|related coverage|related links|related video|related topics|related reading|related : *|also read|read also|see also|also see|read next|more on this|recommended reading|recommended for you|further reading|dont miss|you may also like|you might also like|you might like|also on *|editors picks|editors pick|in case you missed it|icymi|up next|more like this|see related|full coverage|special coverage|from our partners|related gallery|read our|special report|related reports|keep reading|next story) : *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Label,
            max_words: 30,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(read more|read this|see more|read on|must read|must see|must watch|recommended|trending|watch now|watch also) : *",
                "(more|watch|photos|read|video|videos|click here|also|listen|quiz|go deeper|in pictures|gallery|photo gallery|podcast) : *",
                "more (from|on) * : *",
                "(read|read also|also read|related|related story|read more|see also|must read|watch) ] *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(lesen sie auch|lesen sie hier|lies auch|lest auch|lesen sie dazu|lesen sie dazu auch|auch interessant|mehr zum thema|zum thema|mehr dazu|siehe auch|passend dazu|das könnte sie auch interessieren|das könnte sie interessieren|weiterlesen|mehr lesen|mehr|sehen sie auch|hören sie auch|mehr aus *|lesetipp|lese tipp|empfehlung|lesen sie mehr|mehr zu *|lesen sie weiter|weitere artikel|verwandte artikel|schlagworte|schlagwörter|themen|tags|stichworte|kategorie|kategorien|mehr infos|jetzt lesen) : *",
                "lesen sie (auch|dazu auch|hier|hierzu|mehr) (auch|mehr|unseren|unser|warum|wie|was|zum thema|zu diesen themen|hier) *",
                "lesen sie (dazu auch|hier|hierzu) (einen|die|das|den) *",
                "(mehr|alles|weitere (informationen|infos|nachrichten)|weitere artikel|weitere informationen|weitere infos|mehr informationen|weitere nachrichten|alle infos) (über|zu|zum|zur|aus|rund um|dazu) * (lesen sie hier|finden sie hier|gibt es hier|hier|lesen sie auf *|finden sie auf *|im *|auf unserer *)",
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
                "(lire|à lire|a lire|voir) (aussi|également) ^ *",
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
                "(lee|lea|leé|leer) también ^ *",
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
                "(leia|veja|confira) também ^ *",
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
                "(leggi|guarda|vedi) anche ^ *",
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
                "lees ook ^ *",
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
                "(czytaj|zobacz|przeczytaj|sprawdź|obejrzyj) (także|też|również) ^ *",
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
                "(читайте|смотрите|читать|слушайте) также ^ *",
                "(читайте|смотрите) (в нашем|на нашем) *",
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
                "(читайте|дивіться|читати) також ^ *",
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
            lang: "sv",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(läs också|läs mer|les også|læs også|les mer|læs mere|se också|se også|lue myös|čtěte také|čítajte aj|přečtěte si také|baca juga|baca|related|čtěte|lihat juga|xem thêm|διαβάστε επίσης|διαβάστε|citește și|citiți și|olvassa el|pročitajte|още по темата|прочетете още|tags|temat|emner) : *",
                "(läs|les|læs|se) (också|også) ^ *",
                "baca juga *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Label,
            max_words: 30,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(audio|video|videos|bilder|fotos|fotostrecke|bildergalerie|podcast|grafik|newsblog|liveblog|dieses thema im programm|lesen sie mehr|interaktiv|quiz|umfrage) : *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Label,
            max_words: 25,
            certainty: Cut,
            evidence: 0.85,
            patterns: &["(vidéo|vidéos|diaporama|podcast|infographie|quiz) : *"],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Label,
            max_words: 25,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(video|vídeo|videos|vídeos|fotos|galería|fotogalería|podcast|infografía|lea|lee|mire|mira|también) : *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Label,
            max_words: 25,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(vídeo|vídeos|fotos|galeria|assista|veja|leia|podcast|infográfico|ouça) : *",
                "clique aqui para (ver|ler|seguir|acessar|conferir) *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Label,
            max_words: 25,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(video|foto|fotogallery|gallery|podcast|leggi|guarda|ascolta|il video|le foto|lo speciale|la scheda) : *",
                "(leggi|guarda) (pure|anche) ^ *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Label,
            max_words: 25,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(видео|фото|подкаст|читайте|смотрите|инфографика|фоторепортаж|фотогалерея) : *",
                "(читайте|смотрите) (также|ещё|еще) ^ *",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(קראו גם|קרא גם|קראו עוד|קראו בנושא|ראו גם|צפו גם|לקריאה נוספת|עוד בנושא|כתבות נוספות|ידיעות נוספות|תגיות) : *",
                "(קראו|קרא|קיראו|ראו|צפו) (גם|עוד) *",
            ],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(আরও পড়ুন|আরো পড়ুন|আরও দেখুন|আরো দেখুন|আরও খবর|সম্পর্কিত খবর|এ সম্পর্কিত খবর|পড়ুন|বিষয়|ট্যাগ) : *",
                "(আরও|আরো) (পড়ুন|দেখুন) *",
            ],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(διαβάστε επίσης|διαβάστε ακόμη|διαβάστε ακόμα|διαβάστε και|διαβάστε περισσότερα|δείτε επίσης|δείτε ακόμη|δείτε ακόμα|δείτε και|σχετικά άρθρα|σχετικές ειδήσεις|ετικέτες) : *",
                "(διαβάστε|δείτε|ακούστε) (επίσης|ακόμη|ακόμα) ^ *",
                "(διαβαστε επισης|διαβαστε ακομη|διαβαστε ακομα|διαβαστε και|διαβαστε περισσοτερα|δειτε επισης|δειτε ακομη|δειτε ακομα|δειτε και|σχετικα αρθρα|σχετικες ειδησεις|ετικετες) : *",
                "(διαβαστε|δειτε|ακουστε) (επισης|ακομη|ακομα) ^ *",
            ],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Label,
            max_words: 25,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(διαβάστε|δείτε|βίντεο|φωτογραφίες|ακούστε|σχετικά) : *",
                "(διαβαστε|δειτε|βιντεο|φωτογραφιες|ακουστε|σχετικα) : *",
            ],
        },
        Phrases {
            lang: "th",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(ข่าวที่เกี่ยวข้อง|อ่านข่าวที่เกี่ยวข้อง|อ่านเพิ่มเติม|อ่านข่าวเพิ่มเติม|ข่าวเกี่ยวข้อง|บทความที่เกี่ยวข้อง|อ่านข่าวอื่น|แท็กที่เกี่ยวข้อง|คลิกอ่าน|อ่านข่าว|ชมคลิป) : *",
            ],
        },
        Phrases {
            lang: "id",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(baca juga|simak juga|lihat juga|tonton juga|baca selengkapnya|artikel terkait|berita terkait|topik) : *",
                "(baca|simak|lihat|tonton) juga *",
            ],
        },
        Phrases {
            lang: "vi",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(xem thêm|đọc thêm|tin liên quan|bài liên quan|từ khóa) : *"],
        },
        Phrases {
            lang: "ro",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(citește și|citiți și|citeste si|vezi și|citește mai mult|pe aceeași temă|etichete) : *",
                "(citește|citiți|citeste) (și|si) *",
            ],
        },
        Phrases {
            lang: "hu",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(ez is érdekelheti|ezt is olvassa el|kapcsolódó cikkek|kapcsolódó cikk|olvasta már|címkék|kapcsolódó) : *",
            ],
        },
        Phrases {
            lang: "cs",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(čtěte také|čtěte i|čtěte více|čtěte dále|přečtěte si také|související|čítajte aj|čítajte viac|prečítajte si aj|súvisiace|témata) : *",
                "(čtěte|přečtěte si|čítajte|prečítajte si) (také|aj|tiež) *",
            ],
        },
        Phrases {
            lang: "sv",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(läs även|mer om ämnet|lue myös|lue lisää) : *"],
        },
        Phrases {
            lang: "mr",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(हेही|हे पण|हे ही) (वाचा|पहा) *",
                "(आणखी वाचा|संबंधित बातम्या) : *",
            ],
        },
        Phrases {
            lang: "ur",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(مزید|یہ بھی) (پڑھیں|پڑھیے|دیکھیں) : *",
                "یہ بھی (پڑھیں|پڑھیے|دیکھیں) *",
            ],
        },
        Phrases {
            lang: "ta",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(இதையும் படிக்க|மேலும் படிக்க|இதையும் படியுங்கள்|ఇది కూడా చదవండి|ఇవి కూడా చదవండి|આ પણ વાંચો|વધુ વાંચો|ಇದನ್ನೂ ಓದಿ|ഇതും വായിക്കുക|ਇਹ ਵੀ ਪੜ੍ਹੋ) *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(ilgili haber|ilgili haberler|bunu da oku|bunu da okuyun|bunlara da göz atın|haberin devamı|bu da ilginizi çekebilir|ayrıca oku) : *",
                "(bunu|bunları) da (oku|okuyun) *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Start,
            max_words: 50,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(相关阅读|相關閱讀|延伸阅读|延伸閱讀|相关新闻|相關新聞|相关报道|相關報導|推荐阅读|推薦閱讀|更多新聞|更多新闻|热门新闻|看更多|往期回顾|精彩推荐|更多內容|更多内容) ] *",
                "(往期|精彩) (回顾|推荐|推薦) : *",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(関連記事|関連ニュース|関連リンク|あわせて読みたい|合わせて読みたい|こちらもおすすめ|おすすめ記事|参考記事|動画|写真|画像|人気記事) ] *",
                "(写真ギャラリー|フォトギャラリー) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(관련기사|관련 기사|관련뉴스|관련 뉴스|추천기사|추천 기사|인기기사|함께 보면 좋은 기사|이 시각 주요뉴스|핫뉴스|많이 본 기사) ] *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.92,
            patterns: &["(İLGİLİ HABER|İLGİLİ HABERLER|BUNU DA OKU|AYRICA OKU) : *"],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(lea más|lee más|leer más|infórmate más|informate más) : *"],
        },
    ],
};
