//! Where cuts are in their texts, counted in characters.
//!
//! Decisions count bytes. Python strings are indexed by characters, so whoever shows a cut there
//! needs these numbers instead.

use crate::explain::each_text;
use crate::output::{RecordPlace, RunOutput};
use copydesk_clean::Decision;
use copydesk_store::Result;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The offsets of cuts and of their kept copies in characters, which decisions tell in bytes.
#[derive(Debug)]
pub struct CharacterOffsets(HashMap<RecordPlace, BTreeMap<usize, usize>>);

impl CharacterOffsets {
    /// Those of all edits of these decisions, which are in the output folder of a run. Their texts
    /// are rebuilt from it, one by one; of a find, they are read from its inputs.
    ///
    /// # Errors
    /// If `out` is no output folder of copydesk, or of a find whose inputs are not where they were.
    pub fn of_edits(out: &Path, decisions: &[Decision]) -> Result<Self> {
        let mut offsets: HashMap<RecordPlace, BTreeMap<usize, usize>> = HashMap::new();
        for decision in decisions {
            let place = (decision.file.clone(), decision.record);
            for edit in &decision.edits {
                let wanted = offsets.entry(place.clone()).or_default();
                wanted.extend([(edit.start, 0), (edit.end, 0)]);
                if let Some(kept) = &edit.kept {
                    let place = (kept.file.clone(), kept.record);
                    let wanted = offsets.entry(place).or_default();
                    wanted.extend([(kept.start, 0), (kept.end, 0)]);
                }
            }
        }
        if !offsets.is_empty() {
            let archive = RunOutput::open(out)?;
            let places = offsets.keys().cloned().collect();
            each_text(&archive, &places, None, |place, text| {
                if let Some(wanted) = offsets.get_mut(&place) {
                    count(&text, wanted);
                }
            })?;
        }
        Ok(Self(offsets))
    }

    /// How many characters are before this byte in the text of a record. `None` if no edit begins
    /// or ends there.
    #[must_use]
    pub fn at(&self, file: &str, record: u64, byte: usize) -> Option<usize> {
        let offsets = self.0.get(&(file.to_owned(), record))?;
        offsets.get(&byte).copied()
    }
}

/// Sets for each byte offset how many characters are before it.
fn count(text: &str, wanted: &mut BTreeMap<usize, usize>) {
    let (mut at, mut characters) = (0, 0);
    for (&byte, found) in wanted {
        // The offsets are in order, so each character is counted once. One that is not in the text,
        // because the decisions were changed, counts like the one before it.
        let between = text.get(at..byte).unwrap_or_default();
        characters += between.chars().count();
        at += between.len();
        *found = characters;
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
        let all: BTreeMap<usize, usize> = BTreeMap::from([(0, 0), (3, 2), (9, 4), (5, 3)]);
        let mut wanted = all.keys().map(|&byte| (byte, 0)).collect();
        count("aéé😀", &mut wanted);
        assert_eq!(wanted, all);
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
