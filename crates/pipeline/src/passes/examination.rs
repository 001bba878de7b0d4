//! The results of the second pass, in which each document is analysed by itself.

use super::findings::{Findings, PackedFindings};
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

/// What is known of the kept text of a document: its text without furniture and repeats.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Remainder {
    /// Fingerprint of the kept words.
    pub content: Fingerprint,
    /// Number of kept words.
    pub words: u32,
    /// Number of passage fingerprints: hashes of some of its runs of words, by which documents that
    /// share a passage find each other.
    pub fingerprints: u32,
}

impl Remainder {
    /// Stands for the kept text of a document that could not be read, or on which copydesk failed.
    const NOTHING: Self = Self {
        content: Fingerprint::of_bits(0),
        words: 0,
        fingerprints: 0,
    };
}

/// A kept paragraph in one document. Sorting puts all occurrences of a paragraph next to each
/// other, beginning with the one in the preferred document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ParagraphOccurrence {
    /// A hash of the words of the paragraph. Equal keys mean equal words.
    pub key: Fingerprint,
    /// The rank of the document.
    pub rank: Rank,
    pub span: Span,
    /// Length in words.
    pub words: u32,
    /// Whether the paragraph may be cut as background, which many stories repeat.
    pub may_be_background: bool,
    /// Whether the paragraph is text of the site: it recurs in distinct stories, so one copy is
    /// enough.
    pub is_site_text: bool,
    /// Whether the paragraph is a gallery of the site: captions of a series of pictures.
    pub is_gallery: bool,
}

impl ParagraphOccurrence {
    /// The lower half of the key. A row is left out if no other row has the same lower half: then
    /// its paragraph occurs only once. [`Self::is_of_same_paragraph`] compares whole keys.
    fn short_key(&self) -> u64 {
        self.key.bits() as u64
    }

    pub(crate) fn is_of_same_paragraph(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// In a stored row, the three flags are the lowest bits of one number, and the bits above them are
/// the number of words, which is far below 2^29.
const FLAG_BITS: u32 = 3;
const BACKGROUND_FLAG: u32 = 1;
const SITE_TEXT_FLAG: u32 = 2;
const GALLERY_FLAG: u32 = 4;

impl Fixed for ParagraphOccurrence {
    const BYTES: usize = <(Fingerprint, Rank, Span, u32)>::BYTES;

    fn put(self, to: &mut Vec<u8>) {
        let mut words_and_flags = self.words << FLAG_BITS;
        for (is_set, flag) in [
            (self.may_be_background, BACKGROUND_FLAG),
            (self.is_site_text, SITE_TEXT_FLAG),
            (self.is_gallery, GALLERY_FLAG),
        ] {
            words_and_flags |= if is_set { flag } else { 0 };
        }
        (self.key, self.rank, self.span, words_and_flags).put(to);
    }

    fn first_bits(&self) -> u64 {
        self.key.first_bits()
    }

    fn take(from: &mut &[u8]) -> Self {
        let (key, rank, span, words_and_flags): (_, _, _, u32) = Fixed::take(from);
        Self {
            key,
            rank,
            span,
            words: words_and_flags >> FLAG_BITS,
            may_be_background: words_and_flags & BACKGROUND_FLAG != 0,
            is_site_text: words_and_flags & SITE_TEXT_FLAG != 0,
            is_gallery: words_and_flags & GALLERY_FLAG != 0,
        }
    }
}

/// A hash by which documents find each other (a band key, or the fingerprint of a passage), and the
/// rank of a document that has it.
pub(crate) type Posting = (u64, Rank);

/// The postings of a document with these hashes.
fn postings(hashes: Vec<u64>, rank: Rank) -> impl Iterator<Item = Posting> {
    hashes.into_iter().map(move |hash| (hash, rank))
}

fn hash_of(&(hash, _): &Posting) -> u64 {
    hash
}

/// The results of the second pass for all documents.
pub(crate) struct AnalysisTables {
    /// What is known of the kept text of each document, in order of [`DocId`].
    remainders: Vec<Remainder>,
    /// The documents on which copydesk failed, each with the reason.
    pub failed: BTreeMap<DocId, Box<str>>,
    pub findings: Findings,
    /// For each document, where it has the recurring lines that the summary counts.
    pub lines: LinesOnPages,
    /// Kept paragraphs that occur more than once in the dump, and by chance a few others.
    pub paragraphs: SortedRuns<ParagraphOccurrence>,
    /// Band keys that several documents have.
    pub band_keys: SortedRuns<Posting>,
    /// Fingerprints of passages that several documents have.
    pub fingerprints: SortedRuns<Posting>,
}

impl AnalysisTables {
    /// What is known of the kept text of a document.
    pub(crate) fn remainder(&self, document: DocId) -> &Remainder {
        &self.remainders[document.index()]
    }

    /// What is known of the kept text of every document, in order of [`DocId`].
    pub(crate) fn remainders(&self) -> &[Remainder] {
        &self.remainders
    }
}

/// Tables by which documents find each other. All threads add to them, in any order.
pub(super) struct SharedTables {
    paragraphs: ExternalSorter<ParagraphOccurrence>,
    band_keys: ExternalSorter<Posting>,
    fingerprints: ExternalSorter<Posting>,
}

/// The part of a document's analysis that is collected in input order.
pub(super) struct DocumentAnalysis {
    remainder: Remainder,
    findings: PackedFindings,
    /// The recurring lines in the document that the summary counts.
    lines: Vec<SeenLine>,
}

impl SharedTables {
    pub(super) fn new(context: &RunContext<'_>) -> Self {
        let budget = &context.budget;
        Self {
            paragraphs: ExternalSorter::spread(budget, budget.share(HOLDERS)),
            band_keys: ExternalSorter::spread(budget, budget.share(BAND_KEYS)),
            fingerprints: ExternalSorter::spread(budget, budget.share(FINGERPRINTS)),
        }
    }

    /// Adds the paragraphs and hashes of a document with this rank, and returns the rest of its
    /// analysis.
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
        let occurrences = paragraphs.into_iter().map(|paragraph| ParagraphOccurrence {
            key: paragraph.key,
            rank,
            span: paragraph.span,
            words: paragraph.words,
            may_be_background: paragraph.may_be_background,
            is_site_text: paragraph.is_site_text,
            is_gallery: paragraph.is_gallery,
        });
        self.paragraphs.extend(occurrences)?;
        self.band_keys.extend(postings(band_keys, rank))?;
        self.fingerprints.extend(postings(passages, rank))?;
        // Packed here, on the thread that found them, because only one thread at a time collects.
        let findings = PackedFindings::of(&findings);
        Ok(DocumentAnalysis {
            remainder,
            findings,
            lines,
        })
    }
}

/// Collects the analyses of the documents, in input order.
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

