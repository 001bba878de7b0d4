//! Explains why a document was cut or dropped, and shows the copies that are kept.

use crate::output::{Entry, RecordKey, RunOutput};
use copydesk_clean::{Decision, Differing, Edit};
use copydesk_formats::{Fields, Inputs, Record, read_batches};
use copydesk_neardup::differences;
use copydesk_store::{Error, Result};
use copydesk_text::{Document, Span, ends_sentence};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::path::Path;

/// The kind of text that a cut removes from an article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// An embedded post: its words, links, author and date.
    Post,
    /// A quotation.
    Quotation,
    /// A number of lines, none of which ends a sentence: captions, headings, items of lists.
    Lines(usize),
    /// A number of whole paragraphs, of which at least one ends a sentence.
    Paragraphs(usize),
    /// A part of a paragraph.
    PartOfParagraph,
}

impl Unit {
    /// The kind of text at a span of a document.
    fn of(document: &Document<'_>, span: Span) -> Self {
        let text = span.slice(document.text()).trim();
        // An embedded post contains its author's handle in brackets, or the address of its picture.
        if text.contains("(@") || text.contains("pic.twitter.com") {
            return Self::Post;
        }
        // The mark that ends a quotation in one language begins one in another.
        if text.starts_with(['"', '“', '„', '«', '「'])
            && text.ends_with(['"', '”', '“', '»', '」'])
        {
            return Self::Quotation;
        }
        let (mut segments, mut with_sentences) = (0, 0);
        for segment in document.segments() {
            // A segment that is only partly cut does not count: beside whole segments it is only
            // the edge of the cut.
            if span.contains(segment.content()) {
                segments += 1;
                let content = segment.content().slice(document.text());
                with_sentences += usize::from(ends_sentence(content));
            }
        }
        match (segments, with_sentences) {
            (0, _) => Self::PartOfParagraph,
            (lines, 0) => Self::Lines(lines),
            (paragraphs, _) => Self::Paragraphs(paragraphs),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Post => f.write_str("an embedded post"),
            Self::Quotation => f.write_str("a quotation"),
            Self::Lines(1) => f.write_str("a line"),
            Self::Lines(count) => write!(f, "{count} lines"),
            Self::Paragraphs(1) => f.write_str("a paragraph"),
            Self::Paragraphs(count) => write!(f, "{count} paragraphs"),
            Self::PartOfParagraph => f.write_str("part of a paragraph"),
        }
    }
}

/// One cut, and the copy of its text that is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Cut {
    /// The kind of text that was cut.
    pub unit: Unit,
    /// The text that was cut.
    pub text: String,
    /// The text of the copy that is kept; `None` if the cut is furniture without a kept copy.
    pub kept: Option<String>,
    /// The differences between the two texts.
    pub differing: Vec<Differing>,
}

/// Everything that was decided about one document, with the texts.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The decision on the document.
    pub decision: Decision,
    /// The raw text of the document.
    pub text: String,
    /// The cuts, in the order of the decision's edits.
    pub cuts: Vec<Cut>,
    /// If the document was dropped as a duplicate, the text of the document that is kept instead.
    pub kept_text: Option<String>,
    /// The differences between `text` and `kept_text`, including those in furniture.
    pub differing: Vec<Differing>,
}

/// Explains every document with this id; several documents of a dump may have the same id. An `id`
/// of the form `file:record` names a single record. The texts are rebuilt from the output folder.
/// The folder of a [`find`](crate::find), which only decides, holds no texts, so they are read from
/// the inputs of the find.
///
/// # Errors
/// If `out` is no output folder of copydesk, there is no such document in it, or it is from a find
/// whose inputs were moved or changed.
pub fn explain(out: &Path, id: &str) -> Result<Vec<Explanation>> {
    explain_with(out, id, None)
}

/// Does what [`explain`] does for the output folder of a [`find`](crate::find), but reads the texts
/// from `inputs`, which must be the inputs of the find.
///
/// # Errors
/// As for [`explain`], and if `inputs` are not the inputs of the find.
pub fn explain_from(out: &Path, id: &str, inputs: &Inputs) -> Result<Vec<Explanation>> {
    explain_with(out, id, Some(inputs))
}

