//! Writes the output folder in input order, and notes how far it is complete.
//!
//! A *mark* is a point between two input files: all output of the files before it is on the disk.
//! Marks are saved among the checkpoints, and a run that was killed continues at the last one.

use super::super::run_context::RunContext;
use super::section::{Piece, Section};
use crate::memory::WAITING_PAGES;
use crate::output::{AuditLog, CleanFiles, FileEntry, Repacking, Staging, Tally};
use crate::resume::{RunCheckpoints, Step};
use copydesk_formats::{Batch, InputFile};
use copydesk_store::Result;
use serde::{Deserialize, Serialize};

/// A mark as it is saved.
#[derive(Default, Serialize, Deserialize)]
struct Mark {
    /// How many input files are before the mark.
    files: usize,
    /// Lengths of the three files of the audit log, in bytes.
    audit_log: [u64; 3],
    tally: Tally,
}

/// The output folder while it is written.
pub(super) struct Output<'a> {
    context: &'a RunContext<'a>,
    staging: &'a Staging,
    checkpoints: &'a RunCheckpoints<'a>,
    /// The clean dump. `None` if only the decisions are written.
    clean_files: Option<CleanFiles<'a>>,
    audit_log: AuditLog,
    tally: Tally,
    /// How many input files are before the last mark.
    marked_files: usize,
    /// Index of the input file that is being written.
    current_file: usize,
    /// Bytes of the input files that follow the last mark, up to and excluding the current file.
    bytes_since_mark: u64,
}

impl<'a> Output<'a> {
    /// The output as it was at the last mark of an earlier run; empty if there is no mark. With
    /// `dry`, only the decisions are written.
    pub fn resume(
        context: &'a RunContext<'a>,
        staging: &'a Staging,
        checkpoints: &'a RunCheckpoints<'a>,
        dry: bool,
    ) -> Result<Self> {
        let saved: Option<Mark> = checkpoints.load(Step::Write)?;
        // A mark is of use only if the audit log still has all that was written before it.
        let (mark, lengths) = match saved {
            Some(mark) if AuditLog::reaches(staging, mark.audit_log) => {
                let lengths = Some(mark.audit_log);
                (mark, lengths)
            }
            _ => (Mark::default(), None),
        };
        let packer = &context.packer;
        let audit_log = AuditLog::new(staging, packer, lengths)?;
        let Mark { files, tally, .. } = mark;
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
            marked_files: files,
            current_file: files,
            bytes_since_mark: 0,
        })
    }

    /// How many input files are complete in the output and need not be read.
    pub fn files_done(&self) -> usize {
        self.marked_files
    }

    /// How many records were decided, in this run and before.
    pub fn records(&self) -> u64 {
        self.tally.documents.read
    }

    /// Prepares for a record of this file. Sets a mark before the file if the files since the last
    /// mark have at least as many bytes as the settings require. A mark ends the blocks of
    /// compressed files, and every run must write the same bytes. So the places of the marks depend
    /// on the input and the settings alone.
    fn advance_to(&mut self, file: usize) -> Result<()> {
        let passed = &self.context.inputs.files()[self.current_file..file];
        self.bytes_since_mark += passed.iter().map(InputFile::bytes).sum::<u64>();
        self.current_file = file;
        if file > self.marked_files && self.bytes_since_mark >= self.context.config.checkpoint {
            self.set_mark(file)
        } else {
            Ok(())
        }
    }

    /// Sets a mark before this file. It is saved only when all output before it is on the disk.
    fn set_mark(&mut self, file: usize) -> Result<()> {
        if let Some(clean_files) = &mut self.clean_files {
            clean_files.advance_to(file)?;
        }
        let audit_log = self.audit_log.mark(self.staging)?;
        self.staging.sync()?;
        (self.marked_files, self.bytes_since_mark) = (file, 0);
        let mark = Mark {
            files: file,
            audit_log,
            // Moved into the mark instead of copied, and moved back below.
            tally: std::mem::take(&mut self.tally),
        };
        self.checkpoints.save(Step::Write, &mark)?;
        self.tally = mark.tally;
        Ok(())
    }

    /// Writes the next section, whose records are of one file.
    pub fn write(&mut self, batch: &Batch, section: Section) -> Result<()> {
        self.advance_to(section.file)?;
        let [decisions, removed, rejected] = &section.lines;
        self.audit_log.write(decisions, removed, rejected)?;
        if let Some(clean_files) = &mut self.clean_files {
            for piece in &section.pieces {
                match piece {
                    Piece::Record { number, bytes } => {
                        let bytes = section.bytes(batch, bytes);
                        clean_files.record(section.file, *number, bytes)?;
                    }
                    Piece::Rest(range) => {
                        clean_files.rest(section.file, &batch.bytes[range.clone()])?;
                    }
                }
            }
        }
        self.tally.absorb(section.tally);
        for decision in &section.rejected {
            // A rejected record has no examples, and none of its bytes are dropped.
            self.tally.add(decision, Vec::new(), 0);
        }
        Ok(())
    }

    /// Ends all files of the output, and returns the counts for the summary.
    pub fn finish(self) -> Result<Tally> {
        if let Some(clean_files) = self.clean_files {
            clean_files.finish()?;
        }
        self.audit_log.finish(self.staging)?;
        Ok(self.tally)
    }
}
