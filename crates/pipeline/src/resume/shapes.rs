//! How values of other rooms, which know nothing of files, stand in a note.

use copydesk_boilerplate::Rules;
use copydesk_neardup::Agreement;
use copydesk_text::Span;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::OnceLock;

/// A [`Span`] as its two ends; one that runs backwards is refused.
pub(crate) struct SpanShape;

impl SpanShape {
    pub(crate) fn serialize<S: Serializer>(span: &Span, to: S) -> Result<S::Ok, S::Error> {
        (span.start() as u32, span.end() as u32).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
        let (start, end) = <(u32, u32)>::deserialize(from)?;
        if start > end {
            return Err(serde::de::Error::custom("a span runs backwards"));
        }
        Ok(Span::new(start as usize, end as usize))
    }
}

/// An [`Agreement`], field by field.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Agreement")]
pub(crate) struct AgreementShape {
    matched: usize,
    cut: usize,
    kept: usize,
}

/// The name of a rule, or of a kind of finding that is no rule.
pub(crate) fn known_rule<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let name = String::deserialize(from)?;
    let names = NAMES.get_or_init(|| Rules::new().names().chain(crate::walks::RULES_OF_OURS).collect());
    let known = names.iter().find(|known| **known == name);
    known.copied().ok_or_else(|| serde::de::Error::custom(format!("there is no rule {name}")))
}
