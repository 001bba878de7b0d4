//! The offsets of cuts, counted in characters.
//!
//! Decisions count offsets in bytes. Python strings are indexed by characters, so a Python program
//! that shows a cut needs these offsets instead.

use crate::explain::each_text;
use crate::output::{RecordKey, RunOutput};
use copydesk_clean::Decision;
use copydesk_store::Result;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The offsets of cuts and of their kept copies, in characters of the raw text.
///
/// For each record, the keys are offsets in bytes, and the values are the same offsets in
/// characters.
#[derive(Debug)]
pub struct CharacterOffsets(HashMap<RecordKey, BTreeMap<usize, usize>>);

impl CharacterOffsets {
    /// Computes the offsets of all edits of these decisions, which are from the output folder
    /// `out`. The texts are rebuilt from the folder, one by one. If it is from a
    /// [`find`](crate::find), they are read from the inputs of the find.
    ///
    /// # Errors
    /// If `out` is not an output folder of copydesk, or is from a find whose inputs were moved or
    /// changed.
    pub fn of_edits(out: &Path, decisions: &[Decision]) -> Result<Self> {
        let mut offsets: HashMap<RecordKey, BTreeMap<usize, usize>> = HashMap::new();
        for decision in decisions {
            let record = (decision.file.clone(), decision.record);
            for edit in &decision.edits {
                // The zeros are replaced when the texts are read, in one pass for all edits.
                let of_record = offsets.entry(record.clone()).or_default();
                of_record.extend([(edit.start, 0), (edit.end, 0)]);
                if let Some(kept) = &edit.kept {
                    let kept_record = (kept.file.clone(), kept.record);
                    let of_record = offsets.entry(kept_record).or_default();
                    of_record.extend([(kept.start, 0), (kept.end, 0)]);
                }
            }
        }
        // Without edits no text is needed, so it does not matter if the inputs are gone.
        if !offsets.is_empty() {
            let output = RunOutput::open(out)?;
            let records = offsets.keys().cloned().collect();
            each_text(&output, &records, None, |record, text| {
                if let Some(of_record) = offsets.get_mut(&record) {
                    count_characters(&text, of_record);
                }
            })?;
        }
        Ok(Self(offsets))
    }

    /// The number of characters before the offset `byte` in the text of a record. `None` if no edit
    /// or kept copy begins or ends there.
    #[must_use]
    pub fn at(&self, file: &str, record: u64, byte: usize) -> Option<usize> {
        let offsets = self.0.get(&(file.to_owned(), record))?;
        offsets.get(&byte).copied()
    }
}

/// Sets the value of each key, which is an offset in bytes, to the number of characters before it.
fn count_characters(text: &str, offsets: &mut BTreeMap<usize, usize>) {
    let (mut counted_bytes, mut characters) = (0, 0);
    for (&byte, character) in offsets {
        // The offsets are in order, so each character is counted once. If the decisions were
        // changed, an offset may not be in the text. It then gets the value of the one before it.
        let between = text.get(counted_bytes..byte).unwrap_or_default();
        characters += between.chars().count();
        counted_bytes += between.len();
        *character = characters;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Inputs, Silent, clean, decisions_in, find};
    use std::fs;

    const TEXT: &str = "Der Fährmann schläft, er träumt vom großen Fluß und von der Überfahrt.";

    #[test]
    fn characters_are_counted_from_the_beginning_of_the_text() {
        let expected: BTreeMap<usize, usize> = BTreeMap::from([(0, 0), (3, 2), (9, 4), (5, 3)]);
        let mut offsets = expected.keys().map(|&byte| (byte, 0)).collect();
        count_characters("aéé😀", &mut offsets);
        assert_eq!(offsets, expected);
    }

    #[test]
    fn offsets_are_those_of_the_raw_texts_also_after_a_find() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.jsonl");
        let text = format!("{TEXT}\n\n{TEXT}");
        let line = serde_json::json!({ "id": "a", "text": text }).to_string();
        fs::write(&input, line + "\n").unwrap();
        let inputs = Inputs::discover(&[input.display().to_string()], None).unwrap();
        for (name, command) in [
            ("cleaned", clean as fn(&_, &_, &_, &_) -> _),
            ("found", find),
        ] {
            let out = folder.path().join(name);
            command(&inputs, &out, &Config::default(), &Silent).unwrap();
            let decisions = decisions_in(&out).unwrap();
            let offsets = CharacterOffsets::of_edits(&out, &decisions).unwrap();
            let edit = &decisions[0].edits[0];
            let before = |byte: usize| Some(text[..byte].chars().count());
            assert_eq!(offsets.at("in.jsonl", 0, edit.start), before(edit.start));
            assert_eq!(offsets.at("in.jsonl", 0, edit.end), before(edit.end));
            let kept = edit.kept.as_ref().unwrap();
            assert_eq!(offsets.at("in.jsonl", 0, kept.end), before(kept.end));
            assert!(before(edit.end) < Some(edit.end));
            assert_eq!(offsets.at("in.jsonl", 1, 0), None);
        }
    }
}
