//! Controls and prompts of audio and video players.
//!
//! # What it finds
//! Labels of a player's buttons and bars, its error messages, and lines that ask the reader to play, pause or wait.
//!
//! # Why it is furniture
//! It is the face of a machine whose film is not in the dump.
//!
//! # Example
//! `Current Time 0:00`
//!
//! # When it is wrong
//! Words such as `Play`, `Previous` or `Skip` are also words: alone they are only shown, and they are cut in a run with lines
//! that no story has. A transcript's `(BEGIN VIDEO CLIP)` belongs to the transcript and is left alone.

use super::engine::{Anchor, Family, Phrases, Rule};
use super::{Cut, ShowOnly};

pub(super) const RULE: Rule = Rule {
    name: "player",
    family: Family::Player,
    reaches_glued_sentences: true,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 9,
            certainty: Cut,
            evidence: 0.95,
            patterns: &[
                "(loaded|progress) : #",
                "(current time|duration|duration time|remaining time|elapsed time|total time) * #",
                "(current|duration|remaining) time~ (#|) (#|)",
                "(stream type|seek to live) *",
                "seek (back|forward|backward|backwards|forwards) (# (seconds|s|)|)",
                "(volume|quality|speed) : ?",
                "volume #",
                "loading",
                "enter (full screen|fullscreen)",
                "(captions|subtitles|descriptions|chapters) (off|settings|on) *",
                "(captions|subtitles|descriptions) (off|) (selected|)",
                "(audio|main) track (selected|)",
                "(playback rate|picture in picture|picture in picture mode)",
                "(unmute|toggle mute|toggle fullscreen|exit fullscreen|toggle closed captions) *",
                "(skip forward|skip backward|skip back|rewind|fast forward) # (seconds|)",
                "(play|watch|listen) (video|the video|audio|now|podcast|episode|again|the podcast)",
                "(play|pause) (play|pause|mute) *",
                "(play video|watch) (#|video|: #) (#|)",
                "(video|audio|media) player (is|) (loading|embed|options|*)",
                "(video|audio) (loading|unavailable|ad feedback)",
                "video loading video unavailable *",
                "(close|hide|show) (transcript|captions|player|video)",
                "(replay|play) more videos *",
                "(up next|next up|now playing|coming up next|playing next|currently playing) (#|in #|: *|)",
                "(toggle|hide|show) (caption|captions|transcript)",
                "(scroll down|scroll) for (the|) video",
                "(autoplay|auto play) (on|off|next|)",
                "share (this|) video",
                "video (ad|player) (feedback|error)",
                "need text",
                "closed captions (on|off|)",
                "(0 seconds|# seconds) of * (volume|) *",
                "(embed|copy) (this|) (code|embed code|video|player)",
                "end of (video|) (dialog window|modal window)",
                "this is a modal window",
                "(font|text) (size|color|edge style|background) # *",
                "beginning of dialog window *",
                "(audio|video|recording) (will|is) (available|) (later|) today",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: Cut,
            evidence: 0.93,
            patterns: &[
                "(the|your) video will (start|begin|resume|play) in # *",
                "(to view|to watch|to play|to listen to) this (video|audio|content|clip|podcast|episode) (please|you|enable|click|press|*) * (enable|javascript|click|press|browser|play|upgrade|below)",
                "(your|this) (browser|device) (does|is) (not|no) (support|supported|currently support|longer) *",
                "(media|playback) (playback|) (is|caption|isnt) (unsupported|unavailable|not supported|not available) *",
                "this (video|content|media|clip|audio) (is|has|cannot|could|can|isnt|cant) (not|no longer|been|only|) (available|unavailable|removed|expired|be played|be loaded|viewable) *",
                "(click|tap|press|hit) (here|) (to|on|the) (play|play button|watch|listen|unmute|video) (the|this|now|tap|below|) *",
                "(watch|see|play|listen to) (the|this|our|full|a) (full|whole|entire|latest|complete|) (video|clip|interview|episode|podcast|audio|report|trailer|segment|recording) (below|above|here|at|in full|on|in the player)",
                "(video|story|article) (loading|above|below) : *",
                "(an error|error) (occurred|loading) * (player|media|video|playback|later|again)",
                "video (story|) (above|below) *",
                "(just watched|must watch) * (replay|#) *",
                "listen to (the|this) (article|story|episode|podcast|piece) (#|here|now|below|read|)",
                "(hear|listen to) (more|this|the full|full) (audio|story|podcast|audio stories|*) * (curio|audm|app|below|here|apple podcasts|spotify|player|noa)",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 2,
            certainty: ShowOnly,
            evidence: 0.4,
            patterns: &[
                "(play|pause|mute|stop|skip|previous|next|replay|rewind|fullscreen|full screen|volume|settings|quality|captions|subtitles|share|close|live|audio|video|speed|theater|theatre|loading|embed|transcript|menu|chapters|descriptions|download|watch|listen|watch live|listen live|back|autoplay|hd|cc|off|on|none|duration)",
                "(video|videos|player)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(video|audio|beitrag|player) (abspielen|starten|laden|wird geladen|ansehen|überspringen|pausieren|anhören|vorlesen|schließen|zum artikel)",
                "(wiedergabe|ton) (starten|stoppen|pausieren|an|aus|einschalten|ausschalten)",
                "(dieses|das) video (ist|kann|konnte|steht|wird) (nicht|leider|in) *",
                "(vollbild|vollbildmodus|lautstärke|stummschalten|stumm schalten) (beenden|aktivieren|)",
                "(untertitel|audiodeskription) (an|aus|einblenden|ausblenden|einschalten)",
                "artikel (anhören|vorlesen|vorlesen lassen)",
                "(link|url) (des videos|zum kopieren|kopieren) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(lire|lancer|regarder|voir|charger) la (vidéo|video|lecture) *",
                "(lecture|pause|plein écran|couper le son|activer le son|durée) (:|) (#|) (#|)",
                "(cette|la) (vidéo|video) (n'est|est|ne peut) (pas|plus|indisponible) *",
                "(passer|ignorer) (la publicité|la pub|l'annonce)",
                "(écouter|écoutez) (l'article|cet article|le podcast) (#|)",
                "(article|contenu) en lecture audio *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(reproducir|ver|cargar|escuchar) (el|este|) (vídeo|video|audio|artículo) (completo|aquí|ahora|)",
                "(reproducir|pausar|silenciar|pantalla completa|activar sonido|tiempo restante|duración) (#|) (#|)",
                "(este|el) (vídeo|video) no (está|se puede|puede) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(assista|veja|ouça) (ao|o|a|abaixo|à|) (vídeo|áudio|podcast|matéria|reportagem) (completo|abaixo|a seguir|aqui|acima|)",
                "(seu|o seu) navegador não suporta *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(guarda|riproduci|ascolta|play) (il|l'|) (video|articolo|podcast|audio) (completo|qui|ora|)",
                "il video non è disponibile *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(смотреть|воспроизвести|включить) (видео|звук|запись)",
                "(ваш|этот) браузер не поддерживает *",
                "(видео|аудио) (недоступно|загружается)",
                "(на весь экран|полный экран|без звука)",
                "(смотрите|слушайте) (видео|нас|подкаст|также|*) (ниже|на youtube|на ютьюбе)",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.88,
            patterns: &[
                "(дивитися|переглянути) відео",
                "ваш браузер не підтримує *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(点击|點擊|點選) (播放|观看|觀看) *",
                "(您的|你的) (浏览器|瀏覽器) 不支持 *",
                "(您的|你的) (浏览器|瀏覽器) 不支援 *",
                "(视频|影片) (加载中|载入中|播放中)",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(動画|音声) (を|で) (再生|見る|再生する|聞く|聴く)",
                "(お使いの|ご利用の) ブラウザ * (対応|サポート) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Whole,
            max_words: 12,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(동영상|영상|오디오) (재생|보기|뉴스|듣기)",
                "(브라우저가|이 브라우저는) * 지원~ *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(videoyu|videoları) (izle|izleyin|oynat|izlemek için tıklayın)",
                "tarayıcınız * desteklemiyor",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Whole,
            max_words: 10,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(شاهد|شاهدوا|تشغيل|شغل) (الفيديو|أيضا|الفيديو كاملا|المزيد)",
                "(متصفحك|المتصفح) لا يدعم *",
            ],
        },
    ],
};
