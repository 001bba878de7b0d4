//! Decides between two passes what is cut from which document. Reads no input.

use super::companions::Companions;
use super::examination::{AnalysisTables, ParagraphOccurrence, Posting, Remainder};
use super::matching::Matched;
use super::pending::PendingDecisions;
use super::run_context::RunContext;
use super::survey::Survey;
use crate::memory::CUT_PARAGRAPHS;
use copydesk_clean::{Dropped, KeptCopy, RepeatsPolicy, SharedParagraph, cut_shared};
use copydesk_neardup::WordOverlap;
use copydesk_store::Result;
use copydesk_store::{ExternalSorter, SortedRuns};
use copydesk_text::{DocId, Rank, Span};

/// A paragraph that is cut because another document keeps it: document and span, the other document
/// and span, words, and 1 for a gallery.
type CutParagraph = (DocId, Span, DocId, Span, u32, u8);

/// Stories that must have a paragraph in common for it to be background: what two or three share is
/// mostly one story.
const BACKGROUND_STORIES: usize = 4;
/// How many holders of a paragraph are compared with each other to count its stories.
const MAX_HOLDERS_COUNTED: usize = 64;

/// What is decided between the passes.
pub(crate) struct Shared {
    pub pending: PendingDecisions,
    /// The fingerprints of passages, for the next pass.
    pub fingerprints: SortedRuns<Posting>,
    pub companions: Companions,
    /// Words of each document without furniture and repeats inside it, by their ids.
    pub words: Vec<u32>,
}

/// Joins what was found in each document with what was found between them.
pub(crate) fn decide(
    context: &RunContext<'_>,
    survey: &Survey,
    examined: AnalysisTables,
    matched: Matched,
) -> Result<Shared> {
    let words = examined.remainders().iter().map(Remainder::words).collect();
    let AnalysisTables {
        failed,
        mut findings,
        lines,
        holders,
        fingerprints,
        ..
    } = examined;
    for (number, dropped) in matched.dropped.iter().enumerate() {
        // Findings explain why an empty document is dropped. A duplicate is dropped as a whole, so
        // it needs none.
        if let Some(Dropped { kept: Some(_), .. }) = dropped {
            findings.set(DocId::of_index(number), &[])?;
        }
    }
    let companions = matched.companions;
    let mut pending =
        PendingDecisions::new(matched.dropped, matched.differing, failed, findings, lines);
    pending.name_parts(matched.also_in);
    let sharing = Sharing {
        context,
        survey,
        companions: &companions,
    };
    if context.config.policy.repeats != RepeatsPolicy::Keep {
        sharing.keep_one_copy_each(&mut pending, &holders)?;
    }
    Ok(Shared {
        pending,
        fingerprints,
        companions,
        words,
    })
}

/// Decides which document keeps a paragraph that several kept documents hold.
struct Sharing<'a> {
    context: &'a RunContext<'a>,
    survey: &'a Survey,
    companions: &'a Companions,
}

impl Sharing<'_> {
    /// Of every paragraph that several kept documents hold, the preferred one keeps it.
    fn keep_one_copy_each(
        &self,
        pending: &mut PendingDecisions,
        holders: &SortedRuns<ParagraphOccurrence>,
    ) -> Result<()> {
        let cuts = self.paragraphs_to_cut(pending, holders)?;
        // The rows of a document are in order of their spans, as `cut_shared` needs them.
        cuts.for_each_group(is_of_same_document, |paragraphs| {
            let shared: Vec<SharedParagraph> = paragraphs.iter().map(shared_paragraph).collect();
            pending
                .findings
                .change(paragraphs[0].0, |findings| cut_shared(findings, &shared))
        })
    }

    /// The paragraphs that a better kept document holds too, by the documents that lose them.
    fn paragraphs_to_cut(
        &self,
        pending: &PendingDecisions,
        holders: &SortedRuns<ParagraphOccurrence>,
    ) -> Result<SortedRuns<CutParagraph>> {
        let budget = &self.context.budget;
        let cuts: ExternalSorter<CutParagraph> =
            ExternalSorter::new(budget, budget.share(CUT_PARAGRAPHS));
        let mut kept: Vec<ParagraphOccurrence> = Vec::new();
        holders.for_each_group(ParagraphOccurrence::is_of_same_paragraph, |group| {
            kept.clear();
            for holder in group {
                // A dropped document cannot keep the paragraph, and has no use for the cut.
                if pending.dropped(self.survey.at_rank(holder.rank)).is_none() {
                    kept.push(*holder);
                }
            }
            // Holders are in order of rank, so the first is the preferred one.
            let Some((keeper, others)) = kept.split_first() else {
                return Ok(());
            };
            let is_background = self.cuts_only_background() && self.is_told_in_many_stories(&kept);
            for holder in others {
                if self.loses(holder, keeper.rank, is_background) {
                    cuts.push(self.cut_paragraph(holder, keeper))?;
                }
            }
            Ok(())
        })?;
        cuts.finish()
    }

    /// Whether a holder of a paragraph loses it to the first. `is_background` says whether enough
    /// stories have it.
    fn loses(&self, holder: &ParagraphOccurrence, first: Rank, is_background: bool) -> bool {
        // If the keeper still has it twice, the search for repeats left it twice on purpose: a
        // refrain, or a question that is asked again.
        if holder.rank == first {
            return false;
        }
        if holder.is_gallery || !self.cuts_only_background() {
            return !self.companions.are_apart(first, holder.rank);
        }
        // For text of the site, recurrence has already counted distinct stories.
        holder.is_site_text
            || is_background
                && holder.may_be_background
                && !self.companions.are_related(first, holder.rank)
    }

    fn cuts_only_background(&self) -> bool {
        self.context.config.policy.repeats == RepeatsPolicy::Background
    }

    /// Whether enough of the holders of a paragraph tell stories that have little else in common.
    fn is_told_in_many_stories(&self, holders: &[ParagraphOccurrence]) -> bool {
        let mut stories: Vec<Rank> = Vec::with_capacity(BACKGROUND_STORIES);
        for holder in holders.iter().take(MAX_HOLDERS_COUNTED) {
            if stories
                .iter()
                .all(|&story| self.are_distinct(story, holder.rank))
            {
                stories.push(holder.rank);
                if stories.len() == BACKGROUND_STORIES {
                    return true;
                }
            }
        }
        false
    }

    /// Whether two documents tell stories that have little in common.
    fn are_distinct(&self, one: Rank, another: Rank) -> bool {
        one != another && !self.companions.are_related(one, another)
    }

    /// The row of a paragraph that is cut from one document and kept in another.
    fn cut_paragraph(
        &self,
        loser: &ParagraphOccurrence,
        keeper: &ParagraphOccurrence,
    ) -> CutParagraph {
        (
            self.survey.at_rank(loser.rank),
            loser.span,
            self.survey.at_rank(keeper.rank),
            keeper.span,
            keeper.words,
            keeper.is_gallery.into(),
        )
    }
}

fn is_of_same_document(a: &CutParagraph, b: &CutParagraph) -> bool {
    a.0 == b.0
}

/// The paragraphs are equal, so all words agree.
fn shared_paragraph(&(_, span, keeper, kept, words, gallery): &CutParagraph) -> SharedParagraph {
    SharedParagraph {
        span,
        kept: KeptCopy {
            document: Some(keeper),
            span: kept,
            overlap: WordOverlap::equal(words as usize),
        },
        is_gallery: gallery == 1,
    }
}
