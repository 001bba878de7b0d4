//! The summary of a run: what it did, in numbers.
//!
//! The numbers are counted in a [`Tally`], record by record, while the output is written. Each
//! thread counts some records in a tally of its own. These tallies are added up in input order
//! ([`Tally::absorb`]), because the cuts that are shown as examples are the first in the input. At
//! the end the [`Summary`] is made from the sum.

use super::members::{ContainerEntry, MemberEntry};
use super::recurring::{LineOnPage, LineTally, RecurringSite};
use crate::config::Config;
use copydesk_clean::{Decision, Verdict};
use copydesk_formats::{Compression, Fields, FormatId, InputFile, Inputs, Layout, Skipped};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Number and total length of some cuts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Count {
    /// Number of cuts.
    pub cuts: u64,
    /// Bytes that they remove from the decoded texts (for example, without JSON escapes).
    pub bytes: u64,
}

/// How many records got which verdict. `read` is the sum of `kept`, `edited`, `dropped` and
/// `rejected`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Documents {
    /// Records in the input.
    pub read: u64,
    /// Kept as they were.
    pub kept: u64,
    /// Kept, but with cuts.
    pub edited: u64,
    /// Dropped.
    pub dropped: u64,
    /// Rejected because they could not be read.
    pub rejected: u64,
    /// How many of the kept and edited documents were not cut where other documents have the same
    /// text, because too little would have been left.
    #[serde(default)]
    pub left_whole: u64,
}

impl std::ops::AddAssign for Documents {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.kept += other.kept;
        self.edited += other.edited;
        self.dropped += other.dropped;
        self.rejected += other.rejected;
        self.left_whole += other.left_whole;
    }
}

/// A cut that is shown to people.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Example {
    /// Name of the input file.
    pub file: String,
    /// Number of the record in the file, from 0.
    pub record: u64,
    /// The record's id.
    pub id: Option<String>,
    /// Why it was cut.
    pub reason: String,
    /// The edit's detail, if it has one; otherwise the name of the rule or kind of match.
    pub rule: String,
    /// The beginning of the text that was cut.
    pub text: String,
}

/// An input file, with what `restore` and `explain` need to know about it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct FileEntry {
    pub name: String,
    /// The path of the file. Only `find` records it, because its output does not hold the texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// The archive that contains the file, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberEntry>,
    // The key has been `shape` since the first version, and keys are never renamed.
    #[serde(rename = "shape")]
    pub format: FormatId,
    /// How the records are laid out in the file.
    #[serde(flatten)]
    pub layout: Layout,
    pub compression: Compression,
    /// The fields that were read. `None` if the records have no fields, or if the summary is from a
    /// version that did not record them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Fields>,
}

impl FileEntry {
    /// Lists the files of a dump, without their paths.
    pub(crate) fn all(inputs: &Inputs) -> Vec<Self> {
        inputs.files().iter().map(Self::of).collect()
    }

    /// Lists the files of a dump with their paths.
    pub(crate) fn all_with_paths(inputs: &Inputs) -> Vec<Self> {
        let mut entries = Vec::with_capacity(inputs.files().len());
        for file in inputs.files() {
            let mut entry = Self::of(file);
            // Standard input was copied to a temporary file, which is gone after the run.
            if !inputs.is_spooled()
                && let Some(path) = file.path_on_disk()
            {
                entry.path = std::path::absolute(path).ok();
            }
            entries.push(entry);
        }
        entries
    }

    /// The path in an output folder of this file, or of the archive that contains it.
    pub(crate) fn file_name(&self) -> &str {
        match &self.member {
            Some(member) => &member.archive,
            None => &self.name,
        }
    }

    /// The entry for a file, without its path.
    fn of(file: &InputFile) -> Self {
        let fields = match file.format().has_fields() {
            true => Some(file.fields().clone()),
            false => None,
        };
        Self {
            name: file.name().to_owned(),
            path: None,
            member: MemberEntry::of(file),
            format: file.format(),
            layout: file.layout().clone(),
            compression: file.compression(),
            fields,
        }
    }
}

