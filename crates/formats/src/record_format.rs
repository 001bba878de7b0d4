//! Finds out from the first bytes of a file how its records are laid out. The name of a file may
//! say only that it is JSON, or a table in plain text, but not where its records or cells end.
//!
//! Which of the JSON formats a file has depends on what it begins with:
//!
//! - `[`, and nothing follows the array: the members of the array are the records (`jsonarray`);
//! - `{`, the object is the only one in the file, and an array in it looks more like articles than
//!   the object itself does: the members of that array are the records (`jsonarray`);
//! - `{`, and the object is longer than a line, or another object follows on the same line: the
//!   records are objects one after the other (`jsonobjects`);
//! - anything else: each line is a record (`jsonlines`).
//!
//! In case of doubt the lines are records, because a broken line costs one record, but a broken
//! array may cost all records after the break.
//!
//! An object has a *known text* if a field with a usual name holds a text.

use crate::article::{BYTE_ORDER_MARK, checked_text};
use crate::formats::FormatId;
use crate::json::key_at;
use crate::json_article::outline_object;
use crate::layout::Layout;
use crate::outline::Outline;
use crate::scan::{Scanned, field_end, member_end, skip_space, value_end};
use crate::sniff::dialect_of;

/// How the records of a file are written: its format, and what varies within the format, such as
/// the delimiter of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RecordFormat {
    pub(crate) format: FormatId,
    pub(crate) layout: Layout,
}

/// The first bytes of a file, decompressed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample<'b> {
    pub(crate) bytes: &'b [u8],
    /// Whether these bytes are all of the file.
    pub(crate) is_whole: bool,
}

/// How many levels of nested objects are searched for an array of records.
const SEARCHED_LEVELS: usize = 4;
/// How many members of an array are looked at.
const FIRST_MEMBERS: usize = 20;

impl Sample<'_> {
    /// The record format of the file. `name` is the name of the file, and `format` the format by
    /// the ending of the name. `None` if more bytes are needed.
    pub(crate) fn record_format(&self, name: &str, format: FormatId) -> Option<RecordFormat> {
        // Besides tables in plain text, only JSON is looked at. By its ending it is JSON lines.
        if format.name() != "csv" {
            return self.json_format(format);
        }
        // `contains`, because the ending of a compression may follow: `news.tsv.gz`.
        let is_tab_separated = name.contains(".tsv") || name.contains(".tab");
        let usual_delimiter = if is_tab_separated { b'\t' } else { b',' };
        let layout = Layout {
            dialect: Some(dialect_of(self.bytes, self.is_whole, usual_delimiter)?),
            ..Layout::default()
        };
        Some(RecordFormat { format, layout })
    }

    /// The record format of a JSON file. `lines` is the format JSON lines. `None` if more bytes are
    /// needed.
    fn json_format(&self, lines: FormatId) -> Option<RecordFormat> {
        let bytes = self
            .bytes
            .strip_prefix(BYTE_ORDER_MARK.as_bytes())
            .unwrap_or(self.bytes);
        let first = skip_space(bytes, 0);
        match bytes.get(first) {
            Some(b'[') if nothing_follows_array(bytes, first) => {
                Some(RecordFormat::json("jsonarray", lines))
            }
            Some(b'{') => self.object_format(&bytes[first..], lines),
            _ => Some(RecordFormat::json(lines.name(), lines)),
        }
    }

    /// The record format of a JSON file that begins with an object. `bytes` are the bytes of the
    /// file from the brace of that object on. `None` if more bytes are needed.
    fn object_format(&self, bytes: &[u8], lines: FormatId) -> Option<RecordFormat> {
        let end = match value_end(bytes, 0) {
            Scanned::Until(end) => Some(end),
            Scanned::Open => None,
        };
        // An object without an end may be a long article, and then more bytes show its end. An
        // object around all articles is longer than any sample, but the array in it begins early.
        if end.is_none() && !self.is_whole && array_inside(bytes).is_none() {
            return None;
        }
        // An object whose end is not known counts as the only one in the file.
        let (mut is_alone, mut shares_its_line) = (true, false);
        if let Some(end) = end {
            let next = skip_space(bytes, end);
            is_alone = next == bytes.len() && self.is_whole;
            // An object that was never closed ends after a line break, so the search for a break
            // begins one byte before the end.
            let has_break = bytes[end - 1..next].contains(&b'\n');
            shares_its_line = bytes.get(next) == Some(&b'{') && !has_break;
        }
        if is_alone && let Some(under) = array_inside(bytes) {
            let array = RecordFormat::json("jsonarray", lines);
            let layout = Layout {
                under,
                ..Layout::default()
            };
            return Some(RecordFormat { layout, ..array });
        }
        let object = &bytes[..end.unwrap_or(bytes.len())];
        let is_long = memchr::memchr(b'\n', object.trim_ascii_end()).is_some();
        let name = match is_long || shares_its_line {
            true => "jsonobjects",
            false => lines.name(),
        };
        Some(RecordFormat::json(name, lines))
    }
}

