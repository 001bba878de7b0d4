//! Evaluates a run: either runs [`find`], which decides what to cut but cuts nothing, or reads the
//! decisions of an earlier run. Passes the decisions to the scorers.
//!
//! All truth files about documents of the input are compared with one run. It is made when the
//! first such file is scored. A truth file that contains its own documents gets a separate run,
//! over a temporary dump. These are the files of the kind blocks and, if the user names no input,
//! those of the kind core.

use super::decided_dump::{self, DecidedDump};
use super::questions::Questions;
use super::report::Report;
use super::spans::MarkedArticle;
use super::truth::Truth;
use super::{blocks, clusters, core, news_copy, pairs, spans};
use copydesk_clean::{CutOrKeep, Policy};
use copydesk_pipeline::{
    Config, Documents, Error, ErrorKind, Inputs, Progress, Result, Role, RunOutput, Scan, find,
    with_threads,
};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The result of [`evaluate`]: a report for each truth file.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[non_exhaustive]
pub struct Evaluation {
    /// Version of copydesk.
    pub version: String,
    /// The settings of the run that was scored.
    pub settings: Config,
    /// The number of records with each verdict, in all runs together.
    pub documents: Documents,
    /// The reports, in the order of the files.
    pub reports: Vec<Report>,
}

/// Runs [`find`] over the input, or reads the decisions of an earlier run, and compares the
/// decisions with the truth. Nothing is left on disk.
///
/// A truth file with blocks is its own input. A truth file with scholarly papers is its own input
/// if there is no other.
///
/// ```
/// use copydesk_eval::{Questions, evaluate};
/// use copydesk_pipeline::{Config, Inputs, Silent};
///
/// let folder = tempfile::tempdir()?;
/// let (dump, truth) = (folder.path().join("dump.jsonl"), folder.path().join("truth.tsv"));
/// let story = "The ferry sank at noon in the strait, and boats took its passengers off.";
/// let record = |id: u32| format!("{{\"id\":{id},\"text\":\"{story}\"}}\n");
/// std::fs::write(&dump, record(1) + &record(2))?;
/// std::fs::write(&truth, "id1\tid2\tlabel\n1\t2\tduplicate\n")?;
///
/// let inputs = Inputs::discover(&[dump.display().to_string()], None)?;
/// let questions = Questions { truth: vec![truth], ..Questions::default() };
/// let evaluation = evaluate(Some(&inputs), &questions, &Config::default(), &Silent)?;
/// assert_eq!(evaluation.reports[0].scores[0].counts.recall(), Some(1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// - If a truth file cannot be read or understood. The message names the line.
/// - If nothing in a truth file can be judged.
/// - If a truth file needs an input and there is none, or if no truth file needs the input.
/// - If an earlier run is given, and a truth file is its own input.
/// - If the earlier decisions were made for another input.
/// - As for [`find`].
pub fn evaluate(
    inputs: Option<&Inputs>,
    questions: &Questions,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Evaluation> {
    questions.validate()?;
    // All truth files are read before the run, which may take long: a mistake in the last of them
    // is reported at once.
    let mut truths: Vec<(PathBuf, Truth)> = Vec::new();
    for path in &questions.truth {
        let truth = Truth::open(path, questions, id_field(config))?;
        truths.push((path.clone(), truth));
    }
    let mut judge = Judge {
        inputs,
        questions,
        config,
        progress,
        run_over_input: None,
        documents: Documents::default(),
    };
    // If every truth file is its own input, nothing needs the input that was named.
    if let Some(inputs) = inputs
        && truths.iter().all(has_blocks)
    {
        let surplus = if inputs.len() == 1 {
            "file is"
        } else {
            "files are"
        };
        return Err(Error::usage(format!(
            "the pages of --truth are the input; the {} input {surplus} one too many",
            inputs.len()
        )));
    }
    let mut reports = Vec::new();
    for (path, truth) in &truths {
        reports.push(judge.report(path, truth)?);
    }
    let (settings, documents) = (judge.settings(), judge.documents);
    Ok(Evaluation {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings,
        documents,
        reports,
    })
}

/// Whether a truth file consists of pages in blocks, which are its input.
fn has_blocks((_, truth): &(PathBuf, Truth)) -> bool {
    matches!(truth, Truth::Blocks(_))
}

/// The decisions of a run, with its input and its settings.
struct DecidedRun<'a> {
    dump: DecidedDump,
    inputs: &'a Inputs,
    config: Config,
}

