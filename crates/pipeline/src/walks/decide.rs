//! Verdicts and findings, between the walks: nothing is read here.

use super::drafts::Drafts;
use super::examination::{Examination, Holder, Posting};
use super::survey::Survey;
use super::walk::Walk;
use crate::memory::GOING;
use copydesk_clean::{CutOrKeep, Dropped, KeptCopy, SharedParagraph, cut_shared};
use copydesk_neardup::Agreement;
use copydesk_store::Result;
use copydesk_store::{Sorted, Sorter};
use copydesk_text::{DocId, Span};

/// A paragraph that is cut in favour of another document's: document and span, the other document and span, words.
type Going = (DocId, Span, DocId, Span, u32);

/// Joins what was found in each document with what was found between them. The fingerprints of passages are handed back, for the
/// next walk.
pub(crate) fn decide(
    walk: &Walk<'_>,
    survey: &Survey,
    examined: Examination,
    dropped: Vec<Option<Dropped>>,
) -> Result<(Drafts, Sorted<Posting>)> {
    let words_left = examined
        .remainders()
        .iter()
        .map(|remainder| remainder.words)
        .collect();
    let Examination {
        failed,
        mut findings,
        holders,
        prints,
        ..
    } = examined;
    for (number, dropped) in dropped.iter().enumerate() {
        // Findings explain a drop for emptiness; a duplicate is dropped as a whole.
        if dropped.is_some_and(|dropped| dropped.kept.is_some()) {
            findings.set(DocId::of_index(number), &[])?;
        }
    }
    let mut drafts = Drafts::new(dropped, failed, findings);
    if walk.config.policy.repeats == CutOrKeep::Cut {
        share_out(walk, survey, &mut drafts, &holders, words_left)?;
    }
    Ok((drafts, prints))
}

/// Of every paragraph that several kept documents hold, the preferred one keeps it.
fn share_out(
    walk: &Walk<'_>,
    survey: &Survey,
    drafts: &mut Drafts,
    holders: &Sorted<Holder>,
    mut words_left: Vec<u32>,
) -> Result<()> {
    let going = paragraphs_to_cut(walk, survey, drafts, holders)?;
    let representatives = drafts.representatives();
    going.for_each_group(
        |a, b| a.0 == b.0,
        |paragraphs| {
            let document = paragraphs[0].0;
            let left = &mut words_left[document.index()];
            *left -= paragraphs.iter().map(|going| going.4).sum::<u32>();
            let is_empty = *left == 0;
            let shared: Vec<SharedParagraph> = paragraphs.iter().map(shared_paragraph).collect();
            drafts
                .findings
                .change(document, |findings| cut_shared(findings, &shared))?;
            if is_empty {
                drafts.empty(document, representatives.contains(&document))?;
            }
            Ok(())
        },
    )
}

/// The paragraphs that a better kept document holds too, by the documents that lose them.
fn paragraphs_to_cut(
    walk: &Walk<'_>,
    survey: &Survey,
    drafts: &Drafts,
    holders: &Sorted<Holder>,
) -> Result<Sorted<Going>> {
    let mut going: Sorter<Going> = Sorter::new(&walk.means, walk.means.share(GOING));
    let mut kept: Vec<Holder> = Vec::new();
    holders.for_each_group(
        |a, b| a.key == b.key,
        |group| {
            kept.clear();
            kept.extend(
                group
                    .iter()
                    .filter(|holder| drafts.dropped(survey.at_rank(holder.rank)).is_none()),
            );
            let Some((first, others)) = kept.split_first() else {
                return Ok(());
            };
            let keeper = survey.at_rank(first.rank);
            // What stands twice in the keeper was left twice on purpose: a refrain, a question put again.
            let others = others.iter().filter(|holder| holder.rank != first.rank);
            going.extend(others.map(|other| {
                (
                    survey.at_rank(other.rank),
                    other.span,
                    keeper,
                    first.span,
                    first.words,
                )
            }))
        },
    )?;
    going.finish()
}

/// The paragraphs are equal, so all words agree.
fn shared_paragraph(&(_, span, keeper, kept, words): &Going) -> SharedParagraph {
    let words = words as usize;
    let agreement = Agreement {
        matched: words,
        cut: words,
        kept: words,
    };
    SharedParagraph {
        span,
        kept: KeptCopy {
            document: Some(keeper),
            span: kept,
            agreement,
        },
    }
}
