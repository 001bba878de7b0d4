//! What a run did, in numbers.
//!
//! A [`Tally`] is counted record by record while the output is written. Threads count for
//! themselves, and what they have counted is added up in input order ([`Tally::absorb`]), because
//! the examples are the first of their kind. The [`Summary`] is made of it at the end.

use super::members::{ContainerEntry, MemberEntry};
use super::recurring::{LineOnPage, LineTally, RecurringSite};
use crate::config::Config;
use copydesk_clean::{Decision, Verdict};
use copydesk_formats::{Compression, Fields, FormatId, InputFile, Inputs, Layout, Skipped};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How many cuts, and of how many bytes of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Count {
    /// Number of cuts.
    pub cuts: u64,
    /// Bytes of decoded text.
    pub bytes: u64,
}

/// What became of the records; `read` is the sum of kept, edited, dropped and rejected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Documents {
    /// Records in the input.
    pub read: u64,
    /// Kept as they were.
    pub kept: u64,
    /// Kept without some spans.
    pub edited: u64,
    /// Dropped.
    pub dropped: u64,
    /// Put aside because they could not be read.
    pub rejected: u64,
    /// Of those kept and edited: left whole because they would have lost too much to other
    /// documents.
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

/// A cut to show a person.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Example {
    /// Input file.
    pub file: String,
    /// Record in the file, from 0.
    pub record: u64,
    /// The record's id.
    pub id: Option<String>,
    /// Why it was cut.
    pub reason: String,
    /// Rule or kind, in words where there are some.
    pub rule: String,
    /// Beginning of what was cut.
    pub text: String,
}

/// An input file, as `restore` needs it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct FileEntry {
    pub name: String,
    /// Where the file was. Noted by a find only, whose output does not hold the texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// The archive that it is in, if it is no file of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberEntry>,
    // Written as `shape` since the first version; what is written is never renamed.
    #[serde(rename = "shape")]
    pub format: FormatId,
    /// What its content told of how its records are laid out.
    #[serde(flatten)]
    pub layout: Layout,
    pub compression: Compression,
    /// The fields that were looked at; none in an output folder of a version that did not write
    /// them down, and if the records have no fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Fields>,
}

impl FileEntry {
    /// The files of a dump.
    pub(crate) fn all(inputs: &Inputs) -> Vec<Self> {
        inputs.files().iter().map(Self::of).collect()
    }

    /// The files of a dump, and where they are.
    pub(crate) fn all_with_paths(inputs: &Inputs) -> Vec<Self> {
        let mut entries = Vec::with_capacity(inputs.files().len());
        for file in inputs.files() {
            let mut entry = Self::of(file);
            // What came from standard input is in a temporary file that is gone after the run.
            if !inputs.is_spooled()
                && let Some(path) = file.path_on_disk()
            {
                entry.path = std::path::absolute(path).ok();
            }
            entries.push(entry);
        }
        entries
    }

    /// The file that it is, or is in, in an output folder: its path there.
    pub(crate) fn file_name(&self) -> &str {
        match &self.member {
            Some(member) => &member.archive,
            None => &self.name,
        }
    }

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

/// What a run did: the content of `summary.json`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// Version of copydesk.
    pub version: String,
    /// What was run: `clean`, `find`, or `apply`.
    pub command: String,
    /// Records by verdict.
    pub documents: Documents,
    /// Dropped documents by reason.
    pub dropped: BTreeMap<String, u64>,
    /// Cuts by reason.
    pub cuts: BTreeMap<String, Count>,
    /// Bytes of text in dropped documents and in cuts.
    pub removed_bytes: u64,
    /// Rejected records by reason.
    pub rejected: BTreeMap<String, u64>,
    /// Number of sites.
    pub sites: u64,
    /// The lines that recur in most stories of the largest sites, and what becomes of them: 20
    /// sites with 30 lines each at the most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recurring: Vec<RecurringSite>,
    /// A few cuts, one reason after the other.
    pub examples: Vec<Example>,
    /// What the reader should know besides.
    pub notes: Vec<String>,
    /// Files and folders among the inputs that were not read, and why.
    #[serde(default)]
    pub skipped: Vec<Skipped>,
    /// Whether the output was complete before: an earlier run of the same command has made it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_earlier: bool,
    /// Seconds by walk.
    pub seconds: BTreeMap<String, f64>,
    /// Most memory the process held, if the system tells.
    pub peak_memory_bytes: Option<u64>,
    /// The most bytes that lay in temporary files at the same time.
    #[serde(default)]
    pub temporary_bytes: u64,
    /// The fields that were looked at, in words, each choice once, the most usual first.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The settings of the run.
    pub settings: Config,
    pub(crate) files: Vec<FileEntry>,
    /// The archives that some of the files are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) archives: Vec<ContainerEntry>,
}

