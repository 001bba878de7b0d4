//! Showing why a document was cut.

use super::print::{out, shown};
use copydesk_pipeline::{Cut, Differing, Explanation, Relation, Verdict};
use std::fmt::Write;

/// Prints an explanation for a person.
pub fn explain(explanation: &Explanation) {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_explanation(&mut text, explanation);
    out(&shown(&text));
}

/// Prints an explanation as one line of JSON.
pub fn explain_as_json(explanation: &Explanation) {
    let cut = |cut: &Cut| serde_json::json!({ "text": cut.text, "kept": cut.kept, "differing": cut.differing });
    let cuts: Vec<_> = explanation.cuts.iter().map(cut).collect();
    let (decision, kept_text, differing) = (
        &explanation.decision,
        &explanation.kept_text,
        &explanation.differing,
    );
    let value = serde_json::json!({ "decision": decision, "cuts": cuts, "kept_text": kept_text, "differing": differing });
    out(&format!("{value}\n"));
}

fn write_explanation(text: &mut String, explanation: &Explanation) -> std::fmt::Result {
    let decision = &explanation.decision;
    let name = decision
        .id
        .clone()
        .unwrap_or_else(|| "without id".to_owned());
    let reason = decision.reason.as_deref().unwrap_or_default();
    let verdict = match decision.verdict {
        Verdict::Keep => "kept as it was",
        Verdict::Edit => "edited",
        Verdict::Drop => "dropped",
        Verdict::Reject => "rejected",
    };
    let colon = if reason.is_empty() { "" } else { ": " };
    writeln!(
        text,
        "{name} ({}, record {}) was {verdict}{colon}{reason}",
        decision.file, decision.record
    )?;
    if let Some(other) = &decision.duplicate_of {
        let id = other.id.as_deref().unwrap_or("without id");
        writeln!(
            text,
            "  in its place stands {id} ({}, record {})",
            other.file, other.record
        )?;
        if let Some(relation) = decision.relation {
            writeln!(
                text,
                "  relation: {}, {}",
                relation.name(),
                in_words(relation)
            )?;
        }
        writeln!(
            text,
            "  Jaccard similarity {:.3}, containment {:.3}",
            other.similarity, other.containment
        )?;
        writeln!(text, "  dropped: {}", beginning(&explanation.text))?;
        writeln!(
            text,
            "  kept:    {}",
            beginning(explanation.kept_text.as_deref().unwrap_or_default())
        )?;
        write_differing(text, "  ", &explanation.differing)?;
    }
    for other in &decision.also_in {
        let id = other.id.as_deref().unwrap_or("without id");
        writeln!(
            text,
            "  a part of it stands in {id} ({}, record {}), containment {:.3}",
            other.file, other.record, other.containment
        )?;
    }
    if let Some(size) = decision.cluster_size {
        writeln!(
            text,
            "  documents that tell its story, itself included: {size}"
        )?;
    }
    if decision.left_whole {
        writeln!(
            text,
            "  left whole: too little of it would be left without what others have"
        )?;
        for other in &decision.shares_with {
            let id = other.id.as_deref().unwrap_or("without id");
            writeln!(
                text,
                "    {} words with {id} ({}, record {})",
                other.words, other.file, other.record
            )?;
        }
    }
    for (edit, cut) in decision.edits.iter().zip(&explanation.cuts) {
        writeln!(
            text,
            "  {}..{} {} [{}], evidence {:.2}, {}",
            edit.start,
            edit.end,
            edit.reason.name(),
            edit.rule,
            edit.evidence,
            cut.unit
        )?;
        if let Some(detail) = &edit.detail {
            writeln!(text, "    why:  {detail}")?;
        }
        writeln!(text, "    cut:  {}", cut.text)?;
        if let (
            Some(copy),
            Cut {
                kept: Some(kept), ..
            },
        ) = (&edit.kept, cut)
        {
            writeln!(text, "    kept: {kept}")?;
            let id = copy.id.as_deref().unwrap_or("without id");
            let is_own = (&copy.file, copy.record) == (&decision.file, decision.record);
            let place = if is_own {
                "in the same document".to_owned()
            } else {
                format!("in {id} ({}, record {})", copy.file, copy.record)
            };
            write_differing(text, "    ", &cut.differing)?;
            writeln!(
                text,
                "          {place}, {}..{}, similarity {:.3}",
                copy.start, copy.end, copy.similarity
            )?;
        }
    }
    Ok(())
}

fn in_words(relation: Relation) -> &'static str {
    match relation {
        Relation::Twin => "both tell the same",
        Relation::Contained => "the other tells all that it tells, and more",
        Relation::Corrected => "a later version puts facts right",
        Relation::Updated => "a later version puts facts right and goes on",
        Relation::FormReport => "the same form with other figures",
        Relation::TwoClaims => "they give different facts",
        Relation::OwnNews => "both have news of their own",
    }
}

/// Differences shown; more are counted.
const MAX_SHOWN: usize = 12;
/// Longest run of words shown whole, in characters.
const MAX_RUN: usize = 60;

fn write_differing(text: &mut String, indent: &str, differing: &[Differing]) -> std::fmt::Result {
    if differing.is_empty() {
        return Ok(());
    }
    let run = |words: &str| {
        if words.is_empty() {
            "nothing".to_owned()
        } else {
            format!("“{}”", shortened(words, MAX_RUN))
        }
    };
    let shown = differing
        .iter()
        .take(MAX_SHOWN)
        .map(|d| format!("{} / {}", run(&d.gone), run(&d.kept)));
    write!(
        text,
        "{indent}only here / only in the copy that stays: {}",
        shown.collect::<Vec<_>>().join(", ")
    )?;
    let more = differing.len().saturating_sub(MAX_SHOWN);
    if more > 0 {
        writeln!(text, ", and {more} more")
    } else {
        writeln!(text)
    }
}

fn beginning(text: &str) -> String {
    shortened(text, 160)
}

fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        line
    } else {
        line.chars().take(most).chain(['…']).collect()
    }
}
