//! How good is copydesk on a dump, and which settings suit it? Two questions, two functions, and
//! nothing that a run needs.
//!
//! [`evaluate`] runs a find, or takes the decisions of an earlier one, and holds them against truth
//! that somebody else has written down:
//!
//! | kind of truth | file | what is counted |
//! |---|---|---|
//! | pairs | two ids a row, with a label, a similarity, or nothing | pairs of documents in one cluster |
//! | clusters | an id and a cluster a row | pairs, adjusted Rand index, documents with exactly the true duplicates |
//! | blocks | pages in labelled blocks, which are the input as well | words of furniture cut, words of story lost |
//! | spans | our own gold format: articles with labelled spans | documents, words, sentences lost |
//! | core | scholarly articles with their duplicates | by the rule of a public table |
//! | news-copy | news articles in clusters | by the rule of a public table |
//!
//! The kind is told by the header or the fields; [`Questions`] say which files, and how to read
//! them. Nothing here decides or cuts: the same decisions that `apply` would cut by are scored, and
//! every kind's rule stands at the head of its file. What comes out is an [`Evaluation`]: a
//! [`Report`] for each truth file, all of one shape, with the worst mistakes beside the numbers.
//!
//! [`plan`] lists the bandings for a threshold, what each overlooks and what it costs, and counts
//! on a sample of a dump how many candidates each makes.
//!
//! ```
//! use copydesk_eval::{Questions, evaluate};
//! use copydesk_pipeline::{Config, Inputs, Silent};
//!
//! let folder = tempfile::tempdir()?;
//! let (dump, truth) = (folder.path().join("dump.jsonl"), folder.path().join("truth.tsv"));
//! let story = "The mill at Sarrow burned down on Friday night while the village was at the harvest dance.";
//! std::fs::write(&dump, format!("{{\"id\":1,\"text\":\"{story}\"}}\n{{\"id\":2,\"text\":\"{story}\"}}\n"))?;
//! std::fs::write(&truth, "id\tcluster\n1\tmill\n2\tmill\n")?;
//!
//! let inputs = Inputs::discover(&[dump.display().to_string()], None)?;
//! let questions = Questions { truth: vec![truth], ..Questions::default() };
//! let evaluation = evaluate(Some(&inputs), &questions, &Config::default(), &Silent)?;
//! assert_eq!(evaluation.reports[0].scores[0].counts.f1(), Some(1.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod blocks;
mod clusters;
mod core;
mod evaluate;
mod fault;
mod found;
mod kind;
mod news_copy;
mod pairs;
mod plan;
mod questions;
mod report;
mod scores;
mod spans;
mod table;
mod truth;

pub use evaluate::{Evaluation, evaluate};
pub use kind::TruthKind;
pub use plan::{AtSimilarity, Choice, Plan, SAMPLE, Sampled, plan};
pub use questions::Questions;
pub use report::{Figure, Mistake, Piece, Report, Score, Value};
pub use scores::Counts;
pub use truth::known_columns;