/// Makes the runs that truth files need, and the reports.
struct Judge<'a> {
    inputs: Option<&'a Inputs>,
    questions: &'a Questions,
    config: &'a Config,
    progress: &'a dyn Progress,
    /// The run over the input, which may be an earlier run. `None` until a truth file needs it.
    run_over_input: Option<DecidedRun<'a>>,
    /// The number of records with each verdict, in all runs together.
    documents: Documents,
}

/// The name of the field of ids in truth files. If the user named the field of ids in the dump, it
/// has the same name here.
fn id_field(config: &Config) -> &str {
    match config.fields.name(Role::Id) {
        Some(name) => name,
        None => Role::Id.name(),
    }
}

impl<'a> Judge<'a> {
    /// The settings of the run over the input. If there was no such run, the settings that the user
    /// gave.
    fn settings(&self) -> Config {
        match &self.run_over_input {
            Some(run) => run.config.clone(),
            None => self.config.clone(),
        }
    }

    /// The report for a truth file. Makes the run that the file needs.
    fn report(&mut self, path: &Path, truth: &Truth) -> Result<Report> {
        match truth {
            Truth::Blocks(pages) => {
                // Each page is judged alone, so none may be dropped in favour of another. The
                // temporary dump has the default fields, even if the user named others.
                let policy = Policy {
                    duplicates: CutOrKeep::Keep,
                    ..self.config.policy
                };
                let config = Config {
                    policy,
                    fields: Config::default().fields,
                    ..self.config.clone()
                };
                self.score_own_documents(path, truth, &blocks::dump(pages), &config)
            }
            Truth::Core(papers) if self.inputs.is_none() => {
                let config = Config {
                    fields: Config::default().fields,
                    ..self.config.clone()
                };
                let Some(dump) = core::dump(papers) else {
                    return Err(Error::usage(format!(
                        "{}: a paper has no processed_title or processed_abstract; name the input",
                        path.display()
                    )));
                };
                self.score_own_documents(path, truth, &dump, &config)
            }
            _ => {
                self.decide_input(path)?;
                // Never `None`: `decide_input` has just set it.
                let Some(run) = self.run_over_input.as_ref() else {
                    return Err(Error::record("nothing was decided"));
                };
                self.score(path, truth, run)
            }
        }
    }

    /// Sets `run_over_input`: runs [`find`] over the input, or reads the decisions of the earlier
    /// run. Does nothing if it is set. `path` is the truth file that needs the run, for messages.
    fn decide_input(&mut self, path: &Path) -> Result<()> {
        if self.run_over_input.is_some() {
            return Ok(());
        }
        let Some(inputs) = self.inputs else {
            return Err(Error::usage(format!(
                "{}: names documents; name the input that holds them too",
                path.display()
            )));
        };
        let run = match &self.questions.decided {
            None => self.run_find(inputs, self.config)?,
            Some(folder) => {
                let earlier_run = RunOutput::open(folder)?;
                // With an earlier run, no run is made.
                self.documents = earlier_run.summary.documents;
                // The settings of the earlier run say how its input must be read. But the number of
                // threads may have been chosen for another machine.
                let config = Config {
                    threads: self.config.threads,
                    ..earlier_run.summary.settings.clone()
                };
                DecidedRun {
                    dump: DecidedDump::new(earlier_run.decisions()?),
                    inputs,
                    config,
                }
            }
        };
        self.run_over_input = Some(run);
        Ok(())
    }

