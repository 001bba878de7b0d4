//! Cuts that name a copy which may yet be cut itself.

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
pub(super) struct Named(AHashMap<DocId, Vec<CutAt>>);

impl Named {
    pub fn collect(findings: &Findings) -> Result<Self> {
        let mut named: AHashMap<DocId, Vec<CutAt>> = AHashMap::new();
        for document in findings.documents() {
            for (place, finding) in findings.get(document)?.iter().enumerate() {
                if let Some(kept) = finding.kept {
                    let at = CutAt {
                        document,
                        place: place as u32,
                    };
                    named
                        .entry(kept.document.unwrap_or(document))
                        .or_default()
                        .push(at);
                }
            }
        }
        Ok(Self(named))
    }

    /// Takes out what is known of a document, of which these passages may be cut.
    pub fn take_up(
        &self,
        findings: &Findings,
        document: DocId,
        passages: &Spans,
    ) -> Result<Naming> {
        let drafts = BTreeMap::from([(document, findings.get(document)?)]);
        let of = vec![Vec::new(); passages.len()];
        let mut naming = Naming {
            document,
            drafts,
            changed: BTreeSet::new(),
            of,
        };
        for &at in self.0.get(&document).map_or(&[][..], Vec::as_slice) {
            let findings = match naming.drafts.entry(at.document) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(findings.get(at.document)?),
            };
            if let Some(kept) = findings[at.place as usize].kept {
                let hit = passages.places_overlapping(kept.span);
                naming.of[hit].iter_mut().for_each(|named| named.push(at));
            }
        }
        Ok(naming)
    }
}

/// The findings of a document, and those of others that name it.
pub(super) struct Naming {
    document: DocId,
    drafts: BTreeMap<DocId, Vec<Finding>>,
    changed: BTreeSet<DocId>,
    /// By passage that may be cut, the cuts that name some of it.
    of: Vec<Vec<CutAt>>,
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

impl Naming {
    /// If a passage is cut in favour of a copy, every cut that named it must name that copy,
    /// measured anew. Whether all can; they do then.
    pub fn moves(&mut self, to: &Move<'_>) -> bool {
        let mut moves = Vec::new();
        for &at in &self.of[to.number] {
            let finding = &self.drafts[&at.document][at.place as usize];
            let Some(kept) = finding.kept.filter(|kept| self.names(at, kept, to.passage)) else {
                continue;
            };
            match self.moved(at, finding, kept, to) {
                Some(moved) => moves.push((at, moved)),
                None => return false,
            }
        }
        for (at, kept) in moves {
            if let Some(findings) = self.drafts.get_mut(&at.document) {
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
        // The other document's paragraph has the very words of this one, so what was measured for
        // this one holds for it.
        (kept.span == to.passage && kept.overlap.similarity() >= 1.0).then_some(to.kept)
    }

    /// Adds a finding of the document itself.
    pub fn add(&mut self, finding: Finding) {
        self.drafts.entry(self.document).or_default().push(finding);
        self.changed.insert(self.document);
    }

    /// Puts the findings that were changed back where they came from; returns those of the
    /// document.
    pub fn put_back(mut self, findings: &mut Findings) -> Result<Vec<Finding>> {
        self.changed
            .iter()
            .try_for_each(|document| findings.set(*document, &self.drafts[document]))?;
        Ok(self.drafts.remove(&self.document).unwrap_or_default())
    }
}