    /// Adds the analysis of the next document. It is `Ok(None)` if the document could not be read,
    /// and an error with the reason if copydesk failed on the document.
    pub(super) fn add(
        &mut self,
        analysis: std::result::Result<Option<DocumentAnalysis>, String>,
    ) -> Result<()> {
        let document = DocId::of_index(self.remainders.len());
        let analysis = match analysis {
            Ok(analysis) => analysis,
            Err(reason) => {
                self.failed.insert(document, reason.into());
                None
            }
        };
        let Some(DocumentAnalysis {
            remainder,
            findings,
            lines,
        }) = analysis
        else {
            // Every document has an entry in all three tables, so that ids are indices.
            self.remainders.push(Remainder::NOTHING);
            self.lines.push(&[])?;
            return self.findings.push(&PackedFindings::none());
        };
        self.remainders.push(remainder);
        self.lines.push(&lines)?;
        self.findings.push(&findings)
    }

    /// Sorts the tables. Paragraphs and hashes that occur only once are left out, because no other
    /// document can be found by them.
    pub(super) fn finish(
        self,
        context: &RunContext<'_>,
        tables: SharedTables,
    ) -> Result<AnalysisTables> {
        let SharedTables {
            paragraphs,
            band_keys,
            fingerprints,
        } = tables;
        let budget = &context.budget;
        let paragraphs =
            paragraphs.finish_recurring(ParagraphOccurrence::short_key, budget.share(HOLDERS))?;
        let band_keys = band_keys.finish_recurring(hash_of, budget.share(BAND_KEYS))?;
        let fingerprints = fingerprints.finish_recurring(hash_of, budget.share(FINGERPRINTS))?;
        Ok(AnalysisTables {
            remainders: self.remainders,
            failed: self.failed,
            findings: self.findings,
            lines: self.lines,
            paragraphs,
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
        self.paragraphs.write_down(to)?;
        self.band_keys.write_down(to)?;
        self.fingerprints.write_down(to)
    }

    fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self> {
        let (remainders, failed) = Checkpoint::read_back(from, budget)?;
        let findings = Findings::read_back(from, budget)?;
        let lines = LinesOnPages::read_back(from, budget)?;
        let paragraphs = SortedRuns::read_back(from, budget, budget.share(HOLDERS))?;
        let band_keys = SortedRuns::read_back(from, budget, budget.share(BAND_KEYS))?;
        let fingerprints = SortedRuns::read_back(from, budget, budget.share(FINGERPRINTS))?;
        Ok(Self {
            remainders,
            failed,
            findings,
            lines,
            paragraphs,
            band_keys,
            fingerprints,
        })
    }
}
