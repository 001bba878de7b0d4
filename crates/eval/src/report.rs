//! Reports: the results of a comparison, in the same form for every kind of truth, so that the
//! command can print all of them in one way.

use super::kind::TruthKind;
use super::scores::{Counts, plain};
use serde::{Serialize, Serializer};

/// The result of comparing a run with one truth file.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// The path of the truth file, as it was given.
    pub truth: String,
    /// What kind of truth it holds.
    pub kind: TruthKind,
    /// Precision, recall and F1, each over one kind of thing.
    pub scores: Vec<Score>,
    /// Other numbers, with their names.
    pub figures: Vec<Figure>,
    /// How to read the numbers.
    pub notes: Vec<String>,
    /// The worst mistakes, worst first.
    pub examples: Vec<Mistake>,
    /// Mistakes that are not among the examples.
    pub more: u64,
    /// How many documents, or pairs of them, could be judged.
    #[serde(skip)]
    pub(crate) judged: usize,
}

/// Precision, recall and F1 over one kind of thing.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Score {
    /// What was counted.
    pub name: String,
    /// The counts; the shares follow from them.
    #[serde(flatten)]
    pub counts: Counts,
}

/// A number with its name.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Figure {
    /// Its name, which does not change: programs find a number by it.
    pub name: String,
    /// The name for people to read, which may be reworded. It is in no file.
    #[serde(skip)]
    pub label: String,
    /// The number.
    pub value: Value,
}

/// A number of one of three kinds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value {
    /// How many.
    Count(u64),
    /// How many of how many.
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
                serde_json::json!({ "part": plain(part), "of": plain(of), "share": share })
                    .serialize(serializer)
            }
        }
    }
}

/// A mistake to look at.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Mistake {
    /// What went wrong, in words that do not change.
    pub what: String,
    /// The same for people to read, which may be reworded. It is in no file.
    #[serde(skip)]
    pub label: String,
    /// The documents or pieces of text it is about.
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

    /// The same with this label.
    pub(crate) fn shown_as(self, label: &str) -> Self {
        Self {
            label: label.to_owned(),
            ..self
        }
    }
}

/// A document, or a piece of its text.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Piece {
    /// The document's id, or FILE:RECORD.
    pub id: String,
    /// First byte, and the byte just after the last, in the raw text. `None` for a whole document.
    pub span: Option<(usize, usize)>,
    /// The text, or its beginning. It comes from the dump and may contain control characters.
    pub text: String,
    /// Number of the document in the dump.
    #[serde(skip)]
    pub(crate) document: Option<usize>,
}

impl Report {
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

    pub(super) fn score(&mut self, name: impl Into<String>, counts: Counts) {
        self.scores.push(Score {
            name: name.into(),
            counts,
        });
    }

    pub(super) fn count(&mut self, name: impl Into<String>, count: usize) {
        self.figure(name, Value::Count(count as u64));
    }

    /// Adds a count unless it is zero.
    pub(super) fn count_if_any(&mut self, name: impl Into<String>, count: usize) {
        if count > 0 {
            self.count(name, count);
        }
    }

    pub(super) fn share(&mut self, name: impl Into<String>, part: f64, of: f64) {
        self.figure(name, Value::Share { part, of });
    }

    pub(super) fn index(&mut self, name: impl Into<String>, index: f64) {
        self.figure(name, Value::Index(index));
    }

    fn figure(&mut self, name: impl Into<String>, value: Value) {
        let name = name.into();
        self.figures.push(Figure {
            label: name.clone(),
            name,
            value,
        });
    }

    /// Says what the last figure is called for people to read, if that is not its name.
    pub(super) fn shown_as(&mut self, label: impl Into<String>) {
        if let Some(last) = self.figures.last_mut() {
            last.label = label.into();
        }
    }

    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Adds the first `most` of the examples, and counts the others.
    pub(super) fn worst(&mut self, examples: Vec<Mistake>, most: usize) {
        self.more += examples.len().saturating_sub(most) as u64;
        self.examples.extend(examples.into_iter().take(most));
    }
}
