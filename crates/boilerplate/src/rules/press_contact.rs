//! Contacts for the press.
//!
//! # What it finds
//! The headings under which press releases name whom to ask, and the line that names the service that sent them.
//!
//! # Why it is furniture
//! It is the address of an office, the same under all its releases.
//!
//! # Example
//! `Rückfragen bitte an:` / `Polizei Auenwald` / `Pressestelle`
//!
//! # When it is wrong
//! Witnesses are asked to call as well, in a sentence and under another heading; that is story. The lines under the heading go only as
//! far as the block or the text does.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::Cut;
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::PressContact,
    family: Family::Foot,
    reaches_glued_sentences: false,
    phrases: &[
        Phrases {
            lang: "de",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "(rückfragen|rückfragen bitte|presserückfragen|rückfragen von medienvertretern|rückfragen von journalisten|rückfragen der medien) (an|bitte an|richten sie bitte an|) (die|)",
                "(pressekontakt|medienkontakt|ansprechpartner für die presse|kontakt für die presse|kontakt für medien|kontakt für journalisten|pressestelle)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Start,
            max_words: 20,
            certainty: Cut,
            evidence: 0.92,
            patterns: &[
                "original content von : *",
                "(weitere meldungen|alle meldungen|newsroom) (aus|der|:|abonnieren|dieser|*) * (presseportal|newsroom|blaulicht|meldungen)",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Heading,
            max_words: 8,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(media|press|investor|news media) (contact|contacts|enquiries|inquiries|relations|relations contact|office contact)",
                "(for|) (media|press) (enquiries|inquiries|queries|information) (contact|please contact|)",
                "notes to (editors|editor)",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Heading,
            max_words: 6,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(contact|contacts|service|relations) (presse|médias|de presse)"],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Heading,
            max_words: 6,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(contacto|contactos) (de|para) (prensa|medios|los medios)"],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Heading,
            max_words: 6,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(contato|contatos|contacto|contactos) (para|de) (imprensa|a imprensa)",
                "assessoria de imprensa",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Heading,
            max_words: 6,
            certainty: Cut,
            evidence: 0.9,
            patterns: &["(contatti|ufficio) (stampa|per la stampa)"],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Heading,
            max_words: 6,
            certainty: Cut,
            evidence: 0.9,
            patterns: &[
                "(noot voor de redactie|niet voor publicatie|noot voor redacties|perscontact|contact voor de pers)",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Heading,
            max_words: 6,
            certainty: Cut,
            evidence: 0.88,
            patterns: &["(контакты|контакт) для (прессы|сми)", "пресс служба"],
        },
    ],
};