/// The summary of a run: what it did, and by which settings. It is written to `summary.json`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// Version of copydesk.
    pub version: String,
    /// The command: `clean`, `find`, or `apply`.
    pub command: String,
    /// Records by verdict.
    pub documents: Documents,
    /// Dropped documents by reason.
    pub dropped: BTreeMap<String, u64>,
    /// Cuts by reason.
    pub cuts: BTreeMap<String, Count>,
    /// Bytes of the raw records that were dropped, plus bytes of the decoded text that was cut from
    /// others.
    pub removed_bytes: u64,
    /// Rejected records by reason.
    pub rejected: BTreeMap<String, u64>,
    /// Number of sites.
    pub sites: u64,
    /// For each of the largest sites, the lines that recur in the most stories, and what becomes of
    /// them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recurring: Vec<RecurringSite>,
    /// A few cuts for each reason, in the order of the reasons.
    pub examples: Vec<Example>,
    /// Sentences about things that the user should know, such as records that copydesk failed on.
    pub notes: Vec<String>,
    /// Files and folders among the inputs that were not read, and why.
    #[serde(default)]
    pub skipped: Vec<Skipped>,
    /// Whether this run did nothing, because an earlier run of the same command had made the
    /// output.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_earlier: bool,
    /// How many seconds each pass took, by the name of the pass.
    pub seconds: BTreeMap<String, f64>,
    /// The most memory that the process has taken; `None` if the system does not say.
    pub peak_memory_bytes: Option<u64>,
    /// The largest size that all temporary files together had, in bytes.
    #[serde(default)]
    pub temporary_bytes: u64,
    /// Sentences that say which fields were read. Files with the same choice of fields share a
    /// sentence. The sentence for the most files is first.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The settings of the run.
    pub settings: Config,
    /// The input files, in input order.
    pub(crate) files: Vec<FileEntry>,
    /// The archives that contain some of the files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) archives: Vec<ContainerEntry>,
}

/// The numbers of a summary while they are counted, record by record, in input order. Fields mean
/// what they mean in [`Summary`].
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub documents: Documents,
    pub dropped: BTreeMap<String, u64>,
    pub cuts: BTreeMap<String, Count>,
    pub removed_bytes: u64,
    pub rejected: BTreeMap<String, u64>,
    pub examples: Vec<Example>,
    /// What becomes of the lines that recur on the largest sites. The index is the number of the
    /// line, [`LineOnPage::line`].
    pub lines: Vec<LineTally>,
    /// Records that stay as they were because copydesk failed on them.
    pub failed: u64,
}

/// How many reasons for rejections are counted separately. Some reasons quote a word of the record,
/// so a broken dump could have millions of reasons.
const MOST_REASONS: usize = 200;
/// The reason under which all further reasons are counted.
const OTHER_REASONS: &str = "for other reasons: rejected.jsonl.zst has them all";

/// A reason for a rejection, without the numbers of bytes and columns in it, so that records with
/// the same fault are counted together.
fn without_positions(reason: &str) -> String {
    let mut words: Vec<&str> = reason.split(' ').collect();
    for index in 1..words.len() {
        let is_number = words[index].bytes().all(|byte| byte.is_ascii_digit());
        if ["byte", "column"].contains(&words[index - 1]) && is_number {
            words[index] = "…";
        }
    }
    words.join(" ")
}

/// The most examples that are kept for each reason.
const MOST_EXAMPLES: usize = 3;

impl Tally {
    /// The reason under which a rejection for `reason` is counted.
    fn reason_to_count(&self, reason: &str) -> String {
        let reason = without_positions(reason);
        // Records are added in input order, so which reasons are counted separately depends on the
        // input alone.
        if self.rejected.len() < MOST_REASONS || self.rejected.contains_key(&reason) {
            reason
        } else {
            OTHER_REASONS.to_owned()
        }
    }