/// Counts that are added up record by record, in input order.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub documents: Documents,
    pub dropped: BTreeMap<String, u64>,
    pub cuts: BTreeMap<String, Count>,
    pub removed_bytes: u64,
    pub rejected: BTreeMap<String, u64>,
    pub examples: Vec<Example>,
    /// Lines that recur on the largest sites, by their numbers.
    pub lines: Vec<LineTally>,
    /// Records that stay as they were because copydesk failed on them.
    pub failed: u64,
}

/// Reasons for rejections that are counted apart: many name a byte or a word, and a broken dump
/// would have millions.
const REASONS: usize = 200;
/// What all others are counted as.
const OTHER_REASONS: &str = "for other reasons: rejected.jsonl.zst has them all";

/// A reason for a rejection without the place in the record that it names, so that records with
/// the same fault are counted together.
fn without_places(reason: &str) -> String {
    let mut words: Vec<&str> = reason.split(' ').collect();
    for at in 1..words.len() {
        let is_number = words[at].bytes().all(|byte| byte.is_ascii_digit());
        if ["byte", "column"].contains(&words[at - 1]) && is_number {
            words[at] = "…";
        }
    }
    words.join(" ")
}

/// Examples kept for each reason, no two with the same text.
const EXAMPLES: usize = 3;

impl Tally {
    /// As what a rejection for this reason is counted.
    fn reason_to_count(&self, reason: &str) -> String {
        let reason = without_places(reason);
        // Which reasons are counted apart depends on the order of the input and on nothing else.
        let is_known = self.rejected.len() < REASONS || self.rejected.contains_key(&reason);
        if is_known {
            reason
        } else {
            OTHER_REASONS.to_owned()
        }
    }

    /// Adds the lines of a page that are counted by themselves.
    pub(crate) fn add_lines(&mut self, lines: Vec<LineOnPage>) {
        for line in lines {
            let number = usize::from(line.line);
            if self.lines.len() <= number {
                self.lines.resize(number + 1, LineTally::default());
            }
            self.lines[number].add(line);
        }
    }

    /// Adds what was counted of records that come after all that was added before, none of them
    /// rejected.
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

    /// Keeps an example if there are few of its reason, and none with its text.
    fn add_example(&mut self, example: Example) {
        let mut of_reason = 0;
        for other in &self.examples {
            if other.reason != example.reason {
                continue;
            }
            of_reason += 1;
            if of_reason == EXAMPLES || other.text == example.text {
                return;
            }
        }
        self.examples.push(example);
    }

    /// Adds one record. `example` gives the beginning of an edit's text; `dropped_bytes` is the
    /// size of a dropped record.
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
            // Reasons are texts with places in them, so they are counted by their kind.
            Verdict::Reject => {
                *self
                    .rejected
                    .entry(self.reason_to_count(&reason))
                    .or_default() += 1;
            }
            _ => {}
        }
        self.removed_bytes += dropped_bytes;
        if decision.verdict != Verdict::Edit {
            return;
        }
        for (edit, text) in decision.edits.iter().zip(examples) {
            let count = self.cuts.entry(edit.reason.name().to_owned()).or_default();
            count.cuts += 1;
            count.bytes += (edit.end - edit.start) as u64;
            self.removed_bytes += (edit.end - edit.start) as u64;
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
    fn one_fault_in_other_places_is_one_reason() {
        let here = without_places("invalid UTF-8 at byte 12 of the record; convert it");
        assert_eq!(here, "invalid UTF-8 at byte … of the record; convert it");
        assert_eq!(
            here,
            without_places("invalid UTF-8 at byte 7 of the record; convert it")
        );
        let cells = "the row has 3 cells and not 2";
        assert_eq!(without_places(cells), cells);
    }
}
