//! The patterns of each script: for sentences, captions, headlines, and the lines of a site.
//!
//! A pattern is a line of words and slots. Words are put into the slots: `{n}` noun, `{v}` verb,
//! `{a}` adjective, `{s}` name, `{p}` place, `{#}` number. In upper case, as in `{A}`, the word
//! begins with a capital. There are so few fixed words between two slots that two sentences with
//! the same pattern have no run of five words in common. In Han, spaces only separate words and
//! slots, and are not printed. Headers and footers of sites are printed with their spaces. They
//! have the slots `{site}` and `{since}`, and `{year}` and `{count}`, which change from page to
//! page.

use super::recipe::Script;

/// The patterns of a script.
pub(super) struct Patterns {
    /// Whether there are spaces between words.
    pub(super) is_spaced: bool,
    pub(super) sentences: &'static [&'static str],
    pub(super) captions: &'static [&'static str],
    pub(super) headlines: &'static [&'static str],
    pub(super) byline: &'static str,
    pub(super) dateline: &'static str,
    pub(super) site_names: &'static [&'static str],
    pub(super) headers: &'static [&'static str],
    pub(super) footers: &'static [&'static str],
}

impl Patterns {
    pub(super) fn of(script: Script) -> &'static Self {
        match script {
            Script::Latin => &LATIN,
            Script::Cyrillic => &CYRILLIC,
            Script::Arabic => &ARABIC,
            Script::Han => &HAN,
        }
    }
}

static LATIN: Patterns = Patterns {
    is_spaced: true,
    sentences: &[
        "The {a} {n} of {p} {v} {a} {n} after {s} {v} the {n}.",
        "{s} {s}, {n} {n} in {p}, {v} {#} {n} and {a} {n}.",
        "“{A} {n} {v} our {n},” {s} told {n} {n} in {p}.",
        "{A} {n} near {p} {v} {#} {n}, {n} {n} said.",
        "But {s} {v} {a} {n} as {n} {v} {p} {n}.",
        "Some {#} {n} {v} {n} {n} while {a} {n} {v}.",
        "When {n} {v} {p}, {s} {v} {n} with {a} {n}.",
        "No {n} {v} {a} {n}, though {s} {v} {n} twice.",
        "{P} {n} {v} {n}: {a} {n}, {a} {n} and {n}.",
        "“We {v} {n} {n}. {A} {n} {v},” said {s} {s}.",
    ],
    captions: &[
        "{s} {s} {v} the {a} {n} near {p}: ‘{A} {n} {v}…’",
        "{A} {n} {v} outside {p}’s {n} {n} as ‘{n} {n}’ {v}",
        "{s} {s} with {a} {n} at the {p} {n} where {n} {v}",
    ],
    headlines: &[
        "{P} {n} {v} {a} {n}",
        "{s} {v} {n} over {a} {n}",
        "{A} {n} {v} {p} {n}",
    ],
    byline: "By {s} {s}",
    dateline: "{p} ({s} Wire) —",
    site_names: &[
        "{p} Courier",
        "{p} Herald",
        "The {p} Observer",
        "{p} Today",
        "{p} Evening Post",
    ],
    headers: &[
        "{site} | Independent news since {since}",
        "Share this article: Facebook | X | WhatsApp | Email",
        "{count} shares",
        "Sign in to save articles to your {site} reading list",
        "Listen to this story, read by {site} journalists",
    ],
    footers: &[
        "Sign up for the {site} morning newsletter and get the day’s stories in your inbox by \
         seven.",
        "© {year} {site} Media Group. All rights reserved.",
        "Do you have a story for us? Write to the newsdesk of {site} in confidence.",
        "Read more of our coverage in the {site} app, free for phones and tablets.",
        "{count} readers have commented. Join the conversation below.",
        "We use cookies to make {site} work and to measure how it is read. Manage your choices \
         here.",
        "{site} is funded by its readers. Support our reporters from as little as £2 a month.",
        "By reading {site} you accept our Terms of Use and our Privacy Policy.",
        "Follow {site} on Facebook, Instagram and Telegram for the latest from the newsroom.",
        "Advertisement. Scroll down to continue reading {site}.",
    ],
};

