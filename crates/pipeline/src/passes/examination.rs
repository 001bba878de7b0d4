//! The results of the second pass, for all documents together.

use super::findings::{Findings, Packed};
use super::recurring::{LinesOnPages, SeenLine};
use super::run_context::RunContext;
use crate::memory::{BAND_KEYS, FINGERPRINTS, HOLDERS};
use copydesk_clean::Analysis;
use copydesk_store::Result;
use copydesk_store::{Checkpoint, write_down};
use copydesk_store::{ExternalSorter, Fixed, MemoryBudget, SortedRuns};
use copydesk_text::{DocId, Fingerprint, Rank, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// What is left of a document.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Remainder {
    /// Fingerprint of the kept words.
    pub content: Fingerprint,
    /// Number of kept words.
    pub words: u32,
    /// Number of fingerprints of its passages.
    pub fingerprints: u32,
}

impl Remainder {
    /// What is left of a document that could not be read, or on which copydesk failed.
    const NOTHING: Self = Self {
        content: Fingerprint::of_bits(0),
        words: 0,
        fingerprints: 0,
    };

    pub(crate) fn words(&self) -> u32 {
        self.words
    }
}

/// A paragraph of a document. Sorted, the holders of a paragraph follow each other, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ParagraphOccurrence {
    pub key: Fingerprint,
    pub rank: Rank,
    pub span: Span,
    pub words: u32,
    /// Whether the document can do without it.
    pub may_be_background: bool,
    /// Whether it is text of the site.
    pub is_site_text: bool,
    /// Whether it is a gallery of the site.
    pub is_gallery: bool,
}

impl ParagraphOccurrence {
    /// A part of the key, by which paragraphs that occur once are left out. Two that share it by
    /// chance are sorted, and distinguished by the whole key.
    fn short_key(&self) -> u64 {
        self.key.bits() as u64
    }

