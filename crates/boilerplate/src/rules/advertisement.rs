//! Advertising marks.
//!
//! # What it finds
//! Labels that stand where an advertisement stood, and the words that send the reader past it.
//!
//! # Why it is furniture
//! The advertisement is gone, its label stayed.
//!
//! # Example
//! `Story continues below this advertisement`
//!
//! # When it is wrong
//! A story on advertising is made of longer lines; only whole short lines are cut.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::Cut;
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Advertisement,
    family: Family::Inline,
    reaches_glued_sentences: false,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.97,
            patterns: &[
                "(advertisement|advertisements|advertising|adverts|advertise|ad|ads|sponsored|sponsored content|paid content|promoted|promoted content|paid post|advertorial|paid advertisement|commercial content|partner content|sponsored links|ad content|advertiser content|publicity|sponsor message|sponsored by *) (advertisement|continue reading the main story|:|)",
                "advertisement * (story continues below|continue reading|scroll to continue|below|remove ads|skip)",
                "(story|article|report|content|post) (continues|continued) (below|after|under) (this|the|) (advertisement|ad|advert)",
                "(skip|close|remove|hide|report|continue past) (this|the|) (advertisement|ad|advert|ads)",
                "(this|the) (ad|advertisement) (will|has) (end|not|close) *",
                "(continue reading|continues|continued|keep reading|scroll) (below|after|past) (the|this|our|) (ad|advertisement|advert|video)",
                "(scroll|keep scrolling) (to|for) (continue|more|read) * (content|article|reading|story|below|more|ad|)",
                "(a|) message from our (sponsor|sponsors|partners|advertisers)",
                "(please|) (support|disable|turn off) (us by|your) * (ad|ads|ad blocker|adblocker|advertisements) *",
                "(why am i seeing|about) (this ad|these ads|adchoices) *",
                "ad feedback",
                "(learn more about|why this) ad~",
                "affiliate links *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(we (noticed|see|ve noticed|detected)|it (looks|appears) like|you (are|appear)|please (disable|turn off|whitelist)|looks like you) * (ad blocker|adblocker|adblock|ad block) *",
                "(looks like|we noticed|we see|it looks like|it appears|please disable|please turn off|please whitelist|you are using) * (ad blocker|adblocker|adblock|ad block|ad blocking) *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(anzeige|anzeigen|werbung|werbeanzeige|sponsored|advertorial|gesponsert|reklame|bezahlte anzeige) (anzeige|)",
                "(werbung|anzeige) (überspringen|ausblenden|schließen|nach der werbung|)",
                "(nach der|weiter nach der) (werbung|anzeige) (weiterlesen|geht es weiter|)",
                "(artikel|beitrag) (geht|wird) (nach|unter) der (werbung|anzeige) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(publicité|pub|publicités|annonce|annonces|sponsorisé|contenu sponsorisé|contenu partenaire) (publicité|)",
                "(passer|la suite après|la suite après cette|suite après la|la suite après la|votre article continue après la) (la|cette|) (publicité|pub|annonce)",
                "(l'article|la suite de l'article) continue * publicité",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(publicidad|anuncio|anuncios|patrocinado|contenido patrocinado|contenido promocionado) (publicidad|)",
                "(la noticia|el artículo|sigue leyendo|continúa|la nota|continuar leyendo) * (publicidad|anuncio)",
                "(omitir|saltar|cerrar) (publicidad|anuncio)",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(publicidade|anúncio|anúncios|propaganda|patrocinado|conteúdo patrocinado|pub) (publicidade|)",
                "(continua|o artigo continua|continua após|a notícia continua|continua depois) * (publicidade|anúncio|propaganda)",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(pubblicità|annuncio|annunci|sponsorizzato|contenuto sponsorizzato|advertising) (pubblicità|)",
                "(continua|l'articolo continua|prosegui|continua a leggere) * (pubblicità|annuncio)",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(advertentie|advertenties|reclame|gesponsord|gesponsorde inhoud) (advertentie|)",
                "(artikel gaat verder|lees verder|tekst gaat verder|het artikel gaat) (onder|na|verder onder) * (advertentie|video|foto)",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(reklama|reklamy|materiał sponsorowany|artykuł sponsorowany|ogłoszenie|materiał partnera) (reklama|)",
                "(dalsza część|reszta|ciąg dalszy) (artykułu|tekstu|materiału) * (reklam~|pod|poniżej|wideo)",
                "reklama : *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(реклама|на правах рекламы|партнерский материал|партнёрский материал|спецпроект|рекламный материал|новости партнеров|новости партнёров|рекламa) (реклама|)",
                "реклама (# |) *",
                "(продолжение|материал продолжится|читать далее) (после|под) (рекламы|рекламой)",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(реклама|на правах реклами|партнерський матеріал|новини партнерів) (реклама|)",
                "(продовження|далі) (після|під) реклам~",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(reklam|reklamlar|ilan|advertorial|sponsorlu|haberin devamı) (reklam|)",
                "(haberin devamı|reklamı) (aşağıda|geç|için tıklayın|)",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Whole,
            max_words: 6,
            certainty: Cut,
            evidence: 0.95,
            patterns: &["(إعلان|اعلان|إعلانات|اعلانات|إعلان مدفوع|محتوى مدعوم|برعاية)"],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Whole,
            max_words: 6,
            certainty: Cut,
            evidence: 0.95,
            patterns: &["(تبلیغات|آگهی|تبلیغ|رپورتاژ آگهی)"],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Whole,
            max_words: 6,
            certainty: Cut,
            evidence: 0.95,
            patterns: &["(广告|廣告|推广|推廣|赞助内容|廣編特輯|请继续往下阅读|請繼續往下閱讀)"],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(広告|ＰＲ|PR|スポンサーリンク|スポンサードリンク|記事広告)",
                "広告の後に続きます",
                "(記事は|本文は|続きは) 広告の (後|下) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Whole,
            max_words: 6,
            certainty: Cut,
            evidence: 0.95,
            patterns: &["(광고|배너|ad|광고 닫기|스폰서)"],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(विज्ञापन|एडवरटाइजमेंट|ऐडवर्टाइजमेंट) (विज्ञापन|)",
                "(विज्ञापन|खबर) (के बाद|आगे) (जारी|पढ़ें) *",
            ],
        },
        Phrases {
            lang: "sv",
            anchor: Anchor::Whole,
            max_words: 6,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(annons|annonse|annonce|reklame|reklam|annonsørinnhold|iklan|advertensie|hirdetés|mainos|reklaam|διαφήμιση|quảng cáo)",
                "(artikeln|artikkelen|saken) fortsätter (efter|under) annonsen",
                "artikkelen fortsetter under annonsen",
                "(scroll|lanjutkan|gulir) (untuk|ke bawah|) * (melanjutkan|membaca|membaca lanjutan)",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "pour (vos|toute|toutes vos|votre|une) (annonce|annonces|publicité~|publireportage~|insertion~|communication~|*) * * (contactez|contacter|contact|adressez) *(service|régie|commercial~|@|nous|notre|*) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(for|to) (advert|adverts|advertisement|advertisements|advert placement|advertising|place an advert|advertise|sponsored posts) * (call|contact|email|whatsapp|reach|placement|enquiries|inquiries|with us|here) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(para|contrate|contrata) (anunciarse|anunciar|publicitar|su publicidad|tu publicidad|anuncios) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["विज्ञापन के लिए * (संपर्क|कॉल|ईमेल) *"],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Whole,
            max_words: 6,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(বিজ্ঞাপন|বিজ্ঞাপনের জন্য যোগাযোগ *)"],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Whole,
            max_words: 4,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(διαφήμιση|advertisement|χορηγούμενο)",
                "(διαφημιση|advertisement|χορηγουμενο)",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Whole,
            max_words: 4,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(פרסומת|תוכן ממומן|תוכן שיווקי|בשיתוף * )"],
        },
        Phrases {
            lang: "th",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(โฆษณา|พื้นที่โฆษณา)"],
        },
        Phrases {
            lang: "id",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(advertisement|iklan|scroll to continue with content|lanjutkan membaca|lanjut baca) *",
            ],
        },
        Phrases {
            lang: "ro",
            anchor: Anchor::Whole,
            max_words: 2,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["publicitate"],
        },
    ],
};