/// Whether nothing follows the array that begins at `start`, as far as the bytes show.
fn nothing_follows_array(bytes: &[u8], start: usize) -> bool {
    let mut at = start + 1;
    loop {
        match member_end(bytes, at) {
            Scanned::Open => return true,
            Scanned::Until(end) if bytes[end] == b',' => at = end + 1,
            Scanned::Until(end) => return skip_space(bytes, end + 1) == bytes.len(),
        }
    }
}

/// The keys that lead to the array in `object` whose members look most like articles. `None` if no
/// array looks more like articles than the object itself does.
fn array_inside(object: &[u8]) -> Option<Vec<String>> {
    let mut search = ArraySearch::default();
    search.enter_object(object);
    // An object with a known text is itself an article. An array in it may hold the comments.
    if outline_of(&search.fields).has_known_text() {
        return None;
    }
    let longest_around = outline_of(&search.fields_around).longest();
    let mut best = None;
    for array in search.arrays {
        // Articles have a known text, or at least longer strings than the fields around the array.
        let richness = array.richness();
        let may_be_articles = richness.has_known_text || richness.longest > longest_around;
        if !may_be_articles {
            continue;
        }
        // Of equally rich arrays the last is taken.
        match &best {
            Some((best_richness, _)) if richness < *best_richness => {}
            _ => best = Some((richness, array.path)),
        }
    }
    best.map(|(_, path)| path)
}

/// The outline of an object with these fields, each written as in JSON: `"key": value`.
fn outline_of(fields: &[&str]) -> Outline {
    let mut outline = Outline::default();
    outline_object(&format!("{{{}}}", fields.join(",")), &mut outline);
    outline
}

impl RecordFormat {
    /// The JSON format with this name. If there is none, `lines`, which is the format JSON lines.
    fn json(name: &str, lines: FormatId) -> Self {
        Self {
            format: FormatId::by_name(name).unwrap_or(lines),
            layout: Layout::default(),
        }
    }
}

/// An array of objects inside an object.
struct ArrayInside {
    /// The keys that lead to the array.
    path: Vec<String>,
    /// The fields of its first members. It has at least one member.
    members: Outline,
}

/// How much the members of an array look like articles. A known text counts more than any length.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Richness {
    has_known_text: bool,
    /// Mean length in bytes of the field that holds the longest strings.
    longest: u64,
}

impl ArrayInside {
    fn richness(&self) -> Richness {
        Richness {
            has_known_text: self.members.has_known_text(),
            longest: self.members.longest(),
        }
    }
}

/// A search for arrays of objects in an object. The end of the object may be missing.
#[derive(Default)]
struct ArraySearch<'o> {
    /// The keys that lead to the value that is searched.
    path: Vec<String>,
    /// The arrays of objects that were found.
    arrays: Vec<ArrayInside>,
    /// The fields of the outermost object, each with its key.
    fields: Vec<&'o str>,
    /// The fields of the outermost object that have no array of objects in them.
    fields_around: Vec<&'o str>,
}

impl<'o> ArraySearch<'o> {
    /// Searches the fields of an object. The end of the object may be missing.
    fn enter_object(&mut self, object: &'o [u8]) {
        // The first field begins after the brace.
        let mut at = 1;
        while let Some((key, value)) = key_at(object, at) {
            let end = match field_end(object, value) {
                Scanned::Until(end) => end,
                Scanned::Open => object.len(),
            };
            let arrays_before = self.arrays.len();
            self.path.push(key.into_owned());
            self.enter_value(&object[value..end]);
            self.path.pop();
            let is_outermost = self.path.is_empty();
            let has_end = end < object.len();
            if is_outermost
                && has_end
                && let Ok(field) = checked_text(&object[at..end])
            {
                self.fields.push(field);
                if self.arrays.len() == arrays_before {
                    self.fields_around.push(field);
                }
            }
            if object.get(end) != Some(&b',') {
                return;
            }
            at = end + 1;
        }
    }

