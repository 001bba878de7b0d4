//! Truth as labelled spans: our own gold format, for articles in which an editor has marked every
//! span that should be cut. It has a JSON line for each article:
//!
//! ```json
//! {"id":"a1","lang":"en","cluster":"c1","spans":[{"start":0,"end":28,"label":"furniture"},
//!  {"start":30,"end":77,"label":"repeat","group":"g1"}]}
//! ```
//!
//! Offsets are bytes of the decoded text. `lang` and `cluster` may be missing. A *group* is a set
//! of spans that say the same, in one article or several. Labels:
//!
//! | label | meaning |
//! |---|---|
//! | `furniture` | should be cut |
//! | `repeat` | a member of a `group`, equal to the others; all members but one should be cut |
//! | `near` | a member that differs by a function word, a typing error or a spelling |
//! | `contained` | a member whose words are also inside a longer paragraph |
//! | `within` | a member that is the part of the longer paragraph with these words |
//! | `passage` | a member that was pasted from one text into a paragraph of another |
//! | `trap` `update` | must be kept, although it looks like something to cut |
//! | `either` | is not judged |
//! | *(no mark)* | must be kept |
//!
//! # Scores
//!
//! **Documents.** One document of each cluster should be kept. Dropping a document is right if
//! another document of its cluster is kept.
//!
//! - The words of a rightly dropped document are not scored. Members of groups in it count as cut.
//! - In a wrongly dropped document, every judged word counts as wrongly cut, even furniture.
//! - A document that was dropped as empty is scored as if it were kept and all of its text were
//!   cut, unless another document of its cluster is kept. Dropping it is wrong if any of its words
//!   must be kept.
//!
//! **Words** are counted as effective words: a letter of a script without spaces between words is
//! half a word. A word is cut if all of it is inside a span that was cut.
//!
//! - One member of each group should be kept, and the other members should be cut. The member to
//!   keep is the one of which the smallest share is cut. If several have the same share, it is one
//!   in a kept document, then one labelled `within`, then the first in the file.
//! - If marks overlap, `either` takes precedence over all others. What should be cut takes
//!   precedence over what must be kept.
//!
//! **Sentences lost** are the sentences in which a word that must be kept is cut, and the groups of
//! which nothing is left. All of them are listed. A group is not judged if all its members are in
//! rightly dropped documents, because other documents have the same text.

mod article;
mod groups;
mod score;

pub(super) use score::score;

use super::fault::Fault;
use super::table::{field, required};
use copydesk_text::Span;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;

/// An article with its marks. Its text is in the dump.
#[derive(Debug)]
pub(crate) struct MarkedArticle {
    /// The number of the line, from 1.
    pub line: usize,
    pub id: String,
    /// The language. Words are also counted for each language.
    pub lang: String,
    /// The name of the true cluster. `None` if the document is alone.
    pub cluster: Option<String>,
    pub marks: Vec<LabelledSpan>,
}

/// A labelled span.
#[derive(Debug)]
pub(crate) struct LabelledSpan {
    pub span: Span,
    pub label: SpanLabel,
    /// The name of its group. `None` if spans with this label have no group.
    pub group: Option<String>,
}

/// The label with which an editor marked a span. The table at the top of this file explains them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SpanLabel {
    Furniture,
    Repeat,
    Near,
    Contained,
    Within,
    Passage,
    Trap,
    Update,
    Either,
    /// Text without a mark. Not a label in a file.
    #[serde(skip)]
    Text,
}

impl SpanLabel {
    /// The label as it is in the file, or a name for text without a mark.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Furniture => "furniture",
            Self::Repeat => "repeat",
            Self::Near => "near",
            Self::Contained => "contained",
            Self::Within => "within",
            Self::Passage => "passage",
            Self::Trap => "trap",
            Self::Update => "update",
            Self::Either => "either",
            Self::Text => "unmarked text",
        }
    }

    /// Whether a span with this label is a member of a group.
    fn is_grouped(self) -> bool {
        matches!(
            self,
            Self::Repeat | Self::Near | Self::Contained | Self::Within | Self::Passage
        )
    }
}

