//! Keeps an article whole if too much of it would be cut because other articles have the same text.

use super::pending::PendingDecisions;
use super::run_context::RunContext;
use copydesk_clean::Finding;
use copydesk_store::Result;
use copydesk_text::DocId;
use std::collections::BTreeMap;

/// Takes back the cuts of text that other documents keep, in every document of which too little
/// would be left: less than the share `--least-left` of its words. With `--least-left 0` a document
/// may lose all its words; then it is dropped.
///
/// `words` has, in order of [`DocId`], the number of words of each document after the cuts that are
/// decided from the document alone: furniture, and repeats inside it.
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
        if lost_words + gallery_words == 0 {
            // Nothing is cut in favour of another document.
            continue;
        }
        // `words` counts the galleries too. They are no part of the article, so losing them does
        // not make it less whole.
        let article_words = u64::from(words[document.index()]).saturating_sub(gallery_words);
        let words_left = article_words.saturating_sub(lost_words);
        if words_left == 0 && gallery_words > 0 {
            // Whatever `--least-left` is, a page is dropped if galleries, and text that others
            // keep, are all it has.
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

/// How many words a document would lose to each other document that keeps a copy of them.
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

/// How many words of a document are cut as galleries (captions of a series of pictures) that
/// another page of its site keeps. They are furniture, although they are found only when documents
/// are compared.
fn words_of_galleries(findings: &[Finding]) -> u64 {
    let mut words = 0;
    for finding in findings {
        // Of all furniture, only a gallery has a kept copy.
        if let Some(kept) = finding.kept
            && finding.reason.is_furniture()
        {
            words += kept.overlap.cut as u64;
        }
    }
    words
}
