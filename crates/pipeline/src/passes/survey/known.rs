//! The results of the first pass, which all later passes use.

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

/// What is kept of every record.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct SurveyedDocument {
    /// Hash of the record, by which later passes recognise it.
    pub digest: u64,
    pub site: SiteId,
    /// Position of the document in the order of preference: 0 is preferred to all others. Without
    /// meaning if the document cannot be read.
    pub rank: Rank,
}

/// The documents of a dump, the order in which they are preferred, and which of their segments
/// recur.
pub(crate) struct Survey {
    pub(super) tables: SurveyTables,
    pub(super) ids: Ids,
}

/// The part of a survey that is always held in memory.
#[derive(Serialize, Deserialize)]
pub(super) struct SurveyTables {
    /// All documents, in input order: a [`DocId`] is an index into this table.
    pub documents: Vec<SurveyedDocument>,
    /// The first document of each file. For a file without records, the first document after it.
    /// Files after the last document have no entry.
    pub first_of_file: Vec<DocId>,
    /// The documents that cannot be read, each with the reason.
    pub rejected: BTreeMap<DocId, Box<str>>,
    /// All documents that can be read, the preferred one first: a [`Rank`] is an index into this
    /// table.
    pub by_rank: Vec<DocId>,
    /// In how many stories of its site each recurring segment occurs.
    pub recurrence: RecurrenceTable,
    /// The hashes of the long paragraphs that occur in two or more documents, and by chance those
    /// of a few others.
    pub shared_paragraphs: SeenTwice,
    /// How many sites there are.
    pub sites: u64,
    /// How many documents have neither address nor source. Their file or folder counts as their
    /// site.
    pub without_site: u64,
    /// The user may list preferred sources. These are the indices in the list of those that have
    /// documents, and also the length of the list if there are documents from any other source.
    pub preferred: BTreeSet<u64>,
    /// Sites from which there is no document, although the user lists lines of them to keep or cut.
    pub unmet_sites: Vec<String>,
    /// The lines that recur on the largest sites, for the summary.
    pub recurring: RecurringLines,
}

impl Survey {
    /// Number of documents.
    pub(crate) fn len(&self) -> usize {
        self.tables.documents.len()
    }

    pub(crate) fn document(&self, document: DocId) -> &SurveyedDocument {
        &self.tables.documents[document.index()]
    }

    pub(crate) fn rank_of(&self, document: DocId) -> Rank {
        self.document(document).rank
    }

    /// The document with this rank.
    pub(crate) fn at_rank(&self, rank: Rank) -> DocId {
        self.tables.by_rank[rank.index()]
    }

    /// All documents that can be read, the preferred one first.
    pub(crate) fn by_rank(&self) -> &[DocId] {
        &self.tables.by_rank
    }

    /// Why a document cannot be read. `None` if it can.
    pub(crate) fn rejection(&self, document: DocId) -> Option<&str> {
        Some(self.tables.rejected.get(&document)?)
    }

    /// How segments recur on the site of a document.
    pub(crate) fn recurrence_for(&self, document: DocId) -> SiteRecurrence<'_> {
        SiteRecurrence {
            table: &self.tables.recurrence,
            site: self.document(document).site,
        }
    }

    /// Whether a long paragraph occurs in two or more documents. `paragraph` is the fingerprint of
    /// its words. Rarely `true` for one that occurs in one document only, never `false` for a
    /// shared one.
    pub(crate) fn may_be_shared(&self, paragraph: Fingerprint) -> bool {
        self.tables.shared_paragraphs.contains(paragraph.bits())
    }

    /// How many sites the documents are from.
    pub(crate) fn sites(&self) -> u64 {
        self.tables.sites
    }

    /// How many documents do not say which site they are from.
    pub(crate) fn without_site(&self) -> u64 {
        self.tables.without_site
    }

    /// Whether any document is from the preferred source with this index in the user's list.
    pub(crate) fn has_preferred(&self, index: usize) -> bool {
        self.tables.preferred.contains(&(index as u64))
    }

    /// Sites from which there is no document, although the user lists lines of them to keep or cut.
    pub(crate) fn unmet_sites(&self) -> impl Iterator<Item = &str> {
        self.tables.unmet_sites.iter().map(String::as_str)
    }

    /// The lines that recur on the largest sites.
    pub(crate) fn recurring(&self) -> &RecurringLines {
        &self.tables.recurring
    }

    /// The document that the survey found at the place of this record: in the same file, with the
    /// same number. `None` if the file had fewer records then.
    pub(crate) fn document_at(&self, record: &RawRecord) -> Option<DocId> {
        let first_of_file = &self.tables.first_of_file;
        let first = first_of_file.get(record.file)?.index();
        let index = first.checked_add(usize::try_from(record.number).ok()?)?;
        let end = match first_of_file.get(record.file + 1) {
            Some(first_of_next) => first_of_next.index(),
            None => self.tables.documents.len(),
        };
        // If the file has grown since the survey, `index` may be that of a document in a later
        // file.
        match index < end {
            true => Some(DocId::of_index(index)),
            false => None,
        }
    }

    /// The index of a document's file, and the number of its record in that file. An id that is too
    /// large for the dump counts as an id in the last file.
    pub(crate) fn place_of(&self, document: DocId) -> (usize, u64) {
        let first_of_file = &self.tables.first_of_file;
        // The last file whose first document is not after this one. If several files begin at the
        // same document, all but the last of these have no records. In a dump without files,
        // `saturating_sub` and `unwrap_or` avoid a panic.
        let file = first_of_file
            .partition_point(|&first| first <= document)
            .saturating_sub(1);
        let first = first_of_file.get(file).copied().unwrap_or(document);
        (file, (document.index() - first.index()) as u64)
    }

    /// The id that a document's record gives. `None` if it gives none.
    ///
    /// # Errors
    /// If the id is in a temporary file that cannot be read.
    pub(crate) fn id_of(&self, document: DocId) -> Result<Option<String>> {
        self.ids.get(document)
    }
}

impl Checkpoint for Survey {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        write_down(&self.tables, to)?;
        self.ids.write_down(to)
    }

    fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self> {
        Ok(Self {
            tables: Checkpoint::read_back(from, budget)?,
            ids: Ids::read_back(from, budget)?,
        })
    }
}
