//! Invitations to a channel on another service.
//!
//! # What it finds
//! Lines that ask the reader to follow the site on a messenger, a news reader or a social network, where they say more than the
//! name of the service.
//!
//! # Why it is furniture
//! It is the same line under every story of the site.
//!
//! # Example
//! `Follow the Harbour Post on its WhatsApp channel. Click here to join`
//!
//! # When it is wrong
//! Ministries and clubs have channels too, and stories tell which. So the line must open with the invitation, or hold an invitation
//! besides the service.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::Cut;
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Channel,
    family: Family::Appeal,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(follow|join) * * (whatsapp|telegram|google news|viber|google discover) (channel|channels|group|community|feed|for|and|to|*) *",
                "(join|be part of) our * (community|channel|group|family) (on|for|and|to|of|here|today|*) *",
                "* (is|are) (now|also) (on|available on) (whatsapp|telegram|google news|threads|bluesky) * (click|follow|join|subscribe) *",
                "(get|for|receive) (the latest|breaking|all the latest|instant|real time|daily) * * (whatsapp|telegram|google news) *",
                "(add|set|make|choose) * * (preferred|trusted) source *",
                "(click|tap) (here|below|the link|) (to|and) (join|follow|subscribe) * * (whatsapp|telegram|channel|group|community|google news) *",
                "to (join|follow|get) * * (whatsapp|telegram) (channel|group|alerts) *",
                "(connect|stay connected|keep in touch) with us (on|via|:) *",
                "(watch|see|find) (more|our|all our) * on our (youtube|tiktok|facebook) (channel|page) *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(folgen sie|folge|folgt|abonnieren sie|abonniere|abonniert) * * (whatsapp|telegram|google news|threads|instagram|facebook|tiktok|youtube|news app) *",
                "(unser|unseren|zum|hier geht es zum|hier geht es zu unserem|jetzt) (whatsapp|telegram) (kanal|channel) *",
                "* * (gibt es|gibt's|sind wir|finden sie uns|finden sie) (jetzt|auch|) (auf|bei) (whatsapp|telegram|instagram|threads) *",
                "(immer|bleiben sie|bleib) (informiert|auf dem laufenden|auf dem neuesten stand) * (kanal|whatsapp~|newsletter~|app|push~) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(suivez|rejoignez|retrouvez|abonnez vous) * * (chaîne|canal|groupe|communauté) * (whatsapp|telegram|youtube) *",
                "* (est|sommes) (maintenant|désormais|aussi) sur (whatsapp|telegram|google actualités) * * (cliquez|abonn~|rejoign~|suivez) *",
                "cliquez ici pour (vous abonner|rejoindre|suivre|recevoir) * * (chaîne|canal|groupe|newsletter~|actualité~|informations) *",
                "(ajoutez|ajouter) * (à vos|comme|dans vos) (sources|source|favoris) * (google|préférée~|) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(únete|únase|unite|súmate|sumate|síguenos|seguinos|sigue|suscríbete|entra|ingresa) * * (canal|grupo|comunidad|cuenta) * (whatsapp|telegram|youtube|instagram|google) *",
                "(recibe|recibí|entérate|infórmate) * * (canal|grupo|por|vía|a través de) (de|nuestro|) (whatsapp|telegram) *",
                "(haz|haga|da|hacé) (clic|click) (aquí|acá) (y|para) (únete|unirte|seguir|sigue|recibir|suscribirte|unirse) *",
                "(agrega|añade|agregá) * (fuente|fuentes) (preferida|preferidas|favorita|de confianza) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(clique aqui|entre|participe|siga|acesse|faça parte|inscreva se|acompanhe) * * (canal|grupo|comunidade) * (whatsapp|telegram|youtube|instagram) *",
                "(receba|fique por dentro) * * (whatsapp|telegram|notificações|celular) *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(segui|seguici|iscriviti|entra|unisciti|resta aggiornato|rimani aggiornato) * * (canale|canali|gruppo|community|google news|whatsapp|telegram) *",
                "(aggiungi|scegli) * (fonte|fonti) (preferita|preferite) *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(volg|abonneer je|word lid|meld je) * * (whatsapp|telegram|google nieuws|instagram) (kanaal|groep|) *",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(dołącz|obserwuj|śledź|polub) * * (kanał~|whatsapp~|telegram~|facebook~|google news|instagram~|youtube) *",
                "(bądź|bądźcie) na bieżąco *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(добавьте|добавляйте|выберите) * * (источник~|избранн~) *",
                "(будьте|оставайтесь) (в курсе|на связи|с нами) * (канал~|telegram~|телеграм~|подпис~|присоединя~|страниц~) *",
                "(присоединяйтесь|вступайте|заходите) (к|в|на) (нам|нашу|наш|наше|нашему|нашей) *",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(будьте|залишайтеся) (в курсі|на зв'язку) * (канал~|telegram~|телеграм~|підпис~|приєднуй~) *",
                "(приєднуйтесь|приєднуйтеся|долучайтесь|долучайтеся) до (нашого|нашої|нас) *",
                "(додайте|додавайте) * * (джерел~|улюблен~) *",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(تابعوا|تابع|تابعونا|تابعنا|لمتابعة|انضموا|انضم|اشتركوا|اشترك|يمكنكم متابعة|للمزيد) * * (قناتنا|صفحتنا|حساباتنا|حسابنا|مجموعتنا|صفحاتنا|قنواتنا) *",
                "(تابعنا|تابعونا|تابع|لمتابعة) * * (جوجل نيوز|غوغل نيوز|أخبار جوجل|أخبار غوغل|واتساب|تلغرام|تيليجرام) *",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(کانال|صفحه|پیج|شبکه های اجتماعی) * * (ما|تلگرام|ایتا|بله|روبیکا|اینستاگرام) * (بپیوندید|دنبال کنید|بخوانید|عضو شوید|ببینید) *",
                "(اخبار|آخرین اخبار|خبرها) را * * (کانال|تلگرام|صفحه|اینستاگرام) * (دنبال کنید|بخوانید|ببینید) *",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(הצטרפו|הצטרף|עקבו|הירשמו|הרשמו|התחברו) * * (ערוץ|לערוץ|הערוץ|בערוץ|וואטסאפ|הוואטסאפ|בוואטסאפ|טלגרם|הטלגרם|בטלגרם|לקבוצת|קבוצת|בפייסבוק|באינסטגרם|ניוזלטר|לניוזלטר) *",
                "(רוצים|רוצה|מעוניינים|אוהבים) (לקבל|להתעדכן|להישאר|לדעת|את) * * (הצטרפו|עקבו|לחצו|הירשמו|הרשמו|עדכונים|מעודכנים) *",
                "(לעדכונים|לכל העדכונים|כל העדכונים|לחדשות|לדיווחים) * * (בוואטסאפ|בטלגרם|הצטרפו|לחצו|בערוץ|הורידו|עקבו) *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(whatsapp|telegram|google news|google haberler|youtube|instagram) * * (kanalımız~|takip edin|takip et|katılın|abone olun) *",
                "* * (bildirimlere|bildirimleri) (izin verin|izin ver|açın|aç|etkinleştirin) *",
                "(anında|gelişmelerden|son dakika) * * (haberdar|bildirim~|takip edin|abone olun) *",
            ],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(ακολουθήστε|ακολούθησε|ακολουθείστε) * * (google news|facebook|instagram|twitter|viber|tiktok|youtube|whatsapp) *",
                "(βρείτε μας|κάντε like|κάντε follow|κάνε like|γίνετε μέλος|εγγραφείτε|μπείτε|κάντε εγγραφή|κάντε subscribe) * * (facebook|instagram|viber|κανάλι|σελίδα|newsletter~|google news|ομάδα|youtube|ενημερωτικό~) *",
                "(δείτε|διαβάστε) όλες τις (τελευταίες|σημαντικές|) (ειδήσεις|εξελίξεις) *",
                "(μάθετε|ενημερωθείτε) (πρώτοι|άμεσα|πρώτος|για όλα) *",
                "(ακολουθηστε|ακολουθησε|ακολουθειστε) * * (google news|facebook|instagram|twitter|viber|tiktok|youtube|whatsapp) *",
                "(βρειτε μας|καντε like|καντε follow|κανε like|γινετε μελος|εγγραφειτε|μπειτε|καντε εγγραφη|καντε subscribe) * * (facebook|instagram|viber|καναλι|σελιδα|newsletter~|google news|ομαδα|youtube|ενημερωτικο~) *",
                "(δειτε|διαβαστε) ολες τις (τελευταιες|σημαντικες|) (ειδησεις|εξελιξεις) *",
                "(μαθετε|ενημερωθειτε) (πρωτοι|αμεσα|πρωτος|για ολα) *",
            ],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(আমাদের|আমাদেরকে) * * (ফেসবুক|ইউটিউব|গুগল|হোয়াটসঅ্যাপ|টেলিগ্রাম|চ্যানেল|চ্যানেলটি|চ্যানেলে|পেজ|পেজে|পেজটি|নিউজ) * (ফলো|সাবস্ক্রাইব|লাইক|যুক্ত|অনুসরণ|যোগ) *",
                "(সর্বশেষ|সব|দেশ বিদেশের|তাজা|সবার আগে|নিয়মিত) * * (পেতে|জানতে|পড়তে) * * (ফলো|সাবস্ক্রাইব|চোখ রাখুন|যুক্ত|ভিজিট|লাইক|ডাউনলোড) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "* * * (व्हाट्सएप|वॉट्सऐप|व्हाट्सऐप|टेलीग्राम|गूगल न्यूज|गूगल न्यूज़|यूट्यूब|फेसबुक) * (चैनल|पेज|ग्रुप|) * (जुड़ें|ज्वाइन|जॉइन|फॉलो|फ़ॉलो|सब्सक्राइब|लाइक) *",
            ],
        },
        Phrases {
            lang: "th",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(ติดตามข่าวสาร|ติดตามข่าว|ติดตามเรา|กดติดตาม|เพิ่มเพื่อน|ติดตามได้ที่|ติดตามพวกเรา) * * * (เฟซบุ๊ก|เฟสบุ๊ก|ไลน์|ยูทูบ|ทวิตเตอร์|แอปพลิเคชัน|เว็บไซต์|อินสตาแกรม|line|facebook|youtube|twitter|tiktok) *",
                "(ไม่พลาดข่าวสาร|ไม่พลาดทุกข่าว|ไม่พลาดข่าว) *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(点击|點擊) (下方|上方|右上角|蓝字|蓝色|屏幕|文末) * * (关注|關注|订阅|訂閱|名片) *",
                "(扫一扫|扫码|掃描|扫描|长按) * * (手机|手機|打开|打開|分享|阅读|閱讀|关注|關注|下载|下載|查看|加入|识别) *",
                "(更多|最新|独家) * * (请|請|敬请|欢迎|歡迎) (关注|關注|搜索|下载|追蹤) *",
                "(关注|關注|追踪|追蹤|訂閱|订阅) (我们|我們|本报|本報) *",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Start,
            max_words: 70,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(この記事|この投稿|記事) (が|を) (気に入ったら|役に立ったら|よかったら|面白かったら|いいねと思ったら) *",
                "(いいね|フォロー|チャンネル登録|友だち追加|友だち登録|高評価) (を|して|で|よろしく|も) * (お願い|いただけ|最新|ください|よろしく) *",
                "* * (友だち追加|チャンネル登録|公式ライン|公式アカウント) * (で|は|を) * (お届け|最新|こちら|配信) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(카카오톡|네이버|유튜브|구글|다음|텔레그램|인스타그램) * * (채널|뉴스스탠드|언론사|구독|친구|팔로우) *(추가|설정|구독|등록|하기|눌러~|하세요) *",
                "* * (구독|좋아요|알림설정) * (눌러~|부탁~|클릭) *",
            ],
        },
        Phrases {
            lang: "id",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(ikuti|gabung|bergabung|dapatkan|temukan|update) * * (whatsapp|telegram|google news|saluran|channel|kanal) *",
            ],
        },
        Phrases {
            lang: "vi",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.87,
            patterns: &[
                "(theo dõi|tham gia|mời bạn đọc|mời độc giả|độc giả) * * (kênh|zalo|google news|facebook|telegram|fanpage|youtube) *",
            ],
        },
        Phrases {
            lang: "hu",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(kövess|kövessen|kövesse|csatlakozz|csatlakozzon|iratkozz|iratkozzon) * * (facebook~|google hírek~|viber~|instagram~|csatorn~|hírlevel~|youtube~) *",
            ],
        },
        Phrases {
            lang: "ro",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(urmărește|urmăriți|urmărește ne|abonează te|abonați vă|intră) * * (google news|whatsapp|facebook|telegram|canal~|newsletter~|instagram) *",
            ],
        },
        Phrases {
            lang: "cs",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(sledujte|sleduj|přidejte|připojte|pridajte|odebírejte) * * (facebook~|instagram~|google zprávy|google news|whatsapp~|kanál~|telegram~) *",
            ],
        },
    ],
};