    pub(crate) fn is_of_same_paragraph(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// The three flags are stored in the lowest bits of the number of words, which is far below 2^29.
impl Fixed for ParagraphOccurrence {
    const BYTES: usize = <(Fingerprint, Rank, Span, u32)>::BYTES;

    fn put(self, to: &mut Vec<u8>) {
        let words = self.words << 3
            | u32::from(self.is_gallery) << 2
            | u32::from(self.is_site_text) << 1
            | u32::from(self.may_be_background);
        (self.key, self.rank, self.span, words).put(to);
    }

    fn first_bits(&self) -> u64 {
        self.key.first_bits()
    }

    fn take(from: &mut &[u8]) -> Self {
        let (key, rank, span, words): (_, _, _, u32) = Fixed::take(from);
        Self {
            key,
            rank,
            span,
            words: words >> 3,
            may_be_background: words & 1 != 0,
            is_site_text: words & 2 != 0,
            is_gallery: words & 4 != 0,
        }
    }
}

/// Hashes that documents are found by, each with the rank of a document that has it.
pub(crate) type Posting = (u64, Rank);

/// The hashes that a document is found by.
fn postings(hashes: Vec<u64>, rank: Rank) -> impl Iterator<Item = Posting> {
    hashes.into_iter().map(move |hash| (hash, rank))
}

fn hash_of(posting: &Posting) -> u64 {
    posting.0
}

/// What is known of the documents after each was read alone.
pub(crate) struct AnalysisTables {
    remainders: Vec<Remainder>,
    /// Why copydesk failed on a document.
    pub failed: BTreeMap<DocId, Box<str>>,
    pub findings: Findings,
    /// Where the lines are that are counted for the summary.
    pub lines: LinesOnPages,
    /// Kept paragraphs that several documents have, and a few more.
    pub holders: SortedRuns<ParagraphOccurrence>,
    /// Band keys that several documents have.
    pub band_keys: SortedRuns<Posting>,
    /// Fingerprints of passages that several documents have.
    pub fingerprints: SortedRuns<Posting>,
}

impl AnalysisTables {
    /// What is left of a document.
    pub(crate) fn remainder(&self, document: DocId) -> &Remainder {
        &self.remainders[document.index()]
    }

    /// What is left of each document, by their ids.
    pub(crate) fn remainders(&self) -> &[Remainder] {
        &self.remainders
    }
}

/// Tables into which all threads put what documents are found by, in whatever order it comes.
pub(super) struct Postings {
    holders: ExternalSorter<ParagraphOccurrence>,
    band_keys: ExternalSorter<Posting>,
    fingerprints: ExternalSorter<Posting>,
}

/// What must be collected in input order of a document that could be read.
pub(super) struct DocumentAnalysis {
    remainder: Remainder,
    findings: Packed,
    /// Where the lines are in it that are counted for the summary.
    lines: Vec<SeenLine>,
}

impl Postings {
    pub(super) fn new(context: &RunContext<'_>) -> Self {
        let budget = &context.budget;
        Self {
            holders: ExternalSorter::spread(budget, budget.share(HOLDERS)),
            band_keys: ExternalSorter::spread(budget, budget.share(BAND_KEYS)),
            fingerprints: ExternalSorter::spread(budget, budget.share(FINGERPRINTS)),
        }
    }

    /// Adds what a document with this rank is found by.
    pub(super) fn add(
        &self,
        rank: Rank,
        analysis: Analysis,
        lines: Vec<SeenLine>,
    ) -> Result<DocumentAnalysis> {
        let Analysis {
            findings,
            paragraphs,
            content,
            words,
            band_keys,
            passages,
            ..
        } = analysis;
        let remainder = Remainder {
            content,
            words,
            fingerprints: passages.len() as u32,
        };
        let holders = paragraphs.into_iter().map(|paragraph| ParagraphOccurrence {
            key: paragraph.key,
            rank,
            span: paragraph.span,
            words: paragraph.words,
            may_be_background: paragraph.may_be_background,
            is_site_text: paragraph.is_site_text,
            is_gallery: paragraph.is_gallery,
        });
        self.holders.extend(holders)?;
        self.band_keys.extend(postings(band_keys, rank))?;
        self.fingerprints.extend(postings(passages, rank))?;
        // Packed here, on the thread that found them: collecting is done by one thread at a time.
        let findings = Packed::of(&findings);
        Ok(DocumentAnalysis {
            remainder,
            findings,
            lines,
        })
    }
}

/// Takes in what was found in each document, in input order.
pub(super) struct Intake {
    remainders: Vec<Remainder>,
    failed: BTreeMap<DocId, Box<str>>,
    findings: Findings,
    lines: LinesOnPages,
}

impl Intake {
    pub(super) fn new(context: &RunContext<'_>) -> Self {
        Self {
            remainders: Vec::new(),
            failed: BTreeMap::new(),
            findings: Findings::new(&context.budget),
            lines: LinesOnPages::new(&context.budget),
        }
    }

    /// Takes in what was found in the next document; `None` if it could not be read; or why
    /// copydesk failed on it.
    pub(super) fn take(
        &mut self,
        found: std::result::Result<Option<DocumentAnalysis>, String>,
    ) -> Result<()> {
        let document = DocId::of_index(self.remainders.len());
        let examined = match found {
            Ok(examined) => examined,
            Err(reason) => {
                self.failed.insert(document, reason.into());
                None
            }
        };
        let Some(DocumentAnalysis {
            remainder,
            findings,
            lines,
        }) = examined
        else {
            // Every record has its place in all three tables, so that ids are indices.
            self.remainders.push(Remainder::NOTHING);
            self.lines.push(&[])?;
            return self.findings.push(&Packed::none());
        };
        self.remainders.push(remainder);
        self.lines.push(&lines)?;
        self.findings.push(&findings)
    }

    /// Sorts the tables. What only one document has is left out, since it finds nothing.
    pub(super) fn finish(
        self,
        context: &RunContext<'_>,
        postings: Postings,
    ) -> Result<AnalysisTables> {
        let Postings {
            holders,
            band_keys,
            fingerprints,
        } = postings;
        let budget = &context.budget;
        let holders =
            holders.finish_recurring(ParagraphOccurrence::short_key, budget.share(HOLDERS))?;
        let band_keys = band_keys.finish_recurring(hash_of, budget.share(BAND_KEYS))?;
        let fingerprints = fingerprints.finish_recurring(hash_of, budget.share(FINGERPRINTS))?;
        Ok(AnalysisTables {
            remainders: self.remainders,
            failed: self.failed,
            findings: self.findings,
            lines: self.lines,
            holders,
            band_keys,
            fingerprints,
        })
    }
}

impl Checkpoint for AnalysisTables {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        write_down(&(&self.remainders, &self.failed), to)?;
        self.findings.write_down(to)?;
        self.lines.write_down(to)?;
        self.holders.write_down(to)?;
        self.band_keys.write_down(to)?;
        self.fingerprints.write_down(to)
    }

    fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self> {
        let (remainders, failed) = Checkpoint::read_back(from, budget)?;
        let findings = Findings::read_back(from, budget)?;
        let lines = LinesOnPages::read_back(from, budget)?;
        let holders = SortedRuns::read_back(from, budget, budget.share(HOLDERS))?;
        let band_keys = SortedRuns::read_back(from, budget, budget.share(BAND_KEYS))?;
        let fingerprints = SortedRuns::read_back(from, budget, budget.share(FINGERPRINTS))?;
        Ok(Self {
            remainders,
            failed,
            findings,
            lines,
            holders,
            band_keys,
            fingerprints,
        })
    }
}
