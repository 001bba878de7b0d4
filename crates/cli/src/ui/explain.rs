//! The explanation of one document: why it was cut or dropped.

use super::print::{out, printable};
use copydesk_pipeline::{Cut, Decision, Differing, Edit, Explanation, Relation, Verdict};
use std::fmt::Write;

/// Prints an explanation for a person.
pub fn explain(explanation: &Explanation) {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_explanation(&mut text, explanation);
    out(&printable(&text));
}

/// Prints an explanation as one line of JSON.
pub fn explain_as_json(explanation: &Explanation) {
    let mut cuts = Vec::with_capacity(explanation.cuts.len());
    for cut in &explanation.cuts {
        cuts.push(serde_json::json!({
            "text": cut.text,
            "kept": cut.kept,
            "differing": cut.differing,
        }));
    }
    let value = serde_json::json!({
        "decision": explanation.decision,
        "cuts": cuts,
        "kept_text": explanation.kept_text,
        "differing": explanation.differing,
    });
    out(&format!("{value}\n"));
}

fn write_explanation(text: &mut String, explanation: &Explanation) -> std::fmt::Result {
    let decision = &explanation.decision;
    let name = id_or_none(decision.id.as_deref());
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
    write_duplicate(text, explanation)?;
    write_related(text, decision)?;
    // There is one cut for each edit, with the texts to which the edit only refers.
    for (edit, cut) in decision.edits.iter().zip(&explanation.cuts) {
        write_cut(text, decision, edit, cut)?;
    }
    Ok(())
}

/// The id of a document, or a remark that it has none.
fn id_or_none(id: Option<&str>) -> &str {
    id.unwrap_or("without id")
}

/// Writes which document is kept in place of the explained one, and how the two differ; nothing if
/// the explained one is not a duplicate.
fn write_duplicate(text: &mut String, explanation: &Explanation) -> std::fmt::Result {
    let decision = &explanation.decision;
    let Some(other) = &decision.duplicate_of else {
        return Ok(());
    };
    writeln!(
        text,
        "  kept instead: {} ({}, record {})",
        id_or_none(other.id.as_deref()),
        other.file,
        other.record
    )?;
    if let Some(relation) = decision.relation {
        let (name, words) = (relation.name(), in_words(relation));
        writeln!(text, "  relation: {name} ({words})")?;
    }
    writeln!(
        text,
        "  Jaccard similarity {:.3}, containment {:.3}",
        other.similarity, other.containment
    )?;
    writeln!(text, "  dropped: {}", beginning(&explanation.text))?;
    let kept = explanation.kept_text.as_deref().unwrap_or_default();
    writeln!(text, "  kept:    {}", beginning(kept))?;
    write_differing(
        text,
        "  ",
        "in the dropped document → in the kept one",
        &explanation.differing,
    )
}

/// Writes which other documents have parts of the explained one, and how many documents tell its
/// story. If text that others have was left in it, because without that text too little would be
/// left, writes that too.
fn write_related(text: &mut String, decision: &Decision) -> std::fmt::Result {
    for other in &decision.also_in {
        writeln!(
            text,
            "  parts of it are in {} ({}, record {}), containment {:.3}",
            id_or_none(other.id.as_deref()),
            other.file,
            other.record,
            other.containment
        )?;
    }
    if let Some(size) = decision.cluster_size {
        writeln!(
            text,
            "  documents that tell its story, including this one: {size}"
        )?;
    }
    if !decision.left_whole {
        return Ok(());
    }
    writeln!(
        text,
        "  left whole: without the text that others have, too little would be left"
    )?;
    for other in &decision.shares_with {
        writeln!(
            text,
            "    {} words with {} ({}, record {})",
            other.words,
            id_or_none(other.id.as_deref()),
            other.file,
            other.record
        )?;
    }
    Ok(())
}

/// Writes what was cut and why. If a copy is kept, also writes the copy and how the two differ.
fn write_cut(text: &mut String, decision: &Decision, edit: &Edit, cut: &Cut) -> std::fmt::Result {
    writeln!(
        text,
        "  bytes {}..{}: {} [{}], evidence {:.2}, {}",
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
    let (Some(copy), Some(kept)) = (&edit.kept, &cut.kept) else {
        return Ok(());
    };
    writeln!(text, "    kept: {kept}")?;
    let is_in_same_document = (&copy.file, copy.record) == (&decision.file, decision.record);
    let place = if is_in_same_document {
        "in the same document".to_owned()
    } else {
        let id = id_or_none(copy.id.as_deref());
        format!("in {id} ({}, record {})", copy.file, copy.record)
    };
    writeln!(
        text,
        "          {place}, bytes {}..{}, similarity {:.3}",
        copy.start, copy.end, copy.similarity
    )?;
    write_differing(
        text,
        "    ",
        "in the cut text → in the kept copy",
        &cut.differing,
    )
}

/// What a relation means. “This one” is the dropped document.
fn in_words(relation: Relation) -> &'static str {
    match relation {
        Relation::Twin => "both tell the same",
        Relation::Contained => "the kept one tells everything that this one tells, and more",
        Relation::Corrected => "a later version corrects facts",
        Relation::Updated => "a later version corrects facts and adds news",
        Relation::FormReport => "the same form with other numbers",
        Relation::TwoClaims => "they give different facts",
        Relation::OwnNews => "both have news that the other lacks",
    }
}

/// The greatest number of differences that are shown. The others are only counted.
const MAX_DIFFERENCES: usize = 12;
/// The length above which a run of words in a difference is shortened, in characters.
const MAX_RUN_CHARS: usize = 60;
/// The length of the beginning of a document that is shown, in characters.
const MAX_BEGINNING_CHARS: usize = 160;

/// A run of words, in quotes and shortened if it is long.
fn quoted(words: &str) -> String {
    if words.is_empty() {
        "nothing".to_owned()
    } else {
        format!("“{}”", shortened(words, MAX_RUN_CHARS))
    }
}

/// Writes the differences, a pair of texts on each line, under a heading. `sides` says whose words
/// are on which side of the arrow.
fn write_differing(
    text: &mut String,
    indent: &str,
    sides: &str,
    differing: &[Differing],
) -> std::fmt::Result {
    if differing.is_empty() {
        return Ok(());
    }
    writeln!(text, "{indent}differences, {sides}:")?;
    for Differing { gone, kept } in differing.iter().take(MAX_DIFFERENCES) {
        writeln!(text, "{indent}  {} → {}", quoted(gone), quoted(kept))?;
    }
    let more = differing.len().saturating_sub(MAX_DIFFERENCES);
    if more > 0 {
        writeln!(text, "{indent}  and {more} more; --json shows them all")?;
    }
    Ok(())
}

/// The beginning of a document, on one line.
fn beginning(text: &str) -> String {
    shortened(text, MAX_BEGINNING_CHARS)
}

/// A text on one line: all of it, or its first `max_chars` characters and `…`.
fn shortened(text: &str, max_chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max_chars {
        line
    } else {
        line.chars().take(max_chars).chain(['…']).collect()
    }
}
