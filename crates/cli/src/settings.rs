//! Turns the typed arguments into settings of the pipeline. Nothing is read or written here, except
//! that the files of `--rules` are read, because their content is part of the settings.

use crate::args::{
    Captions, Corrections, Duplicates, FindFlags, Furniture, OnBadRecord, Repeats, RunFlags, Scope,
    TruthKind,
};
use crate::{prefer, size};
use copydesk_pipeline as pipeline;
use pipeline::{
    Config, CorrectionsPolicy, CutOrKeep, Fields, FurniturePolicy, Inputs, Policy, RepeatsPolicy,
    Role, RuleFiles,
};

/// The settings of a run that decides what to cut: of `clean`, `find` or `eval`.
///
/// # Errors
/// If the value of `--prefer` is wrong, or a file of `--rules` cannot be used.
pub fn of_find(find: &FindFlags, run: &RunFlags) -> Result<Config, String> {
    let policy = Policy {
        furniture: find.furniture.into(),
        repeats: find.repeats.into(),
        captions: find.captions.into(),
        corrections: find.corrections.into(),
        duplicates: find.duplicates.into(),
    };
    let mut fields = Fields::none();
    for (role, name) in [
        (Role::Text, &find.text_field),
        (Role::Id, &find.id_field),
        (Role::Url, &find.url_field),
        (Role::Date, &find.date_field),
        (Role::Source, &find.source_field),
        (Role::Title, &find.title_field),
    ] {
        fields.set(role, name.clone());
    }
    Ok(Config {
        scope: find.scope.into(),
        threshold: find.threshold,
        shingle: find.shingle,
        containment: find.containment,
        least_left: find.least_left,
        paragraph_words: find.paragraph_words,
        passage_words: find.passage,
        prefer: prefer::parse(&find.prefer)?,
        policy,
        rules: RuleFiles::read(&find.rules).map_err(|error| error.to_string())?,
        fields,
        no_header: find.no_header,
        encoding: find.encoding.clone(),
        ..of_run(run)
    })
}

/// The settings that say how to run, with defaults for what to find and cut.
pub fn of_run(run: &RunFlags) -> Config {
    Config {
        on_bad_record: run.on_bad_record.into(),
        threads: run.threads,
        checkpoint: run.checkpoint,
        // `--tables` is a hidden flag for tests. It may be less than a run needs, because it is
        // never passed to `check_memory`.
        memory: run.memory.or(run.tables),
        temp_dir: run.temp_dir.clone(),
        overwrite: run.overwrite,
        ..Config::default()
    }
}

/// Checks that `memory`, the value of `--memory` in bytes, is enough for a run over these inputs.
/// `inputs` is `None` for a run that has no input files, such as one over a stream. If `memory` is
/// `None`, the flag was not typed, and there is nothing to check.
///
/// # Errors
/// If more is needed. The message says how much.
pub fn check_memory(memory: Option<u64>, inputs: Option<&Inputs>) -> Result<(), String> {
    let least = inputs.map_or(pipeline::LEAST_MEMORY, pipeline::least_memory);
    match memory {
        Some(bytes) if bytes < least => Err(format!(
            "--memory {}: this run needs at least {}; give more, or omit it",
            size::as_typed(bytes),
            size::as_typed(least)
        )),
        _ => Ok(()),
    }
}

/// Implements the conversions between a type of the command line and the type of the pipeline that
/// it means, variant by variant (`typed = meant`). `args.rs` needs the conversion back, to show the
/// pipeline's defaults in the help.
macro_rules! convert {
    ($typed:ident, $meant:ty: $($word:ident = $meaning:ident),+) => {
        impl From<$typed> for $meant {
            fn from(typed: $typed) -> Self {
                match typed {
                    $($typed::$word => Self::$meaning),+
                }
            }
        }
        impl From<$meant> for $typed {
            fn from(meant: $meant) -> Self {
                match meant {
                    $(<$meant>::$meaning => Self::$word),+
                }
            }
        }
    };
}

convert!(Scope, pipeline::Scope: Document = Document, Dump = Dump);
convert!(Furniture, FurniturePolicy: Cut = Cut, CutUnsure = CutUnsure, Keep = Keep);
convert!(Repeats, RepeatsPolicy: Background = Background, Cut = Cut, Keep = Keep);
convert!(Captions, CutOrKeep: Cut = Cut, Keep = Keep);
convert!(Corrections, CorrectionsPolicy: Supersede = Supersede, Keep = Keep);
// A duplicate is a whole document, so to cut it is to drop it.
convert!(Duplicates, CutOrKeep: Drop = Cut, Keep = Keep);
convert!(OnBadRecord, pipeline::OnBadRecord: Skip = Skip, Pass = Pass, Fail = Fail);

// `--truth-kind` has no default, so no conversion back is needed.
impl From<TruthKind> for copydesk_eval::TruthKind {
    fn from(typed: TruthKind) -> Self {
        match typed {
            TruthKind::Pairs => Self::Pairs,
            TruthKind::Clusters => Self::Clusters,
            TruthKind::Blocks => Self::Blocks,
            TruthKind::Spans => Self::Spans,
            TruthKind::Core => Self::Core,
            TruthKind::NewsCopy => Self::NewsCopy,
        }
    }
}
