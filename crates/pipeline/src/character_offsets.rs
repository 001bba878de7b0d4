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

/// The offsets of cuts and of their kept copies, in characters of the raw text. They are kept for
/// each record, that is, for each name of a file and number of a record in it.
#[derive(Debug)]
pub struct CharacterOffsets(HashMap<RecordKey, OffsetsInRecord>);

/// For each offset in bytes into the text of a record, the same offset in characters.
type OffsetsInRecord = BTreeMap<usize, usize>;

impl CharacterOffsets {
    /// Computes the offsets of all edits of these decisions, which are from the output folder
    /// `out`. The texts are rebuilt from the folder, one by one. The folder of a
    /// [`find`](crate::find) holds no texts, so they are read from the inputs of the find.
    ///
    /// # Errors
    /// If `out` is not an output folder of copydesk, or is from a find whose inputs were moved or
    /// changed.
    pub fn of_edits(out: &Path, decisions: &[Decision]) -> Result<Self> {
        let mut offsets: HashMap<RecordKey, OffsetsInRecord> = HashMap::new();
        for decision in decisions {
            let record = (decision.file.clone(), decision.record);
            for edit in &decision.edits {
                // The zeros are replaced when the texts are read, in one pass for all edits.
                let in_record = offsets.entry(record.clone()).or_default();
                in_record.extend([(edit.start, 0), (edit.end, 0)]);
                if let Some(kept) = &edit.kept {
                    let kept_record = (kept.file.clone(), kept.record);
                    let in_kept_record = offsets.entry(kept_record).or_default();
                    in_kept_record.extend([(kept.start, 0), (kept.end, 0)]);
                }
            }
        }
        // Without edits no text is needed, so it does not matter if the inputs are gone.
        if !offsets.is_empty() {
            let output = RunOutput::open(out)?;
            let records = offsets.keys().cloned().collect();
            each_text(&output, &records, None, |record, text| {
                if let Some(in_record) = offsets.get_mut(&record) {
                    count_characters(&text, in_record);
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

/// Sets the value of each key, an offset in bytes, to the number of characters before that offset.
fn count_characters(text: &str, offsets: &mut OffsetsInRecord) {
    let (mut counted_bytes, mut counted_characters) = (0, 0);
    for (&byte, character) in offsets {
        // The keys are in order, so each character is counted once. If the decisions were changed,
        // an offset may not be in the text. It then gets the value of the offset before it.
        let between = text.get(counted_bytes..byte).unwrap_or_default();
        counted_characters += between.chars().count();
        counted_bytes += between.len();
        *character = counted_characters;
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
        // The letters take 1, 2 and 2 bytes, and the face takes 4.
        let expected = OffsetsInRecord::from([(0, 0), (3, 2), (5, 3), (9, 4)]);
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
            let kept = edit.kept.as_ref().unwrap();
            for byte in [edit.start, edit.end, kept.start, kept.end] {
                let characters = text[..byte].chars().count();
                assert_eq!(offsets.at("in.jsonl", 0, byte), Some(characters));
            }
            // The umlauts take two bytes, so the test would notice if bytes were counted.
            assert!(text[..edit.end].chars().count() < edit.end);
            let (no_such_record, start) = (1, 0);
            assert_eq!(offsets.at("in.jsonl", no_such_record, start), None);
        }
    }
}
