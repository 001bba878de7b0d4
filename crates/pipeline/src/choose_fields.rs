//! Chooses which fields are read in each file, once, before the first pass.

use crate::config::{Config, OnBadRecord};
use crate::output::RunOutput;
use copydesk_formats::{Fields, InputFile, Inputs, Look, Role, Skipped};
use copydesk_store::{Error, Result};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::sync::Arc;

/// Chooses the fields that are read in each file by its first records, and returns the inputs with
/// these fields. A file without a field for the text is skipped, unless records that cannot be read
/// are written to the output ([`OnBadRecord::Pass`]). A file with a field for the text is not
/// skipped, even if the field is always empty.
///
/// # Errors
/// If there are records, and no file holds text. The message lists the fields that hold strings.
pub(crate) fn choose_fields(inputs: &Inputs, config: &Config) -> Result<Inputs> {
    let mut laid_out = inputs.clone();
    if let Some(encoding) = &config.encoding {
        laid_out = laid_out.in_encoding(encoding)?;
    }
    if config.no_header {
        laid_out = laid_out.without_headers();
    }
    let inputs = &laid_out;
    let choices = (0..inputs.len())
        .into_par_iter()
        .map(|index| choose_in(inputs, index, config))
        .collect::<Result<Vec<Choice>>>()?;
    // If no file of a dump has text, the field for the text most likely has an unusual name. It is
    // better to ask for the name than to drop every record as empty.
    if choices.iter().any(Choice::lacks_text) && !choices.iter().any(Choice::holds_text) {
        return Err(no_text(inputs, &choices, config));
    }
    // A dump may have many files, but few different choices of fields, so each choice is stored
    // once.
    let mut shared: HashSet<Arc<Fields>> = HashSet::new();
    let (mut files, mut skipped) = (Vec::new(), inputs.skipped().to_vec());
    for (file, choice) in inputs.files().iter().zip(choices) {
        let fields = match choice {
            Choice::Text(fields) | Choice::Empty(fields, _) => fields,
            // The file has no record by which to choose, so it gets the default names where the
            // user gives none.
            Choice::NoRecords => config.fields.or(&Fields::default()),
            // Without a name for the text, the records of the file are rejected one by one, and
            // written as they are.
            Choice::NoText(_) if config.on_bad_record == OnBadRecord::Pass => {
                let mut fields = config.fields.clone();
                fields.set(Role::Text, None);
                fields
            }
            Choice::NoText(strings) => {
                skipped.push(skipped_without_text(file, &strings, config));
                continue;
            }
        };
        let fields = match shared.get(&fields) {
            Some(equal) => Arc::clone(equal),
            None => Arc::new(fields),
        };
        shared.insert(Arc::clone(&fields));
        files.push(file.reading(fields));
    }
    Ok(inputs.with_files(files, skipped))
}

/// Names of fields that hold strings, with the mean lengths of the strings in bytes, longest first.
type StringFields = Vec<(String, u64)>;

/// The fields of a file, as its first records suggest them.
enum Choice {
    /// The records have text, or have a field for it and are written even if it is empty
    /// ([`OnBadRecord::Pass`]), or their format has no fields to choose from.
    Text(Fields),
    /// The records have a field for the text, but it is always empty.
    Empty(Fields, StringFields),
    /// The records have no field for the text.
    NoText(StringFields),
    /// There is no record with fields.
    NoRecords,
}

impl Choice {
    /// Whether this is [`Choice::Text`].
    fn holds_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// Whether there are records, and none has text.
    fn lacks_text(&self) -> bool {
        matches!(self, Self::Empty(..) | Self::NoText(_))
    }
}

/// Chooses the fields of the file with this index by its first records.
fn choose_in(inputs: &Inputs, index: usize, config: &Config) -> Result<Choice> {
    // In a format whose records have no named fields, such as plain text, nothing is chosen.
    if !inputs.files()[index].format().has_fields() {
        return Ok(Choice::Text(Fields::none()));
    }
    // What the first records of the file hold.
    let look = Look::at(inputs, index, &config.fields)?;
    let mut strings = Vec::new();
    for (name, length) in look.strings() {
        strings.push((name.to_owned(), length));
    }
    let writes_rejected = config.on_bad_record == OnBadRecord::Pass;
    Ok(match look.fields() {
        Some(fields) if look.is_empty() && !writes_rejected => {
            Choice::Empty(fields.clone(), strings)
        }
        Some(fields) => Choice::Text(fields.clone()),
        None if look.has_records() => Choice::NoText(strings),
        None => Choice::NoRecords,
    })
}