    /// Searches a value.
    fn enter_value(&mut self, value: &'o [u8]) {
        match value.first() {
            Some(b'[') => {
                let members = outline_members(value);
                if members.records() > 0 {
                    self.arrays.push(ArrayInside {
                        path: self.path.clone(),
                        members,
                    });
                }
            }
            Some(b'{') if self.path.len() < SEARCHED_LEVELS => self.enter_object(value),
            _ => {}
        }
    }
}

/// The fields of the first objects in an array. The end of the array may be missing.
fn outline_members(array: &[u8]) -> Outline {
    let mut outline = Outline::default();
    // The first member begins after the bracket.
    let mut at = 1;
    for _ in 0..FIRST_MEMBERS {
        let Scanned::Until(end) = member_end(array, at) else {
            break;
        };
        if let Ok(member) = checked_text(&array[at..end]) {
            outline_object(member.trim(), &mut outline);
        }
        if array[end] != b',' {
            break;
        }
        at = end + 1;
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format_of(file: &str) -> String {
        let lines = FormatId::by_name("jsonlines").unwrap();
        let sample = Sample {
            bytes: file.as_bytes(),
            is_whole: true,
        };
        let found = sample.json_format(lines).unwrap();
        format!("{} {}", found.format.name(), found.layout.under.join("/"))
            .trim()
            .to_owned()
    }

    #[test]
    fn anything_else_is_lines_even_if_one_of_them_is_broken() {
        for file in [
            "",
            "\u{feff}",
            "nonsense",
            "{\"text\":\"One.\"}",
            "\n{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n",
            "{\"text\":\"One.\n{\"text\":\"Two.\"}\n",
            "{\"text\":\"One.\",\n{\"text\":\"Two.\"}\n",
            "{'text':'One.'}\n{\"text\":\"Two.\"}\n",
            "[1]\n[2]\n",
        ] {
            assert_eq!(format_of(file), "jsonlines", "{file}");
        }
    }

    #[test]
    fn objects_over_several_lines_and_arrays_are_recognised() {
        for (file, format) in [
            ("{\n  \"text\": \"One.\"\n}\n", "jsonobjects"),
            (
                "{\n\"text\":\"One.\"}\n{\n\"text\":\"Two.\"}",
                "jsonobjects",
            ),
            ("{\"text\":\"One.\"}{\"text\":\"Two.\"}", "jsonobjects"),
            (
                "\u{feff} [{\"text\":\"One.\"},\n{\"text\":\"Two.\"}]\n",
                "jsonarray",
            ),
            ("[]", "jsonarray"),
            ("[{\"text\":\"One.\"},", "jsonarray"),
        ] {
            assert_eq!(format_of(file), format, "{file}");
        }
    }

    #[test]
    fn an_array_under_a_key_is_found_if_it_looks_more_like_articles_than_its_object() {
        for (file, format) in [
            (
                r#"{"status":"ok","articles":[{"content":"One."}]}"#,
                "jsonarray articles",
            ),
            (
                r#"{"facets":[{"name":"x"}],"page":{"hits":[{"title":"A","body":"One."}]}}"#,
                "jsonarray page/hits",
            ),
            (
                r#"{"title":"All the news","description":"Feed","items":[{"content_text":"One."}]}"#,
                "jsonarray items",
            ),
            (
                r#"{"q":"x","rows":[{"own name":"A longer text."}]}"#,
                "jsonarray rows",
            ),
            (
                r#"{"text":"One.","comments":[{"text":"A longer comment."}]}"#,
                "jsonlines",
            ),
            (
                r#"{"maintext":null,"date_download":"x","source_domain":"y","links":[{"text":"z"}]}"#,
                "jsonlines",
            ),
            (
                r#"{"publishing_date":"x","publisher":"y","body":{"sections":[{"paragraphs":["One."]}]}}"#,
                "jsonlines",
            ),
            (
                "{\"articles\":[{\"text\":\"One.\"}]}\n{\"articles\":[]}",
                "jsonlines",
            ),
        ] {
            assert_eq!(format_of(file), format, "{file}");
        }
    }
}
