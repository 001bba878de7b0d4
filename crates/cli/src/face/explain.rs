//! Showing why a document was cut.

use super::print::{out, shown};
use copydesk_pipeline::{Cut, Explanation, Verdict};
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
    let cuts: Vec<_> = explanation.cuts.iter().map(|cut| serde_json::json!({ "text": cut.text, "kept": cut.kept })).collect();
    let value = serde_json::json!({ "decision": explanation.decision, "cuts": cuts, "kept_text": explanation.kept_text });
    out(&format!("{value}\n"));
}

fn write_explanation(text: &mut String, explanation: &Explanation) -> std::fmt::Result {
    let decision = &explanation.decision;
    let name = decision.id.clone().unwrap_or_else(|| "without id".to_owned());
    let reason = decision.reason.as_deref().unwrap_or_default();
    let verdict = match decision.verdict {
        Verdict::Keep => "kept as it was",
        Verdict::Edit => "edited",
        Verdict::Drop => "dropped",
        Verdict::Reject => "rejected",
    };
    let colon = if reason.is_empty() { "" } else { ": " };
    writeln!(text, "{name} ({}, record {}) was {verdict}{colon}{reason}", decision.file, decision.record)?;
    if let Some(other) = &decision.duplicate_of {
        let id = other.id.as_deref().unwrap_or("without id");
        writeln!(text, "  in its place stands {id} ({}, record {})", other.file, other.record)?;
        writeln!(text, "  Jaccard similarity {:.3}, containment {:.3}", other.similarity, other.containment)?;
        writeln!(text, "  dropped: {}", beginning(&explanation.text))?;
        writeln!(text, "  kept:    {}", beginning(explanation.kept_text.as_deref().unwrap_or_default()))?;
    }
    for (edit, cut) in decision.edits.iter().zip(&explanation.cuts) {
        writeln!(text, "  {}..{} {} [{}], evidence {:.2}", edit.start, edit.end, edit.reason.name(), edit.rule, edit.evidence)?;
        writeln!(text, "    cut:  {}", cut.text)?;
        if let (Some(copy), Cut { kept: Some(kept), .. }) = (&edit.kept, cut) {
            writeln!(text, "    kept: {kept}")?;
            let id = copy.id.as_deref().unwrap_or("without id");
            let is_own = (&copy.file, copy.record) == (&decision.file, decision.record);
            let place =
                if is_own { "in the same document".to_owned() } else { format!("in {id} ({}, record {})", copy.file, copy.record) };
            writeln!(text, "          {place}, {}..{}, similarity {:.3}", copy.start, copy.end, copy.similarity)?;
        }
    }
    Ok(())
}

fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 160 { line } else { line.chars().take(160).chain(['…']).collect() }
}