/// Explains every document with this id. `inputs` is as for [`each_text`].
fn explain_with(out: &Path, id: &str, inputs: Option<&Inputs>) -> Result<Vec<Explanation>> {
    let output = RunOutput::open(out)?;
    let mut decisions = Vec::new();
    output.each_decision(|_, decision| {
        let Decision { file, record, .. } = &decision;
        if decision.id.as_deref() == Some(id) || format!("{file}:{record}") == id {
            decisions.push(decision);
        }
        Ok(())
    })?;
    if decisions.is_empty() {
        return Err(Error::record(format!(
            "{}: no document has the id `{id}`, or is at that FILE:RECORD",
            out.display()
        )));
    }
    let mut wanted: HashSet<RecordKey> = HashSet::new();
    for decision in &decisions {
        wanted.extend(records_of(decision));
    }
    let mut texts = Texts::new();
    each_text(&output, &wanted, inputs, |record, text| {
        texts.insert(record, text);
    })?;
    let mut explanations = Vec::with_capacity(decisions.len());
    for decision in decisions {
        explanations.push(explanation_of(decision, &texts));
    }
    Ok(explanations)
}

/// Explains a decision. `text_of` returns the raw text of a record, given the name of its file and
/// its number in the file.
#[must_use]
pub fn explain_decision(decision: Decision, text_of: impl Fn(&str, u64) -> String) -> Explanation {
    let mut texts = Texts::new();
    for (file, number) in records_of(&decision) {
        let text = text_of(&file, number);
        texts.insert((file, number), text);
    }
    explanation_of(decision, &texts)
}

/// All decisions in the output folder of a run, in input order.
///
/// # Errors
/// If `out` is no output folder of copydesk, or its decisions cannot be read.
pub fn decisions_in(out: &Path) -> Result<Vec<Decision>> {
    RunOutput::open(out)?.decisions()
}

/// The raw texts of records. A key is the name of a file and the number of a record in it.
type Texts = HashMap<RecordKey, String>;

/// Calls `each` with the raw text of each `wanted` record. The texts are rebuilt from the output
/// folder. The folder of a find holds no texts: they are read from `inputs`, or, if that is `None`,
/// from the inputs that the find has recorded.
pub(crate) fn each_text(
    output: &RunOutput,
    wanted: &HashSet<RecordKey>,
    inputs: Option<&Inputs>,
    each: impl FnMut(RecordKey, String),
) -> Result<()> {
    if output.summary.command == "find" {
        each_text_of_inputs(output, wanted, inputs, each)
    } else {
        each_text_of_output(output, wanted, each)
    }
}

/// Does the work of [`each_text`] for a run that has cut: rebuilds all records, and parses only
/// those that are wanted.
fn each_text_of_output(
    output: &RunOutput,
    wanted: &HashSet<RecordKey>,
    mut each: impl FnMut(RecordKey, String),
) -> Result<()> {
    output.rebuild_input(
        |file, entry| {
            let record = (entry.decision.file.clone(), entry.decision.record);
            if wanted.contains(&record) {
                each(record, rebuilt_text(output, file, &entry));
            }
            Ok(())
        },
        // Called with the bytes before and after the records of a file. They hold no text.
        |_, _| Ok(()),
    )?;
    Ok(())
}

/// Does the work of [`each_text`] for a find: reads the texts from its inputs.
///
/// # Errors
/// If the inputs were changed since the find.
fn each_text_of_inputs(
    output: &RunOutput,
    wanted: &HashSet<RecordKey>,
    inputs: Option<&Inputs>,
    mut each: impl FnMut(RecordKey, String),
) -> Result<()> {
    // Hashes of the raw records, by which it is noticed that a record was changed.
    let digests = output.digests(wanted)?;
    // Declared here so that it outlives the `match`, which only borrows it.
    let recorded;
    let inputs = match inputs {
        Some(inputs) => inputs,
        None => {
            recorded = output.recorded_inputs(wanted)?;
            &recorded
        }
    };
    // The inputs are read with the fields and layouts that the find used.
    let inputs = &output.laid_out(inputs);
    let files = output.file_entries();
    let mut found: HashSet<RecordKey> = HashSet::new();
    let first_file = 0;
    read_batches(inputs, first_file, |batch| {
        for raw in &batch.records {
            if raw.belongs_to_no_record() {
                continue;
            }
            let name = output.name_of(inputs, raw.file);
            let key = (name.to_owned(), raw.number);
            let (Some(digest), Some(file)) = (digests.get(&key), files.get(name)) else {
                continue;
            };
            let record = batch.record(inputs, raw);
            // In a text that was changed, the offsets of the decision would be wrong.
            if record.digest() != *digest {
                return Err(changed(&key, "was changed since it was decided"));
            }
            found.insert(key.clone());
            each(key, parsed_text(&record, &output.fields_of(file)));
        }
        // Reading continues until all records are found.
        Ok(found.len() < digests.len())
    })?;
    // The input may have fewer records now than it had for the find.
    for key in wanted {
        if !found.contains(key) {
            return Err(changed(key, "is not in the input"));
        }
    }
    Ok(())
}

