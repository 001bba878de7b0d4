//! What a JSON object says of an article, and how spans are cut out of its text.

use crate::article::{Article, Part};
use crate::fields::{Fields, Role};
use crate::json::{
    Kind, RawField, Reached, at_path, decode_string, for_each_field, for_each_member, raw_offsets,
};
use crate::outline::{Outline, Seen};
use crate::splice::Spliced;
use copydesk_text::Span;
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;

/// The fields of an object.
///
/// # Errors
/// Why it cannot be read, and what to do.
pub(crate) fn parse_object<'r>(body: &'r str, fields: &Fields) -> Result<Article<'r>, String> {
    if body.starts_with('[') {
        return Err(
            "the record begins an array; copydesk reads an object as a record: write the array's \
             objects on lines of their own"
                .into(),
        );
    }
    if let Some(other) = body.chars().next().filter(|&first| first != '{') {
        return Err(format!(
            "not a JSON object: it begins with {other:?}; write one object a record"
        ));
    }
    if body.is_empty() {
        return Err("not a JSON object: there is nothing between two commas".into());
    }
    let mut found: [Option<(Reached<'r>, bool)>; 6] = Default::default();
    for_each_field(body, |key, value| {
        for (role, name) in fields.named() {
            let slot = &mut found[role as usize];
            if let Some(reached) = at_path(key, value, name)
                && (reached.1 || slot.as_ref().is_none_or(|before| !before.1))
            {
                *slot = Some(reached);
            }
        }
    })
    .map_err(|e| format!("not a JSON object: {e}"))?;
    let Some(name) = fields.name(Role::Text) else {
        return Err("no field holds its text; name the field with --text-field".into());
    };
    let [text, id, url, date, source, title] = found.map(|slot| slot.map(|(reached, _)| reached));
    let (text, parts) = match text {
        None => (Cow::Borrowed(""), Vec::new()),
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

fn no_string(name: &str) -> String {
    format!(
        "the field `{name}` is no string; if the text has another name, give it with --text-field"
    )
}

/// The text of a field, and where it is: one string, or a list of paragraphs.
fn text_of<'r>(text: &Reached<'r>, name: &str) -> Result<(Cow<'r, str>, Vec<Part>), String> {
    match text {
        Reached::One(value) => match value.kind() {
            Kind::Null => Ok((Cow::Borrowed(""), Vec::new())),
            Kind::String => {
                let decoded = decoded(*value, name)?;
                let part = Part {
                    raw: value.start + 1..value.start + value.raw.len() - 1,
                    start: 0,
                    end: decoded.len(),
                    list: None,
                };
                Ok((decoded, vec![part]))
            }
            Kind::Array => {
                let mut lists = 0;
                let mut out = (String::new(), Vec::new());
                paragraphs(*value, name, &mut lists, &mut out)?;
                Ok((Cow::Owned(out.0), out.1))
            }
            Kind::Scalar | Kind::Object => Err(no_string(name)),
        },
        Reached::Many(values) => {
            let (mut lists, mut out) = (0, (String::new(), Vec::new()));
            for value in values {
                match value.kind() {
                    Kind::Null => {}
                    Kind::String => push_paragraph(*value, name, None, &mut out)?,
                    Kind::Array => paragraphs(*value, name, &mut lists, &mut out)?,
                    Kind::Scalar | Kind::Object => return Err(no_string(name)),
                }
            }
            Ok((Cow::Owned(out.0), out.1))
        }
    }
}

fn decoded<'r>(value: RawField<'r>, name: &str) -> Result<Cow<'r, str>, String> {
    decode_string(value.raw).map_err(|e| format!("the field `{name}` is no valid JSON string: {e}"))
}

/// What is between two paragraphs of a list, when they are read as one text.
const BETWEEN: &str = "\n\n";

/// The members of an array as paragraphs.
fn paragraphs(
    array: RawField<'_>,
    name: &str,
    lists: &mut u32,
    out: &mut (String, Vec<Part>),
) -> Result<(), String> {
    let list = *lists;
    *lists += 1;
    let mut result = Ok(());
    for_each_member(array.raw, |member| {
        let member = RawField {
            start: member.start + array.start,
            ..member
        };
        if result.is_ok() {
            result = push_paragraph(member, name, Some(list), out);
        }
    })
    .map_err(|e| format!("the field `{name}` is no valid list: {e}"))?;
    result
}

