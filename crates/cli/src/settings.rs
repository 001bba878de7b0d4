//! What the arguments mean.

use crate::args::{Duplicates, Finding, Furniture, OnBadRecord, Repeats, Running, Scope};
use copydesk_pipeline as pipeline;
use pipeline::{Config, CutOrKeep, Fields, FurniturePolicy, Policy, Prefer};

/// The settings of a run that finds.
pub fn of_find(find: &Finding, run: &Running) -> Result<Config, String> {
    let policy = Policy {
        furniture: match find.furniture {
            Furniture::Cut => FurniturePolicy::Cut,
            Furniture::CutUnsure => FurniturePolicy::CutUnsure,
            Furniture::Keep => FurniturePolicy::Keep,
        },
        repeats: if find.repeats == Repeats::Cut { CutOrKeep::Cut } else { CutOrKeep::Keep },
        duplicates: if find.duplicates == Duplicates::Drop { CutOrKeep::Cut } else { CutOrKeep::Keep },
    };
    let fields = Fields {
        text: find.text_field.clone(),
        id: find.id_field.clone(),
        url: find.url_field.clone(),
        date: find.date_field.clone(),
        source: find.source_field.clone(),
    };
    Ok(Config {
        scope: if find.scope == Scope::Dump { pipeline::Scope::Dump } else { pipeline::Scope::Document },
        threshold: find.threshold,
        shingle: find.shingle,
        containment: find.containment,
        paragraph_words: find.paragraph_words,
        prefer: preference(&find.prefer)?,
        policy,
        fields,
        ..of_run(run)
    })
}

/// The settings of any run.
pub fn of_run(run: &Running) -> Config {
    Config {
        on_bad_record: match run.on_bad_record {
            OnBadRecord::Skip => pipeline::OnBadRecord::Skip,
            OnBadRecord::Fail => pipeline::OnBadRecord::Fail,
        },
        threads: run.threads,
        overwrite: run.overwrite,
        ..Config::default()
    }
}

fn preference(typed: &str) -> Result<Prefer, String> {
    match typed {
        "earliest" => Ok(Prefer::Earliest),
        "longest" => Ok(Prefer::Longest),
        "first" => Ok(Prefer::First),
        _ => match typed.strip_prefix("source:") {
            Some(list) if !list.is_empty() => Ok(Prefer::Source(list.split(',').map(|name| name.trim().to_owned()).collect())),
            _ => Err(format!("--prefer {typed}: choose earliest, longest, first, or source:A,B,…")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::preference;
    use copydesk_pipeline::Prefer;

    #[test]
    fn preferences() {
        assert_eq!(preference("source:reuters.com, AP"), Ok(Prefer::Source(vec!["reuters.com".into(), "AP".into()])));
        assert!(preference("best").is_err());
        assert!(preference("source:").is_err());
    }
}
