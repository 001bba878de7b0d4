//! The commands that read a dump and build an output folder: `clean`, `find` and `apply`.

use crate::choose_fields::{as_decided, choose_fields, fields_in_words};
use crate::config::{Config, Scope};
use crate::memory;
use crate::output::{
    ContainerEntry, Decided, FileEntry, LineWriter, RecurringSite, RunOutput, Staging, Summary,
    Tally,
};
use crate::passes::{
    DecisionSource, PendingDecisions, RecurringLines, RunContext, Shared, Survey, decide, examine,
    leave_whole, match_documents, remove_copied_passages, survey, write_output,
};
use crate::progress::Progress;
use crate::resume::{Manifest, RunCheckpoints, Step, StepResult, finished_before, write_manifest};
use copydesk_clean::{Analyser, Prefer, RepeatsPolicy};
use copydesk_formats::{Compression, Inputs};
use copydesk_store::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Cleans a dump: writes the clean dump, the decisions and the removed bytes to the folder `out`.
///
/// # Errors
/// If the settings do not fit together, an input cannot be read, or `out` cannot be written. Then
/// `out` is not made, or stays as it was.
pub fn clean(
    inputs: &Inputs,
    out: &Path,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Summary> {
    with_threads(config, || {
        clean_or_find("clean", inputs, out, config, progress)
    })
}

/// Makes the same decisions as [`clean`], and writes only the decisions to the folder `out`.
///
/// # Errors
/// As for [`clean`].
pub fn find(
    inputs: &Inputs,
    out: &Path,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Summary> {
    with_threads(config, || {
        clean_or_find("find", inputs, out, config, progress)
    })
}

/// Cuts what an earlier [`find`] or [`clean`] of the same input has decided to cut. `decided` is
/// the output folder of the earlier run.
///
/// # Errors
/// As for [`clean`], and if the decisions were made for another input.
pub fn apply(
    inputs: &Inputs,
    decided: &Path,
    out: &Path,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Summary> {
    with_threads(config, || {
        let earlier = RunOutput::open(decided)?;
        let Config {
            overwrite,
            threads,
            checkpoint,
            memory,
            on_bad_record,
            ..
        } = *config;
        let temp_dir = config.temp_dir.clone();
        // The settings of the earlier run decide what is cut. The caller's settings decide only how
        // this run works.
        let settings = Config {
            overwrite,
            threads,
            checkpoint,
            memory,
            temp_dir,
            on_bad_record,
            ..earlier.summary.settings.clone()
        };
        let clock = Clock::new(progress);
        clock.plan(&["write"]);
        // `readers` is the number of files that may be read at the same time.
        let (settings, readers) = memory::without_codec_memory(inputs, &settings)?;
        let inputs = &as_decided(inputs, &earlier);
        let context = RunContext::new(inputs, &settings, &clock).with_readers(readers);
        let sites = SiteSummary {
            count: earlier.summary.sites,
            notes: earlier.summary.notes.clone(),
            lines: RecurringLines::default(),
            recurring: earlier.summary.recurring.clone(),
        };
        let decisions = Decided::read(&earlier, &context.budget)?;
        let decisions_path = earlier.decisions_path();
        let only_decisions = false;
        build_output(
            "apply",
            &context,
            out,
            Some(&decisions_path),
            |staging, checkpoints| {
                let tally = write_output(
                    &context,
                    &DecisionSource::Decisions(&decisions),
                    staging,
                    checkpoints,
                    only_decisions,
                )?;
                write_summary("apply", &context, staging, tally, sites, &clock)
            },
        )
    })
}

/// Does the work of [`clean`] or [`find`], whichever `command` names.
fn clean_or_find(
    command: &str,
    inputs: &Inputs,
    out: &Path,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Summary> {
    config.validate()?;
    let clock = Clock::new(progress);
    // `readers` is the number of files that may be read at the same time.
    let (config, readers) = &memory::without_codec_memory(inputs, config)?;
    let inputs = &choose_fields(inputs, config)?;
    let context = RunContext::new(inputs, config, &clock).with_readers(*readers);
    let only_decisions = command == "find";
    clock.plan(passes_of(config));
    // Declared here so that it outlives the `match`: the context borrows it.
    let copied;
    let context = match config.scope {
        Scope::Document => context,
        Scope::Dump => {
            // Decompressed copies are worth making only here: dump scope reads the inputs several
            // times.
            copied = memory::with_copies(
                &context.budget,
                context.kept_pages,
                inputs,
                context.progress,
            )?;
            context.over(&copied)
        }
    };
    build_output(command, &context, out, None, |staging, checkpoints| {
        if config.scope == Scope::Document {
            let decisions = DecisionSource::Alone(Box::new(config.analyser()?));
            let tally = write_output(&context, &decisions, staging, checkpoints, only_decisions)?;
            let sites = SiteSummary::not_surveyed(config);
            return write_summary(command, &context, staging, tally, sites, &clock);
        }
        let (survey, pending) = survey_and_decide(&context, checkpoints)?;
        let decisions = DecisionSource::PendingDecisions {
            survey: &survey,
            pending: &pending.value,
        };
        let tally = checkpoints.save_while(
            Step::Decide,
            &pending,
            // Stops the write pass if saving fails.
            || context.fail(),
            || write_output(&context, &decisions, staging, checkpoints, only_decisions),
        )?;
        let sites = SiteSummary::of(&survey, config);
        write_summary(command, &context, staging, tally, sites, &clock)
    })
}

/// The names of the passes of a run with these settings, in order.
pub(crate) fn passes_of(config: &Config) -> &'static [&'static str] {
    match (config.scope, config.policy.repeats) {
        (Scope::Document, _) => &["write"],
        (Scope::Dump, RepeatsPolicy::Background | RepeatsPolicy::Keep) => {
            &["survey", "examine", "compare", "write"]
        }
        (Scope::Dump, RepeatsPolicy::Cut) => &["survey", "examine", "compare", "passages", "write"],
    }
}

/// Builds an output folder: `work` writes the files into a folder with a temporary name, which gets
/// its final name only at the end. If the same command has built the output before, nothing is
/// done. `decisions_path` is the path of the decisions that `apply` applies.
fn build_output(
    command: &str,
    context: &RunContext<'_>,
    out: &Path,
    decisions_path: Option<&Path>,
    work: impl FnOnce(&Staging, &RunCheckpoints<'_>) -> Result<Summary> + Send,
) -> Result<Summary> {
    let RunContext { inputs, config, .. } = context;
    let staging = Staging::new(inputs.disk(), out, config.overwrite)?;
    let manifest = Manifest::new(command, inputs, config, decisions_path)?;
    // With `--overwrite`, the user wants the work to be done again.
    if !config.overwrite
        && let Some(summary) = finished_before(staging.target(), &manifest)?
    {
        return Ok(summary);
    }
    staging.claim(inputs)?;
    let checkpoints = RunCheckpoints::open(
        &staging,
        &manifest,
        &context.budget,
        config.overwrite,
        context.progress,
    )?;
    let outcome = checkpoints.begin_while(
        &manifest,
        // Stops the current pass if the manifest cannot be written.
        || context.fail(),
        || {
            let summary = work(&staging, &checkpoints)?;
            // Written before the folder gets its final name, so that every finished folder has it.
            // By it, a later run of the same command recognises that the output exists already.
            write_manifest(&staging, &manifest)?;
            Ok(summary)
        },
    );
    match outcome {
        Ok(summary) => staging.commit().map(|()| summary),
        Err(error) if error.kind() == ErrorKind::Record => {
            // The checkpoints are useless: most likely, the input has changed.
            staging.keep_on_failure(false);
            Err(error)
        }
        Err(error) if staging.is_kept_on_failure() => {
            Err(error
                .and("; what is done so far is kept, and the same command continues from there"))
        }
        Err(error) => Err(error),
    }
}

/// The parts of a summary that are about sites.
#[derive(Default)]
pub(crate) struct SiteSummary {
    /// Number of sites.
    count: u64,
    /// Sentences for [`Summary::notes`].
    notes: Vec<String>,
    /// The lines that recur on the largest sites, found by this run. The write pass counts what
    /// becomes of them.
    lines: RecurringLines,
    /// The recurring lines in the summary of the earlier run. Only for `apply`, which makes no
    /// survey.
    recurring: Vec<RecurringSite>,
}

impl SiteSummary {
    /// For a run in document scope, which makes no survey and so knows nothing about sites.
    pub(crate) fn not_surveyed(config: &Config) -> Self {
        Self {
            notes: config.rules.notes().collect(),
            ..Self::default()
        }
    }

    /// For a run with this survey.
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
        for (index, name) in preferred.iter().enumerate() {
            if !survey.has_preferred(index) {
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

/// Does all steps before the write pass, or loads their results if a killed run of the same command
/// has saved them. Saves the results. Only the last result is returned unsaved: the caller saves it
/// during the write pass. This result is the [`PendingDecisions`], whose findings the write pass
/// turns into edits.
pub(crate) fn survey_and_decide(
    context: &RunContext<'_>,
    checkpoints: &RunCheckpoints<'_>,
) -> Result<(Survey, StepResult<PendingDecisions>)> {
    // The analyser's rules are built while the dump is read for the first time.
    let (survey, analyser) = rayon::join(
        || checkpoints.load_or_make(Step::Survey, || survey(context)),
        || context.config.analyser(),
    );
    let (survey, analyser) = (survey?, analyser?);
    let pending = checkpoints.save_while(
        Step::Survey,
        &survey,
        || context.fail(),
        || {
            checkpoints.load_or_make(Step::Decide, || {
                examine_and_decide(context, checkpoints, &survey.value, &analyser)
            })
        },
    )?;
    Ok((survey.value, pending))
}

/// Does all steps between the survey and the write pass.
fn examine_and_decide(
    context: &RunContext<'_>,
    checkpoints: &RunCheckpoints<'_>,
    survey: &Survey,
    analyser: &Analyser,
) -> Result<PendingDecisions> {
    let examined =
        checkpoints.load_or_make(Step::Examine, || examine(context, survey, analyser))?;
    let matched = checkpoints.save_while(
        Step::Examine,
        &examined,
        || context.fail(),
        || match_documents(context, survey, &examined.value),
    )?;
    // `fingerprints` are those of passages, `companions` are pairs of documents that tell the same
    // story, and `words` is the number of words of each document without furniture and repeats.
    let Shared {
        mut pending,
        fingerprints,
        companions,
        words,
    } = context.step("decide", || {
        decide(context, survey, examined.value, matched)
    })?;
    if context.config.policy.repeats == RepeatsPolicy::Cut {
        remove_copied_passages(context, survey, fingerprints, &companions, &mut pending)?;
    }
    // Takes back cuts in documents of which too little would be left.
    context.step("decide", || leave_whole(context, &words, &mut pending))?;
    Ok(pending)
}

/// Writes the summary into the output folder, and returns it.
fn write_summary(
    command: &str,
    context: &RunContext<'_>,
    staging: &Staging,
    tally: Tally,
    sites: SiteSummary,
    clock: &Clock<'_>,
) -> Result<Summary> {
    let mut summary = summarise(command, context, tally, sites);
    summary.seconds = clock.seconds();
    let path = staging.own_path("summary.json")?;
    let bytes = serde_json::to_vec_pretty(&summary).map_err(|e| Error::output(&path, e))?;
    let mut writer = LineWriter::create(&staging.disk, &path, Compression::Plain)?;
    writer.write(&bytes)?;
    writer.write(b"\n")?;
    staging.sync_later(writer.finish()?);
    Ok(summary)
}

/// The summary of a run, without the times of its passes. `tally` holds what the write pass has
/// counted.
pub(crate) fn summarise(
    command: &str,
    context: &RunContext<'_>,
    tally: Tally,
    sites: SiteSummary,
) -> Summary {
    let mut examples = tally.examples;
    // The sort is stable, so examples for one reason stay in input order.
    examples.sort_by(|a, b| a.reason.cmp(&b.reason));
    let mut notes = sites.notes;
    if tally.failed > 0 {
        notes.push(format!(
            "{} records stay as they were because copydesk failed on them; their decisions say why",
            tally.failed
        ));
    }
    // One of the two lists is empty: `recurring` is of an earlier run, and `lines` of this run.
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
        notes,
        is_earlier: false,
        seconds: BTreeMap::new(),
        peak_memory_bytes: peak_memory(),
        temporary_bytes: context.budget.most_spilled(),
        fields: fields_in_words(context.inputs),
        skipped: context.inputs.skipped().to_vec(),
        settings: context.config.clone(),
        files: match command {
            "find" => FileEntry::all_with_paths(context.inputs),
            _ => FileEntry::all(context.inputs),
        },
        archives: ContainerEntry::all(context.inputs),
    }
}

/// Runs `work` on a pool with as many threads as the settings say. A [`Scan`](crate::Scan) in
/// `work` uses these threads. Functions such as [`clean`] start a pool of their own.
///
/// # Errors
/// If so many threads cannot be started, and as for `work`.
pub fn with_threads<T: Send>(
    config: &Config,
    work: impl FnOnce() -> Result<T> + Send,
) -> Result<T> {
    config.check_threads()?;
    let pool = rayon::ThreadPoolBuilder::new()
        // For rayon, too, 0 means one thread for each core.
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

/// The most memory that this process has taken, in bytes; `None` if the system does not say.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// Passes all reports on to another [`Progress`], and measures how long each pass takes.
pub(crate) struct Clock<'a> {
    inner: &'a dyn Progress,
    times: std::sync::Mutex<Times>,
}

#[derive(Default)]
struct Times {
    /// The name of the pass that is running, and when it began.
    running: Option<(String, Instant)>,
    /// The seconds that each finished pass took, by its name.
    seconds: BTreeMap<String, f64>,
}

impl<'a> Clock<'a> {
    pub(crate) fn new(inner: &'a dyn Progress) -> Self {
        Self {
            inner,
            times: std::sync::Mutex::default(),
        }
    }

    fn times(&self) -> std::sync::MutexGuard<'_, Times> {
        self.times
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The seconds that each finished pass took, by its name.
    pub(crate) fn seconds(&self) -> BTreeMap<String, f64> {
        self.times().seconds.clone()
    }
}

impl Progress for Clock<'_> {
    fn plan(&self, passes: &[&str]) {
        self.inner.plan(passes);
    }

    fn begin(&self, name: &str, bytes: u64) {
        self.times().running = Some((name.to_owned(), Instant::now()));
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
        let mut times = self.times();
        if let Some((name, start)) = times.running.take() {
            // Some work, such as `match`, is done in several pieces under one name.
            *times.seconds.entry(name).or_default() += start.elapsed().as_secs_f64();
        }
        // The lock is not held while the other `Progress` is called.
        drop(times);
        self.inner.end();
    }
}