    /// Adds one document's lines that recur on a large site.
    pub(crate) fn add_lines(&mut self, lines: Vec<LineOnPage>) {
        for line in lines {
            let number = usize::from(line.line);
            if self.lines.len() <= number {
                self.lines.resize(number + 1, LineTally::default());
            }
            self.lines[number].add(line);
        }
    }

    /// Adds the counts of later records. None of these is rejected: rejected records are added one
    /// by one, with [`Self::add`].
    pub(crate) fn absorb(&mut self, later: Self) {
        self.documents += later.documents;
        self.removed_bytes += later.removed_bytes;
        self.failed += later.failed;
        for (reason, documents) in later.dropped {
            *self.dropped.entry(reason).or_default() += documents;
        }
        for (reason, more) in later.cuts {
            let count = self.cuts.entry(reason).or_default();
            count.cuts += more.cuts;
            count.bytes += more.bytes;
        }
        for example in later.examples {
            self.add_example(example);
        }
        self.absorb_lines(later.lines);
    }

    fn absorb_lines(&mut self, later: Vec<LineTally>) {
        if self.lines.len() < later.len() {
            self.lines.resize(later.len(), LineTally::default());
        }
        for (tally, more) in self.lines.iter_mut().zip(later) {
            tally.absorb(more);
        }
    }

    /// Adds an example, unless its reason has enough examples, or has one with the same text.
    fn add_example(&mut self, example: Example) {
        let mut with_same_reason = 0;
        for other in &self.examples {
            if other.reason != example.reason {
                continue;
            }
            with_same_reason += 1;
            // A line of a site is one example, however often it is cut.
            if with_same_reason == MOST_EXAMPLES || other.text == example.text {
                return;
            }
        }
        self.examples.push(example);
    }

    /// Adds one record. `examples` are the beginnings of the texts that its edits cut, in order;
    /// `dropped_bytes` is the length of the raw record if it is dropped, and otherwise 0.
    pub(crate) fn add(&mut self, decision: &Decision, examples: Vec<String>, dropped_bytes: u64) {
        let documents = &mut self.documents;
        documents.read += 1;
        match decision.verdict {
            Verdict::Keep => documents.kept += 1,
            Verdict::Edit => documents.edited += 1,
            Verdict::Drop => documents.dropped += 1,
            Verdict::Reject => documents.rejected += 1,
        }
        self.documents.left_whole += u64::from(decision.left_whole);
        // A record that is kept has a reason only if copydesk failed on it.
        self.failed += u64::from(decision.verdict == Verdict::Keep && decision.reason.is_some());
        let reason = decision.reason.clone().unwrap_or_default();
        match decision.verdict {
            Verdict::Drop => *self.dropped.entry(reason).or_default() += 1,
            Verdict::Reject => {
                let reason = self.reason_to_count(&reason);
                *self.rejected.entry(reason).or_default() += 1;
            }
            _ => {}
        }
        self.removed_bytes += dropped_bytes;
        if decision.verdict != Verdict::Edit {
            return;
        }
        for (edit, text) in decision.edits.iter().zip(examples) {
            let bytes = (edit.end - edit.start) as u64;
            let count = self.cuts.entry(edit.reason.name().to_owned()).or_default();
            count.cuts += 1;
            count.bytes += bytes;
            self.removed_bytes += bytes;
            self.add_example(Example {
                file: decision.file.clone(),
                record: decision.record,
                id: decision.id.clone(),
                reason: edit.reason.name().to_owned(),
                rule: edit.detail.clone().unwrap_or_else(|| edit.rule.clone()),
                text,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_fault_at_different_positions_is_one_reason() {
        let reason = without_positions("invalid UTF-8 at byte 12 of the record; convert it");
        assert_eq!(reason, "invalid UTF-8 at byte … of the record; convert it");
        assert_eq!(
            reason,
            without_positions("invalid UTF-8 at byte 7 of the record; convert it")
        );
        let cells = "the row has 3 cells and not 2";
        assert_eq!(without_positions(cells), cells);
    }
}
