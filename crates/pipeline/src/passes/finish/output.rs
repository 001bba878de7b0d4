//! The output folder while it is written, and how far it is known to be complete.

use super::super::run_context::RunContext;
use super::section::{Piece, Section};
use crate::memory::WAITING_PAGES;
use crate::output::{AuditLog, CleanFiles, FileEntry, Repacking, Staging, Tally};
use crate::resume::{RunCheckpoints, Step};
use copydesk_formats::{Batch, InputFile};
use copydesk_store::Result;
use serde::{Deserialize, Serialize};

/// How far the output is complete: all of it that comes from the files in front of one.
#[derive(Default, Serialize, Deserialize)]
struct OutputProgress {
    files: usize,
    /// Lengths of the three files of the audit log.
    audit_log: [u64; 3],
    tally: Tally,
}

/// What is written of the records, in input order.
pub(super) struct Output<'a> {
    context: &'a RunContext<'a>,
    staging: &'a Staging,
    checkpoints: &'a RunCheckpoints<'a>,
    /// The clean dump; `None` if only the decisions are written.
    clean_files: Option<CleanFiles<'a>>,
    audit_log: AuditLog,
    tally: Tally,
    /// Files in front of the last mark.
    marked: usize,
    /// The file of the last record, and the bytes of the files between it and the last mark.
    file: usize,
    since: u64,
}

impl<'a> Output<'a> {
    /// The output as it was at the last checkpoint of an earlier run, or empty.
    pub fn resume(
        context: &'a RunContext<'a>,
        staging: &'a Staging,
        checkpoints: &'a RunCheckpoints<'a>,
        dry: bool,
    ) -> Result<Self> {
        let saved: Option<OutputProgress> = checkpoints.load(Step::Write)?;
        // A checkpoint is of use only if the files that it names still have what was written then.
        let (mark, lengths) = match saved {
            Some(mark) if AuditLog::reaches(staging, mark.audit_log) => {
                let lengths = Some(mark.audit_log);
                (mark, lengths)
            }
            _ => (OutputProgress::default(), None),
        };
        let packer = &context.packer;
        let audit_log = AuditLog::new(staging, packer, lengths)?;
        let OutputProgress { files, tally, .. } = mark;
        let mut clean_files = None;
        if !dry {
            let archives = Repacking::clean(staging, context.inputs);
            let entries = FileEntry::all(context.inputs);
            let clean = CleanFiles::new(staging, packer, entries, archives, files);
            clean_files = Some(clean.with_memory(context.budget.share(WAITING_PAGES)));
        }
        Ok(Self {
            context,
            staging,
            checkpoints,
            clean_files,
            audit_log,
            tally,
            marked: files,
            file: files,
            since: 0,
        })
    }

    /// How many files are complete in the output and need not be read.
    pub fn files_done(&self) -> usize {
        self.marked
    }

    /// How many records were written, in this run and before.
    pub fn records(&self) -> u64 {
        self.tally.documents.read
    }

    /// Says that the next record is of this file. Sets a mark if enough was written since the last
    /// one: where marks are set depends on the input alone, so that they leave the same traces in
    /// every run.
    fn reach(&mut self, file: usize) -> Result<()> {
        let passed = &self.context.inputs.files()[self.file..file];
        self.since += passed.iter().map(InputFile::bytes).sum::<u64>();
        self.file = file;
        if file > self.marked && self.since >= self.context.config.checkpoint {
            self.mark(file)
        } else {
            Ok(())
        }
    }

    /// Sets a mark before this file. What it says is complete is on the disk before it is saved.
    fn mark(&mut self, file: usize) -> Result<()> {
        if let Some(clean_files) = &mut self.clean_files {
            clean_files.advance_to(file)?;
        }
        let audit_log = self.audit_log.mark(self.staging)?;
        self.staging.sync()?;
        (self.marked, self.since) = (file, 0);
        let mark = OutputProgress {
            files: file,
            audit_log,
            // Lent to the checkpoint instead of copied, and taken back below.
            tally: std::mem::take(&mut self.tally),
        };
        self.checkpoints.save(Step::Write, &mark)?;
        self.tally = mark.tally;
        Ok(())
    }

    /// Writes records of one file, which come after all that was written before.
    pub fn take(&mut self, batch: &Batch, section: Section) -> Result<()> {
        self.reach(section.file)?;
        let [decided, removed, rejected] = &section.lines;
        self.audit_log.write(decided, removed, rejected)?;
        if let Some(clean_files) = &mut self.clean_files {
            for piece in &section.pieces {
                match piece {
                    Piece::Record(number, from) => {
                        clean_files.record(section.file, *number, section.bytes(batch, from))?;
                    }
                    Piece::Rest(range) => {
                        clean_files.rest(section.file, &batch.bytes[range.clone()])?;
                    }
                }
            }
        }
        self.tally.absorb(section.tally);
        for rejected in &section.rejected {
            self.tally.add(rejected, Vec::new(), 0);
        }
        Ok(())
    }

    /// Ends all files.
    pub fn finish(self) -> Result<Tally> {
        if let Some(clean_files) = self.clean_files {
            clean_files.finish()?;
        }
        self.audit_log.finish(self.staging)?;
        Ok(self.tally)
    }
}
