//! What becomes of each document, as far as it is decided.
//!
//! The last pass turns each pending decision into the record of a decision: only then is the
//! document in memory, with the offsets, names and texts that the record needs.

use super::findings::Findings;
use super::recurring::{LinesOnPages, SeenLine};
use ahash::AHashMap;
use copydesk_clean::{Differing, Dropped, Finding, KeptCopy};
use copydesk_store::MemoryBudget;
use copydesk_store::Result;
use copydesk_store::{Checkpoint, write_down};
use copydesk_text::DocId;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// What becomes of each document.
pub(crate) struct PendingDecisions {
    /// Which documents are dropped, and why; by their ids.
    dropped: Vec<Option<Dropped>>,
    /// What dropped documents say differently from the documents that are kept in their place.
    differing: BTreeMap<DocId, Vec<Differing>>,
    /// The other documents that hold parts of a dropped digest, each with how much of the smaller
    /// of the two is in the larger.
    also_in: BTreeMap<DocId, Vec<(DocId, f64)>>,
    /// How many documents tell the story of each representative.
    cluster_sizes: AHashMap<DocId, u64>,
    /// The documents that were left whole because they would have lost too much to others: how many
    /// words they share with which.
    left_whole: BTreeMap<DocId, BTreeMap<DocId, u64>>,
    /// Why copydesk could not work on a document, though it could be read.
    failed: BTreeMap<DocId, Box<str>>,
    pub findings: Findings,
    /// Where the lines are that are counted for the summary.
    lines: LinesOnPages,
}

impl PendingDecisions {
    pub(crate) fn new(
        dropped: Vec<Option<Dropped>>,
        differing: BTreeMap<DocId, Vec<Differing>>,
        failed: BTreeMap<DocId, Box<str>>,
        findings: Findings,
        lines: LinesOnPages,
    ) -> Self {
        Self {
            cluster_sizes: cluster_sizes(&dropped),
            dropped,
            differing,
            also_in: BTreeMap::new(),
            left_whole: BTreeMap::new(),
            failed,
            findings,
            lines,
        }
    }

    /// Takes in which documents beside the one in its place hold parts of each dropped digest.
    pub(crate) fn name_parts(&mut self, also_in: BTreeMap<DocId, Vec<(DocId, f64)>>) {
        self.also_in = also_in;
    }

    /// Which documents beside the one in its place hold parts of a dropped digest, and the
    /// containment of each.
    pub(crate) fn also_in(&self, document: DocId) -> &[(DocId, f64)] {
        self.also_in.get(&document).map_or(&[], Vec::as_slice)
    }

    /// Where the lines are in a document that are counted for the summary.
    pub(crate) fn lines_of(&self, document: DocId) -> Result<Vec<SeenLine>> {
        self.lines.get(document)
    }

    /// What a dropped document says that the document in its place says otherwise.
    pub(crate) fn differing(&self, document: DocId) -> &[Differing] {
        self.differing.get(&document).map_or(&[], Vec::as_slice)
    }

    /// How many documents tell the story of this one, itself included, if others are dropped for
    /// it.
    pub(crate) fn cluster_size(&self, document: DocId) -> Option<u64> {
        self.cluster_sizes.get(&document).copied()
    }

    /// Why a document is dropped, if it is.
    pub(crate) fn dropped(&self, document: DocId) -> Option<Dropped> {
        self.dropped[document.index()]
    }

    /// Why copydesk failed on a document, if it did.
    pub(crate) fn failure(&self, document: DocId) -> Option<&str> {
        Some(self.failed.get(&document)?)
    }

    /// With which documents one shares how many words, if it was left whole although it would have
    /// lost too much to them.
    pub(crate) fn left_whole(&self, document: DocId) -> Option<&BTreeMap<DocId, u64>> {
        self.left_whole.get(&document)
    }

    /// Takes back the cuts of a document across documents.
    pub(crate) fn leave_whole(
        &mut self,
        document: DocId,
        shared: BTreeMap<DocId, u64>,
    ) -> Result<()> {
        self.left_whole.insert(document, shared);
        self.take_back_shared(document)
    }

    /// Takes back the cuts in favour of other documents, and leaves furniture and repeats inside
    /// it.
    fn take_back_shared(&mut self, document: DocId) -> Result<()> {
        self.findings.change(document, |findings| {
            findings.retain(|finding| !finding.reason.is_across_documents());
        })
    }

    /// Whether others are dropped in favour of a document.
    pub(crate) fn is_representative(&self, document: DocId) -> bool {
        if self.cluster_sizes.contains_key(&document) {
            return true;
        }
        for &(holder, _) in self.also_in.values().flatten() {
            if holder == document {
                return true;
            }
        }
        false
    }

    /// A document that lost all its words is dropped; but one in whose favour others were dropped
    /// keeps what other documents have too, galleries among it, because the record of those drops
    /// names it.
    pub(crate) fn empty(&mut self, document: DocId) -> Result<()> {
        if self.is_representative(document) {
            return self.findings.change(document, |findings| {
                findings.retain(|finding| !names_another(finding));
            });
        }
        self.dropped[document.index()] = Some(Dropped::EMPTY);
        Ok(())
    }
}

/// Whether the copy that a cut names is in another document.
fn names_another(finding: &Finding) -> bool {
    matches!(
        finding.kept,
        Some(KeptCopy {
            document: Some(_),
            ..
        })
    )
}

/// How many documents tell the story of each that others are dropped for, itself included.
fn cluster_sizes(dropped: &[Option<Dropped>]) -> AHashMap<DocId, u64> {
    let mut sizes = AHashMap::new();
    for dropped in dropped.iter().flatten() {
        if let Some(kept) = dropped.kept {
            *sizes.entry(kept.document).or_insert(1) += 1;
        }
    }
    sizes
}

impl Checkpoint for PendingDecisions {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        let Self {
            dropped,
            differing,
            also_in,
            left_whole,
            failed,
            ..
        } = self;
        write_down(&(dropped, differing, also_in, left_whole, failed), to)?;
        self.findings.write_down(to)?;
        self.lines.write_down(to)
    }

    fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self> {
        let (dropped, differing, also_in, left_whole, failed) =
            Checkpoint::read_back(from, budget)?;
        let findings = Findings::read_back(from, budget)?;
        let lines = LinesOnPages::read_back(from, budget)?;
        // The sizes of clusters follow from what is dropped, and are counted again.
        Ok(Self {
            also_in,
            left_whole,
            ..Self::new(dropped, differing, failed, findings, lines)
        })
    }
}
