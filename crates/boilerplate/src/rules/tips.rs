//! Requests for tips, letters, and corrections.
//!
//! # What it finds
//! Where to send a tip, a letter, a picture, a correction.
//!
//! # Why it is furniture
//! It speaks to readers of the site about the site.
//!
//! # Example
//! `Do you know more? Write to the newsdesk at tips@harbour.example.`
//!
//! # When it is wrong
//! Police also ask for tips: `Anyone with information is asked to call` belongs to the story and is no pattern here.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::{Cut, CutIfAsked};
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Tips,
    family: Family::Foot,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.96,
            patterns: &[
                "(got|have|do you have|know|if you have|have you got|have) (a|an|any|something|you|more|some) (news|story|tip|tips|showbiz|celebrity|question|comment|correction|idea|confidential|scoop|good|views|views on|*) * (email|contact|let us know|send|write|get in touch|call|tell us|share|we should know|click|message|@) *",
                "(have|got) a tip (we should know|) *",
                "we pay for (your|juicy|stories|videos|story|news|info) *",
                "(send|submit|email|e mail|share) (us|our newsroom|our editors|the editor|the newsroom|the newsdesk) (your|a|news|tips|any|story|letters|questions|comments|feedback|photos) *",
                "(send|submit|email|e mail|share) (your|any|a|) (news tips|news tip|tips|tip|letters|letter|feedback|story ideas|story tips|corrections) * (@|to|at|via|here|by|editor|us) *",
                "(send|submit|email|e mail|share) (your|any|) (comments|questions|thoughts|views|opinions|suggestions|photos|story|stories|news) * (us|editor|editors|newsroom|newsdesk|below|here) *",
                "(send|submit) (tips|letters|comments|questions|feedback) to *",
                "(letters|letter|comments|questions|feedback|corrections|submissions) (to the editor|should|may|can|to|for|:) * (@|sent|emailed|submitted|addressed|editor|include) *",
                "(submit|write) (a|your) letter * (editor|here|to)",
                "(contact|email|write to|reach|message) us (directly|at|via|by|on|here|with|for|if|*) * (@|at|by|via|here|on|whatsapp|signal) *",
                "(call|text|phone) us (with|if you|about) * (tip|tips|news|story|stories|question|questions|comment|comments) *",
                "(contact|email|write to|reach|call|message) (our|the) (newsroom|news desk|newsdesk|news team|editors|editor|tip line|tips line|city desk|sports desk|reporter|reporters|author) * (@|at|by|via|here|on|calling|whatsapp|signal) *",
                "(let us know|tell us) (what|your|about|how|if|by|in|at|here|more) * (@|at|below|here|by email|think|thoughts|story|stories|article|form) *",
                "(we want|wed like|we would like|we would love|wed love) to hear (from you|what you think|your|about|how) *",
                "(spotted|found|see|notice|report|noticed) (an|a|any) (error|mistake|typo|correction|inaccuracy|mistakes|errors|factual) * (let us know|here|email|contact|report|click|please|us|correction|policy|article|highlight|in our|form|)",
                "(to|please) (report|suggest|submit|request) (a|an) (correction|error|mistake|typo|factual) *",
                "(if you|do you) (have|wish|would like|want|know|notice|see|think) * (correction|story to share|story tip|complaint|letter) * (contact|email|click|write|please|here) *",
                "(was|is) this (article|page|story) (helpful|useful|valuable|interesting) *",
                "(how|what) (would|do|did) you (rate|think of|like) this (article|page|story) *",
                "(give us|send us) (your|) feedback *",
                "(you can|to) (upload|share|send) your (story|stories|photos|videos|pictures) *",
                "(read|about|learn about|more about) our (corrections|correction|editorial|fact checking|standards|ethics|code|journalism|news values|policies|mission) *",
                "(sign|take) (our|the|this) (poll|survey|quiz) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(tip|news|story|contact) (us|tips|line|the newsroom|our newsroom|the editor)",
                "(submit|report|suggest) (a|an|) (tip|correction|news tip|letter|story|typo|error)",
                "(corrections|feedback|contact us|letters to the editor|tip line|whistleblower)",
                "(write|talk) (to|for) us",
                "send (us|) (a|) (tip|feedback|letter|message) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: CutIfAsked,
            evidence: 0.55,
            patterns: &[
                "(do you|have you|are you|did you) * (share|tell us|email|let us know|contact us|get in touch) *",
                "(email|write to|contact) ? *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(haben sie|hast du|sie haben|du hast) (einen|eine|fehler|hinweise|anregungen|fragen|informationen|*) * (schreiben sie|schreib|melden|mail|redaktion|kontaktieren|e mail|teilen sie|an uns)",
                "(fehler|einen fehler) (gefunden|melden|entdeckt|im artikel) *",
                "(schreiben sie|schreib|schicken sie|senden sie|mailen sie|rufen sie) (uns|der redaktion|eine|ihre|an|mir) * (mail|e mail|redaktion|leserbrief~|meinung|@|an|unter) *",
                "(leserbriefe|zuschriften|hinweise) (an|bitte|per|senden|schicken) *",
                "(war|fanden sie|hat ihnen|hat dir|wie bewerten sie|gefällt ihnen|finden sie) (dieser|diesen|der|das|ihnen|*) (artikel|beitrag|text|inhalt) (hilfreich|nützlich|gefallen|interessant|lesenswert|*) *",
                "(ihr|ihre) (feedback|rückmeldung|anregungen|hinweis) (an|zu|ist|hilft|) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(vous avez|une|avez vous) (une|remarqué|repéré|constaté|un|des|faute|*) * (écrivez|contactez|signalez|information~|erreur|témoign~|envoyez|nous) *",
                "(écrivez|contactez|envoyez|adressez) (nous|la rédaction|à|vos|votre|un mail|*) * (@|rédaction|adresse|mail|courrier|nous|témoignage~) *",
                "(signaler|signalez) (une|cette|nous une) (erreur|faute|coquille) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(tienes|tiene|has encontrado|ha encontrado|si tienes|conoces|has visto) (un|una|alguna|algún|información|*) * (escríbenos|escribe|contacta|envíanos|cuéntanos|error|errata|envía) *",
                "(escríbenos|escríbanos|envíanos|contáctanos|contacta con|cuéntanos|mándanos) *",
                "(cartas|envíe|envía) (al director|sus|tu|tus|a la redacción) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(tem|encontrou|viu) (alguma|um|uma) (erro|sugestão|denúncia|informação|dica) * (envie|escreva|mande|entre|fale|avise|contacte) *",
                "(envie|mande|fale) (sua|seu|com a|para) (sugestão|denúncia|redação|comentário|mensagem|*) *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(scrivici|scriveteci|segnala|inviaci|contattaci|per segnalazioni) (a|un|una|le|:|la|all'|) *",
                "(hai|avete) (notato|trovato|una|qualche) (errori|un errore|segnalazione|refuso|*) *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(heb je|heeft u|zie je|ziet u|foutje|fout) (een|gezien|gevonden|ontdekt|vragen|tips|*) * (mail|laat|tip|meld|stuur|laat het|redactie|weten) *",
                "(mail|tip|stuur) (de|ons|onze|uw|je) (redactie|tip|foto|reactie|*) *",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(masz|widzisz|zauważyłeś|znalazłeś|widziałeś) (temat|coś|błąd|informację|literówkę|ciekawy|*) * (napisz|wyślij|zgłoś|daj|skontaktuj|przyślij|prześlij) *",
                "(napisz|zgłoś|wyślij) (do|błąd|nam|zdjęcie|na) *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(нашли|заметили|увидели|если вы нашли|если вы заметили|обнаружили|если вы обнаружили|если) (ошибку|опечатку|вы|в тексте|*) * (ctrl|выделите|сообщите|нажмите|напишите|мышкой)",
                "(выделите|выделив) (её|ее|фрагмент|текст|ошибку) * (ctrl|нажмите|enter) *",
                "(присылайте|пришлите|отправляйте|отправьте|пишите|напишите|сообщите|делитесь|расскажите) (нам|свои|ваши|новости|в редакцию|нам в|в наш|об|на почту|*) * (редакци~|почт~|бот~|telegram~|телеграм~|новост~|истори~|@|адрес~|whatsapp|мессенджер~) *",
                "(есть|у вас есть|хотите) (новость|что|о чём|о чем|чем|тема|история|сообщить|поделиться|рассказать|интересн~|информация|предложить) * (пишите|напишите|присылайте|редакци~|расскажите|поделитесь|звоните|бот|нам) *",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(знайшли|помітили|якщо ви знайшли|якщо ви помітили|побачили|якщо) (помилку|ви|у тексті|*) * (ctrl|виділіть|повідомте|натисніть|мишкою)",
                "(надсилайте|пишіть|напишіть|повідомте|надішліть) (нам|свої|до редакції|на пошту|*) * (редакці~|пошт~|бот~|telegram~|@|адрес~)",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(راسلونا|راسلنا|للتواصل معنا|تواصل معنا|أرسل لنا|للتواصل) (على|عبر|:|مع|) *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.86,
            patterns: &["(bize|haber) (ulaşın|yazın|ihbar hattı|gönderin|yazabilirsiniz) *"],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Start,
            max_words: 50,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(爆料|投稿|新闻热线|报料|商务合作|联系我们|聯絡我們|意见反馈|如有侵权) (热线|邮箱|电话|請|请|:|) *",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(情報提供|ご意見|情報をお寄せ|ご感想|取材依頼|お問い合わせ) (は|を|はこちら|フォーム|ください|をお待ち) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(제보는|제보|기사제보|뉴스제보|카카오톡|이메일) (카카오톡|하기|:|이메일|전화|및|안내|제보) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(अगर आपके पास|आप भी|हमें) * (खबर|जानकारी|सुझाव|लेख) * (भेजें|भेज सकते|ईमेल|लिखें|लिखिए) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(do you have|have you got|got) * * * (contact|email|reach|write to|message|tell|text|call) (us|our reporter|our reporters|our newsroom|our team|the reporter|this reporter|the author) *",
                "(whatsapp|text|call|message) (the|our) (newsdesk|news desk|newsroom|studio|news team|news room) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(encontraste|encontró|hay|detectaste|detectó|viste|notaste) (un|algún|alguna|una) (error|errata|fallo) * (avísanos|escríbenos|repórtalo|cuéntanos|infórmanos|avísenos|avisanos|reportalo)",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(מצאתם|מצאת|נתקלתם|ראיתם|גיליתם) (טעות|שגיאה|תקלה|משהו) * (כתבו|דווחו|ספרו|שלחו|לחצו|פנו) *",
                "(יש לכם|יש לך) * (סיפור|מידע|סקופ|תלונה) * (כתבו|שלחו|פנו|ספרו|דברו) *",
            ],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(στείλτε|στείλετε|γράψτε) (μας|το|τα|την|τις) * (καταγγελία|καταγγελίες|φωτογραφίες|βίντεο|email|νέα|είδηση|@|μήνυμα|σχόλια) *",
                "(εντοπίσατε|βρήκατε|είδατε) (κάποιο|ένα|λάθος|κάτι) *",
                "(στειλτε|στειλετε|γραψτε) (μας|το|τα|την|τις) * (καταγγελια|καταγγελιες|φωτογραφιες|βιντεο|email|νεα|ειδηση|@|μηνυμα|σχολια) *",
                "(εντοπισατε|βρηκατε|ειδατε) (καποιο|ενα|λαθος|κατι) *",
            ],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(আপনার|আপনিও) * (লেখা|খবর|মতামত|সংবাদ|ছবি) * (পাঠান|পাঠাতে|জানান|লিখুন) *"],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(هل لديك|هل لديكم|هل وجدت|إذا وجدت) * (معلومة|خطأ|خبر|اقتراح|قصة) *"],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(اگر|در صورت) * (خطا|اشتباه|غلط|ایراد) * (گزارش|اطلاع|بنویسید|خبر دهید) *"],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(haberde|bu haberde|metinde) * (hata|yanlış|eksik) * (bildirin|bildir|ihbar|yazın) *",
            ],
        },
    ],
};
