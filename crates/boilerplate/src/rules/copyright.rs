//! Copyright lines and notices of reserved rights.
//!
//! # What it finds
//! `©` or `copyright` with a year or an owner, “all rights reserved” in many languages, and the sentences that forbid
//! reprinting.
//!
//! # Why it is furniture
//! It is the publisher's imprint, the same under every story.
//!
//! # Example
//! `© 2031 The Harbour Post. All rights reserved.`
//!
//! # When it is wrong
//! A story on copyright law names the word in prose; lines here are short and open with the sign, or hold the legal formula. A
//! photographer's `© Name` under a picture goes too: it names no fact of the story.

use crate::RuleName;
use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::{Cut, CutIfAsked};

pub(super) const RULE: Rule = Rule {
    name: RuleName::Copyright,
    family: Family::Foot,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 60,
            certainty: Cut,
            evidence: 0.97,
            patterns: &[
                "copyright © *",
                "copyright * * all (rights|right) reserved *",
                "copyright (c|) # *",
                "(copyright|copyrighted) (by|protected|notice|: *|c ? *) *",
                "c # * (all rights reserved|inc|llc|ltd|media|press|news|corp|limited|company|times|post|group|copyright|syndicate)",
                "# (by|) * all rights reserved *",
                "(this|the) (material|content|article|story|website|report|work|page|text) (may|can|must|should) not be (published|reproduced|republished|copied|used|redistributed|broadcast|rewritten|reprinted|distributed) *",
                "(no|any) (part|portion|reproduction|reuse|unauthori~) (of|or|use|reproduction|copying|) * (reproduced|permission|prohibited|consent|forbidden|republication|copied)",
                "(reproduction|republication|redistribution|reprinting|copying|distribution|unauthorised use|unauthorized use|unauthorized reproduction) (in whole|of|or|without|is|and) * (permission|prohibited|forbidden|consent|written|part)",
                "(all|the) (content|contents|material|materials|text|images|articles|rights) (on this|of this|and|is|are|in this|©|copyright|) * (copyright~|all rights reserved|protected by copyright|property of|permission|trademark~)",
                "(for|to) (reprint|reprints|reprint rights|republication|republish|licensing|syndication|permission|permissions|purchase reprints|reuse|order reprints|reproduce) * (permission|contact|click|visit|opportunities|rights|please|email|reserved|service|here|syndication|content|article|story)",
                "content created by * is available without charge *",
                "(click here|click) for reprint *",
                "(distributed|syndicated|provided|published|powered) by (tribune|king features|creators|syndicat~|newstex|syndigate|washington post writers|blogger|wordpress|wordpress com|universal uclick|gannett|zawya|project syndicate|allafrica|giphy|disqus|pagesuite) *",
                "(licensed|published|republished|reprinted|reproduced) (under|with permission|with the permission|by permission|from) (a|the|of|*) * (creative commons|permission|licence|license)",
                "this (article|story|work|piece) (was|is|has been) (originally|first|republished|licensed) * (creative commons|republished|license|conversation) *",
                "(registered|company) (in england|office|number|registered) * #",
                "(a|is a) (trademark|registered trademark|service mark|division|part|member) of * (company|inc|ltd|llc|limited|corporation|media|group|network)",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 24,
            certainty: Cut,
            evidence: 0.95,
            patterns: &["© (copyright|) # *", "© copyright *"],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["© ? *", "(proudly|) powered by (?|? ?)", "* all (rights|right) reserved", "all (rights|right) reserved *"],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(reproduced|republished|copied|redistributed|reprinted) without (the|prior|our|express|written|*) (written|express|prior|) (permission|consent)",
                "(do not|may not|not to be) (reproduce|republish|redistribute) * (permission|consent)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "alle rechte (vorbehalten|liegen|reserviert)",
                "(vervielfältigung|nachdruck|weiterverbreitung|verwertung|verbreitung|speicherung|nutzung) * (nur mit|untersagt|verboten|ohne|nicht gestattet|vorbehalten|genehmigung|zustimmung)",
                "nutzung ausschließlich für den privaten *",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(eine|ein) (webseite|website|angebot|produkt|marke|service) (der|von|des) * (© #|gmbh|gruppe|mediengruppe|verlag|ag)",
                "(quelle|text|bild|foto) (:|) (dpa|afp|apa|ots|sid|kna|epd|dpa infocom|reuters|ap) *",
                "(dpa infocom|dpa) (dpa|gmbh) *",
                "(die inhalte|alle inhalte|der inhalt|alle artikel|alle texte) (dieser|auf|des|sind|von|und) * (urheberrecht~|geschützt|lizenz|copyright|creative commons)",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "tous (droits|les droits) (réservés|de reproduction|reserves)",
                "(toute|la) reproduction (même|totale|partielle|interdite|totale ou|est|et|ou|du|de|sans) *",
                "reproduction (interdite|réservée|autorisée)",
                "droits de reproduction *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(todos los|reservados todos los|) derechos (reservados|de autor reservados)",
                "reservados todos los derechos",
                "(prohibida|queda prohibida|se prohíbe) (la|su|toda|) (reproducción|distribución|copia) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "todos os direitos (reservados|são reservados)",
                "(é|) (proibida|expressamente proibida|proibido) (a|) (reprodução|cópia|republicação) *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(tutti i diritti|diritti) (sono|) riservati",
                "(riproduzione|la riproduzione) (è|) (riservata|vietata)",
                "(partita iva|p iva|codice fiscale|iscrizione al registro) * #",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Anywhere,
            max_words: 35,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(alle rechten|rechten) (zijn|) voorbehouden",
                "(auteursrecht|niets uit deze uitgave|overname van) * (voorbehouden|toestemming|verboden|worden overgenomen|verveelvoudigd)",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(wszelkie|wszystkie) prawa zastrzeżone",
                "(materiał|materiały) (chronion~|objęt~) prawem autorskim *",
                "(dalsze|zabronione) rozpowszechnianie * (zgod~|zabronione|wydawc~)",
                "kopiowanie * (zabronione|bez zgody)",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "все права (защищены|сохранены|принадлежат)",
                "(при|любое) (использовании|использование|перепечатке|цитировании|копировании|копирование|полном|частичном|воспроизведении) * (материал~|ссылк~|гиперссылк~|информации|обязательн~|запрещен~|разрешения|согласия)",
                "(перепечатка|копирование|воспроизведение|использование) (материалов|любых|и|или|информации|текстов) * (только|разрешен~|запрещен~|ссылк~|без)",
                "(свидетельство|зарегистрировано|сетевое издание|регистрационный номер) (о регистрации|роскомнадзором|роскомнадзор~|федеральной|сми|эл|*) * (эл|роскомнадзор~|сми|#)",
                "(учредитель|главный редактор|шеф редактор) (:|) *",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(усі|всі) права (захищені|захищено|застережені|застережено)",
                "(при|будь яке|у разі) (використанні|використання|передруці|цитуванні|копіюванні|копіювання|передрук) * (матеріал~|посилання|гіперпосилання|заборонен~)",
                "(передрук|копіювання|використання) матеріалів * (лише|тільки|заборонен~|посилання|дозволу)",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Anywhere,
            max_words: 30,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(جميع|كافة|كل|كامل) (الحقوق|حقوق) (محفوظة|النشر محفوظة|الملكية محفوظة|النشر|محفوظه) *",
                "(حقوق النشر|حقوق الطبع) (محفوظة|©|والنشر|#) *",
            ],
        },
        Phrases {
            lang: "fa",
            anchor: Anchor::Anywhere,
            max_words: 30,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(تمامی|کلیه|تمام|همه) (حقوق|حقوق مادی|حق) * (محفوظ|متعلق) *",
                "(نقل|بازنشر|استفاده از) (مطالب|و|این) * (ذکر منبع|با ذکر|بلامانع|مجاز) *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Anywhere,
            max_words: 35,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(tüm|her|bütün) (hakları|hakkı) (saklıdır|mahfuzdur) *",
                "(izinsiz|kaynak gösterilmeden|kaynak gösterilerek|yazılı izin) * (kullanılamaz|yayınlanamaz|kopyalanamaz|çoğaltılamaz|alıntı|yayımlanamaz) *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Anywhere,
            max_words: 60,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "版权 (所有|归|均属) *",
                "版權 (所有|歸) *",
                "(未经|未經) * (授权|授權|许可|許可|允许|允許|同意|书面) * (转载|轉載|不得|复制|複製|使用|禁止|翻印)",
                "(严禁|嚴禁|请勿|請勿|禁止|不得) (转载|轉載) *",
                "(转载|轉載) * (请|請|须|需|務) * (注明|註明|标明|联系|聯繫|聯絡) *",
                "责任编辑 : *",
                "責任編輯 : *",
                "(编辑|編輯) : ? ? (?|? ?|)",
                "(本文|文章|此文) (来源|來源|转自|转载自) : *",
                "(来源|來源) : ? ? *",
                "(京|沪|粤|浙|苏|蜀|渝|津|鲁) ICP (备|证) *",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Anywhere,
            max_words: 80,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(無断|許可なく|許諾なく) (で|) * (転載|複製|使用|転用|複写) * (禁じ|禁止|できません|お断り|固く)",
                "(転載|複製) を 禁 *",
                "著作権 は * (帰属|属し) *",
                "(著作権法|国際条約) * (保護) * (されて|います)",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Anywhere,
            max_words: 30,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(무단|무단전재|무단 전재|무단복제) (전재|복제|재배포|배포|및|전재 및|금지|*) * (금지|재배포 금지|재배포금지|배포금지|금합니다)",
                "저작권자 *",
                "(모든 저작권은|저작권은) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Anywhere,
            max_words: 30,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(सर्वाधिकार|सभी अधिकार|सभी अधिकार) सुरक्षित *",
                "कॉपीराइट © *",
            ],
        },
        Phrases {
            lang: "id",
            anchor: Anchor::Anywhere,
            max_words: 30,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "hak cipta (dilindungi|©) *",
                "(dilarang) (mengutip|memperbanyak|mengcopy|menyalin) *",
            ],
        },
        Phrases {
            lang: "cs",
            anchor: Anchor::Anywhere,
            max_words: 40,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(všechna|všetky) (práva|práva sú) (vyhrazena|vyhradené)",
                "(obsah|jakékoli užití|publikování) * (autorským právem|bez souhlasu|bez písemného|je zakázáno|je zakázané) *",
                "visos teisės saugomos",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 70,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "no (report|story|photograph|video|article|content|material) * * (on|from|in) this (site|website|page|newspaper|portal) * * (copied|reproduced|published|used|posted|republished|redistributed|permission) *",
                "(republish|reprint|share) our (stories|articles|work|story|journalism|content) * (free|creative commons|licence|license) *",
                "(this|all|our|the) (work|article|story|stories|content|text|material) (on this site|) (is|are) * (licensed|published|available|shared) * (under|through) * (creative commons|cc by|cc) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 45,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "all (rights|right) reserved * * (copyright~|reproduc~|permission|published|distributed|trademark~|privacy|broadcast|redistributed|rewritten|use|material|site|website|policy|terms)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(dieser|der|unser) (text|beitrag|artikel) (steht|ist|erscheint|wurde) * (creative commons|cc by|lizenz) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(cet article|ce texte|ce contenu) est (publié|republié|diffusé|mis à disposition) * (licence|creative commons) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(este artículo|esta obra|este texto) * (licencia|creative commons) *",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(передрук|копіювання|використання|відтворення) (лише|тільки|заборонено|можливе|дозволено|дозволяється|матеріалів|текстів|інформації) * *",
            ],
        },
        Phrases {
            lang: "he",
            anchor: Anchor::Anywhere,
            max_words: 25,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "כל הזכויות שמורות",
                "(אין להעתיק|אין לעשות שימוש|אין לשכפל) * *",
            ],
        },
        Phrases {
            lang: "bn",
            anchor: Anchor::Start,
            max_words: 35,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(সর্বস্বত্ব|সর্বস্বত্ত্ব|স্বত্ব) * সংরক্ষিত *",
                "(এই|এ) (ওয়েবসাইটের|সাইটের|পত্রিকার|পোর্টালের|ওয়েবসাইটে) * * (বেআইনি|দণ্ডনীয়|নিষেধ|নিষিদ্ধ|অনুমতি|অবৈধ) *",
            ],
        },
        Phrases {
            lang: "el",
            anchor: Anchor::Start,
            max_words: 40,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(απαγορεύεται|δεν επιτρέπεται) (η|κάθε|) * (αναδημοσίευση|αναπαραγωγή|αντιγραφή) *",
                "(με την επιφύλαξη παντός|με επιφύλαξη παντός|όλα τα δικαιώματα|πνευματικά δικαιώματα) *",
                "(επιτρέπεται|αναδημοσίευση) (η|μόνο|επιτρέπεται) * (αναδημοσίευση|πηγή|πηγής|ενεργό|link|άδεια) *",
                "(απαγορευεται|δεν επιτρεπεται) (η|καθε|) * (αναδημοσιευση|αναπαραγωγη|αντιγραφη) *",
                "(με την επιφυλαξη παντος|με επιφυλαξη παντος|ολα τα δικαιωματα|πνευματικα δικαιωματα) *",
                "(επιτρεπεται|αναδημοσιευση) (η|μονο|επιτρεπεται) * (αναδημοσιευση|πηγη|πηγης|ενεργο|link|αδεια) *",
            ],
        },
        Phrases {
            lang: "th",
            anchor: Anchor::Start,
            max_words: 80,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(สงวนลิขสิทธิ์|สงวนสิทธิ์|ลิขสิทธิ์โดย|ลิขสิทธิ์ของ) *",
                "(ห้ามคัดลอก|ห้ามทำซ้ำ|ห้ามลอกเลียน|ห้ามนำ) * * * * (ได้รับอนุญาต|ก่อนได้รับ) *",
            ],
        },
        Phrases {
            lang: "vi",
            anchor: Anchor::Anywhere,
            max_words: 35,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(giữ bản quyền|ghi rõ nguồn|bản quyền thuộc) *",
            ],
        },
        Phrases {
            lang: "ro",
            anchor: Anchor::Anywhere,
            max_words: 35,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "toate drepturile (sunt|) rezervate",
                "(preluarea|reproducerea) * (interzisă|acord~|link~) *",
            ],
        },
        Phrases {
            lang: "hu",
            anchor: Anchor::Anywhere,
            max_words: 35,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "minden jog fenntartva",
            ],
        },
        Phrases {
            lang: "sv",
            anchor: Anchor::Anywhere,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(alle rettigheder|alle rettigheter|alla rättigheter|kaikki oikeudet) (forbeholdes|forbeholdt|reserverade|förbehållna|pidätetään)",
                "(eftertryck|kopiering) (förbjuds|förbjudet|förbjuden) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 5,
            certainty: CutIfAsked,
            evidence: 0.5,
            patterns: &[
                "copyright (?|? ?|? ? ?)", "© (?|? ?|? ? ?)",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Start,
            max_words: 25,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "© * (передрук|копіювання|використання|перепечатка|копирование|использование) *",
            ],
        },
    ],
};
