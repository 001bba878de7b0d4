//! Which fields of each file are read: chosen once, before the first pass.

use crate::config::{Config, OnBadRecord};
use crate::output::RunOutput;
use copydesk_formats::{Fields, InputFile, Inputs, Look, Role, Skipped};
use copydesk_store::{Error, Result};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::sync::Arc;

/// The same inputs with the fields that the first records of each file have. A file whose records
/// have no text is skipped, unless records that cannot be read are written to the output. A file
/// that has the field of the text, but nothing in it, is not skipped.
///
/// # Errors
/// If no record holds text: the error lists the fields there are.
pub(crate) fn choose_fields(inputs: &Inputs, config: &Config) -> Result<Inputs> {
    let mut laid_out = inputs.clone();
    if let Some(encoding) = &config.encoding {
        laid_out = laid_out.in_encoding(encoding)?;
    }
    if config.no_header {
        laid_out = laid_out.without_headers();
    }
    let inputs = &laid_out;
    let looks = (0..inputs.len())
        .into_par_iter()
        .map(|number| look(inputs, number, config))
        .collect::<Result<Vec<Choice>>>()?;
    // If no file of a dump has text, the field of the text most likely has an unusual name. It is
    // better to ask than to drop every record as empty.
    if looks.iter().any(Choice::lacks_text) && !looks.iter().any(Choice::holds_text) {
        return Err(no_text(inputs, &looks, config));
    }
    // A dump has many files and few choices, so equal ones are kept once.
    let mut shared: HashSet<Arc<Fields>> = HashSet::new();
    let (mut files, mut skipped) = (Vec::new(), inputs.skipped().to_vec());
    for (file, choice) in inputs.files().iter().zip(looks) {
        let fields = match choice {
            Choice::Text(fields) | Choice::Empty(fields, _) => fields,
            // The file has no record to choose by, so the default names are noted for it.
            Choice::Nothing => config.fields.or(&Fields::default()),
            // Its records are rejected one by one, and written as they are.
            Choice::Without(_) if config.on_bad_record == OnBadRecord::Pass => {
                let mut fields = config.fields.clone();
                fields.set(Role::Text, None);
                fields
            }
            Choice::Without(strings) => {
                skipped.push(without_text(file, &strings, config));
                continue;
            }
        };
        let fields = match shared.get(&fields) {
            Some(same) => Arc::clone(same),
            None => Arc::new(fields),
        };
        shared.insert(Arc::clone(&fields));
        files.push(file.reading(fields));
    }
    Ok(inputs.with_files(files, skipped))
}

/// What the first records of a file come to.
enum Choice {
    Text(Fields),
    /// All records have nothing in the field of their text; these are the fields that hold strings.
    Empty(Fields, Vec<(String, u64)>),
    /// None of the records has text; these are the fields that hold strings, with their mean
    /// lengths.
    Without(Vec<(String, u64)>),
    /// There is no record with fields.
    Nothing,
}

impl Choice {
    fn holds_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// Whether there are records, and none has text.
    fn lacks_text(&self) -> bool {
        matches!(self, Self::Empty(..) | Self::Without(_))
    }
}

/// Looks at the first records of one file.
fn look(inputs: &Inputs, number: usize, config: &Config) -> Result<Choice> {
    if !inputs.files()[number].format().has_fields() {
        return Ok(Choice::Text(Fields::none()));
    }
    let look = Look::at(inputs, number, &config.fields)?;
    let mut strings = Vec::new();
    for (name, length) in look.strings() {
        strings.push((name.to_owned(), length));
    }
    let may_pass = config.on_bad_record == OnBadRecord::Pass;
    Ok(match look.fields() {
        Some(fields) if look.is_empty() && !may_pass => Choice::Empty(fields.clone(), strings),
        Some(fields) => Choice::Text(fields.clone()),
        None if look.has_records() => Choice::Without(strings),
        None => Choice::Nothing,
    })
}