static CYRILLIC: Patterns = Patterns {
    is_spaced: true,
    sentences: &[
        "В {p} {a} {n} {v} {n}, {v} {s} {s}.",
        "«{A} {n} {v} {n}», {v} {s} из {p}.",
        "Около {#} {n} {v} {a} {n} и {n}.",
        "Но {n} {v} {n} {p}, где {a} {n} {v} {n}.",
        "{S} {s} {v} {#} {n}, {a} {n} {v}.",
    ],
    captions: &[
        "{s} {s} {v} {a} {n} у {p}: «{A} {n} {v}…»",
        "{A} {n} {v} {n} в {p}, {a} {n}",
    ],
    headlines: &["{P}: {n} {v} {a} {n}", "{s} {v} {n} и {n}"],
    byline: "Автор: {s} {s}",
    dateline: "{p}, агентство {s}. —",
    site_names: &["{p} Вестник", "Газета {p}", "{p} Сегодня"],
    headers: &[
        "{site} — независимое издание с {since} года",
        "Поделиться: ВКонтакте | Telegram | WhatsApp",
        "{count} просмотров",
    ],
    footers: &[
        "Подпишитесь на утреннюю рассылку издания {site}, чтобы не пропустить главное.",
        "© {year} {site}. Все права защищены.",
        "Сайт {site} использует файлы cookie. Продолжая чтение, вы соглашаетесь с этим.",
        "Нашли ошибку? Выделите её и сообщите редакции {site}.",
    ],
};

static ARABIC: Patterns = Patterns {
    is_spaced: true,
    sentences: &[
        "{v} {n} {a} في {p} {n} {s}، {v} {n} {n}.",
        "قال {s} {s} إن {n} {a} {v} {#} {n}.",
        "«{n} {v} {n} {a}» كما {v} {s} من {p}.",
        "لكن {n} {v} {n} {p} بعد {a} {n}.",
    ],
    captions: &[
        "{s} {s} {v} {n} {a} قرب {p}: «{n} {v} {n}…»",
        "{n} {a} {v} {n} أمام {n} {p}",
    ],
    headlines: &["{p}: {n} {v} {n} {a}", "{s} {v} {n} {n}"],
    byline: "بقلم {s} {s}",
    dateline: "{p} ({s}) —",
    site_names: &["صحيفة {p}", "{p} اليوم"],
    headers: &[
        "{site} صحيفة مستقلة منذ {since}",
        "شارك المقال: فيسبوك | تلغرام | واتساب",
    ],
    footers: &[
        "اشترك في النشرة الصباحية من {site} لتصلك أهم الأخبار.",
        "© {year} {site}. جميع الحقوق محفوظة.",
        "يستخدم موقع {site} ملفات تعريف الارتباط لتحسين تجربة القراءة.",
    ],
};

static HAN: Patterns = Patterns {
    is_spaced: false,
    sentences: &[
        "{p} {n} {v} {a} {n} ， {s} {v} {n} 。",
        "“ {n} {v} {a} {n} ” ， {s} 在 {p} 对 {n} 说 。",
        "约 {#} 名 {n} {v} {n} ， {a} {n} {v} {n} 。",
        "但 {n} {v} {p} {n} ， {a} {n} {v} {s} 。",
    ],
    captions: &[
        "{s} 在 {p} {n} {v} {a} {n} ： “ {n} {v} … ”",
        "{a} {n} {v} {p} {n} 外的 {n} {n}",
    ],
    headlines: &["{p} {n} {v} {a} {n}", "{s} {v} {n} {n}"],
    byline: "记者 {s} {s}",
    dateline: "{s} 社 {p} 电",
    site_names: &["{p} 日报", "{p} 晚报"],
    headers: &[
        "{site} 创刊于{since}年，独立新闻",
        "分享本文：微信 | 微博 | 邮件",
    ],
    footers: &[
        "订阅{site}每日早报，重要新闻直达您的邮箱。",
        "© {year} {site}版权所有，未经许可不得转载。",
        "本网站{site}使用Cookie以改善阅读体验，继续浏览即表示同意。",
    ],
};
