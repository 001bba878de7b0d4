//! Cookie notices.
//!
//! # What it finds
//! Consent banners: that a site uses cookies, what they are for, and the buttons to accept or refuse.
//!
//! # Why it is furniture
//! A banner over the page, not a part of it.
//!
//! # Example
//! `We use cookies to improve your visit. Manage your choices.`
//!
//! # When it is wrong
//! Recipes, and reports about tracking. `We use cookies` must open the line or the site must speak of itself.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::Cut;
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Cookies,
    family: Family::Foot,
    reaches_glued_sentences: false,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 90,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(we|we and our|our partners|we and * partners|this site|this website|our site|our website|this page|the site) (also|may|use|uses|would like to|and our|store|*) * cookies *",
                "(we value|we respect|your|we care about) your privacy *",
                "(we value|we respect|we care about) (your|*) privacy *",
                "cookies (help|are used|allow|enable|on this|are small) (us|on this|our|to|text) * (site|website|experience|services|you|visit|browser)",
                "(accept|allow|reject|decline|manage|customi~|refuse|enable|disable|change|update|review) (all|your|my|our|additional|optional|the|) (cookie|cookies|cookie settings|cookie preferences|cookie consent|consent) *",
                "(please|you need to|to view this|you can|this content|to see this) * (enable|accept|allow|manage|change|disable|update) * (cookies|cookie settings|cookie preferences|cookie choices|cookie consent) *",
                "(by|if) (continuing|using|browsing|you continue|clicking) * (use of cookies|our cookies|cookies|cookie policy) *",
                "(cookie|cookies) (settings|preferences|consent|policy|notice|choices|banner)",
                "* uses cookies to (track|improve|ensure|provide|give|enhance|make|personali~|offer|store|collect|deliver) *",
                "(strictly necessary|functional|targeting|performance|analytics|advertising) cookies *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(wir|diese website|diese seite|diese webseite|unsere website|unsere webseite|wir und unsere partner|auf dieser|die website) (verwenden|nutzen|verwendet|nutzt|benutzt|setzen|speichert|setzt|website|webseite|benutzen|*) * cookies *",
                "(cookies|cookie einstellungen) (akzeptieren|ablehnen|zulassen|verwalten|ändern|anpassen)",
                "cookies (helfen uns|erleichtern die|sind kleine) *",
                "(ihre|leider|mit|wenn|um unsere|um diesen|um|durch die|wir würden) * (cookies|cookie einstellungen) *",
                "(hier|an dieser stelle|dieser|empfohlener) (finden sie|würden wir|inhalt|redaktioneller inhalt|steht|wird|externer) * (externe~|inhalt~|youtube|facebook|instagram|drittanbiet~|redaktionell~) *",
                "(ich bin|sind sie) (damit|) einverstanden * (externe|inhalte|personenbezogene|angezeigt) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(nous|ce site|notre site|nos partenaires|nous et nos|avec nos|en poursuivant|le site|vous avez choisi|ce contenu|pour afficher) * (cookies|traceurs) *",
                "(accepter|refuser|paramétrer|gérer|modifier|continuer sans) (les|mes|tous les|vos|tout|accepter|*) (cookies|traceurs|consentement|choix de cookies|)",
                "(gestion|politique|politique des|utilisation) (des|de|) cookies",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(usamos|utilizamos|este sitio|esta web|este sitio web|esta página|nosotros y|en este sitio|nuestros socios|al continuar|si continúa|si continúas) * cookies *",
                "(aceptar|rechazar|configurar|gestionar|configuración de|política de|mis|preferencias de|acepto las) (todas las|las|) cookies *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(usamos|utilizamos|este site|este sítio|nós e|o nosso site|nosso site|ao continuar) * cookies *",
                "(aceitar|rejeitar|configurar|gerir|política de|definições de) (todos os|os|) cookies *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(utilizziamo|usiamo|questo sito|il sito|noi e|il nostro sito|continuando|proseguendo) * (cookie|cookies) *",
                "(accetta|rifiuta|gestisci|accetta tutti|preferenze|impostazioni) (i|tutti i|sui|dei|) (cookie|cookies) *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(wij|we|deze site|deze website|onze website|onze site|door verder) (gebruiken|gebruikt|maken|maakt|plaatst|en onze|te|*) * (cookies|cookie) *",
                "(cookies|cookie) (accepteren|weigeren|instellingen|voorkeuren|toestaan|beheren) *",
                "(accepteer|weiger|beheer) (alle|) cookies",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(używamy|ta strona|nasza strona|nasz serwis|strona|serwis|korzystamy|w celu) (używa|korzysta|wykorzystuje|używamy|*) * (cookies|cookie|ciasteczek|plików cookies) *",
                "(akceptuj|zaakceptuj|odrzuć) (wszystkie|) (cookies|pliki cookie|ciasteczka) *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(мы|наш сайт|этот сайт|на сайте|сайт|данный сайт|на этом сайте|продолжая|используя) (используем|использует|использовать|используются|пользоваться|*) * (cookie|cookies|куки|файлы cookie) *",
                "(принять|отклонить|настроить) (все|) (cookie|cookies|куки) *",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(ми|наш сайт|цей сайт|на сайті|продовжуючи|сайт) * (cookie|cookies|куки|файли cookie) *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(bu site|sitemizde|web sitemizde|sitemiz|bu internet sitesinde|size) * (çerez|çerezler|çerezleri) *",
                "(çerezleri|tüm çerezleri) (kabul|reddet|yönet) *",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(نستخدم|يستخدم|هذا الموقع) * (ملفات تعريف الارتباط|الكوكيز|ملفات الارتباط|كوكيز) *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.93,
            patterns: &["(我们|我們|本网站|本網站|本站) * (使用|运用) * cookie~ *"],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.93,
            patterns: &["(当サイト|このサイト|本サイト|当社|当ウェブサイト) * (cookie|クッキー) *"],
        },
        Phrases {
            lang: "sv",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(vi|vi och|denna webbplats|nettstedet|denne|dette) (använder|bruker|bruger|og|*) * (cookies|kakor|informasjonskapsler) *",
                "(používáme|tento web|tyto stránky) * (cookies|soubory cookie) *",
            ],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(με τη χρήση|χρησιμοποιώντας|συνεχίζοντας|η χρήση) * * (αποδέχεστε|αποδέχεσαι|συμφωνείτε|συναινείτε) *",
                "(αυτή η|η|ο|αυτός ο) (ιστοσελίδα|σελίδα|ιστότοπος|ιστοχώρος|ιστότοπός μας) (χρησιμοποιεί|κάνει χρήση) * cookies *",
                "(χρησιμοποιούμε|αποδοχή|απόρριψη) (όλων των|όλων|) cookies *",
                "(με τη χρηση|χρησιμοποιωντας|συνεχιζοντας|η χρηση) * * (αποδεχεστε|αποδεχεσαι|συμφωνειτε|συναινειτε) *",
                "(αυτη η|η|ο|αυτος ο) (ιστοσελιδα|σελιδα|ιστοτοπος|ιστοχωρος|ιστοτοπος μας) (χρησιμοποιει|κανει χρηση) * cookies *",
                "(χρησιμοποιουμε|αποδοχη|απορριψη) (ολων των|ολων|) cookies *",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(אתר זה|האתר|אנחנו|אנו|האתר שלנו) (משתמש|עושה שימוש|משתמשים|עושים שימוש) * (עוגיות|בעוגיות|קובצי|בקובצי|cookies|קוקיז) *",
            ],
        },
        Phrases {
            lang: "th",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.92,
            patterns: &["(เว็บไซต์นี้|เว็บไซต์ของเรา|เรา) * (ใช้คุกกี้|มีการใช้คุกกี้) *"],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &["(यह|हमारी|इस|हम) (वेबसाइट|साइट|पर|) * (कुकी|कुकीज|कुकीज़) *"],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &["(এই|আমাদের|আমরা) (ওয়েবসাইট|সাইট|ওয়েবসাইটে|) * (কুকি|কুকিজ) *"],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(이 사이트는|당사는|본 사이트는|본 웹사이트는|우리는) * 쿠키~ *"],
        },
        Phrases {
            lang: "id",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(situs ini|website ini|kami) menggunakan (cookie|cookies|kuki) *"],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(يستخدم|نستخدم) (هذا الموقع|موقعنا|الموقع|) * (ملفات تعريف|كوكيز|الكوكيز) *",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(این سایت|این وب سایت|ما) از (کوکی|کوکی ها) * (استفاده|می کند|می کنیم) *"],
        },
    ],
};
