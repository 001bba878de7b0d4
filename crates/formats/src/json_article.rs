//! Reads an article from a JSON object, and cuts spans of its text out of the object.
//!
//! The text of an article is one string, or a list of paragraphs. A list is read as one text with a
//! blank line between every two paragraphs. Each string, and each null in a list, is a [`Part`] of
//! the article, which says where the string is in the record and in the text. [`splice`] uses the
//! parts to cut a span of the text out of the record: a piece of a string, or whole members of a
//! list with their commas.

use crate::article::{Article, ListMember, Part};
use crate::fields::{Fields, Role};
use crate::json::{
    Kind, PathSearch, RawValue, Reached, decode_string, for_each_field, for_each_member,
    raw_offsets,
};
use crate::outline::{Outline, ValueKind};
use crate::splice::{Spliced, bounds_of, spans_at};
use copydesk_text::Span;
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;

/// The article in a JSON object. `fields` says what its fields are called.
///
/// # Errors
/// Says why the object cannot be read, and what the user can do.
pub(crate) fn parse_object<'r>(body: &'r str, fields: &Fields) -> Result<Article<'r>, String> {
    if body.starts_with('[') {
        return Err(
            "the record begins an array; copydesk reads an object as a record: write the array's \
             objects on lines of their own"
                .into(),
        );
    }
    match body.chars().next() {
        Some('{') => {}
        Some(other) => {
            return Err(format!(
                "not a JSON object: it begins with {other:?}; write one object a record"
            ));
        }
        None => return Err("not a JSON object: there is nothing between two commas".into()),
    }
    let mut searches: [PathSearch<'r>; Role::ALL.len()] = Default::default();
    let read = for_each_field(body, |key, value| {
        for (role, name) in fields.named() {
            searches[role as usize].look_at(key, value, name);
        }
    });
    if let Err(reason) = read {
        return Err(format!("not a JSON object: {reason}"));
    }
    let Some(name) = fields.name(Role::Text) else {
        return Err("no field holds its text; name the field with --text-field".into());
    };
    // In the order of `Role::ALL`.
    let [text, id, url, date, source, title] = searches.map(PathSearch::reached);
    let TextInRecord { text, parts } = match text {
        None => TextInRecord::default(),
        Some(text) => text_of(&text, name)?,
    };
    Ok(Article {
        text,
        parts,
        id: id.as_ref().and_then(scalar),
        url: url.as_ref().and_then(scalar),
        date: date.as_ref().and_then(scalar),
        source: source.as_ref().and_then(scalar),
        title: title.as_ref().and_then(scalar),
    })
}

/// The error for a field that should hold the text, but holds something else.
fn not_a_string(name: &str) -> String {
    format!(
        "the field `{name}` is not a string; if the text is in another field, name it with \
         --text-field"
    )
}

/// The text of an article, and where its parts are in the record.
#[derive(Default)]
struct TextInRecord<'r> {
    text: Cow<'r, str>,
    parts: Vec<Part>,
}

/// The text of a field, which is one string or a list of paragraphs. If the path of the field leads
/// through an array, there may be several of these; they are read as one text. `name` is the name
/// of the field, for errors.
fn text_of<'r>(text: &Reached<'r>, name: &str) -> Result<TextInRecord<'r>, String> {
    match text {
        Reached::One(value) => match value.kind() {
            Kind::Null => Ok(TextInRecord::default()),
            Kind::String => {
                let text = decoded(*value, name)?;
                let part = Part {
                    raw: value.range_in_quotes(),
                    start: 0,
                    end: text.len(),
                    list: None,
                };
                let parts = vec![part];
                Ok(TextInRecord { text, parts })
            }
            Kind::Array => {
                let mut paragraphs = Paragraphs::of(name);
                paragraphs.add_list(*value)?;
                Ok(paragraphs.into_text())
            }
            Kind::Scalar | Kind::Object => Err(not_a_string(name)),
        },
        Reached::Many(values) => {
            let mut paragraphs = Paragraphs::of(name);
            for value in values {
                match value.kind() {
                    Kind::Null => {}
                    Kind::String => paragraphs.add(*value, None)?,
                    Kind::Array => paragraphs.add_list(*value)?,
                    Kind::Scalar | Kind::Object => return Err(not_a_string(name)),
                }
            }
            Ok(paragraphs.into_text())
        }
    }
}

/// The string in a raw value, decoded. `name` is the name of the field, for errors.
fn decoded<'r>(value: RawValue<'r>, name: &str) -> Result<Cow<'r, str>, String> {
    match decode_string(value.raw) {
        Ok(string) => Ok(string),
        Err(reason) => Err(format!(
            "the field `{name}` is not a valid JSON string: {reason}"
        )),
    }
}