/// The error that a record of the input was changed or removed since the find; `what` says which.
fn changed((file, record): &RecordKey, what: &str) -> Error {
    Error::record(format!(
        "{file}: record {record} {what}; name the input of the find with --input, or run find \
         again"
    ))
}

/// All records that a decision names: its own record, and the records of the kept copies.
fn records_of(decision: &Decision) -> Vec<RecordKey> {
    let mut records = vec![(decision.file.clone(), decision.record)];
    for edit in &decision.edits {
        if let Some(copy) = &edit.kept {
            records.push((copy.file.clone(), copy.record));
        }
    }
    if let Some(other) = &decision.duplicate_of {
        records.push((other.file.clone(), other.record));
    }
    records
}

/// The raw text of a record that was rebuilt from the output folder. `file` is the index of its
/// file.
fn rebuilt_text(output: &RunOutput, file: usize, entry: &Entry) -> String {
    let file = &output.summary.files[file];
    let layout = (file.format, &file.layout);
    let record =
        Record::whole(layout, &file.name, entry.decision.record, &entry.raw).with_head(&entry.head);
    parsed_text(&record, &output.fields_of(file))
}

/// The raw text of a record; the whole record if it cannot be parsed.
fn parsed_text(record: &Record<'_>, fields: &Fields) -> String {
    match record.parse(fields) {
        Ok(article) => article.text.into_owned(),
        Err(_) => String::from_utf8_lossy(record.body()).into_owned(),
    }
}

/// The text of a record; empty if there is none in `texts`.
fn text_or_empty<'t>(texts: &'t Texts, file: &str, record: u64) -> &'t str {
    let text = texts.get(&(file.to_owned(), record));
    text.map_or("", String::as_str)
}

/// The part of a text from the byte `start` to the byte `end`, without white space around it; empty
/// if the text has no such part.
fn trimmed_part(text: &str, start: usize, end: usize) -> String {
    text.get(start..end).unwrap_or_default().trim().to_owned()
}

/// The explanation of a decision. `texts` has the texts of all records that the decision names.
fn explanation_of(decision: Decision, texts: &Texts) -> Explanation {
    let text = text_or_empty(texts, &decision.file, decision.record).to_owned();
    let document = Document::new(text.as_str());
    let mut cuts = Vec::with_capacity(decision.edits.len());
    for edit in &decision.edits {
        cuts.push(cut_of(edit, &document, texts));
    }
    let (mut kept_text, mut differing) = (None, Vec::new());
    if let Some(other) = &decision.duplicate_of {
        let kept = text_or_empty(texts, &other.file, other.record);
        differing = differing_in(&text, kept);
        kept_text = Some(kept.to_owned());
    }
    Explanation {
        cuts,
        kept_text,
        differing,
        text,
        decision,
    }
}

/// The cut that an edit of a document makes, with its texts.
fn cut_of(edit: &Edit, document: &Document<'_>, texts: &Texts) -> Cut {
    // The caller of `explain_decision` may give another text than the one that was decided on. In
    // such a text the edit may be past the end, or split a character. Then the cut is shown as
    // empty.
    let span = match document.text().get(edit.start..edit.end) {
        Some(_) => Span::new(edit.start, edit.end),
        None => Span::default(),
    };
    let text = trimmed_part(document.text(), edit.start, edit.end);
    let (mut kept, mut differing) = (None, Vec::new());
    if let Some(copy) = &edit.kept {
        let other_text = text_or_empty(texts, &copy.file, copy.record);
        let kept_copy = trimmed_part(other_text, copy.start, copy.end);
        differing = differing_in(&text, &kept_copy);
        kept = Some(kept_copy);
    }
    Cut {
        unit: Unit::of(document, span),
        text,
        kept,
        differing,
    }
}

/// The differences between a removed text and a kept text. Each difference has the words of both.
fn differing_in(removed: &str, kept: &str) -> Vec<Differing> {
    let (removed, kept) = (Document::new(removed), Document::new(kept));
    let mut differing = Vec::new();
    for difference in differences(&removed, &kept) {
        differing.push(Differing {
            gone: words_as_text(&removed, difference.left),
            kept: words_as_text(&kept, difference.right),
        });
    }
    differing
}

/// The text from the first to the last of these words of a document; empty if there are no words.
fn words_as_text(document: &Document<'_>, words: Range<usize>) -> String {
    match document.words().get(words).unwrap_or_default() {
        [] => String::new(),
        [first, .., last] => first.span.join(last.span).slice(document.text()).to_owned(),
        [only] => only.span.slice(document.text()).to_owned(),
    }
}
