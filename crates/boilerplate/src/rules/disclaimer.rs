//! Disclaimers.
//!
//! # What it finds
//! Whose opinion a text is, who did not edit it, what it must not be used for, that the site earns on its links, that a machine wrote or read
//! it, and that the story may change.
//!
//! # Why it is furniture
//! The site protects itself with it; it tells nothing of what happened.
//!
//! # Example
//! `The views expressed are the author's own.`
//!
//! # When it is wrong
//! Courts and agencies disclaim too, and stories quote them: `This does not reflect the position of the government`. So the lines
//! must speak of the site, its authors or its links.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::{Cut, CutIfAsked};
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Disclaimer,
    family: Family::Foot,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "disclaimer : * * * (views|opinions|opinion|advice|information|article|content|story|report|purposes|published|investment~|broker~|brokerage~|advisor|adviser|feed|expressed|website|recommend~|advertis~|liab~) *",
                "(this|the) (story|report|article|copy|content) (has|have) not been (edited|modified|reviewed|verified|created|vetted|written) (by|and) *",
                "(this|the) (story|report|article|content) (has been|is|was) (auto generated|sourced|published|taken|generated|reproduced) (from|by|and) * (feed|syndicated|agency|wire|third party|unedited|ai) *",
                "(except for|barring|only|apart from) the (headline|headlines|picture|image) * * * (edited|reworked|modified|generated|feed|published|staff) *",
                "(the|) (views|opinions|recommendations|suggestions|advice|tips) * * (broker~|analyst~|expert~|brokerage~|author~|writer~|columnist~|contributor~|user~|commenter~|reader~) * * (own|theirs|alone|not) *",
                "please consult * * before (you invest|investing|making|taking|acting|you make) *",
                "(please|) (gamble|bet|play|drink) responsibly *",
                "(some|certain|many|all) (of the|) (links|products|items) (on|in|featured|*) * * (affiliate|commission|commissions) *",
                "(we|this site|this website|this page|this article|this post|our team|our site) (may|might|can|could|will|sometimes) (also|) (earn|receive|get|make|collect|be paid|be compensated) * * (commission~|affiliate|compensation|fee|percentage|share|revenue|link~) *",
                "(if|when) you (buy|purchase|click|shop|order|book|make|sign up) * * * (earn|receive|get|make|be paid) * (commission~|share|fee|percentage|compensation|affiliate|small) *",
                "(this|the) (post|page|article|story|recipe|video|site) (contains|may contain|includes|has) affiliate *",
                "(prices|price|pricing) (and availability|and * |) (are|is|were|was) (correct|accurate) (at|as of) *",
                "(every|all) (product|products|item|items|of our picks|picks) * (independently|editorially) (selected|chosen|curated|reviewed|picked) *",
                "(this|the|our) (article|story|summary|audio|text|headline|translation|transcript|page) * (generated|created|produced|written|translated|summarised|summarized|narrated) (automatically|by|with|using|with the help of) * (ai|artificial intelligence|machine|automated|automation|tool|software|computer|automatically) *",
                "(this|the) (article|story|text|page) (was|has been|is) (automatically|machine) (translated|generated) *",
                "this (is|remains|was) a (developing|breaking|breaking news|evolving|fast moving) (story|news story|situation|news) *",
                "(this|the) (story|article|post|page|report|live blog) (is being|will be|is|continues to be) (continually|regularly|constantly|) (updated|developing) *",
                "(please|) check back (here|soon|later|for|with us|often|regularly|throughout) *",
                "(more|further|additional) (details|information|updates) (to follow|to come|will follow|will be added|as it comes|as we get|soon|shortly) *",
                "best viewed (at|in|on|with) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(more|more details|details|updates|more information|more updates) (to follow|to come|follows|soon|shortly)",
                "(story|news) (developing|is developing)",
                "(refresh|reload) (this|the) page for (updates|the latest|more)",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: CutIfAsked,
            evidence: 0.55,
            patterns: &[
                "disclaimer : *",
                "disclosure : *",
                "(family|death|funeral|public|legal) notices : *",
                "(correction|clarification) policy *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(dieser|der|diese|die|das) (artikel|text|beitrag|meldung|newsblog|liveblog|nachricht) wird (laufend|fortlaufend|ständig|weiter|regelmäßig) (aktualisiert|ergänzt) *",
                "(weitere|mehr) (informationen|infos|details|einzelheiten) (folgen|in kürze|folgt) *",
                "(mehr|weiteres) in kürze *",
                "(die|alle) mit (einem|stern|*) * (gekennzeichneten|markierten|versehenen) * * (links|affiliate~|provision~|partner~) *",
                "(dieser|der|unser) (artikel|beitrag|text) (enthält|kann) (affiliate~|werbe~|partner~|provisions~) *",
                "(wenn|kaufen|kauft|bestellen) (sie|ihr|du) * * (provision|kommission) *",
                "(dieser|der) (text|artikel|beitrag) (wurde|ist) (mit hilfe|automatisch|maschinell|mithilfe|von) * (ki|künstlicher intelligenz|maschinell|automatisch|übersetzt|erstellt) *",
                "(original content|originalmeldung) (von|auf presseportal) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(plus d'informations|plus d'infos|plus de détails|d'autres informations) (à venir|à suivre|suivront|bientôt|dans quelques *) *",
                "(cet|l') article (est en cours|est|sera) (de mise à jour|régulièrement|mis à jour|actualisé|de rédaction|en cours de *) *",
                "(article|information) en cours (de|d'actualisation) *",
                "(les|ces) (opinions|propos|points de vue|commentaires) * * (n'engagent|engagent|ne reflètent|reflètent|relèvent|sont ceux) * (auteur~|leurs auteurs|rédaction|seul~|journal) *",
                "(certains|ces|les) liens * * (affili~|commission) *",
                "(jouer|les jeux d'argent|l'abus d'alcool) (comporte|peuvent|est dangereux|sont) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(noticia|información|nota) en (desarrollo|proceso|ampliación|construcción) *",
                "(habrá|en breve|seguirá|en instantes|próximamente) (ampliación|más información|más detalles|actualizaciones) *",
                "(las|los) (opiniones|comentarios|contenidos|columnas|artículos|puntos de vista) * * * (responsabilidad|representan|reflejan|comprometen|coinciden) * * (quienes|autor~|escriben|diario|medio|periódico|redacción|editorial|exclusiva|línea) *",
                "(los|estos|algunos) (enlaces|links) * * (afiliad~|comisión) *",
                "(juega|juegue|apueste|apuesta) (con responsabilidad|responsablemente) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(esta|a|essa) (reportagem|notícia|matéria) (está|será) (em atualização|sendo atualizada|atualizada|em andamento) *",
                "(em atualização|notícia em atualização|reportagem em atualização|mais informações em breve|mais informações a seguir)",
                "(as|os) (opiniões|comentários|textos|artigos) * * * (responsabilidade|refletem|reflectem|representam) * * (autor~|quem|jornal|site|portal|exclusiva) *",
                "(jogue|aposte|beba) com (responsabilidade|moderação) *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(notizia|articolo|seguono|segue) (in aggiornamento|in corso di *|aggiornamenti) *",
                "in aggiornamento",
                "(le|i) (opinioni|commenti) * * (espress~|responsabilità|riflett~) * (autor~|redazione|testata|giornale) *",
                "(il gioco|gioca) (è vietato|può causare|responsabilmente) *",
                "(questo|l') (articolo|pagina) (contiene|può contenere) * affiliazione *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(dit|het) (artikel|bericht|verhaal) (wordt|is) (nog|regelmatig|voortdurend|) (aangevuld|bijgewerkt|geüpdatet|automatisch) *",
                "(meer|verdere) informatie volgt *",
                "wat kost gokken jou *",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(więcej|szczegóły) (informacji|) (wkrótce|niebawem) *",
                "(artykuł|tekst|materiał) (jest|będzie|zawiera) (aktualizowany|na bieżąco|linki afiliacyjne|reklam~) *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(новость|материал|статья|информация|текст) (обновляется|дополняется|будет дополнен~|будет обновлен~|постоянно обновляется) *",
                "(подробности|продолжение) (следует|следуют|позднее|позже|ожидаются)",
                "(мнение|позиция|точка зрения) (редакции|автора|авторов) * * (совпада~|отража~) *",
                "(редакция|администрация|администрация сайта) не (несёт|несет|отвечает|всегда) * * (ответственност~|за содержание|мнени~|комментари~|соглас~) *",
                "(комментарии|комментарий|мнения) * * (модерац~|не публикуются|удаляются|будут удалены|не несёт|не несет|оскорб~) *",
                "(признан~|включен~|внесен~|внесён~) (минюстом|в реестр) * (иностранн~|иноагент~) *",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(новина|матеріал|інформація|стаття) (оновлюється|доповнюється|буде доповнена|буде оновлена) *",
                "(думка|позиція|точка зору) (редакції|автора|авторів) * * (збіга~|співпада~|відобража~) *",
                "редакція не (несе|відповідає|завжди) * * (відповідальн~|поділя~|зміст|думк~) *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(haber|bu haber|ayrıntılar|detaylar|gelişme) (güncelleniyor|güncellenecektir|geliyor|birazdan|geliştiriliyor|az sonra) *",
                "(yapılan|yazılan|okuyucu|okur|yorumlardan|yazılan tüm|köşe yazılarından) * * (yorum~|yazı~) * * (sorumlu~|sahib~|yazar~) *",
                "(yorum|yorumlarınız) (yapabilmek|yazmak|yapmak) için * (üye|giriş) * *",
                "(burada|sitede|bu sayfada) (yer alan|yayınlanan) * * (yatırım tavsiyesi|yatırım danışmanlığı|bilgilendirme) *",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(التعليقات|المقالات|الآراء|جميع التعليقات|جميع المقالات|المواد) * * (تعبر|تعبّر|لا تعبر|لا تمثل|تمثل) * * (رأي|آراء|وجهة|أصحابها|كاتبها|الموقع|الصحيفة) *",
                "(التفاصيل|المزيد|التفاصيل الكاملة) (بعد قليل|لاحقا|قريبا|في وقت لاحق)",
                "(الخبر|هذا الخبر) (قيد التحديث|يتم تحديثه|عاجل قيد) *",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(نظرات|دیدگاه های|دیدگاههای|پیام های|پیام هایی|نظراتی) * * (توهین|افترا|حاوی|ارسال|ارسالی|غیر مرتبط|تهمت) * * (منتشر|تایید|انتشار|حذف) *",
                "(این خبر|خبر) (در حال تکمیل|در حال به روز|تکمیل می شود|به روز می شود) *",
                "(مسئولیت|مسوولیت) * * (نظرات|مطالب|محتوا) * (نویسنده|کاربران|عهده) *",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(הידיעה|הכתבה|הדיווח|הפרסום) (מתעדכנת|תעודכן|מתעדכן|מתפתחת) *",
                "(פרטים נוספים|עוד פרטים|הפרטים המלאים) (בהמשך|בקרוב|בהקדם)",
                "(הדעות|האמור|התגובות) * * (הכותב|הכותבים|המערכת|האתר|בלבד|אחריות) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Start,
            max_words: 50,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(disclaimer|डिस्क्लेमर|अस्वीकरण|नोट) : * * * (वेबसाइट|पुष्टि|जानकारी|लेख|खबर|विचार|सलाह|जिम्मेदारी|एजेंसी|फीड) *",
                "(यह|ये|इस) (खबर|ख़बर|स्टोरी|रिपोर्ट|लेख) * * (अपडेट|सिंडिकेट|फीड|संपादित|एजेंसी) *",
                "(खबर|ख़बर) (लगातार|) अपडेट (हो रही|की जा रही) *",
                "(लेखक के|ये लेखक|इस लेख में) * * (निजी विचार|विचार|लेखक के) *",
            ],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(মতামত|লেখকের|এই বিভাগে) * * (লেখকের|নিজস্ব|সম্পাদক|দায়ী) *",
                "(বিস্তারিত|আরও বিস্তারিত) আসছে *",
            ],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(παίξτε|παίζετε|παίξε) υπεύθυνα *",
                "(γραμμή στήριξης|γραμμή βοήθειας|αρμόδιος ρυθμιστής|ρυθμιστής εεεπ) *",
                "(απαγορεύεται|δεν επιτρέπεται) η (συμμετοχή|πρόσβαση|είσοδος) * (ατόμων|ανηλίκων|άτομα|κάτω) * ετών",
                "(η είδηση|το άρθρο|το θέμα|το κείμενο) (ανανεώνεται|ενημερώνεται|εξελίσσεται) *",
                "(οι απόψεις|τα σχόλια|τα άρθρα) * * (εκφράζουν|αποτελούν|απηχούν|δεσμεύουν|απηχεί) * *(συντακτ~|συγγραφ~|αρθρογράφ~|ιστοσελίδ~|σελίδ~|τους) *",
                "(παιξτε|παιζετε|παιξε) υπευθυνα *",
                "(γραμμη στηριξης|γραμμη βοηθειας|αρμοδιος ρυθμιστης|ρυθμιστης εεεπ) *",
                "(απαγορευεται|δεν επιτρεπεται) η (συμμετοχη|προσβαση|εισοδος) * (ατομων|ανηλικων|ατομα|κατω) * ετων",
                "(η ειδηση|το αρθρο|το θεμα|το κειμενο) (ανανεωνεται|ενημερωνεται|εξελισσεται) *",
                "(οι αποψεις|τα σχολια|τα αρθρα) * * (εκφραζουν|αποτελουν|απηχουν|δεσμευουν|απηχει) * *(συντακτ~|συγγραφ~|αρθρογραφ~|ιστοσελιδ~|σελιδ~|τους) *",
            ],
        },
        Phrases {
            lang: "th",
            anchor: Anchor::Start,
            max_words: 70,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(ความคิดเห็น|บทความนี้|ข้อความ) * * * (เป็นความเห็นส่วนตัว|ไม่เกี่ยวข้องกับ|เป็นเพียงความคิดเห็น) *",
            ],
        },
        Phrases {
            lang: "id",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(artikel|berita|konten|tulisan) ini (telah|merupakan|adalah|dibuat|diterjemahkan) * (otomatis|tanggung jawab penulis|opini pribadi|bersponsor|tayang di) *",
                "(isi|redaksi) * * (tanggung jawab|bertanggung jawab) * *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Anywhere,
            max_words: 90,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(不代表|并不代表|未必代表|與|与) 本 (站|网|平台|报|刊|網|報|台|號|号|公众号|媒體|媒体|人) * (立场|立場|观点|觀點|意见|意見|无关|無關|赞同|贊同)",
                "(观点|觀點|内容|文章|言论|評論) (仅|僅|只|均) 代表 * (作者|個人|个人|本人|网友|網友)",
                "目的 在于 传递 更多 信息",
                "如 (有|涉及|发现) * (侵权|版权) * (请|可|联系|及时) * (联系|删除|本站|我们|处理)",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Start,
            max_words: 70,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(この記事|本記事|記事の内容|本稿|掲載内容|本コラム) (は|の) * * * (個人の見解|筆者の|転載|取材時|公開時|執筆時|掲載時|提供|広告|アフィリエイト) *",
                "(詳細は|続報は|詳しくは) (追って|のちほど|後ほど|入り次第) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(본|이) (칼럼은|기고는|칼럼의|기고문은|글은|기사의 내용은) * * (필자~|본지~|편집 방향과|다를 수) *",
                "(자세한|상세한) (내용은|소식은) * (추후|곧|이어|계속) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(हमारी|हमारा|हम|यह) (वेबसाइट|चैनल|संस्थान|पोर्टल|) * पुष्टि नहीं (करती|करता|करते) *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(dieser|der) (beitrag|artikel|kommentar|text) gibt * (meinung|ansicht) * (autor~|verfasser~) *",
                "(dieser|der|unser) (artikel|beitrag|text|post) enthält (unbezahlte|bezahlte|) (werbung|werbelinks|produktplatzierung~) *",
            ],
        },
    ],
};
