//! Why a document was cut or dropped, with the kept copies beside it.

use crate::output::{Entry, RecordPlace, RunOutput};
use copydesk_clean::{Decision, Differing, Edit};
use copydesk_formats::{Fields, Inputs, Record, read_batches};
use copydesk_neardup::differences;
use copydesk_store::{Error, Result};
use copydesk_text::{Document, Span, ends_sentence};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::path::Path;

/// What a cut takes out of its article as one piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// An embedded post: its words, links, author and date.
    Post,
    /// A quotation.
    Quotation,
    /// Lines that are not sentences: captions, headings, items of lists.
    Lines(usize),
    /// Whole paragraphs.
    Paragraphs(usize),
    /// A part of a paragraph.
    PartOfParagraph,
}

impl Unit {
    /// What a span of a document contains.
    fn of(document: &Document<'_>, span: Span) -> Self {
        let text = span.slice(document.text()).trim();
        // An embedded post ends with its author's handle in brackets, or with the address of its
        // picture.
        if text.contains("(@") || text.contains("pic.twitter.com") {
            return Self::Post;
        }
        // What closes a quotation in one language opens it in another.
        if text.starts_with(['"', '“', '„', '«', '「'])
            && text.ends_with(['"', '”', '“', '»', '」'])
        {
            return Self::Quotation;
        }
        let (mut whole, mut sentences) = (0, 0);
        for segment in document.segments() {
            // A segment that is cut in part does not count: next to whole ones it is only the edge
            // of the cut.
            if span.contains(segment.content()) {
                whole += 1;
                let content = segment.content().slice(document.text());
                sentences += usize::from(ends_sentence(content));
            }
        }
        match (whole, sentences) {
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

/// One cut with both copies.
#[derive(Clone, PartialEq, Debug)]
pub struct Cut {
    /// What kind of piece it is.
    pub unit: Unit,
    /// What was cut.
    pub text: String,
    /// The copy that is kept, unless the cut is furniture.
    pub kept: Option<String>,
    /// Where the two differ.
    pub differing: Vec<Differing>,
}

/// Everything about one document.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// What was decided.
    pub decision: Decision,
    /// Its raw text.
    pub text: String,
    /// Its cuts, in the order of the decision's edits.
    pub cuts: Vec<Cut>,
    /// Text of the document that is kept in its place, if it was dropped.
    pub kept_text: Option<String>,
    /// Where the two documents differ, furniture included.
    pub differing: Vec<Differing>,
}

/// Explains every document with this id; several documents of a dump may have the same.
/// `file:record` names one record. The texts come from the output folder; if it holds decisions
/// only, from the inputs that the find read.
///
/// # Errors
/// If `out` is no output folder of copydesk, holds no such document, or is of a find whose inputs
/// are not where they were.
pub fn explain(out: &Path, id: &str) -> Result<Vec<Explanation>> {
    explain_by(out, id, None)
}

/// The same for the output folder of a find, with the texts from these inputs, which are those of
/// the find.
///
/// # Errors
/// As for [`explain`], and if the inputs are not those of the find.
pub fn explain_from(out: &Path, id: &str, inputs: &Inputs) -> Result<Vec<Explanation>> {
    explain_by(out, id, Some(inputs))
}

/// Explains from the output folder, or from these inputs if it holds decisions only.
fn explain_by(out: &Path, id: &str, inputs: Option<&Inputs>) -> Result<Vec<Explanation>> {
    let archive = RunOutput::open(out)?;
    let mut decisions = Vec::new();
    archive.each_decision(|_, decision| {
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
    let mut wanted: HashSet<RecordPlace> = HashSet::new();
    for decision in &decisions {
        wanted.extend(places(decision));
    }
    let mut texts = Texts::new();
    each_text(&archive, &wanted, inputs, |place, text| {
        texts.insert(place, text);
    })?;
    let mut explanations = Vec::with_capacity(decisions.len());
    for decision in decisions {
        explanations.push(explained(decision, &texts));
    }
    Ok(explanations)
}

/// Explains a decision, given a way to the raw texts of the records that it names: by the name of
/// the file, and the number of the record in it.
#[must_use]
pub fn explain_decision(decision: Decision, text_of: impl Fn(&str, u64) -> String) -> Explanation {
    let mut texts = Texts::new();
    for place in places(&decision) {
        let text = text_of(&place.0, place.1);
        texts.insert(place, text);
    }
    explained(decision, &texts)
}

/// All decisions in the output folder of a run, in input order.
///
/// # Errors
/// If `out` is no output folder of copydesk, or its decisions cannot be read.
pub fn decisions_in(out: &Path) -> Result<Vec<Decision>> {
    RunOutput::open(out)?.decisions()
}

/// Raw texts, by the places of their records.
type Texts = HashMap<RecordPlace, String>;

/// Calls `each` with the texts of these records: rebuilt from the output folder, or, if it is that
/// of a find, read from its inputs, those that are given or those that it has noted.
pub(crate) fn each_text(
    archive: &RunOutput,
    wanted: &HashSet<RecordPlace>,
    inputs: Option<&Inputs>,
    each: impl FnMut(RecordPlace, String),
) -> Result<()> {
    if archive.summary.command == "find" {
        each_text_of_inputs(archive, wanted, inputs, each)
    } else {
        each_text_of_output(archive, wanted, each)
    }
}

/// The texts of a run that cut: each record is rebuilt and parsed again.
fn each_text_of_output(
    archive: &RunOutput,
    wanted: &HashSet<RecordPlace>,
    mut each: impl FnMut(RecordPlace, String),
) -> Result<()> {
    archive.replay(
        |file, entry| {
            let place = (entry.decision.file.clone(), entry.decision.record);
            if wanted.contains(&place) {
                each(place, text_of(archive, file, &entry));
            }
            Ok(())
        },
        |_, _| Ok(()),
    )?;
    Ok(())
}

/// The texts of a find, whose output holds none: from its inputs, as long as these are what they
/// were.
fn each_text_of_inputs(
    archive: &RunOutput,
    wanted: &HashSet<RecordPlace>,
    given: Option<&Inputs>,
    mut each: impl FnMut(RecordPlace, String),
) -> Result<()> {
    let digests = archive.digests(wanted)?;
    // Declared here so that it outlives the `match`, which only borrows it.
    let noted;
    let inputs = match given {
        Some(inputs) => inputs,
        None => {
            noted = archive.noted_inputs(wanted)?;
            &noted
        }
    };
    let inputs = &archive.laid_out(inputs);
    let files = archive.file_entries();
    let mut found: HashSet<RecordPlace> = HashSet::new();
    read_batches(inputs, 0, |batch| {
        for raw in &batch.records {
            if raw.is_tail() {
                continue;
            }
            let name = archive.name_of(inputs, raw.file);
            let place = (name.to_owned(), raw.number);
            let (Some(digest), Some(file)) = (digests.get(&place), files.get(name)) else {
                continue;
            };
            let record = batch.record(inputs, raw);
            // Offsets of decisions are wrong in a text that was changed.
            if record.digest() != *digest {
                return Err(changed(&place, "was changed since it was decided"));
            }
            found.insert(place.clone());
            each(place, text_in(&record, &archive.fields_of(file)));
        }
        // The rest of the input need not be read when all are found.
        Ok(found.len() < digests.len())
    })?;
    // The input may have fewer records than the decisions.
    for place in wanted {
        if !found.contains(place) {
            return Err(changed(place, "is not in the input"));
        }
    }
    Ok(())
}

fn changed((file, record): &RecordPlace, what: &str) -> Error {
    Error::record(format!(
        "{file}: record {record} {what}; name the input of the find with --input, or run find \
         again"
    ))
}

/// The document itself and all documents that have its kept copies.
fn places(decision: &Decision) -> Vec<RecordPlace> {
    let mut places = vec![(decision.file.clone(), decision.record)];
    for edit in &decision.edits {
        if let Some(copy) = &edit.kept {
            places.push((copy.file.clone(), copy.record));
        }
    }
    if let Some(other) = &decision.duplicate_of {
        places.push((other.file.clone(), other.record));
    }
    places
}

/// The text of a record that was rebuilt from the output.
fn text_of(archive: &RunOutput, file: usize, entry: &Entry) -> String {
    let file = &archive.summary.files[file];
    let laid_out = (file.format, &file.layout);
    let record = Record::whole(laid_out, &file.name, entry.decision.record, &entry.raw)
        .with_head(&entry.head);
    text_in(&record, &archive.fields_of(file))
}

/// The text of a record; all of it if it could not be read.
fn text_in(record: &Record<'_>, fields: &Fields) -> String {
    match record.parse(fields) {
        Ok(article) => article.text.into_owned(),
        Err(_) => String::from_utf8_lossy(record.body()).into_owned(),
    }
}

/// The text of a record; empty if the input could not be read again.
fn text_at<'t>(texts: &'t Texts, file: &str, record: u64) -> &'t str {
    let text = texts.get(&(file.to_owned(), record));
    text.map_or("", String::as_str)
}

/// A part of a text without white space around it; empty if the text has no such part.
fn slice(text: &str, start: usize, end: usize) -> String {
    text.get(start..end).unwrap_or_default().trim().to_owned()
}

/// Makes an explanation of a decision and the texts that it names.
fn explained(decision: Decision, texts: &Texts) -> Explanation {
    let text = text_at(texts, &decision.file, decision.record).to_owned();
    let document = Document::new(text.as_str());
    let mut cuts = Vec::with_capacity(decision.edits.len());
    for edit in &decision.edits {
        cuts.push(explained_cut(edit, &document, texts));
    }
    let (mut kept_text, mut differing) = (None, Vec::new());
    if let Some(other) = &decision.duplicate_of {
        let kept = text_at(texts, &other.file, other.record);
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

/// One cut of a document.
fn explained_cut(edit: &Edit, document: &Document<'_>, texts: &Texts) -> Cut {
    let whole = document.text();
    // The input may have changed since then, so the span may be outside the text or split a
    // character.
    let span = match whole.get(edit.start..edit.end) {
        Some(_) => Span::new(edit.start, edit.end),
        None => Span::default(),
    };
    let text = slice(whole, edit.start, edit.end);
    let (mut kept, mut differing) = (None, Vec::new());
    if let Some(copy) = &edit.kept {
        let whole = text_at(texts, &copy.file, copy.record);
        let copy = slice(whole, copy.start, copy.end);
        differing = differing_in(&text, &copy);
        kept = Some(copy);
    }
    Cut {
        unit: Unit::of(document, span),
        text,
        kept,
        differing,
    }
}

/// What two texts say differently, in their own words.
fn differing_in(gone: &str, kept: &str) -> Vec<Differing> {
    let (gone, kept) = (Document::new(gone), Document::new(kept));
    let mut differing = Vec::new();
    for found in differences(&gone, &kept) {
        differing.push(Differing {
            gone: said(&gone, found.left),
            kept: said(&kept, found.right),
        });
    }
    differing
}

/// A run of a document's words, as its text has them.
fn said(document: &Document<'_>, words: Range<usize>) -> String {
    match document.words().get(words).unwrap_or_default() {
        [] => String::new(),
        [first, .., last] => first.span.join(last.span).slice(document.text()).to_owned(),
        [only] => only.span.slice(document.text()).to_owned(),
    }
}
