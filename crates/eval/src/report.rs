//! Reports: the results of comparing a run with truth, which says what the decisions should be.
//! They have the same form for every kind of truth, so that the command can print all of them in
//! one way.

use super::kind::TruthKind;
use super::scores::{Counts, count_as_json};
use serde::{Serialize, Serializer};

/// The result of comparing a run with one truth file.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// The path of the truth file, as the user gave it.
    pub truth: String,
    /// The kind of truth that the file holds.
    pub kind: TruthKind,
    /// Precision, recall and F1, once for each kind of thing that was counted.
    pub scores: Vec<Score>,
    /// Other numbers, with their names.
    pub figures: Vec<Figure>,
    /// Sentences that say how to read the numbers.
    pub notes: Vec<String>,
    /// Mistakes of the run. With [`TruthKind::Spans`], lost sentences and documents, and groups of
    /// which no member is kept, come first and are all listed. Of the others, some are listed.
    pub examples: Vec<Mistake>,
    /// How many mistakes are not among the examples.
    pub more: u64,
    /// How many documents could be judged. 0 if the dump has none that the truth names.
    #[serde(skip)]
    pub(crate) judged: usize,
}

/// Precision, recall and F1 over one kind of thing, such as pairs of documents or words.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Score {
    /// A name that says what was counted.
    pub name: String,
    /// The counts, from which precision, recall and F1 follow.
    #[serde(flatten)]
    pub counts: Counts,
}

/// A number with its name.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Figure {
    /// The name by which programs find the number. It never changes.
    pub name: String,
    /// The name that people read, which may be reworded. It is not written to files.
    #[serde(skip)]
    pub label: String,
    /// The number.
    pub value: Value,
}

/// The number of a [`Figure`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value {
    /// A count of things.
    Count(u64),
    /// A part of a whole. In JSON, the quotient is added.
    Share {
        /// The part.
        part: f64,
        /// The whole.
        of: f64,
    },
    /// An index without a unit.
    Index(f64),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Count(count) => serializer.serialize_u64(count),
            Self::Index(index) => serializer.serialize_f64(index),
            Self::Share { part, of } => {
                let share = (of > 0.0).then_some(part / of);
                let (part, of) = (count_as_json(part), count_as_json(of));
                serde_json::json!({ "part": part, "of": of, "share": share }).serialize(serializer)
            }
        }
    }
}

/// A mistake of the run, as an example.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Mistake {
    /// A description of the mistake, in words that never change.
    pub what: String,
    /// The description that people read, which may be reworded. It is not written to files.
    #[serde(skip)]
    pub label: String,
    /// The documents or pieces of text that the mistake is about.
    pub pieces: Vec<Piece>,
}

impl Mistake {
    pub(crate) fn new(what: &str, pieces: Vec<Piece>) -> Self {
        Self {
            what: what.to_owned(),
            label: what.to_owned(),
            pieces,
        }
    }

    /// The mistake with another label for people to read.
    pub(crate) fn labelled(self, label: &str) -> Self {
        Self {
            label: label.to_owned(),
            ..self
        }
    }
}

/// A document, or a piece of its text.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Piece {
    /// The document's id, or `FILE:RECORD` if it has none.
    pub id: String,
    /// The start (inclusive) and the end (exclusive) of the piece, in bytes of the raw text. `None`
    /// for a whole document.
    pub span: Option<(usize, usize)>,
    /// The text, or its beginning. It comes from the dump and may contain control characters.
    pub text: String,
    /// The index of the document's decision. `None` if the document is not in the dump.
    #[serde(skip)]
    pub(crate) document: Option<usize>,
}

impl Report {
    /// An empty report.
    pub(super) fn new(truth: &str, kind: TruthKind) -> Self {
        Self {
            truth: truth.to_owned(),
            kind,
            scores: Vec::new(),
            figures: Vec::new(),
            notes: Vec::new(),
            examples: Vec::new(),
            more: 0,
            judged: 0,
        }
    }

    pub(super) fn add_score(&mut self, name: impl Into<String>, counts: Counts) {
        self.scores.push(Score {
            name: name.into(),
            counts,
        });
    }

    pub(super) fn add_count(&mut self, name: impl Into<String>, count: usize) {
        self.add_figure(name, Value::Count(count as u64));
    }

    /// Adds a count unless it is zero.
    pub(super) fn add_count_if_any(&mut self, name: impl Into<String>, count: usize) {
        if count > 0 {
            self.add_count(name, count);
        }
    }

    pub(super) fn add_share(&mut self, name: impl Into<String>, part: f64, of: f64) {
        self.add_figure(name, Value::Share { part, of });
    }

    pub(super) fn add_index(&mut self, name: impl Into<String>, index: f64) {
        self.add_figure(name, Value::Index(index));
    }

    fn add_figure(&mut self, name: impl Into<String>, value: Value) {
        let name = name.into();
        self.figures.push(Figure {
            label: name.clone(),
            name,
            value,
        });
    }

    /// Replaces the label of the figure that was added last. Without this, the label is the name.
    pub(super) fn label_last(&mut self, label: impl Into<String>) {
        if let Some(last) = self.figures.last_mut() {
            last.label = label.into();
        }
    }

    pub(super) fn add_note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Adds the first `limit` of the mistakes, or all if there are fewer, as examples, and counts
    /// the others. `mistakes` begins with the worst.
    pub(super) fn add_worst(&mut self, mistakes: Vec<Mistake>, limit: usize) {
        self.more += mistakes.len().saturating_sub(limit) as u64;
        self.examples.extend(mistakes.into_iter().take(limit));
    }
}
