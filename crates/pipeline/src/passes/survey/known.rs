//! The results of the first pass.

use super::super::recurring::RecurringLines;
use super::super::twice::SeenTwice;
use super::ids::Ids;
use copydesk_boilerplate::RecurrenceTable;
use copydesk_clean::SiteRecurrence;
use copydesk_formats::RawRecord;
use copydesk_store::MemoryBudget;
use copydesk_store::Result;
use copydesk_store::{Checkpoint, write_down};
use copydesk_text::{DocId, Fingerprint, Rank, SiteId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};

/// The facts that are kept of every record.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Surveyed {
    /// Hash of the record, by which later passes recognise it.
    pub digest: u64,
    pub site: SiteId,
    pub rank: Rank,
}

/// The documents of a dump, the order in which they are preferred, and which of their segments
/// recur.
pub(crate) struct Survey {
    pub(super) known: Known,
    pub(super) ids: Ids,
}

/// The part of a survey that is held in memory.
#[derive(Serialize, Deserialize)]
pub(super) struct Known {
    pub documents: Vec<Surveyed>,
    /// The first document of each file.
    pub first_of_file: Vec<DocId>,
    /// The documents that cannot be read, each with the reason.
    pub rejected: BTreeMap<DocId, Box<str>>,
    pub by_rank: Vec<DocId>,
    pub recurrence: RecurrenceTable,
    /// Which long paragraphs occur in two or more documents, and a few others.
    pub shared: SeenTwice,
    /// How many sites there are.
    pub sites: u64,
    /// How many documents have neither address nor source. Their file or folder is taken for their
    /// site.
    pub without_site: u64,
    /// The places in the user's list of preferred sources from which there are documents.
    pub preferred: BTreeSet<u64>,
    /// Sites for which the user lists lines and from which there is no document.
    pub unmet_sites: Vec<String>,
    /// The lines that recur on the largest sites.
    pub recurring: RecurringLines,
}

impl Survey {
    /// Number of documents.
    pub(crate) fn len(&self) -> usize {
        self.known.documents.len()
    }

    pub(crate) fn document(&self, document: DocId) -> &Surveyed {
        &self.known.documents[document.index()]
    }

    pub(crate) fn rank_of(&self, document: DocId) -> Rank {
        self.document(document).rank
    }

    /// The document with this rank.
    pub(crate) fn at_rank(&self, rank: Rank) -> DocId {
        self.known.by_rank[rank.index()]
    }

    /// All documents, the preferred one first.
    pub(crate) fn by_rank(&self) -> &[DocId] {
        &self.known.by_rank
    }

    /// Why a document cannot be read. `None` if it can.
    pub(crate) fn rejection(&self, document: DocId) -> Option<&str> {
        Some(self.known.rejected.get(&document)?)
    }

    /// The recurrence of segments on the site of a document.
    pub(crate) fn site_of(&self, document: DocId) -> SiteRecurrence<'_> {
        SiteRecurrence {
            table: &self.known.recurrence,
            site: self.document(document).site,
        }
    }

    /// Whether a long paragraph occurs in two or more documents. Sometimes `true` although it does
    /// not.
    pub(crate) fn may_be_shared(&self, paragraph: Fingerprint) -> bool {
        self.known.shared.contains(paragraph.bits())
    }

    /// How many sites the documents are from.
    pub(crate) fn sites(&self) -> u64 {
        self.known.sites
    }

    /// How many documents do not say which site they are from.
    pub(crate) fn without_site(&self) -> u64 {
        self.known.without_site
    }

    /// Whether any document is from the source at this place in the user's list of preferred
    /// sources.
    pub(crate) fn has_preferred(&self, place: usize) -> bool {
        self.known.preferred.contains(&(place as u64))
    }

    /// Sites for which the user lists lines and from which there is no document.
    pub(crate) fn unmet_sites(&self) -> impl Iterator<Item = &str> {
        self.known.unmet_sites.iter().map(String::as_str)
    }

    /// The lines that recur on the largest sites.
    pub(crate) fn recurring(&self) -> &RecurringLines {
        &self.known.recurring
    }

    /// The document that has the place of this record, which is the same record if its file was not
    /// changed. `None` if the file had fewer records at the time of the survey.
    pub(crate) fn id_in(&self, record: &RawRecord) -> Option<DocId> {
        let number = self
            .known
            .first_of_file
            .get(record.file)?
            .index()
            .checked_add(usize::try_from(record.number).ok()?)?;
        let next_file = match self.known.first_of_file.get(record.file + 1) {
            Some(first) => first.index(),
            None => self.known.documents.len(),
        };
        // A file that has grown since the survey has more records than documents.
        match number < next_file {
            true => Some(DocId::of_index(number)),
            false => None,
        }
    }

    /// The file of a document, and the number of the document in that file. A number after that of
    /// the last document is taken to be in the last file.
    pub(crate) fn place_of(&self, document: DocId) -> (usize, u64) {
        let file = self
            .known
            .first_of_file
            // A file without records begins at the same document as the next file. The last of the
            // files that begin there has the document.
            .partition_point(|&first| first <= document)
            .saturating_sub(1);
        let first = self
            .known
            .first_of_file
            .get(file)
            .copied()
            .unwrap_or(document);
        (file, (document.index() - first.index()) as u64)
    }

    /// The id of a document, if it has one.
    ///
    /// # Errors
    /// If the id is in a temporary file that cannot be read.
    pub(crate) fn id_of(&self, document: DocId) -> Result<Option<String>> {
        self.ids.get(document)
    }
}

impl Checkpoint for Survey {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        write_down(&self.known, to)?;
        self.ids.write_down(to)
    }

    fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self> {
        Ok(Self {
            known: Checkpoint::read_back(from, budget)?,
            ids: Ids::read_back(from, budget)?,
        })
    }
}
