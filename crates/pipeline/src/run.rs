//! The commands that read a dump.

use crate::choose_fields::{as_decided, choose_fields, in_words};
use crate::config::{Config, Scope};
use crate::memory;
use crate::output::{
    ContainerEntry, Decided, FileEntry, LineWriter, RecurringSite, RunOutput, Staging, Summary,
    Tally,
};
use crate::passes::{
    DecisionSource, PendingDecisions, RecurringLines, RunContext, Shared, Survey, decide, examine,
    finish, leave_whole, match_documents, remove_copied_passages, survey,
};
use crate::progress::Progress;
use crate::resume::{Done, Journal, Manifest, Noted, finished_before, sign};
use copydesk_clean::{Analyser, Prefer, RepeatsPolicy};
use copydesk_formats::{Compression, Inputs};
use copydesk_store::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Finds and cuts: writes the clean dump, the decisions, and what was removed to `out`.
///
/// # Errors
/// If the settings do not fit together, an input cannot be read, or `out` cannot be written.
/// Nothing is left in `out` then.
pub fn clean(
    inputs: &Inputs,
    out: &Path,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Summary> {
    with_threads(config, || walk_dump("clean", inputs, out, config, progress))
}

/// Finds, but cuts nothing: writes the decisions to `out`.
///
/// # Errors
/// As for [`clean`].
pub fn find(
    inputs: &Inputs,
    out: &Path,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Summary> {
    with_threads(config, || walk_dump("find", inputs, out, config, progress))
}

/// Cuts what a [`find`] or [`clean`] of the same input decided; `decided` is its output folder.
///
/// # Errors
/// As for [`clean`], and if the input is not the one the decisions were made for.
pub fn apply(
    inputs: &Inputs,
    decided: &Path,
    out: &Path,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Summary> {
    with_threads(config, || {
        let archive = RunOutput::open(decided)?;
        let Config {
            overwrite,
            threads,
            checkpoint,
            memory,
            on_bad_record,
            ..
        } = *config;
        let temp_dir = config.temp_dir.clone();
        // What is cut follows from the settings of the earlier run. Only how this run works is up
        // to the caller.
        let settings = Config {
            overwrite,
            threads,
            checkpoint,
            memory,
            temp_dir,
            on_bad_record,
            ..archive.summary.settings.clone()
        };
        let clock = Clock::new(progress);
        clock.plan(&["write"]);
        let (settings, readers) = memory::beside_windows(inputs, &settings)?;
        let inputs = &as_decided(inputs, &archive);
        let context = RunContext::new(inputs, &settings, &clock).with_readers(readers);
        let sites = Sites {
            count: archive.summary.sites,
            notes: archive.summary.notes.clone(),
            lines: RecurringLines::default(),
            recurring: archive.summary.recurring.clone(),
        };
        let decisions = Decided::read(&archive, &context.budget)?;
        let decided = archive.decisions_path();
        build(
            "apply",
            &context,
            out,
            Some(&decided),
            |staging, journal| {
                let tally = finish(
                    &context,
                    &DecisionSource::Decisions(&decisions),
                    staging,
                    journal,
                    false,
                )?;
                conclude("apply", &context, staging, tally, sites, &clock)
            },
        )
    })
}

fn walk_dump(
    command: &str,
    inputs: &Inputs,
    out: &Path,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Summary> {
    config.validate()?;
    let clock = Clock::new(progress);
    let (config, readers) = &memory::beside_windows(inputs, config)?;
    let inputs = &choose_fields(inputs, config)?;
    let context = RunContext::new(inputs, config, &clock).with_readers(*readers);
    let dry = command == "find";
    clock.plan(passes_of(config));
    let copied;
    let context = match config.scope {
        Scope::Document => context,
        Scope::Dump => {
            // Only dump scope reads the inputs again, and keeps tables between the passes.
            copied = memory::check_room(
                &context.budget,
                context.kept_pages,
                inputs,
                context.progress,
            )?;
            context.over(&copied)
        }
    };
    build(command, &context, out, None, |staging, journal| {
        if config.scope == Scope::Document {
            let finisher = DecisionSource::Alone(Box::new(config.analyser()?));
            let tally = finish(&context, &finisher, staging, journal, dry)?;
            return conclude(
                command,
                &context,
                staging,
                tally,
                Sites::unseen(config),
                &clock,
            );
        }
        let (survey, pending) = investigate(&context, journal)?;
        let finisher = DecisionSource::PendingDecisions {
            survey: &survey,
            pending: &pending.left,
        };
        let tally = journal.note_beside(
            Noted::PendingDecisions,
            &pending,
            || context.fail(),
            || finish(&context, &finisher, staging, journal, dry),
        )?;
        conclude(
            command,
            &context,
            staging,
            tally,
            Sites::of(&survey, config),
            &clock,
        )
    })
}

/// The passes in which a run with these settings reads the dump.
pub(crate) fn passes_of(config: &Config) -> &'static [&'static str] {
    match (config.scope, config.policy.repeats) {
        (Scope::Document, _) => &["write"],
        (Scope::Dump, RepeatsPolicy::Background | RepeatsPolicy::Keep) => {
            &["survey", "examine", "compare", "write"]
        }
        (Scope::Dump, RepeatsPolicy::Cut) => &["survey", "examine", "compare", "passages", "write"],
    }
}

/// Builds an output folder: all that `work` writes gets its name at once, at the end. If the same
/// command has built it before, nothing is done.
fn build(
    command: &str,
    context: &RunContext<'_>,
    out: &Path,
    decided: Option<&Path>,
    work: impl FnOnce(&Staging, &Journal<'_>) -> Result<Summary> + Send,
) -> Result<Summary> {
    let RunContext { inputs, config, .. } = context;
    let staging = Staging::new(inputs.disk(), out, config.overwrite)?;
    let manifest = Manifest::new(command, inputs, config, decided)?;
    // With `--overwrite` the user asks for the work to be done again.
    if !config.overwrite
        && let Some(summary) = finished_before(staging.target(), &manifest)?
    {
        return Ok(summary);
    }
    staging.claim(inputs)?;
    let journal = Journal::open(
        &staging,
        &manifest,
        &context.budget,
        config.overwrite,
        context.progress,
    )?;
    let made = journal.begin_beside(
        &manifest,
        || context.fail(),
        || {
            let summary = work(&staging, &journal)?;
            // Before the folder gets its name, so that every finished folder has its manifest.
            sign(&staging, &manifest)?;
            Ok(summary)
        },
    );
    match made {
        Ok(summary) => staging.commit().map(|()| summary),
        Err(error) if error.kind() == ErrorKind::Record => {
            // The notes are about an input that has changed.
            staging.keep_if_it_fails(false);
            Err(error)
        }
        Err(error) if staging.keeps() => {
            Err(error
                .and("; what is done so far is kept, and the same command continues from there"))
        }
        Err(error) => Err(error),
    }
}

/// What the summary says about the sites of the documents.
#[derive(Default)]
pub(crate) struct Sites {
    count: u64,
    notes: Vec<String>,
    /// The lines that recur on the largest of them, with what the pages say of them in this pass.
    lines: RecurringLines,
    /// The same as an earlier run has found it.
    recurring: Vec<RecurringSite>,
}

impl Sites {
    /// For a run that reads each document by itself, and so does not count sites.
    pub(crate) fn unseen(config: &Config) -> Self {
        Self {
            notes: config.rules.notes().collect(),
            ..Self::default()
        }
    }

    pub(crate) fn of(survey: &Survey, config: &Config) -> Self {
        let count = survey.sites();
        let preferred: &[String] = match &config.prefer {
            Prefer::Source(sources) => sources,
            _ => &[],
        };
        let mut notes = Vec::new();
        let without_site = survey.without_site();
        if without_site > 0 {
            notes.push(format!(
                "{without_site} documents have no address and no source: their file (for .txt, \
                 their folder) counts as their site"
            ));
        }
        for (place, name) in preferred.iter().enumerate() {
            if !survey.has_preferred(place) {
                let note = format!("no document is from {name}, which is a preferred source");
                notes.push(note);
            }
        }
        notes.extend(config.rules.notes());
        for name in survey.unmet_sites() {
            let note = format!("no document is from {name}, of which the rules list lines");
            notes.push(note);
        }
        Self {
            count,
            notes,
            lines: survey.recurring().clone(),
            recurring: Vec::new(),
        }
    }
}

/// Survey, examine, match, decide; each step is done, or loaded if an earlier run has noted it. The
/// decisions are not noted here.
pub(crate) fn investigate(
    context: &RunContext<'_>,
    journal: &Journal<'_>,
) -> Result<(Survey, Done<PendingDecisions>)> {
    // Rules are built while the dump is read for the first time.
    let (survey, analyser) = rayon::join(
        || journal.done(Noted::Survey, || survey(context)),
        || context.config.analyser(),
    );
    let (survey, analyser) = (survey?, analyser?);
    let pending = journal.note_beside(
        Noted::Survey,
        &survey,
        || context.fail(),
        || {
            journal.done(Noted::PendingDecisions, || {
                pending_decisions(context, journal, &survey.left, &analyser)
            })
        },
    )?;
    Ok((survey.left, pending))
}

/// Examine, match, decide.
fn pending_decisions(
    context: &RunContext<'_>,
    journal: &Journal<'_>,
    survey: &Survey,
    analyser: &Analyser,
) -> Result<PendingDecisions> {
    let examined = journal.done(Noted::Examined, || examine(context, survey, analyser))?;
    let matched = journal.note_beside(
        Noted::Examined,
        &examined,
        || context.fail(),
        || match_documents(context, survey, &examined.left),
    )?;
    let Shared {
        mut pending,
        fingerprints,
        companions,
        words,
    } = context.step("decide", || decide(context, survey, examined.left, matched))?;
    if context.config.policy.repeats == RepeatsPolicy::Cut {
        remove_copied_passages(context, survey, fingerprints, &companions, &mut pending)?;
    }
    context.step("decide", || leave_whole(context, &words, &mut pending))?;
    Ok(pending)
}

fn conclude(
    command: &str,
    context: &RunContext<'_>,
    staging: &Staging,
    tally: Tally,
    sites: Sites,
    clock: &Clock<'_>,
) -> Result<Summary> {
    let mut summary = summarise(command, context, tally, sites);
    summary.seconds = clock.seconds();
    let path = staging.own_path("summary.json")?;
    let bytes = serde_json::to_vec_pretty(&summary).map_err(|e| Error::output(&path, e))?;
    let mut writer = LineWriter::create(&staging.disk, &path, Compression::Plain)?;
    writer.write(&bytes)?;
    writer.write(b"\n")?;
    staging.written(writer.finish()?);
    Ok(summary)
}

pub(crate) fn summarise(
    command: &str,
    context: &RunContext<'_>,
    tally: Tally,
    sites: Sites,
) -> Summary {
    let mut examples = tally.examples;
    // Stable: examples of one reason stay in input order.
    examples.sort_by(|a, b| a.reason.cmp(&b.reason));
    let whole = Some(tally.failed).filter(|&n| n > 0);
    let whole = whole.map(|n| {
        format!(
            "{n} records stay as they were because copydesk failed on them; their decisions say why"
        )
    });
    let mut recurring = sites.recurring;
    recurring.extend(sites.lines.shown(&tally.lines, context.config.rules.book()));
    Summary {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: command.to_owned(),
        documents: tally.documents,
        dropped: tally.dropped,
        cuts: tally.cuts,
        removed_bytes: tally.removed_bytes,
        rejected: tally.rejected,
        sites: sites.count,
        recurring,
        examples,
        notes: sites.notes.into_iter().chain(whole).collect(),
        is_earlier: false,
        seconds: BTreeMap::new(),
        peak_memory_bytes: peak_memory(),
        temporary_bytes: context.budget.most_spilled(),
        fields: in_words(context.inputs),
        skipped: context.inputs.skipped().to_vec(),
        settings: context.config.clone(),
        files: match command {
            "find" => FileEntry::all_with_paths(context.inputs),
            _ => FileEntry::all(context.inputs),
        },
        archives: ContainerEntry::all(context.inputs),
    }
}

/// Runs `work` on as many threads as the settings ask for: a [`Scan`](crate::Scan) within it uses
/// these. The commands do it themselves.
///
/// # Errors
/// If so many threads cannot be started, and as `work`.
pub fn with_threads<T: Send>(
    config: &Config,
    work: impl FnOnce() -> Result<T> + Send,
) -> Result<T> {
    config.check_threads()?;
    let pool = rayon::ThreadPoolBuilder::new()
        // rayon takes 0 as one thread per core.
        .num_threads(config.threads)
        .build();
    pool.map_err(|e| {
        Error::new(
            ErrorKind::Usage,
            format!("--threads {}: {e}", config.threads),
        )
    })?
    .install(work)
}

/// The most memory that this process has held, if the system says.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// Reports progress to another [`Progress`], and measures each pass.
pub(crate) struct Clock<'a> {
    inner: &'a dyn Progress,
    times: std::sync::Mutex<Times>,
}

#[derive(Default)]
struct Times {
    running: Option<(String, Instant)>,
    done: BTreeMap<String, f64>,
}

impl<'a> Clock<'a> {
    pub(crate) fn new(inner: &'a dyn Progress) -> Self {
        Self {
            inner,
            times: std::sync::Mutex::default(),
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Times) -> T) -> T {
        let mut times = self
            .times
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        act(&mut times)
    }

    pub(crate) fn seconds(&self) -> BTreeMap<String, f64> {
        self.with(|times| times.done.clone())
    }
}

impl Progress for Clock<'_> {
    fn plan(&self, passes: &[&str]) {
        self.inner.plan(passes);
    }

    fn begin(&self, name: &str, bytes: u64) {
        self.with(|times| times.running = Some((name.to_owned(), Instant::now())));
        self.inner.begin(name, bytes);
    }

    fn reach(&self, bytes: u64) {
        self.inner.reach(bytes);
    }

    fn remark(&self, message: &str) {
        self.inner.remark(message);
    }

    fn is_stopped(&self) -> bool {
        self.inner.is_stopped()
    }

    fn end(&self) {
        self.with(|times| {
            if let Some((name, start)) = times.running.take() {
                // Some steps, such as `match`, run more than once under one name.
                *times.done.entry(name).or_default() += start.elapsed().as_secs_f64();
            }
        });
        self.inner.end();
    }
}