/// The entry in the summary for a file that is skipped because it has no text.
fn skipped_without_text(file: &InputFile, strings: &[(String, u64)], config: &Config) -> Skipped {
    Skipped::missed(file.name(), no_text_message(strings, config))
}

/// The most fields that a message names.
const MOST_NAMED: usize = 12;

/// The message that records have no text, and what to do.
fn no_text_message(strings: &[(String, u64)], config: &Config) -> String {
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
    for (index, (name, length)) in strings.iter().take(MOST_NAMED).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(message, "{comma}`{name}` (about {length} bytes)");
    }
    if strings.len() > MOST_NAMED {
        let _ = write!(message, " and {} more", strings.len() - MOST_NAMED);
    }
    message
}

/// The error that no file of a dump holds text. It lists the fields that hold strings in any file,
/// longest first.
fn no_text(inputs: &Inputs, choices: &[Choice], config: &Config) -> Error {
    let mut lengths: BTreeMap<&str, u64> = BTreeMap::new();
    let mut first_file = None;
    for (file, choice) in inputs.files().iter().zip(choices) {
        let (Choice::NoText(strings) | Choice::Empty(_, strings)) = choice else {
            continue;
        };
        first_file.get_or_insert(file.name());
        for (name, length) in strings {
            let longest = lengths.entry(name).or_default();
            *longest = (*longest).max(*length);
        }
    }
    let mut strings = StringFields::with_capacity(lengths.len());
    for (name, length) in lengths {
        strings.push((name.to_owned(), length));
    }
    strings.sort_by_key(|(_, length)| Reverse(*length));
    // There is a file without text, or this would not be called.
    let name = first_file.unwrap_or_default();
    let others = match inputs.len() {
        0 | 1 => String::new(),
        count => format!(" and {} other files", count - 1),
    };
    let message = no_text_message(&strings, config);
    Error::usage(format!("{name}{others}: {message}"))
}

/// Returns the inputs as the run `earlier` read them: with the same fields and layouts, and without
/// the files that it skipped.
pub(crate) fn as_decided(inputs: &Inputs, earlier: &RunOutput) -> Inputs {
    let decided = earlier.file_entries();
    let mut skipped_before: HashSet<&str> = HashSet::new();
    for file in &earlier.summary.skipped {
        skipped_before.insert(&file.name);
    }
    let (mut files, mut skipped) = (Vec::new(), inputs.skipped().to_vec());
    for file in inputs.files() {
        match decided.get(file.name()) {
            Some(entry) => {
                let fields = Arc::new(earlier.fields_of(entry));
                files.push(file.laid_out(entry.layout.clone()).reading(fields));
            }
            // The earlier run did not see this file. It is kept, so that the write pass stops at it
            // with an error.
            None if !skipped_before.contains(file.name()) => files.push(file.clone()),
            // There are no decisions about a file that the earlier run skipped.
            None => {}
        }
    }
    for file in &earlier.summary.skipped {
        // Files that were skipped although they should hold articles are listed in the new summary,
        // too.
        if file.is_missed {
            skipped.push(file.clone());
        }
    }
    inputs.with_files(files, skipped)
}

/// Sentences that say which fields were chosen. Files with the same choice share a sentence. The
/// sentence for the most files is first.
pub(crate) fn fields_in_words(inputs: &Inputs) -> Vec<String> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for file in inputs.files() {
        if file.format().has_fields() {
            *counts.entry(file.fields().to_string()).or_default() += 1;
        }
    }
    let mut choices: Vec<(String, u64)> = counts.into_iter().collect();
    // The sort is stable, so choices of equally many files stay in alphabetical order.
    choices.sort_by_key(|(_, count)| Reverse(*count));
    choices.retain(|(words, _)| !words.is_empty());
    let is_only_choice = choices.len() == 1;
    let mut sentences = Vec::with_capacity(choices.len());
    for (words, count) in choices {
        sentences.push(match count {
            _ if is_only_choice => words,
            1 => format!("{words} (in 1 file)"),
            count => format!("{words} (in {count} files)"),
        });
    }
    sentences
}