fn push_paragraph(
    member: RawField<'_>,
    name: &str,
    list: Option<u32>,
    (text, parts): &mut (String, Vec<Part>),
) -> Result<(), String> {
    let decoded = match member.kind() {
        Kind::String => decoded(member, name)?,
        Kind::Null => Cow::Borrowed(""),
        _ => {
            return Err(format!(
                "the field `{name}` is a list of other things than strings; if the text has \
                 another name, give it with --text-field"
            ));
        }
    };
    if !text.is_empty() && !decoded.is_empty() {
        text.push_str(BETWEEN);
    }
    let range = member.range();
    let raw = match member.kind() {
        Kind::String => range.start + 1..range.end - 1,
        _ => range.end..range.end,
    };
    let start = text.len();
    text.push_str(&decoded);
    parts.push(Part {
        raw,
        start,
        end: text.len(),
        list: list.map(|list| (list, range)),
    });
    Ok(())
}

/// A string's content, a number or truth value as it is written; `None` for null, empty strings,
/// and what has parts.
fn scalar(value: &Reached<'_>) -> Option<String> {
    let value = match value {
        Reached::One(value) => value,
        Reached::Many(values) => values.first()?,
    };
    match value.kind() {
        Kind::String => decode_string(value.raw)
            .ok()
            .map(Cow::into_owned)
            .filter(|s| !s.is_empty()),
        Kind::Scalar => Some(value.raw.to_owned()),
        Kind::Object | Kind::Array | Kind::Null => None,
    }
}

/// Of an object only the text is taken; the rest is read over.
#[derive(Deserialize)]
struct TextOnly<'l> {
    #[serde(borrow)]
    text: Cow<'l, str>,
}

/// The text of an object under its usual name.
pub(crate) fn only_text(body: &[u8]) -> Option<Cow<'_, str>> {
    sonic_rs::from_slice::<TextOnly<'_>>(body)
        .ok()
        .map(|record| record.text)
}

/// Takes spans of the text out of the raw bytes of a record, whose body begins at `body`.
///
/// A paragraph of a list that is cut to nothing goes with its quotes and a comma; the text that is
/// cut between two paragraphs is nowhere in the record.
pub(crate) fn splice(raw: &[u8], body: usize, article: &Article<'_>, spans: &[Span]) -> Spliced {
    let parts = &article.parts;
    let inside: Vec<Vec<Span>> = parts.iter().map(|part| spans_in(part, spans)).collect();
    let is_gone = |at: usize| {
        let part = &parts[at];
        let cut: usize = inside[at].iter().map(|span| span.len()).sum();
        part.list.is_some() && part.end > part.start && cut == part.end - part.start
    };
    let mut cuts: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        if !is_gone(at) {
            cuts.extend(raw_spans(raw, body, &parts[at], &inside[at]));
            at += 1;
            continue;
        }
        let first = at;
        while at < parts.len() && parts[at].is_beside(&parts[first]) && is_gone(at) {
            at += 1;
        }
        let gone = members_without_comma(parts, first..at);
        cuts.push(Span::new(body + gone.start, body + gone.end));
    }
    Spliced::cut(raw, &cuts)
}

/// The spans of a text as far as they are in one of its parts, as offsets into it.
fn spans_in(part: &Part, spans: &[Span]) -> Vec<Span> {
    let from = spans.partition_point(|span| span.end() <= part.start);
    let within = spans[from..]
        .iter()
        .take_while(|span| span.start() < part.end);
    within
        .map(|span| (span.start().max(part.start), span.end().min(part.end)))
        .filter(|(start, end)| start < end)
        .map(|(start, end)| Span::new(start - part.start, end - part.start))
        .collect()
}

/// Where spans of a part are in the raw record.
fn raw_spans(raw: &[u8], body: usize, part: &Part, spans: &[Span]) -> Vec<Span> {
    let start = body + part.raw.start;
    let bounds: Vec<usize> = spans
        .iter()
        .flat_map(|span| [span.start(), span.end()])
        .collect();
    let bounds = raw_offsets(&raw[start..body + part.raw.end], &bounds);
    bounds
        .chunks_exact(2)
        .map(|pair| Span::new(start + pair[0], start + pair[1]))
        .collect()
}

/// The bytes of some members of a list with so many commas that a list is left.
fn members_without_comma(parts: &[Part], gone: Range<usize>) -> Range<usize> {
    let (first, last) = (&parts[gone.start], &parts[gone.end - 1]);
    let (start, end) = (first.place_in_list().start, last.place_in_list().end);
    let before = gone.start.checked_sub(1).map(|before| &parts[before]);
    match (before, parts.get(gone.end)) {
        (_, Some(after)) if after.is_beside(first) => start..after.place_in_list().start,
        (Some(before), _) if before.is_beside(first) => before.place_in_list().end..end,
        _ => start..end,
    }
}

