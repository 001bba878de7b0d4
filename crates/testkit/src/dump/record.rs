//! One article of a dump.

use std::fmt::Write;

/// Position of a record in its dump.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordId(u32);

impl RecordId {
    /// The record at this position.
    ///
    /// # Panics
    /// If the position does not fit 32 bits.
    #[must_use]
    pub fn new(position: usize) -> Self {
        Self(u32::try_from(position).expect("a test dump has fewer than four billion records"))
    }

    /// The position, for looking the record up.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One article as a scraper would have written it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Unlike that of every other record; its order says nothing.
    pub id: String,
    /// The scraped text, furniture and all.
    pub text: String,
    /// Where it was found; the host is the site's.
    pub url: String,
    /// Day, as `2021-03-17`.
    pub date: String,
    /// Name of the site.
    pub source: String,
    /// Headline.
    pub title: String,
}

impl Record {
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
