//! Chrome of pictures and galleries.
//!
//! # What it finds
//! Counters, toggles and prompts of slideshows, and lines that say no more than whose picture it is.
//!
//! # Why it is furniture
//! It worked the gallery; the pictures are gone.
//!
//! # Example
//! `Image 3 of 9`
//!
//! # When it is wrong
//! A caption is content and is left alone even when it ends in a credit; only lines that are nothing but chrome go.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::Cut;
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Images,
    family: Family::Inline,
    reaches_glued_sentences: false,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(prev|next|previous|) (image|photo|slide|picture|page|photos) # (of|:) # (next|)",
                "# (of|) # (photos|images|pictures|slides)",
                "(slideshow|gallery|photos|photo gallery|pictures|images) # (images|photos|pictures|slides|)",
                "# (photos|images|pictures|slides|more photos|more images)",
                "(image|click image|click photo|click|tap|tap image|click picture) (to|for|on image to) (enlarge|zoom|expand|larger image|full image|larger version|larger view) *",
                "image zoom *",
                "(enlarge|expand|zoom) (this|) (image|photo|picture)",
                "(hide|show|toggle|view|open|close|read) (caption|captions|image in fullscreen|gallery|fullscreen|image|slideshow|photo caption|lightbox)",
                "(view|see|show|launch|open|start) (all|more|the|full|full screen|photo|) (gallery|slideshow|photos|images|pictures|#|photo gallery|image gallery|photo) (#|photos|)",
                "(related|photo|image|picture|view) (gallery|galleries|slideshow)",
                "(click|scroll|swipe|tap) (here|through|left|right|the arrow~|down|to see|below|for) (for|to|the|) * (photos|gallery|slideshow|images|pictures|more photos|slides|caption)",
                "(photos|pics|gallery|slideshow|photo gallery) : *",
                "(dont see|cant see) the (graphic|image|poll|video|map|photo) (above|below|) * click here",
                "(if you cant see|if you cannot see|cant see) (this|the) *",
                "(app users|mobile users|on mobile|viewing on) * (click|tap|here) *",
                "(full screen|fullscreen) (#|image|photo)",
                "back to (gallery|slideshow)",
                "photograph : *",
                "(image|photo) (unavailable|not available|not found|may contain *)",
                "file photo",
                "(image|placeholder) (caption|credit|source|copyright|placeholder) (image|caption|copyright|source|getty images|)",
                "(getty|getty images|ap|afp|reuters|epa|shutterstock|istock|pa|wireimage|filmmagic|backgrid|splash news|ap photo|pixabay|alamy|afp getty images|via getty images|rex features) (getty|getty images|ap|afp|reuters|epa|shutterstock|images|istock|pa|)",
                "pullquote",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "enlarge this image (toggle caption|) *",
                "toggle caption *",
                "(click here|click|scroll down|keep scrolling) (if you|to see|to view|through) * (photos|gallery|pictures|images|photo gallery) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(representative|representational|representation|illustrative|illustration|symbolic|generic) (image|photo|picture|pic|photograph) (only|)",
                "(image|photo|picture|file photo|file picture|illustration|pic) (is|) (used|) (only|) for (representational|representation|representative|illustration|illustrative) (purpose|purposes|) (only|)",
                "(file|archive|stock|library) (photo|picture|image|pic|photograph)",
                "(symbolbild|symbolfoto|archivbild|archivfoto|themenbild|beispielbild)",
                "(photo|image) (d'illustration|d'archives|d'archive|prétexte)",
                "(imagen|foto) (de archivo|ilustrativa|referencial|de referencia|de recurso)",
                "(imagem|foto) (meramente|) (ilustrativa|de arquivo)",
                "(foto|immagine) (d'archivio|di repertorio|di archivio|generica)",
                "(archieffoto|archiefbeeld|stockfoto|foto ter illustratie)",
                "zdjęcie (ilustracyjne|poglądowe|archiwalne)",
                "(архивное фото|иллюстративное фото|фото из архива|архівне фото|ілюстративне фото|фото з архіву)",
                "(arşiv fotoğrafı|temsili fotoğraf|temsili görsel|temsili resim)",
                "(arkivbild|arkivfoto|arkivbilde|genrebild|arkistokuva|kuvituskuva)",
                "(资料图|資料圖|资料图片|資料圖片|资料照片|資料照片|示意图|示意圖|資料写真|イメージ写真|자료사진|자료 사진)",
                "(صورة أرشيفية|صورة تعبيرية|عکس آرشیوی|عکس تزئینی|תמונת ארכיון|תמונה להמחשה)",
                "(प्रतीकात्मक तस्वीर|सांकेतिक तस्वीर|फाइल फोटो|ফাইল ছবি|প্রতীকী ছবি)",
                "(foto ilustrasi|foto arsip|gambar hiasan|ảnh minh họa|ảnh tư liệu|ภาพประกอบข่าว|แฟ้มภาพ)",
                "(ilustrační foto|ilustrační snímek|archivní foto|ilustračná snímka|illusztráció|fotografie ilustrativă|φωτογραφία αρχείου)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(bild|foto|bilder|fotos) # (von|) #",
                "# (bilder|fotos) *",
                "(bild|bilder|foto|galerie|bildergalerie|fotostrecke|fotos) (vergrößern|öffnen|anzeigen|ansehen|starten|in lightbox öffnen|einblenden|schließen|anschauen|ansehen|: *|in großansicht *)",
                "(zur|zu den) (bildergalerie|fotostrecke|galerie|bildern|fotos)",
                "(fotostrecke|bildergalerie) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(photo|image|diapo) # (sur|de) #",
                "# (photos|images)",
                "(agrandir|zoomer|fermer|voir|ouvrir) (l'image|l'illustration|la photo|le diaporama|la galerie|les photos|toutes les photos|en grand|en plein écran) *",
                "(diaporama|en images|cliquez pour agrandir|cliquer pour agrandir) (:|) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(foto|imagen|fotos) # (de|) #",
                "# (fotos|imágenes)",
                "(ampliar|ver|abrir|mostrar) (la|las|todas las|) (imagen|foto|galería|fotos|fotogalería|fotos #) *",
                "(galería|fotogalería) (de|:) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(foto|imagem|slide) # (de|) #",
                "(ampliar|ver|veja) (a|as|todas as|) (imagem|foto|galeria|fotos|galeria de *)",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(foto|immagine) # (di|) #",
                "(ingrandisci|guarda|apri|vedi|sfoglia) (la|l'|le|) (immagine|foto|gallery|galleria|fotogallery|gallery *|fotogallery *)",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(foto|afbeelding|beeld) # (van|) #",
                "(vergroot|bekijk|open) (de|alle|) (afbeelding|foto|foto's|fotos|galerij|beeld)",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(zdjęcie|foto) # (z|) #",
                "(zobacz|powiększ|otwórz) (zdjęcie|galerię|zdjęcia|wszystkie zdjęcia) *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(фото|изображение|слайд) # (из|) #",
                "# (фото|фотографий|фотографии|изображений)",
                "(увеличить|открыть|смотреть|посмотреть|показать) (фото|изображение|галерею|все фото|фотогалерею|картинку) *",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(фото|зображення) # (з|із|) #",
                "(збільшити|дивитися) (фото|зображення|галерею)",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(点击|點擊|点此|點選) (查看|放大|图片|看大图|圖片) *",
                "(查看|看) (大图|原图|大圖|更多图片)",
                "(图|圖|图片) # (|共) #",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(画像|写真) (を|#) (拡大|拡大する|もっと見る|見る|#|枚) *",
                "(拡大画像|写真特集|フォトギャラリー) *",
                "この 記事の (写真|画像) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.86,
            patterns: &["(이미지|사진) (확대|크게보기|크게 보기|보기|원본보기) *"],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.86,
            patterns: &["(fotoğrafı|resmi|galeriyi) (büyüt|gör|aç|görüntüle|görmek için tıklayın)"],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Whole,
            max_words: 8,
            certainty: Cut,
            evidence: 0.86,
            patterns: &[
                "(صورة|الصورة) # (من|) #",
                "(تكبير|تكبير الصورة|عرض الصور|شاهد الصور) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 6,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(swipe|scroll|tap) to (see|view) (more|photos|images|next) (photos|images|)",
            ],
        },
    ],
};
