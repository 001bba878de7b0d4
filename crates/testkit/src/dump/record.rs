//! A record of a synthetic dump.

use std::fmt::Write;

/// The index of a record in its dump.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordId(u32);

impl RecordId {
    /// The record with this index.
    ///
    /// # Panics
    /// If the index does not fit 32 bits.
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("a test dump has fewer than four billion records"))
    }

    /// The index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An article as a scraper would have written it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The id, which no other record has. Ids are not in the order of the records.
    pub id: String,
    /// The scraped text, including furniture.
    pub text: String,
    /// The address. Its host is that of the site.
    pub url: String,
    /// The day, in the form `2021-03-17`.
    pub date: String,
    /// The name of the site.
    pub source: String,
    /// The headline.
    pub title: String,
}

impl Record {
    /// Appends the record as a JSON object on one line.
    pub(super) fn write_json(&self, out: &mut String) {
        let fields = [
            ("{\"id\":", &self.id),
            (",\"text\":", &self.text),
            (",\"url\":", &self.url),
            (",\"date\":", &self.date),
            (",\"source\":", &self.source),
            (",\"title\":", &self.title),
        ];
        for (name, value) in fields {
            out.push_str(name);
            write_string(value, out);
        }
        out.push('}');
    }
}

/// Appends a JSON string.
fn write_string(value: &str, out: &mut String) {
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            // Writing to a string cannot fail.
            c if c < ' ' => drop(write!(out, "\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::Record;

    #[test]
    fn the_json_reads_back() {
        let odd = "“a” \"b\" \\ \n\r\t \u{1}\u{a0} 北".to_owned();
        let record = Record {
            id: "1".into(),
            text: odd.clone(),
            url: "https://a.example/".into(),
            date: String::new(),
            source: odd.clone(),
            title: odd.clone(),
        };
        let mut line = String::new();
        record.write_json(&mut line);
        let read: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["text"], odd);
        assert_eq!(read["title"], odd);
        assert_eq!(read["url"], "https://a.example/");
    }
}