    /// Runs [`find`] into a temporary folder.
    fn run_find<'i>(&mut self, inputs: &'i Inputs, config: &Config) -> Result<DecidedRun<'i>> {
        let scratch = scratch()?;
        let out = scratch.path().join("found");
        let documents = find(inputs, &out, config, self.progress)?.documents;
        self.documents += documents;
        Ok(DecidedRun {
            dump: DecidedDump::new(RunOutput::open(&out)?.decisions()?),
            inputs,
            config: config.clone(),
        })
    }

    /// The report for a truth file that is its own input. `lines` are its documents as JSON lines.
    /// They are written to a temporary file, over which [`find`] runs.
    fn score_own_documents(
        &mut self,
        path: &Path,
        truth: &Truth,
        lines: &str,
        config: &Config,
    ) -> Result<Report> {
        if self.questions.decided.is_some() {
            return Err(Error::usage(format!(
                "{}: brings its own input; leave --decisions out",
                path.display()
            )));
        }
        let scratch = scratch()?;
        let dump_path = scratch.path().join("pages.jsonl");
        std::fs::write(&dump_path, lines).map_err(|e| Error::output(&dump_path, e))?;
        let inputs = Inputs::discover(&[dump_path.display().to_string()], None)?;
        let run = self.run_find(&inputs, config)?;
        self.score(path, truth, &run)
    }

    /// The report for a truth file, compared with the decisions of a run.
    fn score(&self, path: &Path, truth: &Truth, run: &DecidedRun<'_>) -> Result<Report> {
        let DecidedRun {
            dump,
            inputs,
            config,
        } = run;
        let (name, worst) = (path.display().to_string(), self.questions.worst);
        let scan = Scan::new(inputs, config, self.progress);
        with_threads(config, || {
            let scored = match truth {
                Truth::Pairs(pairs) => pairs::score(&name, pairs, dump, worst),
                Truth::Clusters(rows) => Ok(clusters::score(&name, rows, dump, worst)),
                Truth::Blocks(pages) => Ok(blocks::score(&name, pages, dump, worst)),
                Truth::Core(papers) => Ok(core::score(&name, papers, dump, worst)),
                Truth::NewsCopy(rows) => Ok(news_copy::score(&name, rows, dump, worst)),
                Truth::Spans(articles) => {
                    let wanted = marked_documents(articles, dump);
                    let texts = decided_dump::texts(&scan, dump, &wanted)?;
                    spans::score(&name, articles, dump, &texts, worst)
                }
            };
            let mut report = scored.map_err(|fault| fault.in_file(path))?;
            // Blocks are their own input, so they cannot be about another dump. Their scorer does
            // not set `judged`.
            if report.judged == 0 && !matches!(truth, Truth::Blocks(_)) {
                return Err(Error::new(ErrorKind::Input, nothing_judged(&name, dump)));
            }
            decided_dump::add_texts(&scan, dump, &mut report)?;
            Ok(report)
        })
    }
}

/// The documents of the dump that the truth has as marked articles.
fn marked_documents(articles: &[MarkedArticle], dump: &DecidedDump) -> BTreeSet<usize> {
    let mut documents = BTreeSet::new();
    for article in articles {
        documents.extend(dump.document(&article.id));
    }
    documents
}

/// The error message if truth and dump have nothing in common. `name` is the name of the truth
/// file.
fn nothing_judged(name: &str, dump: &DecidedDump) -> String {
    let first_id = match dump.first_name() {
        Some(id) => format!(" (its first is `{id}`)"),
        None => String::new(),
    };
    format!(
        "{name}: nothing can be judged: what it lists is not among the ids of the dump{first_id}; \
         is it about this dump? --id-field names the field of the ids"
    )
}

/// A temporary folder, which is removed when it is dropped.
fn scratch() -> Result<tempfile::TempDir> {
    tempfile::tempdir().map_err(|e| {
        let message = format!("no temporary folder: {e}; is the disk full or write-protected?");
        Error::new(ErrorKind::Output, message)
    })
}
