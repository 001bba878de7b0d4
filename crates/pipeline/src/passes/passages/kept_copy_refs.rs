//! Cuts that name a copy which may yet be cut itself.
//!
//! The record of a cut names the copy that stays. If that copy is to be cut in favour of a third,
//! every cut that names it must name the third instead, with an overlap that is measured anew. If
//! that is not possible for one of them, the copy is not cut. [`KeptCopyRefs`] finds the cuts that
//! name a document. [`Redirection`] holds the findings that are concerned while the cuts of one
//! document are decided, and writes back those that were changed.

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

/// A cut: the document, and its place among the document's findings.
#[derive(Clone, Copy)]
struct CutAt {
    document: DocId,
    place: u32,
}

/// Which cuts name which document for their kept copy.
pub(super) struct KeptCopyRefs(AHashMap<DocId, Vec<CutAt>>);

impl KeptCopyRefs {
    /// Goes through all findings once.
    pub fn collect(findings: &Findings) -> Result<Self> {
        let mut refs: AHashMap<DocId, Vec<CutAt>> = AHashMap::new();
        for document in findings.documents() {
            for (place, finding) in findings.get(document)?.iter().enumerate() {
                if let Some(kept) = finding.kept {
                    let at = CutAt {
                        document,
                        place: place as u32,
                    };
                    // A copy without a document is in the same one.
                    refs.entry(kept.document.unwrap_or(document))
                        .or_default()
                        .push(at);
                }
            }
        }
        Ok(Self(refs))
    }

    /// Takes out what is known of a document, of which these passages may be cut.
    pub fn take_up(
        &self,
        findings: &Findings,
        document: DocId,
        passages: &Spans,
    ) -> Result<Redirection> {
        let mut redirection = Redirection {
            document,
            findings: BTreeMap::from([(document, findings.get(document)?)]),
            changed: BTreeSet::new(),
            of_passages: vec![Vec::new(); passages.len()],
        };
        let Some(cuts) = self.0.get(&document) else {
            return Ok(redirection);
        };
        for &at in cuts {
            let findings = match redirection.findings.entry(at.document) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(findings.get(at.document)?),
            };
            if let Some(kept) = findings[at.place as usize].kept {
                let overlapping = passages.places_overlapping(kept.span);
                for cuts in &mut redirection.of_passages[overlapping] {
                    cuts.push(at);
                }
            }
        }
        Ok(redirection)
    }
}

/// The findings of a document, and those of others that name it.
pub(super) struct Redirection {
    document: DocId,
    /// The findings that may change, by document.
    findings: BTreeMap<DocId, Vec<Finding>>,
    /// The documents whose findings have changed.
    changed: BTreeSet<DocId>,
    /// By passage that may be cut, the cuts that name some of it.
    of_passages: Vec<Vec<CutAt>>,
}

/// A passage that may be cut, and the copy for which it would be.
pub(super) struct Move<'p> {
    /// Which of the passages it is, and where.
    pub number: usize,
    pub passage: Span,
    pub kept: KeptCopy,
    /// The document.
    pub from: &'p Paragraphs<'static>,
    /// The document that holds the copy, and the words of the paragraph there.
    pub to: &'p Paragraphs<'static>,
    pub within: Range<usize>,
}

impl Redirection {
    /// If a passage is cut in favour of a copy, every cut that named it must name that copy,
    /// measured anew. Whether all can; they do then.
    pub fn move_to(&mut self, to: &Move<'_>) -> bool {
        let mut moves = Vec::new();
        for &at in &self.of_passages[to.number] {
            let finding = &self.findings[&at.document][at.place as usize];
            let Some(kept) = finding.kept else {
                continue;
            };
            if !self.names(at, &kept, to.passage) {
                continue;
            }
            match self.moved(at, finding, kept, to) {
                Some(moved) => moves.push((at, moved)),
                None => return false,
            }
        }
        // Only now, when all cuts are known to have another copy, is any of them changed.
        for (at, kept) in moves {
            if let Some(findings) = self.findings.get_mut(&at.document) {
                findings[at.place as usize].kept = Some(kept);
                self.changed.insert(at.document);
            }
        }
        true
    }

    /// Whether a cut still names the passage: one that was moved before is still listed, but names
    /// another document now.
    fn names(&self, at: CutAt, kept: &KeptCopy, passage: Span) -> bool {
        kept.document.unwrap_or(at.document) == self.document && kept.span.overlaps(passage)
    }

    /// The copy that a cut names if the passage is cut; `None` if there is none.
    fn moved(
        &self,
        at: CutAt,
        finding: &Finding,
        kept: KeptCopy,
        to: &Move<'_>,
    ) -> Option<KeptCopy> {
        if at.document == self.document {
            let run = to.from.document().words_in(finding.span);
            let (span, overlap) = unless_it_panics(|| {
                copied_run(to.from.document(), run, to.to.document(), to.within.clone())
            })?;
            return Some(KeptCopy {
                span,
                overlap,
                ..to.kept
            });
        }
        // The cut was equal to this passage, so what was measured for the passage is true of the
        // cut too.
        match kept.span == to.passage && kept.overlap.similarity() >= 1.0 {
            true => Some(to.kept),
            false => None,
        }
    }

    /// Adds a finding of the document itself.
    pub fn add(&mut self, finding: Finding) {
        self.findings
            .entry(self.document)
            .or_default()
            .push(finding);
        self.changed.insert(self.document);
    }

    /// Puts the findings that were changed back where they came from; returns those of the
    /// document.
    pub fn put_back(mut self, findings: &mut Findings) -> Result<Vec<Finding>> {
        for document in &self.changed {
            findings.set(*document, &self.findings[document])?;
        }
        Ok(self.findings.remove(&self.document).unwrap_or_default())
    }
}
