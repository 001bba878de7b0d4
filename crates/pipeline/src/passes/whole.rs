//! Articles stay whole: one that would lose too much of its text to others loses nothing to them.

use super::pending::PendingDecisions;
use super::run_context::RunContext;
use copydesk_clean::Finding;
use copydesk_store::Result;
use copydesk_text::DocId;
use std::collections::BTreeMap;

/// Takes back the cuts across documents of those documents of which too little would be left.
/// `words` are those of each document without furniture and repeats inside it. Of a document that
/// lost all its words, and may, nothing is written.
pub(crate) fn leave_whole(
    context: &RunContext<'_>,
    words: &[u32],
    pending: &mut PendingDecisions,
) -> Result<()> {
    let least_left = context.config.least_left;
    for document in pending.findings.documents() {
        if pending.dropped(document).is_some() {
            continue;
        }
        let findings = pending.findings.get(document)?;
        let shared = words_shared_with(&findings);
        let lost: u64 = shared.values().sum();
        let galleries = words_of_galleries(&findings);
        // Nothing that other documents keep is cut from it.
        if lost + galleries == 0 {
            continue;
        }
        // The article is whole without its galleries, so they do not count as lost.
        let all = u64::from(words[document.index()]).saturating_sub(galleries);
        let left = all.saturating_sub(lost);
        if left == 0 && galleries > 0 {
            pending.empty(document)?;
        } else if (left as f64) < least_left * all as f64 {
            pending.leave_whole(document, shared)?;
        } else if left == 0 {
            // With `--least-left 0` a document may lose all its words.
            pending.empty(document)?;
        }
    }
    Ok(())
}

/// How many words a document would lose to which others.
fn words_shared_with(findings: &[Finding]) -> BTreeMap<DocId, u64> {
    let mut shared = BTreeMap::new();
    for finding in findings {
        if finding.reason.is_across_documents()
            && let Some(kept) = finding.kept
            && let Some(other) = kept.document
        {
            *shared.entry(other).or_insert(0) += kept.overlap.cut as u64;
        }
    }
    shared
}

/// Words of the galleries that a document leaves to other pages of its site. They are no part of
/// its article.
fn words_of_galleries(findings: &[Finding]) -> u64 {
    let mut words = 0;
    for finding in findings {
        if let Some(kept) = finding.kept
            && finding.reason.is_furniture()
        {
            words += kept.overlap.cut as u64;
        }
    }
    words
}
