//! Verdicts and edits, between the walks: nothing is read here.

use super::drafts::{DraftEdit, Drafts, Keeper};
use super::examination::Holder;
use super::{Examination, Matched, Survey, Walk};
use crate::memory::GOING;
use copydesk_clean::{CutOrKeep, Reason};
use copydesk_neardup::Agreement;
use copydesk_store::{Result, Sorted, Sorter};
use copydesk_text::{Span, Spans};

/// A paragraph that goes in favour of another document's: number of the document and span, number of the other and span, words.
type Going = ((u32, u32, u32), (u32, u32, u32), u32);

/// Joins what was found in each document with what was found between them. The fingerprints of passages are handed back, for the
/// next walk.
pub(crate) fn decide(
    walk: &Walk<'_>,
    survey: &Survey,
    examined: Examination,
    dropped: Vec<Option<Matched>>,
) -> Result<(Drafts, Sorted<(u64, u32)>)> {
    let Examination { documents, failed, mut edits, holders, prints, .. } = examined;
    for (number, dropped) in dropped.iter().enumerate() {
        // Edits explain a drop for emptiness; a duplicate goes as a whole.
        if dropped.is_some_and(|dropped| dropped.keeper.is_some()) {
            edits.set(number as u32, &[])?;
        }
    }
    let mut drafts = Drafts { dropped, failed, edits };
    if walk.config.policy.repeats == CutOrKeep::Cut {
        let words_left = documents.into_iter().map(|document| document.words).collect();
        cut_shared(walk, survey, &mut drafts, &holders, words_left)?;
    }
    Ok((drafts, prints))
}

/// Of every paragraph that several kept documents hold, the preferred one keeps it.
fn cut_shared(
    walk: &Walk<'_>,
    survey: &Survey,
    drafts: &mut Drafts,
    holders: &Sorted<Holder>,
    mut words_left: Vec<u32>,
) -> Result<()> {
    let document = |holder: &Holder| survey.by_rank[holder.rank as usize];
    let mut going: Sorter<Going> = Sorter::new(&walk.means, walk.means.share(GOING));
    let mut kept: Vec<Holder> = Vec::new();
    holders.for_each_group(
        |a, b| a.key == b.key,
        |group| {
            kept.clear();
            kept.extend(group.iter().filter(|holder| drafts.dropped[document(holder) as usize].is_none()));
            let Some((first, others)) = kept.split_first() else { return Ok(()) };
            let keeper = (document(first), first.start, first.end);
            // What stands twice in the keeper was left twice on purpose: a refrain, a question put again.
            let others = others.iter().filter(|holder| holder.rank != first.rank);
            going.extend(others.map(|holder| ((document(holder), holder.start, holder.end), keeper, first.words)))
        },
    )?;
    let representatives = drafts.representatives();
    going.finish()?.for_each_group(
        |a, b| a.0.0 == b.0.0,
        |paragraphs| {
            let number = paragraphs[0].0.0;
            words_left[number as usize] -= paragraphs.iter().map(|going| going.2).sum::<u32>();
            drafts.edits.change(number, |edits| cut_going(edits, paragraphs))?;
            if words_left[number as usize] == 0 {
                drafts.empty(number, representatives.contains(&number))?;
            }
            Ok(())
        },
    )
}

/// Adds the cuts of a document's paragraphs that go.
fn cut_going(edits: &mut Vec<DraftEdit>, paragraphs: &[Going]) {
    let moved = |&((_, start, end), (holder, kept_start, kept_end), words): &Going| {
        let words = words as usize;
        let agreement = Agreement { matched: words, cut: words, kept: words };
        let keeper = Keeper { document: Some(holder), span: Span::new(kept_start as usize, kept_end as usize), agreement };
        (Span::new(start as usize, end as usize), keeper)
    };
    let moved: Vec<(Span, Keeper)> = paragraphs.iter().map(moved).collect();
    let spans: Vec<Span> = moved.iter().map(|(span, _)| *span).collect();
    edits.iter_mut().for_each(|edit| follow(edit, Spans::of(&spans), &moved));
    let reason = Reason::RepeatedAcrossDocuments;
    let cut = |(span, keeper)| DraftEdit { span, reason, rule: "equal", detail: None, evidence: 1.0, kept: Some(keeper) };
    edits.extend(moved.into_iter().map(cut));
    edits.sort_by_key(|edit| edit.span);
}

/// A repeat inside a document whose kept paragraph went in favour of another document's copy now names that copy, as a whole. Both
/// paragraphs have the same words, so the matched words are the same too.
fn follow(edit: &mut DraftEdit, spans: Spans<'_>, moved: &[(Span, Keeper)]) {
    let Some(kept) = edit.kept.as_mut().filter(|kept| kept.document.is_none()) else { return };
    if let Some(&(_, keeper)) = moved[spans.places_overlapping(kept.span)].first() {
        let agreement = Agreement { kept: keeper.agreement.kept, ..kept.agreement };
        *kept = Keeper { agreement, ..keeper };
    }
}