/// How deep nested objects are looked into for the names of fields.
const OUTLINE_DEPTH: usize = 4;
/// Fields of one record after which an outline counts no nested ones.
const OUTLINE_FIELDS: usize = 500;

/// Adds the fields of a record to an outline; does nothing if it cannot be read.
pub(crate) fn outline_object(body: &str, outline: &mut Outline) {
    if !body.starts_with('{') {
        return;
    }
    let mut seen = Vec::new();
    let noted = for_each_field(body, |key, field| {
        if outline.looks_at(seen.len(), key) {
            note(key, field, 1, &mut seen);
        }
    });
    if noted.is_err() {
        return;
    }
    outline.add(seen);
}

fn note(path: &str, field: RawField<'_>, depth: usize, seen: &mut Vec<(String, Seen)>) {
    if depth > 1 && seen.len() >= OUTLINE_FIELDS {
        return;
    }
    let what = match field.kind() {
        Kind::String => Seen::String(field.raw.len().saturating_sub(2)),
        Kind::Scalar => Seen::Scalar,
        Kind::Null => Seen::Null,
        Kind::Object => Seen::Other,
        Kind::Array => list_in(field, path, depth, seen),
    };
    seen.push((path.to_owned(), what));
    if field.kind() == Kind::Object && depth < OUTLINE_DEPTH {
        let _ = for_each_field(field.raw, |key, inner| {
            note(&format!("{path}.{key}"), inner, depth + 1, seen);
        });
    }
}

/// What an array is as a text. Objects in it are looked into.
fn list_in(field: RawField<'_>, path: &str, depth: usize, seen: &mut Vec<(String, Seen)>) -> Seen {
    let (mut length, mut strings, mut others) = (0, 0, 0);
    let _ = for_each_member(field.raw, |member| match member.kind() {
        Kind::String => (length, strings) = (length + member.raw.len() - 2, strings + 1),
        Kind::Null => {}
        Kind::Object if depth < OUTLINE_DEPTH => {
            others += 1;
            let _ = for_each_field(member.raw, |key, inner| {
                note(&format!("{path}.{key}"), inner, depth + 1, seen);
            });
        }
        _ => others += 1,
    });
    if others == 0 && strings > 0 {
        Seen::List(length)
    } else {
        Seen::Other
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
    fn not_a_number_costs_nothing_and_is_no_text() {
        let body =
            r#"{"n":NaN,"m":[-Infinity,{"x":Infinity}],"text":"NaN, and that is it","id":NaN}"#;
        let article = parsed(body, "text");
        assert_eq!((&*article.text, article.id), ("NaN, and that is it", None));
        assert_eq!(parsed(r#"{"text":NaN}"#, "text").text, "");
        assert!(parse_object(r#"{"text":"x","n":NaM}"#, &Fields::default()).is_err());
    }

    #[test]
    fn a_paragraph_that_is_cut_goes_with_its_comma() {
        let body = r#"{"text": ["one", "two" , "three"]}"#;
        let article = parsed(body, "text");
        let cut = |start, end| {
            let spliced = splice(body.as_bytes(), 0, &article, &[Span::new(start, end)]);
            let back = crate::splice::put_back(&spliced.bytes, &spliced.removed);
            assert_eq!(back.as_deref(), Some(body.as_bytes()));
            String::from_utf8(spliced.bytes).unwrap()
        };
        assert_eq!(cut(0, 5), r#"{"text": ["two" , "three"]}"#);
        assert_eq!(cut(3, 8), r#"{"text": ["one", "three"]}"#);
        assert_eq!(cut(8, 15), r#"{"text": ["one", "two"]}"#);
        assert_eq!(cut(0, 15), r#"{"text": []}"#);
        assert_eq!(cut(1, 6), r#"{"text": ["o", "wo" , "three"]}"#);
    }

    proptest! {
        /// Whatever is cut out of a list, a list is left, its text is what was left of the text but
        /// for white space, and the record can be put back.
        #[test]
        fn lists_stay_lists(
            paragraphs in proptest::collection::vec("[a-c é\n]{0,4}", 0..6),
            bounds in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let body = format!("{{ \"id\":1, \"text\" : {} }}", serde_json::to_string(&paragraphs).unwrap());
            let article = parsed(&body, "text");
            let places: Vec<usize> = article.text.char_indices().map(|(at, _)| at).chain([article.text.len()]).collect();
            let mut picked: Vec<usize> = bounds.iter().map(|index| places[index.index(places.len())]).collect();
            picked.sort_unstable();
            picked.dedup();
            let spans: Vec<Span> = picked.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).collect();
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