fn without_text(file: &InputFile, strings: &[(String, u64)], config: &Config) -> Skipped {
    Skipped::missed(file.name(), reason(strings, config))
}

/// Fields that a message names.
const NAMED: usize = 12;

/// Why records hold no text, and what to do.
fn reason(strings: &[(String, u64)], config: &Config) -> String {
    let mut message = match config.fields.name(Role::Text) {
        Some(name) => format!("no record has text in a field `{name}`"),
        None => "no field of its records is known to hold text".to_owned(),
    };
    if strings.is_empty() {
        message.push_str(", and none holds a string");
        return message;
    }
    message.push_str(
        "; name the right field with --text-field. Fields that hold strings, longest first: ",
    );
    for (place, (name, length)) in strings.iter().take(NAMED).enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(message, "{comma}`{name}` (about {length} bytes)");
    }
    if strings.len() > NAMED {
        let _ = write!(message, " and {} more", strings.len() - NAMED);
    }
    message
}

/// That no file holds text, with the string fields of all files together, longest first.
fn no_text(inputs: &Inputs, looks: &[Choice], config: &Config) -> Error {
    let mut together: BTreeMap<&str, u64> = BTreeMap::new();
    let mut first = None;
    for (file, choice) in inputs.files().iter().zip(looks) {
        let (Choice::Without(strings) | Choice::Empty(_, strings)) = choice else {
            continue;
        };
        first.get_or_insert(file.name());
        for (name, length) in strings {
            let longest = together.entry(name).or_default();
            *longest = (*longest).max(*length);
        }
    }
    let mut strings: Vec<(String, u64)> = Vec::with_capacity(together.len());
    for (name, length) in together {
        strings.push((name.to_owned(), length));
    }
    strings.sort_by_key(|(_, length)| Reverse(*length));
    let name = first.unwrap_or_default();
    let others = match inputs.len() {
        0 | 1 => String::new(),
        number => format!(" and {} other files", number - 1),
    };
    Error::usage(format!("{name}{others}: {}", reason(&strings, config)))
}

/// The same inputs as they were when the decisions of an earlier run were made: with its fields and
/// layouts, and without the files that it skipped.
pub(crate) fn as_decided(inputs: &Inputs, archive: &RunOutput) -> Inputs {
    let decided = archive.file_entries();
    let mut skips: HashSet<&str> = HashSet::new();
    for skip in &archive.summary.skipped {
        skips.insert(&skip.name);
    }
    let (mut files, mut skipped) = (Vec::new(), inputs.skipped().to_vec());
    for file in inputs.files() {
        match decided.get(file.name()) {
            Some(entry) => {
                let fields = Arc::new(archive.fields_of(entry));
                files.push(file.laid_out(entry.layout.clone()).reading(fields));
            }
            // A file that was not there then is kept: the write pass stops at it with an error.
            None if !skips.contains(file.name()) => files.push(file.clone()),
            // The earlier run skipped it, so there are no decisions about it.
            None => {}
        }
    }
    for skip in &archive.summary.skipped {
        // The files that are left out above were marked as missed, so the new summary names them
        // too.
        if skip.is_missed {
            skipped.push(skip.clone());
        }
    }
    inputs.with_files(files, skipped)
}

/// The fields that were chosen, in words: each choice once, that of most files first.
pub(crate) fn in_words(inputs: &Inputs) -> Vec<String> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for file in inputs.files() {
        if file.format().has_fields() {
            *counts.entry(file.fields().to_string()).or_default() += 1;
        }
    }
    let mut choices: Vec<(String, u64)> = counts.into_iter().collect();
    // Stable, so that choices of equally many files stay in order of their words.
    choices.sort_by_key(|(_, count)| Reverse(*count));
    choices.retain(|(words, _)| !words.is_empty());
    let is_one = choices.len() == 1;
    let mut out = Vec::with_capacity(choices.len());
    for (words, count) in choices {
        out.push(match count {
            _ if is_one => words,
            1 => format!("{words} (in 1 file)"),
            files => format!("{words} (in {files} files)"),
        });
    }
    out
}