/// A labelled span as it is in the file, before it is checked.
#[derive(Deserialize)]
struct RawSpan {
    start: usize,
    end: usize,
    label: SpanLabel,
    #[serde(default)]
    group: Option<String>,
}

/// Reads the articles, one from each JSON line.
pub(super) fn read(lines: &[(usize, Value)]) -> Result<Vec<MarkedArticle>, Fault> {
    let mut line_of_id: HashMap<String, usize> = HashMap::new();
    let mut articles = Vec::new();
    for (line, object) in lines {
        let article = article(*line, object)?;
        if let Some(earlier_line) = line_of_id.insert(article.id.clone(), *line) {
            let message = format!("the id {} is already on line {earlier_line}", article.id);
            return Err(Fault::at(*line, message));
        }
        articles.push(article);
    }
    Ok(articles)
}

/// The article on a line.
fn article(line: usize, object: &Value) -> Result<MarkedArticle, Fault> {
    let Some(spans) = object.get("spans").and_then(Value::as_array) else {
        let message = "the field `spans` is missing or is not a list; \
                       write [] for an article without marks";
        return Err(Fault::at(line, message));
    };
    let mut marks = Vec::with_capacity(spans.len());
    for (number, span) in spans.iter().enumerate() {
        match mark(span) {
            Ok(mark) => marks.push(mark),
            Err(what) => return Err(Fault::at(line, format!("span {number}: {what}"))),
        }
    }
    Ok(MarkedArticle {
        line,
        id: required(line, object, "id")?,
        lang: not_empty(object, "lang").unwrap_or_else(|| "no language".into()),
        cluster: not_empty(object, "cluster"),
        marks,
    })
}

/// The content of a field. `None` if the field is missing or empty.
fn not_empty(object: &Value, name: &str) -> Option<String> {
    match field(object, name)? {
        text if text.is_empty() => None,
        text => Some(text),
    }
}

/// The labelled span that a JSON object describes. The error says what is wrong with it.
fn mark(value: &Value) -> Result<LabelledSpan, String> {
    let raw = RawSpan::deserialize(value)
        .map_err(|e| format!("{e}; a span has start, end, label and perhaps group"))?;
    // `Span::new` panics if `end` does not fit 32 bits.
    if raw.start >= raw.end || u32::try_from(raw.end).is_err() {
        return Err(format!(
            "{}..{} is not a span; end must be greater than start and less than 4 GiB, in bytes",
            raw.start, raw.end
        ));
    }
    if raw.label.is_grouped() && raw.group.is_none() {
        let label = raw.label.name();
        return Err(format!("a span labelled {label} needs a group"));
    }
    // If spans with this label have no group, a name of a group has no meaning.
    let group = raw.group.filter(|_| raw.label.is_grouped());
    Ok(LabelledSpan {
        span: Span::new(raw.start, raw.end),
        label: raw.label,
        group,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_members_of_groups_have_a_group() {
        let line = json!({"id": "a", "spans": [{"start": 0, "end": 3, "label": "within", "group": "g"}, {"start": 4, "end": 5, "label": "update", "group": "g"}]});
        let articles = read(&[(1, line)]).unwrap();
        assert_eq!(articles[0].marks[0].group.as_deref(), Some("g"));
        assert_eq!(articles[0].marks[1].group, None, "an update is no member");
    }

    #[test]
    fn a_mark_that_makes_no_sense_is_refused_with_the_reason() {
        let refusal = |spans: Value| {
            read(&[(5, json!({"id": "a", "spans": spans}))])
                .unwrap_err()
                .message("t")
        };
        assert!(
            refusal(json!([{"start": 3, "end": 3, "label": "trap"}]))
                .contains("t: line 5: span 0: 3..3 is not a span")
        );
        assert!(
            refusal(json!([{"start": 0, "end": 3, "label": "repeat"}])).contains("needs a group")
        );
        assert!(
            refusal(json!([{"start": 0, "end": 3, "label": "junk"}]))
                .contains("unknown variant `junk`")
        );
        assert!(refusal(json!(null)).contains("`spans` is missing"));
    }
}
