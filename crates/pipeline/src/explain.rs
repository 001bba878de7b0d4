//! Why a document was cut or dropped, with the kept copies beside it.

use crate::output::{Archive, Entry};
use copydesk_clean::Decision;
use copydesk_formats::Record;
use copydesk_neardup::differences;
use copydesk_store::{Error, Result};
use copydesk_text::Document;
use serde::Serialize;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// One cut with both copies.
#[derive(Clone, PartialEq, Debug)]
pub struct Cut {
    /// What was cut.
    pub text: String,
    /// The copy that stays, if it is no furniture.
    pub kept: Option<String>,
    /// Where the two differ.
    pub differing: Vec<Differing>,
}

/// Words of one of two texts that stand in the place of other words of the other; either may be empty.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Differing {
    /// What only the text that went says.
    pub gone: String,
    /// What only the text that stays says.
    pub kept: String,
}

/// Everything about one document.
#[derive(Clone, PartialEq, Debug)]
pub struct Explanation {
    /// What was decided.
    pub decision: Decision,
    /// Its raw text.
    pub text: String,
    /// Its cuts, in the order of the decision's edits.
    pub cuts: Vec<Cut>,
    /// Text of the document that stays in its place, if it was dropped for one.
    pub kept_text: Option<String>,
    /// Where the two documents differ, furniture included.
    pub differing: Vec<Differing>,
}

/// Where a record stands: file and number.
type Place = (String, u64);

/// Explains every document with this id; an id may stand more than once in a dump. `file:record` names one record.
///
/// # Errors
/// If `out` is no output folder of a run that cut, or holds no such document.
pub fn explain(out: &Path, id: &str) -> Result<Vec<Explanation>> {
    let archive = Archive::open(out)?;
    let is_meant =
        |d: &Decision| d.id.as_deref() == Some(id) || format!("{}:{}", d.file, d.record) == id;
    let decisions: Vec<Decision> = archive.decisions()?.into_iter().filter(is_meant).collect();
    if decisions.is_empty() {
        return Err(Error::record(format!(
            "{}: holds no document with the id {id}; name one by id, or as FILE:RECORD",
            out.display()
        )));
    }
    let mut texts: HashMap<Place, String> = decisions
        .iter()
        .flat_map(places)
        .map(|place| (place, String::new()))
        .collect();
    archive.replay(
        |file, entry| {
            let place = (entry.decision.file.clone(), entry.decision.record);
            if let Some(slot) = texts.get_mut(&place) {
                *slot = text_of(&archive, file, &entry);
            }
            Ok(())
        },
        |_, _| Ok(()),
    )?;
    Ok(decisions
        .into_iter()
        .map(|decision| explained(decision, &texts))
        .collect())
}

/// The document itself and all that hold its kept copies.
fn places(decision: &Decision) -> Vec<Place> {
    let own = (decision.file.clone(), decision.record);
    let kept = decision
        .edits
        .iter()
        .filter_map(|edit| edit.kept.as_ref())
        .map(|copy| (copy.file.clone(), copy.record));
    let instead = decision
        .duplicate_of
        .iter()
        .map(|other| (other.file.clone(), other.record));
    std::iter::once(own).chain(kept).chain(instead).collect()
}

fn text_of(archive: &Archive, file: usize, entry: &Entry) -> String {
    let file = &archive.summary.files[file];
    let fields = archive.fields_of(file);
    let record = Record::whole(file.format, &file.name, entry.decision.record, &entry.raw)
        .with_head(&entry.head);
    match record.parse(&fields) {
        Ok(article) => article.text.into_owned(),
        Err(_) => String::from_utf8_lossy(&entry.raw).into_owned(),
    }
}

fn explained(decision: Decision, texts: &HashMap<Place, String>) -> Explanation {
    let text_at = |file: &str, record: u64| {
        texts
            .get(&(file.to_owned(), record))
            .map_or("", String::as_str)
    };
    let text = text_at(&decision.file, decision.record).to_owned();
    let slice = |text: &str, start: usize, end: usize| {
        text.get(start..end).unwrap_or_default().trim().to_owned()
    };
    let cuts = decision.edits.iter().map(|edit| {
        let text = slice(&text, edit.start, edit.end);
        let kept = edit
            .kept
            .as_ref()
            .map(|copy| slice(text_at(&copy.file, copy.record), copy.start, copy.end));
        Cut {
            differing: kept
                .as_deref()
                .map(|kept| differing(&text, kept))
                .unwrap_or_default(),
            text,
            kept,
        }
    });
    let kept_text = decision
        .duplicate_of
        .as_ref()
        .map(|other| text_at(&other.file, other.record).to_owned());
    let differing = kept_text
        .as_deref()
        .map(|kept| differing(&text, kept))
        .unwrap_or_default();
    Explanation {
        cuts: cuts.collect(),
        kept_text,
        differing,
        text,
        decision,
    }
}

fn differing(gone: &str, kept: &str) -> Vec<Differing> {
    let (gone, kept) = (Document::new(gone), Document::new(kept));
    let found = differences(&gone, &kept);
    found
        .into_iter()
        .map(|d| Differing {
            gone: said(&gone, d.left),
            kept: said(&kept, d.right),
        })
        .collect()
}

/// A run of a document's words, as they stand in its text.
fn said(document: &Document<'_>, words: Range<usize>) -> String {
    match document.words().get(words).unwrap_or_default() {
        [] => String::new(),
        [first, .., last] => first.span.join(last.span).slice(document.text()).to_owned(),
        [only] => only.span.slice(document.text()).to_owned(),
    }
}
