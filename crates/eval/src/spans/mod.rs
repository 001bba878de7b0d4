//! Truth as labelled spans: our own gold format, in which an editor has marked whole articles.
//!
//! JSON lines, one article each:
//!
//! ```json
//! {"id":"a1","lang":"en","cluster":"c1","spans":[{"start":0,"end":28,"label":"furniture"},
//!  {"start":30,"end":77,"label":"repeat","group":"g1"}]}
//! ```
//!
//! Offsets are bytes of the decoded text. `lang` and `cluster` may be missing. Labels:
//!
//! | label | means |
//! |---|---|
//! | `furniture` | should go |
//! | `repeat` `near` `contained` `passage` | with a `group`: its members say the same; one stays |
//! | `within` | a member of a group inside a longer paragraph: the one that is usually kept |
//! | `trap` `update` | must stay, although it looks like something that goes |
//! | `either` | is not judged |
//! | *(no mark)* | must stay |
//!
//! # How it is scored
//!
//! **Documents first.** Of the documents of a cluster one should stay. A drop is right if another
//! document of the cluster stands. One that is dropped rightly is not scored further, and its
//! members of groups count as gone. Of one that is dropped wrongly all judged words are cut
//! wrongly. A document that is dropped as empty is scored as if all of its text had been cut.
//!
//! **Then words** in the documents that stand, as effective words: a letter of a script without
//! spaces is half a word. A word is cut if it lies inside a cut. Of each group the member that
//! stays is the one of which the smallest share is cut; on a tie the one that is `within`, then the
//! first in the file. The others should go. Where marks overlap, `either` comes before what should
//! go, and that before what must stay.
//!
//! **Sentences lost** are the sentences with a cut word that must stay, all of them listed, and
//! besides the groups of which no member is left. A group whose members all lie in documents that
//! were dropped rightly is not asked about: another document tells it.

mod fates;
mod groups;
mod score;

pub(super) use score::score;

use super::fault::Fault;
use super::table::{field, required};
use copydesk_text::Span;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;

/// An article with its marks.
#[derive(Debug)]
pub(crate) struct Marked {
    pub line: usize,
    pub id: String,
    pub lang: String,
    pub cluster: Option<String>,
    pub marks: Vec<LabelledSpan>,
}

/// A labelled span.
#[derive(Debug)]
pub(crate) struct LabelledSpan {
    pub span: Span,
    pub label: SpanLabel,
    /// Name of its group; none unless the label is one of a copy.
    pub group: Option<String>,
}

/// What an editor says of a span.
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
    /// What nobody marked. Not to be found in a file.
    #[serde(skip)]
    Text,
}

impl SpanLabel {
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

    fn is_copy(self) -> bool {
        matches!(
            self,
            Self::Repeat | Self::Near | Self::Contained | Self::Within | Self::Passage
        )
    }
}

/// A mark as it is written.
#[derive(Deserialize)]
struct Written {
    start: usize,
    end: usize,
    label: SpanLabel,
    #[serde(default)]
    group: Option<String>,
}

/// The articles of JSON lines.
pub(super) fn read(lines: &[(usize, Value)]) -> Result<Vec<Marked>, Fault> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut articles = Vec::new();
    for (line, object) in lines {
        let article = article(*line, object)?;
        if let Some(before) = seen.insert(article.id.clone(), *line) {
            let message = format!("the id {} stands in line {before} already", article.id);
            return Err(Fault::at(*line, message));
        }
        articles.push(article);
    }
    Ok(articles)
}

fn article(line: usize, object: &Value) -> Result<Marked, Fault> {
    let Some(spans) = object.get("spans").and_then(Value::as_array) else {
        let message = "the field `spans` is missing or is not a list; \
                       write [] for an article without marks";
        return Err(Fault::at(line, message));
    };
    let mut marks = Vec::with_capacity(spans.len());
    for (number, span) in spans.iter().enumerate() {
        let message = |what| Fault::at(line, format!("span {number}: {what}"));
        marks.push(mark(span).map_err(message)?);
    }
    Ok(Marked {
        line,
        id: required(line, object, "id")?,
        lang: filled(object, "lang").unwrap_or_else(|| "no language".into()),
        cluster: filled(object, "cluster"),
        marks,
    })
}

/// A field that is there and is not empty.
fn filled(object: &Value, name: &str) -> Option<String> {
    field(object, name).filter(|text| !text.is_empty())
}

/// A mark as it is written in the file. The error says what is wrong with it.
fn mark(value: &Value) -> Result<LabelledSpan, String> {
    let written = Written::deserialize(value)
        .map_err(|e| format!("{e}; a span has start, end, label and perhaps group"))?;
    if written.start >= written.end || u32::try_from(written.end).is_err() {
        return Err(format!(
            "{}..{} holds no text; end lies behind start, both in bytes",
            written.start, written.end
        ));
    }
    if written.label.is_copy() && written.group.is_none() {
        let label = written.label.name();
        return Err(format!("a span labelled {label} names its group"));
    }
    let group = written.group.filter(|_| written.label.is_copy());
    Ok(LabelledSpan {
        span: Span::new(written.start, written.end),
        label: written.label,
        group,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn articles_are_read() {
        let line = json!({"id": "a", "spans": [{"start": 0, "end": 3, "label": "within", "group": "g"}, {"start": 4, "end": 5, "label": "update", "group": "g"}]});
        let articles = read(&[(1, line)]).unwrap();
        assert_eq!(articles[0].marks[0].group.as_deref(), Some("g"));
        assert_eq!(articles[0].marks[1].group, None, "an update is no member");
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let told = |spans: Value| {
            read(&[(5, json!({"id": "a", "spans": spans}))])
                .unwrap_err()
                .message("t")
        };
        assert!(
            told(json!([{"start": 3, "end": 3, "label": "trap"}]))
                .contains("t: line 5: span 0: 3..3 holds no text")
        );
        assert!(
            told(json!([{"start": 0, "end": 3, "label": "repeat"}])).contains("names its group")
        );
        assert!(
            told(json!([{"start": 0, "end": 3, "label": "junk"}]))
                .contains("unknown variant `junk`")
        );
        assert!(told(json!(null)).contains("`spans` is missing"));
    }
}