/// The separator between two paragraphs of a list that are read as one text. It does not occur in
/// the record, so a cut of it removes no bytes.
const SEPARATOR: &str = "\n\n";

/// The paragraphs of a field, collected into one text.
struct Paragraphs<'n> {
    /// Name of the field, for errors.
    name: &'n str,
    text: String,
    parts: Vec<Part>,
    /// How many lists were begun so far, which is also the number of the next list.
    lists: u32,
}

impl<'n> Paragraphs<'n> {
    fn of(name: &'n str) -> Self {
        Self {
            name,
            text: String::new(),
            parts: Vec::new(),
            lists: 0,
        }
    }

    /// Adds the members of an array.
    fn add_list(&mut self, array: RawValue<'_>) -> Result<(), String> {
        let list = self.lists;
        self.lists += 1;
        let mut result = Ok(());
        let read = for_each_member(array.raw, |member| {
            // `for_each_member` cannot be stopped, so the members after an error are ignored.
            if result.is_ok() {
                result = self.add(member.inside(array), Some(list));
            }
        });
        match read {
            Ok(()) => result,
            Err(reason) => Err(format!(
                "the field `{}` is not a valid list: {reason}",
                self.name
            )),
        }
    }

    /// Adds a paragraph. `list` is the number of its list, or `None` if it is in no list. A null is
    /// a paragraph without text. It is a part too, so that its commas are known when its neighbours
    /// are removed.
    fn add(&mut self, member: RawValue<'_>, list: Option<u32>) -> Result<(), String> {
        let decoded = match member.kind() {
            Kind::String => decoded(member, self.name)?,
            Kind::Null => Cow::Borrowed(""),
            Kind::Scalar | Kind::Object | Kind::Array => {
                return Err(format!(
                    "the field `{}` is a list of other things than strings; if the text is in \
                     another field, name it with --text-field",
                    self.name
                ));
            }
        };
        if !self.text.is_empty() && !decoded.is_empty() {
            self.text.push_str(SEPARATOR);
        }
        let range = member.range();
        let raw = match member.kind() {
            Kind::String => member.range_in_quotes(),
            // No byte of a null holds text.
            _ => range.end..range.end,
        };
        let start = self.text.len();
        self.text.push_str(&decoded);
        self.parts.push(Part {
            raw,
            start,
            end: self.text.len(),
            list: list.map(|list| ListMember { list, range }),
        });
        Ok(())
    }

    fn into_text<'r>(self) -> TextInRecord<'r> {
        TextInRecord {
            text: Cow::Owned(self.text),
            parts: self.parts,
        }
    }
}

/// The value of a field as text: the content of a string, or a number or truth value as it is
/// written. `None` for null, an empty string, an object or an array. If there are several values,
/// the first is taken.
fn scalar(value: &Reached<'_>) -> Option<String> {
    let value = match value {
        Reached::One(value) => value,
        Reached::Many(values) => values.first()?,
    };
    match value.kind() {
        Kind::String => match decode_string(value.raw) {
            Ok(string) if !string.is_empty() => Some(string.into_owned()),
            // A string that cannot be decoded counts as missing. The record is still read.
            _ => None,
        },
        Kind::Scalar => Some(value.raw.to_owned()),
        Kind::Object | Kind::Array | Kind::Null => None,
    }
}

/// An object. Only its field `text` is read.
#[derive(Deserialize)]
struct TextOnly<'l> {
    #[serde(borrow)]
    text: Cow<'l, str>,
}

/// The text of an object in its field `text`. `None` if the field is missing or not a string.
pub(crate) fn only_text(body: &[u8]) -> Option<Cow<'_, str>> {
    let record: TextOnly<'_> = sonic_rs::from_slice(body).ok()?;
    Some(record.text)
}

/// A part of the text with the spans that are cut out of it.
struct CutPart<'a> {
    part: &'a Part,
    /// The spans that are cut. Offsets count from the beginning of the part.
    spans: Vec<Span>,
}

impl<'a> CutPart<'a> {
    fn new(part: &'a Part, spans: &[Span]) -> Self {
        let spans = spans_in(part, spans);
        Self { part, spans }
    }

    /// Whether the part is a member of a list, and all of its text is cut. `false` if it had no
    /// text before.
    fn is_gone(&self) -> bool {
        let cut: usize = self.spans.iter().copied().map(Span::len).sum();
        let length = self.part.end - self.part.start;
        self.part.list.is_some() && length > 0 && cut == length
    }
}

