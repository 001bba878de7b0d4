//! Terms of use and privacy lines.
//!
//! # What it finds
//! Links to and sentences about terms, privacy notices, data use, disclaimers of liability and of opinion.
//!
//! # Why it is furniture
//! Law for the visitor of the site, not news for the reader.
//!
//! # Example
//! `Use of this site means that you accept our terms.`
//!
//! # When it is wrong
//! Reports on privacy law quote such sentences; they do not say `this site` and `our` in one short line of their own.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::Cut;
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Terms,
    family: Family::Appeal,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(use|usage|your use) of (this|our|the) (site|website|service|web site|page) (constitutes|means|signifies|implies|is subject|indicates) *",
                "by (continuing|using|clicking|accessing|creating|logging|proceeding|entering|browsing|posting|checking|commenting) * (you|i) (agree|accept|consent|acknowledge|confirm|are agreeing)",
                "(read|see|view|review|check|find) (our|the) (full|) (privacy|terms|cookie|editorial standards|community guidelines|commenting|comment policy|ethics policy|code of conduct) *",
                "(our|your) (privacy policy|privacy notice|terms of use|terms of service|terms and conditions|privacy and cookie|user agreement|terms conditions|visitor agreement) (and|apply|for|has|have|explains|describes|was|is|here|) *",
                "(this site|this website|this page|the site) (is protected|is owned|is operated|is not intended|may contain affiliate|uses akismet|contains|complies) *",
                "(we|this site|this article|some links|this post|our site) * (may|might) (earn|receive|get|contain|include) * (commission|affiliate|compensation|referral) *",
                "(as an amazon|amazon) (associate|affiliate) *",
                "(the|all) (views|opinions|view|opinion|information|claims) * (expressed|contained|presented|published|stated) * (are|is|do|does) (those of|the|solely|not|their|his|her|for|strictly) * (author~|own|writer~|necessarily|represent|reflect|columnist~|advice|contributor~|opinion|opinions|informational|general|purposes|responsib~)",
                "(views|opinions) expressed (in|by|here|are|on) * (author~|own|writer~|necessarily|represent|reflect|columnist~|opinion|opinions|contributor~)",
                "(quotes|market data|data|stock quotes|all quotes) (are|is|delayed|displayed|provided|shown) * (delayed|minutes|by|real time|provider) *",
                "(this|these) (comments|content|article|information|advertising|post) (is|are) (for|intended for|not) (information|informational|general|educational|intended|subject) * (purposes|advice|recommendation)",
                "(responsible|accountability) (for|) * (not responsible|solely responsible) *",
                "* (is|are) not responsible for (the|) (content|contents) of (external|third) *",
                "(i|please) (agree|consent|confirm|accept) (to|with|that|the) * (terms|privacy|receive|processing|data|email|marketing|conditions)",
                "(we|information about|how we) (use|will use|process|protect|collect|share) your (data|information|personal|email) *",
                "your (privacy|data) (is important|matters|choices|rights|protection) (to us|) *",
                "(do not|dont) sell (or share|) (my|our) personal *",
                "(interest|internet) based ads",
                "* may have an interest in * advertis~",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(privacy|cookie|cookies|privacy and cookie|privacy and cookies|privacy cookie) (policy|notice|statement|center|centre|settings|preferences|rights) *",
                "(terms of use|terms and conditions|terms conditions|terms of use|terms of service|terms of sale|conditions of use|legal notice|legal disclaimer|user agreement|accessibility statement|modern slavery statement|code of ethics) (and conditions|of use|of service|privacy policy|cookie policy|privacy|apply|) (privacy policy|cookie policy|apply|and privacy policy|accessibility|contact|about|help|)",
                "(california|your) privacy (rights|choices|notice) *",
                "(about|about us|contact|contact us|help|careers|home) (about us|contact us|contact|careers|help|privacy|advertise|terms|faq|jobs|sitemap|press|archives|advertising) * (privacy|terms|policy|advertise~|contact|careers|sitemap|faq|help|legal|conditions|cookies)",
                "* (privacy policy|terms of use|terms of service|terms and conditions|terms conditions|cookie policy) (privacy policy|terms of use|terms of service|cookie policy|)",
                "see our (privacy|) (notice|policy|terms)",
                "(disclaimer|legal|imprint) : *",
                "(adchoices|ad choices|site map|sitemap)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(mit|durch) (der|die|klick|dem|absenden|ihrer|deiner|absendung|nutzung) * (stimme|stimmen|willige|akzeptiere~|erkläre~|bestätige~|einverstanden) *",
                "(ich|hiermit) (habe|akzeptiere|stimme|willige|bin damit|bin mit|erkläre) * (datenschutz~|nutzungsbedingung~|agb|einverstanden)",
                "(es gelten|bitte beachte~|weitere informationen|informationen|hinweise|mehr informationen|mehr) (die|unsere|auch|finden sie|zum|zu|dazu|in|*) * (datenschutz~|agb|nutzungsbedingung~)",
                "(die|unsere|der) (datenschutz~|nutzungsbedingung~|agb) * (finden|gelten|hier|einsehen|können|gilt)",
                "(alle|die|für die|angaben) (angaben|hinweise|inhalte|haftung) (ohne gewähr|externer|*) * (gewähr|haftung|verantwort~|externer links)",
                "(trotz|wir übernehmen) (sorgfältiger|keine) * (haftung|links) *",
                "(gastkommentare|gastbeiträge|namentlich gekennzeichnete|kommentare|leserbriefe|die hier veröffentlichten|die meinung~|der kommentar|beiträge) * (meinung|ansicht|auffassung) * (redaktion|autor~|herausgeb~|wider|entsprechen)",
                "*diese (website|seite|webseite) verwendet akismet *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(impressum|datenschutz|agb|datenschutzerklärung|datenschutzhinweise|nutzungsbedingungen|datenschutzeinstellungen|privatsphäre|mediadaten|cookie einstellungen|barrierefreiheit|kontakt|widerruf|nutzungsbasierte onlinewerbung|netiquette) (impressum|datenschutz~|agb|kontakt|und|nutzungsbedingungen|privatsphäre|mediadaten|cookie~|barrierefreiheit~|widerruf~|jobs|karriere|hilfe|hinweis~|erklärung|einstellungen|) *",
                "(impressum|datenschutz|agb|datenschutzerklärung|datenschutzhinweise|nutzungsbedingungen|datenschutzeinstellungen|datenschutz-einstellungen|datenschutzbestimmungen|mediadaten|privatsphäre)",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
            max_words: 26,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(mentions|informations) légales *",
                "(conditions générales|cgu|cgv|politique de confidentialité|politique de protection|données personnelles|charte|charte de) (d'utilisation|de vente|et|de|cookies|) *",
                "(vos|les|mes|vos données) (données|personnelles|informations) (personnelles|collectées|sont) *",
                "* (mentions légales|politique de confidentialité|conditions générales) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Whole,
            max_words: 26,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(aviso|nota) legal *",
                "(política|políticas) de (privacidad|cookies|protección|privacidad y) *",
                "(términos|condiciones) (y|de|generales) (condiciones|uso|servicio|de|de uso) *",
                "(las opiniones|los comentarios|las opiniones expresadas) * (no|son|reflejan|responsabilidad) * (autor~|opinión|medio|editorial|responsabilidad|necesariamente)",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Whole,
            max_words: 26,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(política|termos|aviso) de (privacidade|uso|utilização|cookies|serviço) *",
                "(as opiniões|este texto|os artigos) * (não|são) * (refletem|reflete|autor~|responsabilidade|necessariamente) *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Whole,
            max_words: 26,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(informativa|privacy|cookie|termini|note legali|condizioni) (sulla privacy|privacy|policy|legali|cookie|generali|d'uso|e condizioni) *",
                "preferenze sui cookie",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Whole,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(политика|правила|условия|пользовательское|согласие) (конфиденциальности|обработки|использования|соглашение|пользования|на обработку|комментирования|перепечатки|применения) *",
                "(нажимая|отправляя|подписываясь|оставляя) * (вы|я) (соглашаетесь|даете|даёте|принимаете|соглашаюсь|даю|принимаю) *",
                "(мнение|точка зрения|позиция) (редакции|автора|авторов) (может|не|могут) * (совпадать|отражать|не совпад~|автор~|редакци~)",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Whole,
            max_words: 26,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(політика|правила|умови|угода) (конфіденційності|використання|користування|користувача|приватності) *",
                "(думка|точка зору|позиція) (редакції|автора|авторів) * (не|може) * (збігатися|співпадати|збігається|автор~)",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(privacy|cookie|privacy en cookie|algemene|gebruiks) (beleid|voorwaarden|statement|verklaring|instellingen|voorkeuren|voorkeuren beheren) *",
                "(algemene voorwaarden|privacybeleid|privacyverklaring|cookiebeleid|gebruiksvoorwaarden|disclaimer|colofon) *",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(polityka prywatności|regulamin|regulaminy|polityka cookies|ochrona danych) *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(gizlilik|kullanım|çerez|kişisel verilerin) (politikası|koşulları|şartları|sözleşmesi|korunması) *",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(سياسة|شروط|اتفاقية) (الخصوصية|الاستخدام|الخدمة|ملفات) *",
                "(الآراء|المقالات|المواد) * (لا تعبر|تعبر|تعبّر) * (رأي|عن|أصحابها|الموقع)",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Whole,
            max_words: 40,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(隐私|隱私|用户|使用|服务|服務|免责|免責) (政策|协议|條款|条款|声明|聲明|權政策) *",
                "(本文|文章|以上|此文) * (仅代表|僅代表|只代表|不代表) * (观点|觀點|立场|立場|意见|個人)",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(利用規約|プライバシーポリシー|個人情報保護|特定商取引法|サイトポリシー|著作権について|個人情報の取り扱い) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(이용약관|개인정보처리방침|개인정보 처리방침|청소년보호정책|회원약관) *"],
        },
    ],
};
