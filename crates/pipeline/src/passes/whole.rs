//! Leaves an article whole if it would lose too much of its text because other articles keep
//! copies.

use super::pending::PendingDecisions;
use super::run_context::RunContext;
use copydesk_clean::Finding;
use copydesk_store::Result;
use copydesk_text::DocId;
use std::collections::BTreeMap;

/// Takes back the cuts of repeats across documents in every document of which too little would be
/// left (`--least-left`). With `--least-left 0` a document may lose all its words; then it is
/// dropped.
///
/// `words` has the number of words of each document without furniture and repeats inside it, in
/// order of [`DocId`].
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
        let shared_words = words_shared_with(&findings);
        let lost_words: u64 = shared_words.values().sum();
        let gallery_words = words_of_galleries(&findings);
        // Nothing is cut in favour of another document.
        if lost_words + gallery_words == 0 {
            continue;
        }
        // The article is whole without its galleries, so they do not count as lost.
        let article_words = u64::from(words[document.index()]).saturating_sub(gallery_words);
        let words_left = article_words.saturating_sub(lost_words);
        if words_left == 0 && gallery_words > 0 {
            // A page of galleries, and of text that others keep, is dropped for any `--least-left`.
            pending.drop_emptied(document)?;
        } else if (words_left as f64) < least_left * article_words as f64 {
            pending.leave_whole(document, shared_words)?;
        } else if words_left == 0 {
            // Only with `--least-left 0`.
            pending.drop_emptied(document)?;
        }
    }
    Ok(())
}

/// How many words a document would lose to each of the others.
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

/// How many words a document has in galleries (captions of a series of pictures) that another page
/// of its site keeps. Galleries are furniture, and so no part of the article.
fn words_of_galleries(findings: &[Finding]) -> u64 {
    let mut words = 0;
    for finding in findings {
        // Of all furniture, only galleries have a kept copy.
        if let Some(kept) = finding.kept
            && finding.reason.is_furniture()
        {
            words += kept.overlap.cut as u64;
        }
    }
    words
}
