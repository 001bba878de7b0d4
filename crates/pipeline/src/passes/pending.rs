//! What was decided about each document before the last pass.
//!
//! A pending decision names documents by their [`DocId`]s and contains none of their text. The last
//! pass reads each document again, and turns its pending decision into a
//! [`Decision`](copydesk_clean::Decision), which has names and texts.

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

/// The pending decisions about all documents.
pub(crate) struct PendingDecisions {
    /// Why each document is dropped, in order of [`DocId`]. `None` if it is not dropped.
    dropped: Vec<Option<Dropped>>,
    /// For each dropped document, what it says that the document kept in its place says differently
    /// or not at all.
    differing: BTreeMap<DocId, Vec<Differing>>,
    /// For each dropped digest (a page that holds several stories), the documents that hold parts
    /// of it, besides the one that is kept in its place. The number beside each of these documents
    /// is the containment of it and the digest.
    also_in: BTreeMap<DocId, Vec<(DocId, f64)>>,
    /// For each representative (a document for which others are dropped), how many documents tell
    /// its story: itself and those that are dropped for it.
    cluster_sizes: AHashMap<DocId, u64>,
    /// The documents that are left whole because they would have lost too much text to others. For
    /// each of them: the others, and how many words it would have lost to each.
    left_whole: BTreeMap<DocId, BTreeMap<DocId, u64>>,
    /// The documents that could be read but on which copydesk failed, each with the reason.
    failed: BTreeMap<DocId, Box<str>>,
    pub findings: Findings,
    /// For each document, where it has the recurring lines that the summary counts.
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

    /// Sets which documents hold parts of each dropped digest: see [`Self::also_in`].
    pub(crate) fn set_also_in(&mut self, also_in: BTreeMap<DocId, Vec<(DocId, f64)>>) {
        self.also_in = also_in;
    }

    /// The documents that hold parts of a dropped digest, besides the one that is kept in its
    /// place, and the containment of each and the digest. Empty if the document is not a dropped
    /// digest.
    pub(crate) fn also_in(&self, document: DocId) -> &[(DocId, f64)] {
        self.also_in.get(&document).map_or(&[], Vec::as_slice)
    }

    /// The recurring lines in a document that the summary counts.
    pub(crate) fn lines_of(&self, document: DocId) -> Result<Vec<SeenLine>> {
        self.lines.get(document)
    }

    /// What a dropped document says that the document kept in its place says differently or not at
    /// all.
    pub(crate) fn differing(&self, document: DocId) -> &[Differing] {
        self.differing.get(&document).map_or(&[], Vec::as_slice)
    }

    /// How many documents tell the story of this one: itself and those that are dropped for it.
    /// `None` if none is.
    pub(crate) fn cluster_size(&self, document: DocId) -> Option<u64> {
        self.cluster_sizes.get(&document).copied()
    }

    /// Why a document is dropped. `None` if it is not.
    pub(crate) fn dropped(&self, document: DocId) -> Option<Dropped> {
        self.dropped[document.index()]
    }

    /// Why copydesk failed on a document. `None` if it did not.
    pub(crate) fn failure(&self, document: DocId) -> Option<&str> {
        Some(self.failed.get(&document)?)
    }

    /// If a document was left whole because it would have lost too much: how many words it would
    /// have lost to each of the others. Otherwise `None`.
    pub(crate) fn left_whole(&self, document: DocId) -> Option<&BTreeMap<DocId, u64>> {
        self.left_whole.get(&document)
    }

    /// Takes back the cuts of text that other documents keep. Furniture and repeats inside the
    /// document stay cut. `shared_words` says how many words the document would have lost to each
    /// of the others.
    pub(crate) fn leave_whole(
        &mut self,
        document: DocId,
        shared_words: BTreeMap<DocId, u64>,
    ) -> Result<()> {
        self.left_whole.insert(document, shared_words);
        self.findings.change(document, |findings| {
            findings.retain(|finding| !finding.reason.is_across_documents());
        })
    }

    /// Whether the decision about a dropped document names this one: as the document that is kept
    /// in its place, or as one that holds a part of it.
    fn is_named_by_dropped(&self, document: DocId) -> bool {
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

    /// Drops a document that would lose all its words. But a document that the decision about a
    /// dropped one names is kept. Then its cuts of text that other documents keep are taken back,
    /// even those of galleries (captions of a series of pictures).
    pub(crate) fn drop_emptied(&mut self, document: DocId) -> Result<()> {
        if self.is_named_by_dropped(document) {
            return self.findings.change(document, |findings| {
                findings.retain(|finding| !has_copy_elsewhere(finding));
            });
        }
        self.dropped[document.index()] = Some(Dropped::EMPTY);
        Ok(())
    }
}

/// Whether the kept copy of a cut is in another document.
fn has_copy_elsewhere(finding: &Finding) -> bool {
    matches!(
        finding.kept,
        Some(KeptCopy {
            document: Some(_),
            ..
        })
    )
}

/// For each document for which others are dropped, the number of these and itself.
fn cluster_sizes(dropped: &[Option<Dropped>]) -> AHashMap<DocId, u64> {
    let mut sizes = AHashMap::new();
    for dropped in dropped.iter().flatten() {
        if let Some(kept) = dropped.kept {
            // The size begins with 1 for the kept document itself.
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
