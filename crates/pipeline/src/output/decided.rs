//! The decisions of an earlier run, put into a blob store so that they can be fetched one by one
//! without all being in memory.

use super::RunOutput;
use crate::memory::DECISIONS;
use copydesk_clean::Decision;
use copydesk_store::{BlobRef, BlobStore, Error, MemoryBudget, Result};
use std::collections::HashMap;

/// Decisions in input order. Each is stored as a line of JSON. The *number* of a decision is its
/// index among all decisions.
pub(crate) struct Decided {
    lines: BlobStore,
    /// The references to the lines, by the numbers of the decisions.
    refs: Vec<BlobRef>,
    /// The number of the first decision about each input file.
    first_of_file: HashMap<String, usize>,
}

impl Decided {
    /// Reads and stores all decisions of an output folder.
    ///
    /// # Errors
    /// If they cannot be read or stored.
    pub(crate) fn read(output: &RunOutput, budget: &MemoryBudget) -> Result<Self> {
        let lines = BlobStore::new(budget, budget.share(DECISIONS));
        let mut decided = Self {
            lines,
            refs: Vec::new(),
            first_of_file: HashMap::new(),
        };
        output.each_decision(|line, decision: Decision| {
            let number = decided.refs.len();
            decided.first_of_file.entry(decision.file).or_insert(number);
            decided.refs.push(decided.lines.put(line)?);
            Ok(())
        })?;
        Ok(decided)
    }

    /// Stores these decisions, which must be in input order.
    ///
    /// # Errors
    /// If they cannot be stored.
    pub(crate) fn of(decisions: &[Decision], budget: &MemoryBudget) -> Result<Self> {
        let lines = BlobStore::new(budget, budget.share(DECISIONS));
        let mut decided = Self {
            lines,
            refs: Vec::with_capacity(decisions.len()),
            first_of_file: HashMap::new(),
        };
        for (number, decision) in decisions.iter().enumerate() {
            let file = decision.file.clone();
            decided.first_of_file.entry(file).or_insert(number);
            let line = match serde_json::to_vec(decision) {
                Ok(line) => line,
                Err(reason) => return Err(Error::record(reason.to_string())),
            };
            decided.refs.push(decided.lines.put(&line)?);
        }
        Ok(decided)
    }

    /// Number of decisions.
    pub(crate) fn len(&self) -> usize {
        self.refs.len()
    }

    /// The number of the first decision about a file. If there is none, [`Self::len`], which is the
    /// number of no decision.
    pub(crate) fn first_of(&self, file: &str) -> usize {
        self.first_of_file.get(file).copied().unwrap_or(self.len())
    }

    /// Fetches the decision with this number.
    ///
    /// # Errors
    /// If it cannot be fetched, or is not a decision because another program changed the temporary
    /// file.
    pub(crate) fn get(&self, number: usize) -> Result<Decision> {
        let line = self.lines.get(self.refs[number])?;
        match serde_json::from_slice(&line) {
            Ok(decision) => Ok(decision),
            Err(reason) => Err(Error::record(format!(
                "a decision that was put aside has changed: {reason}"
            ))),
        }
    }
}
