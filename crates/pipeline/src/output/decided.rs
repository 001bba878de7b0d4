//! The decisions of an earlier run, one by one.

use super::RunOutput;
use crate::memory::DECISIONS;
use copydesk_clean::Decision;
use copydesk_store::{BlobRef, BlobStore, Error, MemoryBudget, Result};
use std::collections::HashMap;

/// Decisions in input order, stored as the lines of their file.
pub(crate) struct Decided {
    lines: BlobStore,
    places: Vec<BlobRef>,
    /// Number of the first decision of each file.
    first_of_file: HashMap<String, usize>,
}

impl Decided {
    /// Reads all decisions of a folder.
    ///
    /// # Errors
    /// If they cannot be read or stored.
    pub(crate) fn read(archive: &RunOutput, budget: &MemoryBudget) -> Result<Self> {
        let lines = BlobStore::new(budget, budget.share(DECISIONS));
        let mut decided = Self {
            lines,
            places: Vec::new(),
            first_of_file: HashMap::new(),
        };
        archive.each_decision(|line, decision: Decision| {
            let number = decided.places.len();
            decided.first_of_file.entry(decision.file).or_insert(number);
            decided.places.push(decided.lines.put(line)?);
            Ok(())
        })?;
        Ok(decided)
    }

    /// These decisions, which are in input order.
    ///
    /// # Errors
    /// If they cannot be stored.
    pub(crate) fn of(decisions: &[Decision], budget: &MemoryBudget) -> Result<Self> {
        let lines = BlobStore::new(budget, budget.share(DECISIONS));
        let mut decided = Self {
            lines,
            places: Vec::with_capacity(decisions.len()),
            first_of_file: HashMap::new(),
        };
        for (number, decision) in decisions.iter().enumerate() {
            let file = decision.file.clone();
            decided.first_of_file.entry(file).or_insert(number);
            let line = match serde_json::to_vec(decision) {
                Ok(line) => line,
                Err(reason) => return Err(Error::record(reason.to_string())),
            };
            decided.places.push(decided.lines.put(&line)?);
        }
        Ok(decided)
    }

    /// Number of decisions.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Number of the first decision of a file; the number of all decisions if it has none.
    pub(crate) fn first_of(&self, file: &str) -> usize {
        self.first_of_file.get(file).copied().unwrap_or(self.len())
    }

    /// The decision with this number.
    ///
    /// # Errors
    /// If it cannot be fetched.
    pub(crate) fn get(&self, number: usize) -> Result<Decision> {
        let line = self.lines.get(self.places[number])?;
        match serde_json::from_slice(&line) {
            Ok(decision) => Ok(decision),
            Err(reason) => Err(Error::record(format!(
                "a decision that was put aside has changed: {reason}"
            ))),
        }
    }
}