/// Cuts spans of the text out of the raw bytes of a record. `body_start` is the offset at which the
/// body begins in them.
///
/// If nothing is left of a paragraph in a list, the paragraph is removed with its quotes and one
/// comma. The separator between two paragraphs does not occur in the record, so a cut of it removes
/// nothing.
pub(crate) fn splice(
    raw: &[u8],
    body_start: usize,
    article: &Article<'_>,
    spans: &[Span],
) -> Spliced {
    let mut parts = Vec::with_capacity(article.parts.len());
    for part in &article.parts {
        parts.push(CutPart::new(part, spans));
    }
    let mut cuts: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        if !parts[at].is_gone() {
            cuts.extend(raw_spans(raw, body_start, &parts[at]));
            at += 1;
            continue;
        }
        // Members beside each other are removed in one cut, because otherwise two cuts would both
        // remove the comma between them.
        let first = at;
        while at < parts.len()
            && parts[at].part.is_in_list_with(parts[first].part)
            && parts[at].is_gone()
        {
            at += 1;
        }
        let gone = members_with_comma(&article.parts, first..at);
        cuts.push(Span::new(body_start + gone.start, body_start + gone.end));
    }
    Spliced::cut(raw, &cuts)
}

/// The pieces of the spans that are inside a part of the text. Offsets count from the beginning of
/// the part.
fn spans_in(part: &Part, spans: &[Span]) -> Vec<Span> {
    let first = spans.partition_point(|span| span.end() <= part.start);
    let mut inside = Vec::new();
    for span in &spans[first..] {
        if span.start() >= part.end {
            break;
        }
        let (start, end) = (span.start().max(part.start), span.end().min(part.end));
        // `start` is `end` if the part is empty.
        if start < end {
            inside.push(Span::new(start - part.start, end - part.start));
        }
    }
    inside
}

/// The spans of the raw record that are cut out of a part.
fn raw_spans(raw: &[u8], body_start: usize, cut: &CutPart<'_>) -> Vec<Span> {
    let start = body_start + cut.part.raw.start;
    let content = &raw[start..body_start + cut.part.raw.end];
    // The bounds of the spans count bytes of the decoded part. They become offsets in the record.
    spans_at(start, &raw_offsets(content, &bounds_of(&cut.spans)))
}

/// The range of the body to remove so that the members `gone`, and one comma beside them, are
/// removed from their list. If a member follows, it is the comma after them, else the comma before
/// them. `gone` is a range of indices of `parts`.
fn members_with_comma(parts: &[Part], gone: Range<usize>) -> Range<usize> {
    let (first, last) = (&parts[gone.start], &parts[gone.end - 1]);
    let (start, end) = (first.member_range().start, last.member_range().end);
    if let Some(after) = parts.get(gone.end)
        && after.is_in_list_with(first)
    {
        return start..after.member_range().start;
    }
    if gone.start > 0 && parts[gone.start - 1].is_in_list_with(first) {
        return parts[gone.start - 1].member_range().end..end;
    }
    start..end
}

/// Fields that are nested deeper than this are not added to an outline. A field of the record
/// itself has depth 1.
const OUTLINE_DEPTH: usize = 4;
/// After this many fields of one record, nested fields are not added to an outline.
const OUTLINE_FIELDS: usize = 500;

/// Adds the fields of a record to an outline, which counts what the fields of a file hold. Does
/// nothing if the record cannot be read.
pub(crate) fn outline_object(body: &str, outline: &mut Outline) {
    if !body.starts_with('{') {
        return;
    }
    let mut seen = Vec::new();
    let noted = for_each_field(body, |key, field| {
        // After very many fields, an outline takes in only those with known names.
        if outline.looks_at(seen.len(), key) {
            note(key, field, 1, &mut seen);
        }
    });
    if noted.is_ok() {
        outline.add(seen);
    }
}

/// Adds a field to `seen`, by its path and the kind of its value. If the value is an object or a
/// list of objects, the fields inside are added too. `depth` is 1 for a field of the record itself.
fn note(path: &str, field: RawValue<'_>, depth: usize, seen: &mut Vec<(String, ValueKind)>) {
    // Fields of the record itself are always noted: one of them may hold the text.
    if depth > 1 && seen.len() >= OUTLINE_FIELDS {
        return;
    }
    let kind = match field.kind() {
        Kind::String => ValueKind::String(field.range_in_quotes().len()),
        Kind::Scalar => ValueKind::Scalar,
        Kind::Null => ValueKind::Null,
        Kind::Object => ValueKind::Other,
        Kind::Array => list_in(field, path, depth, seen),
    };
    seen.push((path.to_owned(), kind));
    if field.kind() == Kind::Object && depth < OUTLINE_DEPTH {
        note_inside(path, field, depth, seen);
    }
}

/// Adds the fields of an object to `seen`, up to the first that cannot be read. `path` is the path
/// of the object.
fn note_inside(
    path: &str,
    object: RawValue<'_>,
    depth: usize,
    seen: &mut Vec<(String, ValueKind)>,
) {
    let _ = for_each_field(object.raw, |key, inner| {
        note(&format!("{path}.{key}"), inner, depth + 1, seen);
    });
}

