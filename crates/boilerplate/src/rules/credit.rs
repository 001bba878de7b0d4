//! Credits of agencies, reporters and editors.
//!
//! # What it finds
//! Who contributed, who edited, who may be written to: agency credit lines, “Reporting by”, reporters' addresses and accounts.
//!
//! # Why it is furniture
//! It is the newsroom's book-keeping, and it differs from site to site under the same story.
//!
//! # Example
//! `The Associated Press contributed to this report.`
//!
//! # When it is wrong
//! A byline is a fact for some readers, so a bare name is left alone and a biography without an address is cut only if asked. A
//! scene in which somebody `contributed to the report` of a commission survives, since it names another report in longer prose.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::{Cut, CutIfAsked};
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Credit,
    family: Family::Foot,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            // A longer sentence tells what somebody's reporting has found.
            max_words: 14,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(reporting|writing|compiled|edited|editing) by (the|our|staff|agency|wire|) ^ *",
                "(reporting|compiled|edited) by (the|our|) (staff|newsroom|desk|editorial|news|web) *",
                "reporting from ^ *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "* (contributed|contributing) (to|reporting) (this|to this|reporting|from|the|for this) (report|article|story|column|post|piece|from|to this|news report|dispatch) *",
                "* contributed (reporting|research|additional reporting) *",
                "(reporting|writing|compiled) by * * * (editing|edited|writing|additional reporting) by *",
                "(additional|with additional|with) (reporting|writing|research|editing|graphics|production|translation|video) (assistance|contributed|) (by|from|was provided by|:) *",
                "(reporting|writing|written|editing|edited|compiled|graphic|graphics|translated|translation|additional reporting) (by|for|in) * (editing|writing|edited|by|reuters|newsroom|bengaluru) *",
                "with (files|reporting|material|reports|assistance|contributions|information|inputs|post wires) from (the|) ^ *",
                "(with|from) (agency|agencies|pti|ani|ians|wire|afp|ap|reuters|post|news wire) (inputs|reports|input|services|wires)",
                "with post wires",
                "(contributing|contributors) : *",
                "(this|the) (article|story|report|piece|post) (is based|was based|is compiled|was produced|was written|contains material|includes material|includes reporting|was reported) * (wire|wires|agency|reports|reporting|contribution~|material|ai|newsroom|assistance) *",
                "* is a (senior|staff|national|political|news|freelance|business|general assignment|digital|breaking news|white house|congressional|investigative|*) (reporter|writer|editor|correspondent|columnist|producer|journalist) * (tips|follow|email|reach~|write to|contact|@|twitter) *",
                "* (reporter|writer|editor|correspondent|columnist|journalist|producer) (for|at|with|covering|based) * (tips|follow|email|reach~|contact|@) *",
                "(email|reach|contact|tweet|write to|e mail|you can reach|you can contact|you can follow) (^ ? (?|) (?|)|him|her|them|me|us|the (reporter|author|writer)|) (@ *|at ? @ *|at ? ? @ *|on twitter|on x)",
                "(write|email|contact|reach|reach out|send an email|e mail) (to|) (^ ? (?|) (?|)|the (reporter|author|writer)|him|her|them|me) (at|on|via|:|) * @ *",
                "* can be (reached|contacted|emailed|followed) (at|on|by|via) (@ *|? @ *|? ? @ *|? ? ? @ *|twitter|x|facebook|instagram|linkedin|email|e mail) *",
                "(story tips|news tips|tips|story ideas) (can|may|should) be (sent|emailed) *",
                "follow * reporter *",
                "(associated press|ap|reuters|afp|fox news|cnn|npr) (writer|writers|reporter|reporters|video journalist~|correspondent~|staff|journalists|staff writer|*) * (contributed|reported from|in * contributed) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 9,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(by|source|from|via) (:|) (the associated press|associated press|reuters|afp|agence france presse|ap|pti|ani|ians|press association|bloomberg|upi|xinhua|staff reports|wire reports|wire services|news agencies)",
                "(the|) associated press",
                "(reuters|afp|pti|ians|upi) (staff|#|)",
                "our standards *",
                "(story|text|words|article) (by|:) (?|? ?|? ? ?)",
                "(photo|photos|video|photography|images|image|picture|pictures|graphic|illustration|infographic|photograph|credit|photo credit|image credit|image source|pic|courtesy) (credit|source|courtesy|by|of|via|:|) (:|by|of|) * (getty|images|reuters|ap|afp|epa|pa|shutterstock|istock|wikimedia|flickr|twitter|instagram|facebook|pti|associated press|rex|splash|wenn|alamy|backgrid|unsplash|pixabay|bloomberg|youtube|adobe stock|pexels)",
                "* (getty images|afp getty|getty|via getty images|shutterstock|istockphoto) (getty images|)",
                "(reuters|ap|ap photo|afp|epa|pa|file|pa wire) (photo|file|file photo|images) (?|? ?|? ? ?|)",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: CutIfAsked,
            evidence: 0.55,
            patterns: &[
                "* is (a|an|the) * (reporter|writer|editor|columnist|correspondent|contributor|fellow|author|host|producer|staff writer|senior writer|journalist) (for|at|of|with|who covers|covering|based) *",
                "(this|the) (article|story|post|column|report|piece) (has been|was) (updated|corrected|amended|originally published|first published|adapted|translated|written|produced) *",
                "this (article|story|report) (is|was) (part of|produced|supported|a collaboration) *",
                "* receives support * (institute|foundation|department) *",
                "(about the author|about the authors|the author is|the writer is) *",
                "(editors|editor s) note : *",
                "updated (:|at|#) *",
                "(originally|first) published *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(mit|unter) (material|informationen|angaben|inhalten|verwendung) (von|der|des) * (dpa|afp|ap|reuters|sid|apa|kna|epd|agentur~|agenturen|nachrichtenagentur~)",
                "(quelle|quellen|text) (:|) (dpa|afp|ap|reuters|sid|apa|epd|kna|ots|ntv|agenturen|ntv de) *",
                "(dieser|dieses) (text|artikel|beitrag|interview) (erschien|wurde|stammt|ist) * (zuerst|übersetzt|deepl|ki|automatisch|agentur~|künstlich~) *",
                "(aus dem|übersetzt) (englischen|französischen|von|aus dem) * (von|übersetzt) *",
                "(bildquelle|foto|fotos|bild|bilder|symbolbild|symbolfoto|fotograf) : *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: CutIfAsked,
            evidence: 0.5,
            patterns: &[
                "(imago|dpa|picture alliance|getty images|afp|apa) *",
                "(der|die|unser|unsere) (autor|autorin|redakteur|redakteurin|korrespondent|korrespondentin) *",
                "über (den autor|die autorin|die autoren) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(avec|par|source|d'après|propos recueillis par) (:|) (afp|l'afp|l'agence|reuters|ap|agences|les agences|* et afp|* avec afp|* avec reuters) *",
                "propos recueillis par *",
                "(crédit|crédits) (photo|image|photos|d'image|:) *",
                "avec (afp|l'afp)",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(con|fuente|por|agencia|agencias) (información de|informaciones de|datos de|:|) (efe|afp|reuters|ap|europa press|agencias|agencia efe|notimex|la agencia *)",
                "(con información de|editado por|reporte de|reporte adicional de|información de) *",
                "(foto|fotos|imagen|fotografía|crédito|créditos) : (?|? ?|? ? ?|? ? ? ?)",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(com informações|com informação|com reportagem|com agências|reportagem) (de|da|do|das|adicional de|lusa|) *",
                "(crédito|fonte) : *",
                "(edição) : *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(fonte|crediti) : *",
                "(ansa|agi|adnkronos) *(riproduzione|©|copyright) *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(bron|beeld) : *",
                "(met|door) (medewerking van|anp|belga|onze *) *",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(źródło|źródła|fot|foto|autor|oprac|zdjęcie) : *",
                "(źródło|pap|iar) (pap|iar|reuters|)",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(фото|источник|автор|текст|иллюстрация|фотография|источник фото|редактор|подготовил|подготовила) : *",
                "(тасс|риа новости|интерфакс|рейтер|afp|ap|reuters)",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(фото|джерело|автор|текст|ілюстрація|джерело фото|редактор) : *",
                "(уніан|укрінформ|інтерфакс україна)",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(المصدر|المصادر|تصوير|كتب|تحرير|إعداد) : *"],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(منبع|عکس|خبرنگار|عکاس) : *"],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(kaynak|haber|fotoğraf|editör|muhabir|foto) : *",
                "(anadolu ajansı|dha|iha|aa)",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Whole,
            max_words: 30,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(记者|編譯|编译|撰稿|文|图|圖|摄影|攝影|校对|編輯|审核) : *",
                "(新华社|中新社|中央社|央视新闻|人民日报|法新社|路透社) (记者|电|) *",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Whole,
            max_words: 20,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(取材|文|写真|撮影|編集|記者|執筆|聞き手) : *",
                "(共同|時事|ロイター|ＡＦＰ)",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "? (기자|특파원|인턴기자|선임기자) ? @ *",
                "? ? (기자|특파원|인턴기자|선임기자) ? @ *",
                "(사진|자료|그래픽|글) : *",
                "? ? ? 기자 ? @ *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(फोटो|इनपुट|स्रोत|सोर्स) : *",
                "(एजेंसी|भाषा|आईएएनएस|पीटीआई) (इनपुट|के साथ|)",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Anywhere,
            max_words: 12,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(기자|논설위원|특파원|선임기자|편집위원|통신원|인턴기자) * @ *"],
        },
    ],
};
