//! How the records of a file are laid out, by its first bytes: of JSON a name tells that it is JSON
//! and no more, and of a table not what is between its cells.
//!
//! JSON is told apart by what it begins with:
//!
//! - `[`, and nothing follows the array: its members are records;
//! - `{`, it is the only object, and an array in it looks more like articles than it does: the
//!   records are the members of that array;
//! - `{`, it is longer than a line, or another follows on the same line: objects one after the
//!   other;
//! - anything else: lines.
//!
//! Lines are what is taken in case of doubt: a broken line costs one record, and a broken array may
//! cost all that follow.

use crate::article::{BYTE_ORDER_MARK, checked_text};
use crate::formats::FormatId;
use crate::json::key_at;
use crate::json_article::outline_object;
use crate::layout::Layout;
use crate::outline::Outline;
use crate::scan::{Scanned, field_end, member_end, skip_space, value_end};
use crate::sniff::dialect_of;

/// How the records of a file are written: the format, and what varies within it (the delimiter of a
/// table, the key that an array is under).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RecordFormat {
    pub(crate) format: FormatId,
    pub(crate) layout: Layout,
}

/// The first bytes of a file, decompressed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample<'b> {
    pub(crate) bytes: &'b [u8],
    /// Whether that is all of it.
    pub(crate) is_whole: bool,
}

/// To what depth objects are searched for an array of records.
const DEPTH: usize = 4;
/// Members of an array that are looked at.
const MEMBERS: usize = 20;

impl Sample<'_> {
    /// The record format of a file with this name, whose ending tells this format; `None` if more
    /// bytes are needed to tell.
    pub(crate) fn record_format(&self, name: &str, format: FormatId) -> Option<RecordFormat> {
        if format.name() != "csv" {
            return self.json_format(format);
        }
        // An ending of a compression may follow.
        let is_by_tab = name.contains(".tsv") || name.contains(".tab");
        let usual = if is_by_tab { b'\t' } else { b',' };
        let layout = Layout {
            dialect: Some(dialect_of(self.bytes, self.is_whole, usual)?),
            ..Layout::default()
        };
        Some(RecordFormat { format, layout })
    }

    /// The record format of a file of JSON whose name says no more; `None` if more bytes are needed
    /// to tell.
    fn json_format(&self, lines: FormatId) -> Option<RecordFormat> {
        let bytes = self
            .bytes
            .strip_prefix(BYTE_ORDER_MARK.as_bytes())
            .unwrap_or(self.bytes);
        let first = skip_space(bytes, 0);
        match bytes.get(first) {
            Some(b'[') if self.is_one_array(bytes, first) => {
                Some(RecordFormat::json("jsonarray", lines))
            }
            Some(b'{') => self.object_format(&bytes[first..], lines),
            _ => Some(RecordFormat::json(lines.name(), lines)),
        }
    }

    /// The record format of a file of JSON, of which this is what follows from the brace on that it
    /// begins with; `None` if more bytes are needed to tell.
    fn object_format(&self, bytes: &[u8], lines: FormatId) -> Option<RecordFormat> {
        let end = match value_end(bytes, 0) {
            Scanned::Until(end) => Some(end),
            Scanned::Open if self.is_whole => None,
            // It may be a long article, whose end more bytes show. An object around all articles is
            // longer than that, but the array in it begins early.
            Scanned::Open if self.array_inside(bytes).is_none() => return None,
            Scanned::Open => None,
        };
        let (is_alone, is_glued) = match end {
            Some(end) => {
                let next = skip_space(bytes, end);
                let is_alone = next == bytes.len() && self.is_whole;
                let has_break = bytes[end - 1..next].contains(&b'\n');
                (is_alone, bytes.get(next) == Some(&b'{') && !has_break)
            }
            None => (true, false),
        };
        if is_alone && let Some(under) = self.array_inside(bytes) {
            let array = RecordFormat::json("jsonarray", lines);
            let layout = Layout {
                under,
                ..Layout::default()
            };
            return Some(RecordFormat { layout, ..array });
        }
        let object = &bytes[..end.unwrap_or(bytes.len())];
        let is_long = memchr::memchr(b'\n', object.trim_ascii_end()).is_some();
        let name = match is_long || is_glued {
            true => "jsonobjects",
            false => lines.name(),
        };
        Some(RecordFormat::json(name, lines))
    }

    /// Whether the array that begins here is all there is, as far as can be seen.
    fn is_one_array(&self, bytes: &[u8], start: usize) -> bool {
        let mut at = start + 1;
        loop {
            match member_end(bytes, at) {
                Scanned::Open => return true,
                Scanned::Until(end) if bytes[end] == b',' => at = end + 1,
                Scanned::Until(end) => return skip_space(bytes, end + 1) == bytes.len(),
            }
        }
    }

    /// The keys of the array whose members look more like articles than the object that begins
    /// here.
    fn array_inside(&self, object: &[u8]) -> Option<Vec<String>> {
        let mut inside = Inside::default();
        inside.enter_object(object);
        let (mut all, mut outside) = (Outline::default(), Outline::default());
        outline_object(&format!("{{{}}}", inside.all.join(",")), &mut all);
        outline_object(&format!("{{{}}}", inside.outside.join(",")), &mut outside);
        // The object is an article, and the array perhaps its comments.
        if all.has_known_text() {
            return None;
        }
        let mut best = None;
        for array in inside.arrays {
            // Either the members have a text, or longer strings than what is around them.
            let richness = array.richness();
            if !richness.has_known_text && richness.longest <= outside.longest() {
                continue;
            }
            match &best {
                Some((before, _)) if richness < *before => {}
                _ => best = Some((richness, array.path)),
            }
        }
        best.map(|(_, path)| path)
    }
}

