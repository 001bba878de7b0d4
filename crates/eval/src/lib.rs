//! Measures how good copydesk is on a dump, and finds the settings that suit a dump. Cleaning does
//! not need this crate.
//!
//! [`evaluate`] either runs [`find`](copydesk_pipeline::find), which decides what to cut but cuts
//! nothing, or reads the decisions of an earlier run. It compares the decisions with *truth*: files
//! in which people have written down what the decisions should be.
//!
//! | kind of truth | file | what is counted |
//! |---|---|---|
//! | pairs | in each row two ids, and perhaps a label or a similarity | pairs in one cluster |
//! | clusters | in each row an id and a cluster | pairs in one cluster, adjusted Rand index |
//! | blocks | labelled pages, which are also the input | words of furniture and story cut |
//! | spans | our gold format: labelled spans | dropped documents, cut words, lost sentences |
//! | core | scholarly papers with their duplicates | papers, by the rule of a published benchmark |
//! | news-copy | news articles in clusters | pairs, by the rule of a published benchmark |
//!
//! The header or the fields of a file show which kind it is. [`EvaluationSettings`] names the files
//! and says how to read them. Each kind of truth has a module, whose documentation has the rule for
//! scoring. The result is an [`Evaluation`]: a [`Report`] for each truth file, with the worst
//! mistakes beside the numbers.
//!
//! [`plan`] lists the bandings (numbers of bands and of rows in a band) that suit a threshold, with
//! what each misses and costs. It also counts how many candidates each produces on a sample of a
//! dump.
//!
//! ```
//! use copydesk_eval::{EvaluationSettings, evaluate};
//! use copydesk_pipeline::{Config, Inputs, Silent};
//!
//! let folder = tempfile::tempdir()?;
//! let (dump, truth) = (folder.path().join("dump.jsonl"), folder.path().join("truth.tsv"));
//! let story = "The mill at Sarrow burned down on Friday while the village was at the dance.";
//! let record = |id: u32| format!("{{\"id\":{id},\"text\":\"{story}\"}}\n");
//! std::fs::write(&dump, record(1) + &record(2))?;
//! std::fs::write(&truth, "id\tcluster\n1\tmill\n2\tmill\n")?;
//!
//! let inputs = Inputs::discover(&[dump.display().to_string()], None)?;
//! let settings = EvaluationSettings { truth: vec![truth], ..EvaluationSettings::default() };
//! let evaluation = evaluate(Some(&inputs), &settings, &Config::default(), &Silent)?;
//! // The first score of a report about clusters counts pairs.
//! assert_eq!(evaluation.reports[0].scores[0].counts.f1(), Some(1.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod blocks;
mod clusters;
mod core;
mod decided_dump;
mod evaluate;
mod evaluation_settings;
mod fault;
mod kind;
mod news_copy;
mod pairs;
mod plan;
mod report;
mod scores;
mod spans;
mod table;
mod truth;

pub use evaluate::{Evaluation, evaluate};
pub use evaluation_settings::EvaluationSettings;
pub use kind::TruthKind;
pub use plan::{AtSimilarity, Choice, Plan, SAMPLE, Sampled, plan};
pub use report::{Figure, Mistake, Piece, Report, Score, Value};
pub use scores::Counts;
pub use truth::known_columns;