/// The kind of an array: a list of strings, or something else. If the array holds objects, their
/// fields are added to `seen`.
fn list_in(
    field: RawValue<'_>,
    path: &str,
    depth: usize,
    seen: &mut Vec<(String, ValueKind)>,
) -> ValueKind {
    let (mut text_bytes, mut strings, mut others) = (0, 0, 0);
    // An error is ignored: what was counted before it is enough for an outline.
    let _ = for_each_member(field.raw, |member| match member.kind() {
        Kind::String => {
            text_bytes += member.range_in_quotes().len();
            strings += 1;
        }
        Kind::Null => {}
        Kind::Object if depth < OUTLINE_DEPTH => {
            others += 1;
            note_inside(path, member, depth, seen);
        }
        _ => others += 1,
    });
    if others == 0 && strings > 0 {
        ValueKind::List(text_bytes)
    } else {
        ValueKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed<'r>(body: &'r str, text: &str) -> Article<'r> {
        let fields = Fields::default()
            .with(Role::Text, text)
            .with(Role::Url, "warc_headers.warc-target-uri");
        parse_object(body, &fields).unwrap()
    }

    #[test]
    fn paths_lead_into_objects_and_a_name_with_a_dot_is_preferred() {
        let body = r#"{"a.b":"literal","a":{"b":"nested","c":[{"d":["x","y"]},{"d":["z"]}]},"warc_headers":{"warc-target-uri":"http://h/"}}"#;
        assert_eq!(parsed(body, "a.b").text, "literal");
        assert_eq!(parsed(body, "a.c.d").text, "x\n\ny\n\nz");
        assert_eq!(parsed(body, "a.c.d").url.as_deref(), Some("http://h/"));
        assert_eq!(parsed(body, "a.x").text, "");
    }

    #[test]
    fn a_record_with_nan_or_infinity_is_read_and_they_count_as_null() {
        let body =
            r#"{"n":NaN,"m":[-Infinity,{"x":Infinity}],"text":"NaN, and that is it","id":NaN}"#;
        let article = parsed(body, "text");
        assert_eq!((&*article.text, article.id), ("NaN, and that is it", None));
        assert_eq!(parsed(r#"{"text":NaN}"#, "text").text, "");
        assert!(parse_object(r#"{"text":"x","n":NaM}"#, &Fields::default()).is_err());
    }

    #[test]
    fn a_paragraph_that_is_cut_is_removed_with_one_comma() {
        let body = r#"{"text": ["one", "two" , "three"]}"#;
        let article = parsed(body, "text");
        let cut = |start, end| {
            let spliced = splice(body.as_bytes(), 0, &article, &[Span::new(start, end)]);
            let back = crate::splice::put_back(&spliced.bytes, &spliced.removed);
            assert_eq!(back.as_deref(), Some(body.as_bytes()));
            String::from_utf8(spliced.bytes).unwrap()
        };
        // In the text, `one` is at 0..3, `two` at 5..8 and `three` at 10..15.
        assert_eq!(cut(0, 5), r#"{"text": ["two" , "three"]}"#);
        assert_eq!(cut(3, 8), r#"{"text": ["one", "three"]}"#);
        assert_eq!(cut(8, 15), r#"{"text": ["one", "two"]}"#);
        assert_eq!(cut(0, 15), r#"{"text": []}"#);
        assert_eq!(cut(1, 6), r#"{"text": ["o", "wo" , "three"]}"#);
    }

    proptest! {
        /// Whatever is cut out of a list of paragraphs, the record can be put back. What is left of
        /// it is a list with the text that is left, up to white space.
        #[test]
        fn lists_stay_lists(
            paragraphs in proptest::collection::vec("[a-c é\n]{0,4}", 0..6),
            bounds in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let list = serde_json::to_string(&paragraphs).unwrap();
            let body = format!("{{ \"id\":1, \"text\" : {list} }}");
            let article = parsed(&body, "text");
            let mut places: Vec<usize> = article.text.char_indices().map(|(at, _)| at).collect();
            places.push(article.text.len());
            let mut picked: Vec<usize> = bounds.iter().map(|bound| *bound.get(&places)).collect();
            picked.sort_unstable();
            picked.dedup();
            let spans = spans_at(0, &picked);
            let spliced = splice(body.as_bytes(), 0, &article, &spans);
            let back = crate::splice::put_back(&spliced.bytes, &spliced.removed);
            prop_assert_eq!(back.as_deref(), Some(body.as_bytes()));
            let mut left = String::new();
            let mut at = 0;
            for span in &spans {
                left.push_str(&article.text[at..span.start()]);
                at = span.end();
            }
            left.push_str(&article.text[at..]);
            let after = String::from_utf8(spliced.bytes).unwrap();
            let words = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(words(&parsed(&after, "text").text), words(&left));
        }
    }
}
