//! Evaluates a run: runs a find or reads an earlier one, and passes its decisions to the scorers.
//!
//! Truth about documents of the input (pairs, clusters, spans, news-copy) is all compared with one
//! run, which is made when the first such file is reached. Truth that contains its documents
//! (blocks, and core without an input) gets a run of its own, over a temporary dump.

use super::decided_dump::{self, DecidedDump};
use super::questions::Questions;
use super::report::Report;
use super::spans::Marked;
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
    /// Its records by verdict, of all inputs together.
    pub documents: Documents,
    /// The reports, in the order of the files.
    pub reports: Vec<Report>,
}

/// Runs a find over the input, or reads an earlier one, and compares its decisions with the truth.
/// Nothing is left on disk.
///
/// Truth as blocks contains its own input. So does truth as scholarly articles, if no input is
/// given.
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
/// If a truth file cannot be read or understood (with its line), if nothing of it can be judged, if
/// it needs an input and there is none or the other way round, if the earlier decisions were made
/// for another input, and as for [`find`].
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
        found: None,
        documents: Documents::default(),
    };
    // If any truth names documents, the input is for that one, and pages beside it are scored
    // without it.
    if let Some(inputs) = inputs
        && truths.iter().all(is_of_blocks)
    {
        let many = if inputs.len() == 1 {
            "file is"
        } else {
            "files are"
        };
        return Err(Error::usage(format!(
            "the pages of --truth are the input; the {} input {many} one too many",
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

fn is_of_blocks((_, truth): &(PathBuf, Truth)) -> bool {
    matches!(truth, Truth::Blocks(_))
}

/// Decisions with the input they were made for.
struct Decided<'a> {
    found: DecidedDump,
    inputs: &'a Inputs,
    config: Config,
}

/// Makes the runs that truth files need, and the reports.
struct Judge<'a> {
    inputs: Option<&'a Inputs>,
    questions: &'a Questions,
    config: &'a Config,
    progress: &'a dyn Progress,
    /// The decisions for the input, as soon as a truth file has needed them.
    found: Option<Decided<'a>>,
    /// The records of all runs, by verdict.
    documents: Documents,
}

/// The column of ids in truth files: the name of the field in the dump, if the user named it.
fn id_field(config: &Config) -> &str {
    match config.fields.name(Role::Id) {
        Some(name) => name,
        None => Role::Id.name(),
    }
}

impl<'a> Judge<'a> {
    /// The settings of the run over the input, which are those of the earlier run if there was one.
    fn settings(&self) -> Config {
        match &self.found {
            Some(decided) => decided.config.clone(),
            None => self.config.clone(),
        }
    }

    fn report(&mut self, path: &Path, truth: &Truth) -> Result<Report> {
        match truth {
            Truth::Blocks(pages) => {
                // Each page is judged by itself, so none may be dropped in favour of another. The
                // fields are those of the temporary dump, however the user's are called.
                let policy = Policy {
                    duplicates: CutOrKeep::Keep,
                    ..self.config.policy
                };
                let config = Config {
                    policy,
                    fields: Config::default().fields,
                    ..self.config.clone()
                };
                self.of_own_dump(path, truth, &blocks::dump(pages), &config)
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
                self.of_own_dump(path, truth, &dump, &config)
            }
            _ => {
                // Made only now, because truth that brings its own input needs no run over the
                // user's.
                self.decide(path)?;
                // Never `None`: `decide` has just set it.
                let Some(decided) = self.found.as_ref() else {
                    return Err(Error::record("nothing was decided"));
                };
                self.score(path, truth, decided)
            }
        }
    }

    /// Finds in the input, or reads the decisions, unless that was done before.
    fn decide(&mut self, path: &Path) -> Result<()> {
        if self.found.is_some() {
            return Ok(());
        }
        let Some(inputs) = self.inputs else {
            return Err(Error::usage(format!(
                "{}: names documents; name the input that holds them too",
                path.display()
            )));
        };
        let decided = match &self.questions.decided {
            None => self.run(inputs, self.config)?,
            Some(folder) => {
                let archive = RunOutput::open(folder)?;
                self.documents = archive.summary.documents;
                // The settings of the earlier run say how its input has to be read. The number of
                // threads is a matter of this machine.
                let config = Config {
                    threads: self.config.threads,
                    ..archive.summary.settings.clone()
                };
                Decided {
                    found: DecidedDump::new(archive.decisions()?),
                    inputs,
                    config,
                }
            }
        };
        self.found = Some(decided);
        Ok(())
    }

    /// Runs a find into a temporary folder.
    fn run<'i>(&mut self, inputs: &'i Inputs, config: &Config) -> Result<Decided<'i>> {
        let scratch = scratch()?;
        let out = scratch.path().join("found");
        let documents = find(inputs, &out, config, self.progress)?.documents;
        self.documents += documents;
        Ok(Decided {
            found: DecidedDump::new(RunOutput::open(&out)?.decisions()?),
            inputs,
            config: config.clone(),
        })
    }

    /// Writes the documents that the truth contains to a temporary file, and scores a run over it.
    fn of_own_dump(
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
        let dump = scratch.path().join("pages.jsonl");
        std::fs::write(&dump, lines).map_err(|e| Error::output(&dump, e))?;
        let inputs = Inputs::discover(&[dump.display().to_string()], None)?;
        let decided = self.run(&inputs, config)?;
        self.score(path, truth, &decided)
    }

    /// The report for a truth file on these decisions.
    fn score(&self, path: &Path, truth: &Truth, decided: &Decided<'_>) -> Result<Report> {
        let Decided {
            found,
            inputs,
            config,
        } = decided;
        let (name, worst) = (path.display().to_string(), self.questions.worst);
        let scan = Scan::new(inputs, config, self.progress);
        with_threads(config, || {
            let scored = match truth {
                Truth::Pairs(pairs) => pairs::score(&name, pairs, found, worst),
                Truth::Clusters(listed) => Ok(clusters::score(&name, listed, found, worst)),
                Truth::Blocks(pages) => Ok(blocks::score(&name, pages, found, worst)),
                Truth::Core(papers) => Ok(core::score(&name, papers, found, worst)),
                Truth::NewsCopy(listed) => Ok(news_copy::score(&name, listed, found, worst)),
                Truth::Spans(marked) => {
                    let texts = decided_dump::texts(&scan, found, &documents_of(marked, found))?;
                    spans::score(&name, marked, found, &texts, worst)
                }
            };
            let mut report = scored.map_err(|fault| fault.in_file(path))?;
            // Blocks bring their documents, so they cannot be about another dump, and `judged` is
            // not counted for them.
            if report.judged == 0 && !matches!(truth, Truth::Blocks(_)) {
                return Err(Error::new(ErrorKind::Input, nothing_judged(&name, found)));
            }
            decided_dump::fill_in(&scan, found, std::slice::from_mut(&mut report))?;
            Ok(report)
        })
    }
}

/// The documents of the dump that are marked articles.
fn documents_of(marked: &[Marked], found: &DecidedDump) -> BTreeSet<usize> {
    let mut documents = BTreeSet::new();
    for article in marked {
        documents.extend(found.document(&article.id));
    }
    documents
}

/// The error if truth and dump have nothing in common.
fn nothing_judged(name: &str, found: &DecidedDump) -> String {
    let like = match found.first_name() {
        Some(id) => format!(" (its first is `{id}`)"),
        None => String::new(),
    };
    format!(
        "{name}: nothing can be judged: what it lists is not among the ids of the dump{like}; \
         is it about this dump? --id-field names the field of the ids"
    )
}

fn scratch() -> Result<tempfile::TempDir> {
    tempfile::tempdir().map_err(|e| {
        let message = format!("no temporary folder: {e}; is the disk full or write-protected?");
        Error::new(ErrorKind::Output, message)
    })
}
