//! Changes the kept copy that a cut names, if that copy is itself cut later.
//!
//! The record of a cut (its [`Finding`]) names the copy that is kept. If this copy is to be cut in
//! favour of a third one, every cut that names it must name the third copy instead. The overlap of
//! the cut text and the third copy is measured again. If that is not possible for one of the cuts,
//! the copy is not cut. [`KeptCopyRefs`] finds the cuts that name a document. [`Redirection`] holds
//! the findings that may change while the cuts of one document are decided, and writes back those
//! that have changed.

use super::super::findings::Findings;
use super::super::guard::unless_it_panics;
use ahash::AHashMap;
use copydesk_clean::{Finding, KeptCopy};
use copydesk_neardup::{Paragraphs, copied_run};
use copydesk_store::Result;
use copydesk_text::{DocId, Span, Spans};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A cut, by its document and its index among the findings of the document.
#[derive(Clone, Copy)]
struct CutRef {
    document: DocId,
    index: u32,
}

/// For each document, the cuts whose kept copy is in it.
pub(super) struct KeptCopyRefs(AHashMap<DocId, Vec<CutRef>>);

impl KeptCopyRefs {
    /// Collects the cuts of all documents that have a kept copy.
    pub fn collect(findings: &Findings) -> Result<Self> {
        let mut refs: AHashMap<DocId, Vec<CutRef>> = AHashMap::new();
        for document in findings.documents() {
            for (index, finding) in findings.get(document)?.iter().enumerate() {
                if let Some(kept) = finding.kept {
                    let cut = CutRef {
                        document,
                        index: index as u32,
                    };
                    // If no document is named, the copy is in the same document as the cut.
                    let holder = kept.document.unwrap_or(document);
                    refs.entry(holder).or_default().push(cut);
                }
            }
        }
        Ok(Self(refs))
    }

    /// Reads the findings that may change if these passages of a document are cut: its own
    /// findings, and those of the documents with cuts whose kept copy is in it.
    pub fn redirection(
        &self,
        findings: &Findings,
        document: DocId,
        passages: &Spans,
    ) -> Result<Redirection> {
        let mut redirection = Redirection {
            document,
            findings: BTreeMap::from([(document, findings.get(document)?)]),
            changed: BTreeSet::new(),
            cuts_by_passage: vec![Vec::new(); passages.len()],
        };
        let Some(cuts) = self.0.get(&document) else {
            return Ok(redirection);
        };
        for &cut in cuts {
            let findings = match redirection.findings.entry(cut.document) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(findings.get(cut.document)?),
            };
            if let Some(kept) = findings[cut.index as usize].kept {
                let overlapping = passages.indices_overlapping(kept.span);
                for cuts_of_passage in &mut redirection.cuts_by_passage[overlapping] {
                    cuts_of_passage.push(cut);
                }
            }
        }
        Ok(redirection)
    }
}

/// The findings that may change while the cuts of one document are decided.
pub(super) struct Redirection {
    document: DocId,
    /// The findings of this document, and of the documents with cuts whose kept copy is in it.
    findings: BTreeMap<DocId, Vec<Finding>>,
    /// The documents whose findings have changed.
    changed: BTreeSet<DocId>,
    /// For each passage that may be cut, the cuts whose kept copy overlaps it.
    cuts_by_passage: Vec<Vec<CutRef>>,
}

/// A passage that is to be cut because another document has a copy of it.
pub(super) struct ProposedCut<'p> {
    /// The index of the passage among those that may be cut.
    pub index: usize,
    pub passage: Span,
    /// The copy that would be kept.
    pub kept: KeptCopy,
    /// The document with the passage.
    pub document: &'p Paragraphs<'static>,
    /// The document with the copy.
    pub source: &'p Paragraphs<'static>,
    /// The words of the paragraph that holds the copy, as a range of the source's words.
    pub source_words: Range<usize>,
}

impl Redirection {
    /// Makes every cut that names the passage as its kept copy name the copy in the source instead.
    /// Returns `false`, and changes nothing, if this is not possible for one of the cuts: then the
    /// passage must stay.
    pub fn redirect(&mut self, proposed: &ProposedCut<'_>) -> bool {
        let mut redirected = Vec::new();
        for &cut in &self.cuts_by_passage[proposed.index] {
            let finding = &self.findings[&cut.document][cut.index as usize];
            let Some(kept) = finding.kept else {
                continue;
            };
            if !self.names_passage(cut, &kept, proposed.passage) {
                continue;
            }
            match self.copy_in_source(cut, finding, kept, proposed) {
                Some(copy) => redirected.push((cut, copy)),
                None => return false,
            }
        }
        // Only now, when all cuts are known to have another copy, is any of them changed.
        for (cut, copy) in redirected {
            if let Some(findings) = self.findings.get_mut(&cut.document) {
                findings[cut.index as usize].kept = Some(copy);
                self.changed.insert(cut.document);
            }
        }
        true
    }

    /// Whether the kept copy of a cut still overlaps the passage. A cut that was redirected before
    /// is still listed, but its kept copy is in another document now.
    fn names_passage(&self, cut: CutRef, kept: &KeptCopy, passage: Span) -> bool {
        kept.document.unwrap_or(cut.document) == self.document && kept.span.overlaps(passage)
    }

    /// The copy in the source that a cut can name if the passage is cut. `None` if there is none.
    fn copy_in_source(
        &self,
        cut: CutRef,
        finding: &Finding,
        kept: KeptCopy,
        proposed: &ProposedCut<'_>,
    ) -> Option<KeptCopy> {
        let &ProposedCut {
            document, source, ..
        } = proposed;
        // The words of the document are in memory, so the cut can be compared with the source.
        if cut.document == self.document {
            let cut_words = document.document().words_in(finding.span);
            let (span, overlap) = unless_it_panics(|| {
                let source_words = proposed.source_words.clone();
                copied_run(
                    document.document(),
                    cut_words,
                    source.document(),
                    source_words,
                )
            })?;
            return Some(KeptCopy {
                span,
                overlap,
                ..proposed.kept
            });
        }
        // The text of another document is not in memory. But if the cut was equal to the whole
        // passage, word for word, what was measured for the passage is true of the cut too.
        match kept.span == proposed.passage && kept.overlap.similarity() >= 1.0 {
            true => Some(proposed.kept),
            false => None,
        }
    }

    /// Adds a finding to the document whose cuts are decided.
    pub fn add(&mut self, finding: Finding) {
        self.findings
            .entry(self.document)
            .or_default()
            .push(finding);
        self.changed.insert(self.document);
    }

    /// Writes the findings that were changed back to `findings`.
    pub fn write_back(self, findings: &mut Findings) -> Result<()> {
        for document in &self.changed {
            findings.set(*document, &self.findings[document])?;
        }
        Ok(())
    }
}