impl RecordFormat {
    /// The format of JSON with this name; `lines` is that of JSON lines, in whose place it is.
    fn json(name: &str, lines: FormatId) -> Self {
        Self {
            format: FormatId::by_name(name).unwrap_or(lines),
            layout: Layout::default(),
        }
    }
}

/// An array of objects inside an object.
struct ArrayInside {
    /// The keys that lead to it.
    path: Vec<String>,
    /// The fields of its first members, of which there is one at least.
    members: Outline,
}

/// How much the members of an array look like articles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Richness {
    has_known_text: bool,
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

/// What is found in an object, of which the end may be missing.
#[derive(Default)]
struct Inside<'o> {
    /// The keys that lead to where the look is.
    path: Vec<String>,
    /// The arrays of objects.
    arrays: Vec<ArrayInside>,
    /// The fields of the object itself, and those of them in which there is no array of objects.
    all: Vec<&'o str>,
    outside: Vec<&'o str>,
}

impl<'o> Inside<'o> {
    /// Looks at the fields of an object, of which the end may be missing. Of the outermost the
    /// fields themselves are kept.
    fn enter_object(&mut self, object: &'o [u8]) {
        let mut at = 1;
        while let Some((key, value)) = key_at(object, at) {
            let end = match field_end(object, value) {
                Scanned::Until(end) => end,
                Scanned::Open => object.len(),
            };
            let before = self.arrays.len();
            self.path.push(key.into_owned());
            self.enter_value(&object[value..end]);
            self.path.pop();
            let is_whole = end < object.len();
            if self.path.is_empty()
                && is_whole
                && let Ok(field) = checked_text(&object[at..end])
            {
                self.all.push(field);
                if self.arrays.len() == before {
                    self.outside.push(field);
                }
            }
            if object.get(end) != Some(&b',') {
                return;
            }
            at = end + 1;
        }
    }

    /// Looks for arrays of objects in a value.
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
            Some(b'{') if self.path.len() < DEPTH => self.enter_object(value),
            _ => {}
        }
    }
}

/// The fields of the first objects of an array, of which the end may be missing.
fn outline_members(array: &[u8]) -> Outline {
    let mut outline = Outline::default();
    let mut at = 1;
    for _ in 0..MEMBERS {
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
    fn lines_are_lines_also_if_one_is_broken() {
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
    fn objects_over_several_lines_and_arrays_are_told() {
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
    fn an_array_under_a_key_is_found_by_what_is_in_it() {
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
