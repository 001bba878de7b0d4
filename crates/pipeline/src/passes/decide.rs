//! Decides which document keeps a paragraph that several documents have. Reads no input.
//!
//! The *holders* of a paragraph are the documents that have it. *Background* is a paragraph that
//! unrelated stories have in common and that each of them can do without.

use super::companions::Companions;
use super::examination::{AnalysisTables, ParagraphOccurrence, Posting};
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

/// A paragraph that is cut because another document keeps it: the document and the span that is
/// cut, the document and the span that are kept, the number of words, and 1 for a gallery.
type CutParagraph = (DocId, Span, DocId, Span, u32, u8);

/// In how many stories a paragraph must be to count as background. Two or three documents that
/// share a paragraph mostly tell one story.
const BACKGROUND_STORIES: usize = 4;
/// How many holders of a paragraph are compared with each other to count its stories.
const MAX_HOLDERS_COUNTED: usize = 64;

/// The result of [`decide`], for the passes after it.
pub(crate) struct Shared {
    pub pending: PendingDecisions,
    /// Hashes of runs of words, each with a document that has it, for the search for copied
    /// passages.
    pub fingerprints: SortedRuns<Posting>,
    pub companions: Companions,
    /// How many words each document has without the furniture and the repeats that were found in it
    /// alone, in order of [`DocId`].
    pub words: Vec<u32>,
}

/// Joins what was found in each document (`examined`) with what was found between documents
/// (`matched`), and decides which of the shared paragraphs are cut.
pub(crate) fn decide(
    context: &RunContext<'_>,
    survey: &Survey,
    examined: AnalysisTables,
    matched: Matched,
) -> Result<Shared> {
    let remainders = examined.remainders();
    let words = remainders.iter().map(|remainder| remainder.words).collect();
    let AnalysisTables {
        failed,
        mut findings,
        lines,
        paragraphs,
        fingerprints,
        ..
    } = examined;
    for (index, dropped) in matched.dropped.iter().enumerate() {
        // A duplicate is dropped as a whole, so its findings are not needed. An empty document, of
        // which no copy is kept, keeps its findings, because they explain why it is dropped.
        if let Some(Dropped { kept: Some(_), .. }) = dropped {
            findings.set(DocId::of_index(index), &[])?;
        }
    }
    let companions = matched.companions;
    let mut pending =
        PendingDecisions::new(matched.dropped, matched.differing, failed, findings, lines);
    pending.set_also_in(matched.also_in);
    let chooser = KeeperChooser {
        context,
        survey,
        companions: &companions,
    };
    if context.config.policy.repeats != RepeatsPolicy::Keep {
        chooser.keep_one_copy_each(&mut pending, &paragraphs)?;
    }
    Ok(Shared {
        pending,
        fingerprints,
        companions,
        words,
    })
}

/// Chooses which document keeps a paragraph that several kept documents hold.
struct KeeperChooser<'a> {
    context: &'a RunContext<'a>,
    survey: &'a Survey,
    companions: &'a Companions,
}

impl KeeperChooser<'_> {
    /// If several kept documents hold a paragraph, cuts it from all of them but the preferred one,
    /// as far as the policy for repeats allows ([`Self::loses`]).
    fn keep_one_copy_each(
        &self,
        pending: &mut PendingDecisions,
        occurrences: &SortedRuns<ParagraphOccurrence>,
    ) -> Result<()> {
        let cuts = self.paragraphs_to_cut(pending, occurrences)?;
        // The rows of a document are in order of their spans, as `cut_shared` needs them.
        cuts.for_each_group(is_of_same_document, |paragraphs| {
            let (document, ..) = paragraphs[0];
            let shared: Vec<SharedParagraph> = paragraphs.iter().map(shared_paragraph).collect();
            pending
                .findings
                .change(document, |findings| cut_shared(findings, &shared))
        })
    }

    /// The paragraphs that are cut because a preferred kept document holds them too, sorted by the
    /// document that loses them.
    fn paragraphs_to_cut(
        &self,
        pending: &PendingDecisions,
        occurrences: &SortedRuns<ParagraphOccurrence>,
    ) -> Result<SortedRuns<CutParagraph>> {
        let budget = &self.context.budget;
        let cuts: ExternalSorter<CutParagraph> =
            ExternalSorter::new(budget, budget.share(CUT_PARAGRAPHS));
        let mut kept: Vec<ParagraphOccurrence> = Vec::new();
        occurrences.for_each_group(ParagraphOccurrence::is_of_same_paragraph, |group| {
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

    /// Whether a holder of a paragraph loses it to the keeper, the most preferred holder.
    /// `is_background` says whether enough unrelated stories have the paragraph. It matters only if
    /// the policy is to cut nothing but background.
    fn loses(&self, holder: &ParagraphOccurrence, keeper: Rank, is_background: bool) -> bool {
        // The keeper itself may be a holder a second time. Then the search for repeats inside the
        // document left it there on purpose: a refrain, or a question that is asked again.
        if holder.rank == keeper {
            return false;
        }
        // Galleries, the captions of a series of pictures, are cut by either policy.
        if holder.is_gallery || !self.cuts_only_background() {
            // Documents that tell one story with different facts lose nothing to each other.
            return !self.companions.are_apart(keeper, holder.rank);
        }
        let loses_background = is_background
            && holder.may_be_background
            && !self.companions.are_related(keeper, holder.rank);
        // Text of the site is cut even if it is not background: it recurs in distinct stories.
        holder.is_site_text || loses_background
    }

    /// Whether the policy is to cut nothing but background (the other policy that cuts is
    /// [`RepeatsPolicy::Cut`]).
    fn cuts_only_background(&self) -> bool {
        self.context.config.policy.repeats == RepeatsPolicy::Background
    }

    /// Whether the holders of a paragraph tell [`BACKGROUND_STORIES`] stories or more that have
    /// little else in common.
    fn is_told_in_many_stories(&self, holders: &[ParagraphOccurrence]) -> bool {
        let mut stories: Vec<Rank> = Vec::with_capacity(BACKGROUND_STORIES);
        for holder in holders.iter().take(MAX_HOLDERS_COUNTED) {
            let is_new_story = stories
                .iter()
                .all(|&story| self.are_distinct(story, holder.rank));
            if is_new_story {
                stories.push(holder.rank);
                if stories.len() == BACKGROUND_STORIES {
                    return true;
                }
            }
        }
        false
    }

    /// Whether two documents tell stories that have little in common.
    fn are_distinct(&self, left: Rank, right: Rank) -> bool {
        left != right && !self.companions.are_related(left, right)
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

fn is_of_same_document(&(document, ..): &CutParagraph, &(next, ..): &CutParagraph) -> bool {
    document == next
}

fn shared_paragraph(row: &CutParagraph) -> SharedParagraph {
    let &(_, span, keeper, kept_span, words, gallery) = row;
    SharedParagraph {
        span,
        kept: KeptCopy {
            document: Some(keeper),
            span: kept_span,
            // The paragraphs are equal, so all words agree.
            overlap: WordOverlap::equal(words as usize),
        },
        is_gallery: gallery == 1,
    }
}
