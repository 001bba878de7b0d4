//! Prompts to install or open an app.
//!
//! # What it finds
//! Lines that ask the reader to download or open the publisher's app, or to read on another platform of its own.
//!
//! # Why it is furniture
//! It sells a way of reading to somebody who reads already.
//!
//! # Example
//! `Download our app for the latest headlines.`
//!
//! # When it is wrong
//! Technology pages review apps and tell where to get them; the patterns name `our app`, or a store together with a prompt.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::Cut;
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::App,
    family: Family::Foot,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            // A longer one tells how an app of somebody else is used.
            max_words: 16,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(download|get|install) (the|our|now the|*) * app (now|today|here|for|to|from|on|and|with|free|in|or|ios|android|*) * (app store|google play|iphone|ios|android|free|phone|news|now|here|today|latest|mobile|device|updates|breaking|headlines|alerts|)",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(download|get|install) our * app (now|today|here|for|to|from|on|and|with|free|in|or|ios|android|*) * (app store|google play|iphone|ios|android|free|phone|news|now|here|today|latest|mobile|device|updates|breaking|headlines|alerts|)",
                "(download|get|install) (our|the) (free|new|mobile|latest|official|) (app|apps|mobile app|news app|android app|ios app) *",
                "for (all the|the|more|breaking|latest|all) * (download|get|install) * app *",
                "(available|download|get it|now available|also available) (on|from|in|for) (the|) (app store|google play|apple app store|play store|ios|android|iphone) *",
                "(read|open|view|continue|see) (this|it|on|in|more|the) (article|story|in|on|) (in|on|) (the|our) app",
                "(stay up to date|keep up|stay informed|stay connected) * app *",
                "(click|tap) (here|) (to|) (get|download) (the|our) app *",
                "(like what|love) * download the * app *",
                "(scan|use) (the|this) qr code *",
                "(app store|google play|google play store) (google play|app store|)",
                "you can (also|now) (get|read|download|find) * (app store|google play|our app)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(laden|lade|holen|hol|installieren|nutzen|testen) (sie|dir|sich|dir die|jetzt|hier|die|unsere|*) * app *(herunter|kostenlos|jetzt|app store|google play|hier|laden|nutzen|runter|)",
                "(jetzt|hier) * app (herunterladen|laden|installieren|downloaden|öffnen|kostenlos) *",
                "(unsere|die|* ) (news app|nachrichten app|app) (kostenlos|jetzt|gibt es|finden sie|für ios|für android|herunterladen|downloaden|downloaden) *",
                "(in der app|in app) (öffnen|lesen|weiterlesen)",
                "? app (downloaden|herunterladen|öffnen|laden|installieren)",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(téléchargez|télécharger|installez|ouvrir|ouvrez|lire dans|découvrez|retrouvez) * (l'application|notre application|l'appli|notre appli|application mobile|l'app) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(descarga|descargue|descárgate|descargá|instala|descargar|bájate|baja) * (la app|nuestra app|la aplicación|nuestra aplicación|app gratis) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(baixe|descarregue|instale|faça o download|acesse) * (app|aplicativo|aplicação|aplicativos) *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(scarica|scaricate|installa) * (l'app|app|la nostra app|l'applicazione|applicazione) *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(download|installeer|lees verder in|open in) (de|onze|nu|gratis) * app *"],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(pobierz|zainstaluj|ściągnij) * (aplikacj~) *"],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(скачайте|скачивайте|установите|загрузите|скачать|открыть в) (наше|приложение|мобильное|бесплатное|*) * (приложени~) *",
                "(читайте|смотрите) (нас|новости) в (нашем|мобильном) * приложени~ *",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(завантажте|встановіть|завантажуйте|завантажити) * (застосунок|додаток|застосунку) *",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(حمل|حمّل|حملوا|نزل|نزّل|لتحميل) (تطبيق|التطبيق|تطبيقنا) *"],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(اپلیکیشن|برنامه) * (را (دانلود|نصب) کنید|دانلود کنید|نصب کنید)"],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(uygulamamızı|mobil uygulamamızı|uygulamayı) (indirin|indir|hemen indirin|yükleyin) *",
                "* uygulamasını indir~ *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(下载|下載|打开|打開|点击下载|安装) * (APP|客户端|app|应用|應用程式) *"],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(アプリ|公式アプリ|ニュースアプリ) (を|で|の|は) (ダウンロード|インストール|開く|読む|無料) *",
                "* アプリ を ダウンロード *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Start,
            max_words: 20,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(앱|어플|모바일 앱) (다운로드|다운받기|설치|에서 보기|설치하기) *"],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(डाउनलोड करें|डाउनलोड कीजिए) *",
                "* (ऐप|एप|मोबाइल ऐप) (को|) (डाउनलोड|इंस्टॉल) (करें|कीजिए) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["* * * (ऐप|एप|मोबाइल ऐप|ऐप्प) (को|) (डाउनलोड|इंस्टॉल) (करें|कीजिए) *"],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["* * (অ্যাপ|অ্যাপটি|অ্যাপস|মোবাইল অ্যাপ) (ডাউনলোড|ইনস্টল) *"],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(κατεβάστε|κατέβασε|αποκτήστε) (την|το|τη|δωρεάν|*) * (εφαρμογή|app|application) *",
                "(κατεβαστε|κατεβασε|αποκτηστε) (την|το|τη|δωρεαν|*) * (εφαρμογη|app|application) *",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(הורידו|להורדת|הורד) * (האפליקציה|אפליקציית|אפליקציה|היישומון) *"],
        },
        Phrases {
            lang: "th",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(ดาวน์โหลดแอป|โหลดแอป|ดาวน์โหลดแอพ|ติดตั้งแอป) *"],
        },
        Phrases {
            lang: "id",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(unduh|instal) * (aplikasi|app) *"],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 20,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(save|add|pin) (our|this|the|*) (website|site|page|app|*) to your (home screen|homescreen|desktop|phone) *",
            ],
        },
    ],
};
