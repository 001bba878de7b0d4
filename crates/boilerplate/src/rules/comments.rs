//! Comment sections.
//!
//! # What it finds
//! Headings, counts, forms and house rules of a comment section.
//!
//! # Why it is furniture
//! What readers say below is not the story, and its form even less.
//!
//! # Example
//! `Be the first to comment on this article`
//!
//! # When it is wrong
//! `Comments` heads a section, but a company also `comments`. Patterns are whole lines or ask the reader.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::{Cut, ShowOnly};
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Comments,
    family: Family::Foot,
    reaches_glued_sentences: false,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.94,
            patterns: &[
                "(no|#|view|show|read|see|load|hide|all|view all|more|join the|show all|load more|add|leave|post|write|reader|recent|latest|your|show the|facebook|open|close|read the|add your|be the first to|login to|log in to|sign in to|submit) (#|a|) (comment|comments) (on this article|on this story|yet|so far|below|section|policy|thread|here|)",
                "comments (#|:|off|are off|loading|are disabled|are not available|for this (article|story|post|page|thread)|on this (article|story|post|page|thread)|are turned off|powered by|policy|section|rules|guidelines) *",
                "comments (closed|disabled|are closed|are now closed|have been closed|)",
                "comments (are|are now|have been) closed (on|for|to) (this|new) *",
                "be the first to (comment|leave a comment|write a comment|reply|post|share your|review|know when)",
                "(leave|write|post|add|cancel) (a|your) (reply|comment|response|review) *",
                "(leave|write|post) (a|your) (reply|comment) *",
                "(what do you think|have your say|have something to say|have an opinion) * (comment~|below|us|know)",
                "your email address will not be published *",
                "required fields (are marked|*)",
                "save my (name|email|info~) *",
                "(notify|email) me (of|when) (new|follow~|someone) *",
                "(you must be|please|log in|sign in|login|register|you need to be) (logged in|registered|log in|sign in|login|or|to) (to|or|register to|) * (comment|reply|post a comment|leave a comment)",
                "(view|join) the (discussion|conversation|discussion thread) *",
                "(report|flag|delete|hide|edit|like|reply) (this|a|) comment",
                "(comment|discussion|community) (guidelines|policy|rules|moderation) *",
                "(please|we encourage|we ask|keep) * (comments|commenters|discussion) (civil|respectful|on topic|*) *",
                "(discuss|debate|talk about) this (story|article|on our|in our) *",
                "(trackback|trackbacks|trackback url) *",
                "(sort|order) by (newest|oldest|best|most|date|relevance) *",
                "(newest|oldest|best|most liked) (first|) (newest|oldest|)",
                "powered by (disqus|facebook)",
                "(load|show|view) more (comments|replies)",
                "# (responses|replies|comments|comment|response) (to|on|so far|) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(let us know|tell us|share your thoughts|sound off|weigh in|have your say|leave a comment|leave your|drop a comment|share your opinion|share your views|share your experience~|comment below|what do you make) * (comments|comment section|below|poll|think|us|thoughts) *",
                "(have something|do you have something|anything) to (add|say) * (comments|share|below|us)",
                "(disqus|to comment|comments) (is|you|please|on this|are|must) (comment~|must|currently|moderated|log in|sign in|register|unavailable|submitted|the) *",
                "(we|our) (encourage|moderate|reserve the right|have closed|have turned off|moderators|welcome) * (comment~|discussion) *",
                "all comments (are|must|will) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 2,
            certainty: ShowOnly,
            evidence: 0.4,
            patterns: &[
                "(comments|comment|reply|replies|antworten|antwort|répondre|responder|rispondi|ответить|відповісти|odpowiedz|svar|svara|beantwoorden|yanıtla|返信|回复|回覆|답글|melden|report|discussion|kommentare|kommentar|commentaires|comentarios|comentários|commenti|reacties|komentarze|комментарии|коментарі|التعليقات|نظرات|yorumlar|评论|評論|コメント|댓글)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(#|keine|noch keine|alle|zu den|zum|zur|neueste|letzte|ihr|ihre|dein|mein|neuer) (kommentare|kommentar|kommentarfunktion|kommentarbereich|leserkommentare) (anzeigen|lesen|schreiben|ansehen|vorhanden|hinterlassen|zu diesem|für|) *",
                "(kommentar|kommentare|einen kommentar) (schreiben|verfassen|hinzufügen|abgeben|hinterlassen|melden|anzeigen|lesen|einblenden|ausblenden|öffnen|schließen|insgesamt|sind|geschlossen|deaktiviert|absenden|laden|löschen|zu diesem|posten|anmelden|#|:|ansehen) *",
                "(schreibe|schreib|schreiben sie|hinterlasse|hinterlassen sie|verfassen sie|verfasse) (den ersten|einen|eine|jetzt|ihren|deinen|*) (kommentar|antwort|kommentare) *",
                "(diskutieren sie|diskutiere|diskutiert|reden sie|teilen sie|sagen sie|schreiben sie uns|was meinen sie|was denkst du|ihre meinung|jetzt mitdiskutieren|mitdiskutieren|diskussion) (mit|uns|ihre meinung|zu diesem|dazu|anzeigen|schließen|*) *",
                "(deine|ihre) e mail adresse wird nicht veröffentlicht *",
                "erforderliche felder *",
                "(um|bitte|du musst|sie müssen|nur|zum|melden sie sich|einloggen) * (kommentieren|kommentar|kommentare|kommentare zu|mitdiskutieren) * (anmelden|angemeldet|einloggen|melden|registrieren|eingeloggt|schreiben|abgeben|verfassen|können)",
                "(zu diesem|zum) (artikel|beitrag|thema) (wurden|sind|gibt|liegen) * kommentare *",
                "(die|unsere) (kommentarfunktion|kommentarfunktionalität|kommentarregeln|netiquette) *",
                "(antwort|antworten|pingback) (abbrechen|von|schreiben) *",
                "(es gibt|noch) (noch|) keine kommentare *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(#|aucun|voir|lire|tous|afficher|vos|masquer|voir les|lire les|ajouter|les|soyez le premier à|pas encore de) (#|les|un|tous les|) (commentaire|commentaires) (sur cet article|de cet article|)",
                "(commenter|commentez|réagir|réagissez|participer|participez) (cet|l'|à|article|la|à la|sur|à cet|au|à l'article|cet article|) (article|débat|discussion|conversation|)",
                "(laisser|laissez|écrire|poster|publier|ajouter) (un|votre) commentaire *",
                "(connectez vous|vous devez|identifiez vous|pour) * (commenter|commentaire|réagir|commentaires|poster) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(#|ver|mostrar|ocultar|sin|no hay|los|leer|todos los|tus|deja un|escribe un|añade un|escribe tu|mis|comentarios de) (#|los|todos los|tu|un|) (comentario|comentarios) (de * artículo|)",
                "(comenta|deja|escribe|publica|haz|añade) (un|tu|esta|este|aquí) (comentario|noticia|artículo|opinión) *",
                "(inicia sesión|regístrate|para|debes|quieres|identifícate|suscríbete|rellena) * (comentar|comentarios|opinar) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(#|ver|deixe um|deixe seu|todos os|mostrar|escreva|nenhum|comentários|os) (#|o seu|um|os|) (comentário|comentários) (neste artigo|)",
                "(seja o primeiro a|faça login para|comente) comentar *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(#|leggi|vedi|lascia un|tutti i|i|pubblica un|scrivi un|mostra|nessun|leggi i|vedi tutti i) (#|i|un|) (commento|commenti) (all'articolo|)",
                "(commenta|leggi e commenta) (l'articolo|la notizia|)",
                "(accedi|registrati) per commentare *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(#|bekijk|toon|lees|plaats een|schrijf een|alle|geen|laat een) (#|de|een|alle|) (reacties|reactie|comments) *",
                "(reageer|reageren) (op|kan|is|) *",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(#|dodaj|pokaż|zobacz|napisz|brak|wszystkie|skomentuj) (#|swój|wszystkie|) (komentarz|komentarze|komentarzy)",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(#|показать|читать|все|нет|добавить|оставить|написать|оставьте|оставляйте|последние|скрыть|новый) (#|все|свой|ваш|) (комментарий|комментарии|комментариев|комментария) (к статье|к новости|)",
                "(комментарии|комментировать|комментарий) (#|:|отключены|закрыты|читателей|к статье|можно|могут|загружаются|)",
                "(обсудить|обсуждение|обсудите) (в|на|статью|материала|новость|эту|#|) *",
                "(чтобы|для того чтобы|вы должны) * (комментари~|комментировать) *",
                "(что вы думаете|а что думаете|а вы) * комментари~ *",
                "(войдите|авторизуйтесь|зарегистрируйтесь) чтобы * (комментир~|комментари~)",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(#|показати|читати|усі|всі|немає|додати|залишити|написати) (#|усі|) (коментар|коментарі|коментарів)",
                "(щоб) * (коментар~|коментувати) *",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(اترك|أضف|اكتب|أضف|اضف|شاركنا) (تعليقا|تعليق|تعليقك|رأيك|برأيك|ردا|ردك) *",
                "(لا توجد|عرض|جميع|#) (تعليقات|التعليقات) *",
                "لن يتم نشر عنوان بريدك *",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(ارسال|نظر|دیدگاه|ثبت|نظرات) (نظر|دیدگاه|خود|شما|کاربران|خود را) *",
                "نشانی ایمیل شما منتشر نخواهد شد *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(#|yorum|ilk|tüm|haberi|bir) (yorum|yap|yorumu|yorumları|yorumla|yaz|yorumlar|yazın) *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(发表|發表|查看|网友|網友|我要|写|全部|最新|热门|我来说|留下) (评论|評論|留言|两句|你的) *",
                "# 条 评论",
                "(登录|登入) (后|以) * (评论|評論|留言) *",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "コメント (を|する|投稿|一覧|#|欄) *",
                "(この記事|記事) (に|への|の) (コメント|感想) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "댓글 (#|쓰기|달기|보기|작성|입력|을 입력해|0) *",
                "댓글을 (입력해|작성해|남겨) *",
                "댓글 작성 *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Whole,
            max_words: 18,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(टिप्पणी|कमेंट|कॉमेंट) (करें|लिखें|जोड़ें|पोस्ट करें|में|कर) *",
                "(अपनी) (राय|प्रतिक्रिया) * (दें|बताएं|कमेंट|लिखें) *",
            ],
        },
        Phrases {
            lang: "sv",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(#|visa|skriv|lämna|skriv en|legg igjen|vis) (#|en|alle|) (kommentar|kommentarer|komentář) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Anywhere,
            max_words: 24,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(let us know|tell us|have your say) (in|via) (the|our) (comments|comment section|comments section|comments below) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "did you (make|try|cook|bake|cook up) (this|these|it|the) (recipe|dish|recipes|*) * (tag|let us|leave|share|rate|comment|snap|tell|review) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(voir|lire|toutes) les (contributions|réactions|avis)",
                "(votre|donnez votre|partagez votre) avis (nous intéresse|)",
            ],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(মন্তব্য|মতামত) (করুন|লিখুন|দিন|#|সমূহ|যোগ করুন)",
                "আপনার (মতামত|মন্তব্য) (লিখুন|দিন|জানান|) *",
            ],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(αφήστε|γράψτε|προσθέστε|κάντε|δημοσιεύστε) (το|ένα|το δικό σας|) σχόλιο~ *",
                "(#|δείτε τα|όλα τα|κανένα|προσθήκη) (σχόλια|σχόλιο|σχολίου)",
                "(αφηστε|γραψτε|προσθεστε|καντε|δημοσιευστε) (το|ενα|το δικο σας|) σχολιο~ *",
                "(#|δειτε τα|ολα τα|κανενα|προσθηκη) (σχολια|σχολιο|σχολιου)",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(הוסף|הוסיפו|כתבו|הוספת|לכל|עוד|הצג|#) (תגובה|תגובות|התגובות|את תגובתכם|את כל התגובות) *",
            ],
        },
        Phrases {
            lang: "th",
            anchor: Anchor::Heading,
            max_words: 14,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(แสดงความคิดเห็น|ร่วมแสดงความคิดเห็น|ความคิดเห็นของคุณ|เขียนความคิดเห็น)"],
        },
        Phrases {
            lang: "id",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(tulis|beri|tinggalkan|#|lihat|tambahkan) (komentar|balasan|semua komentar) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Heading,
            max_words: 10,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(अपनी|अपना) (राय|प्रतिक्रिया|कमेंट|टिप्पणी) *"],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 3,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(commentaires|kommentare|comentarios|comentários|commenti|reacties|kommentarer|комментарии|komentarze|yorumlar) #",
            ],
        },
    ],
};
