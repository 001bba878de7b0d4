//! The input of the benchmarks: a dump that is generated from a seed, with the same bytes on every
//! machine.

use copydesk_clean::{cut, tidy};
use copydesk_testkit::{DocumentTruth, Dump, Recipe, Record, Script};
use copydesk_text::{Document, Spans};

/// A dump of about this many bytes, in four scripts, from seed 0.
#[must_use]
pub fn dump(bytes: usize) -> Dump {
    let scripts = vec![
        Script::Latin,
        Script::Cyrillic,
        Script::Latin,
        Script::Arabic,
        Script::Latin,
        Script::Han,
    ];
    Dump::synthetic(&Recipe {
        scripts,
        ..Recipe::of_about(bytes)
    })
}

/// The number of bytes in the texts of a dump, by which throughput is measured.
#[must_use]
pub fn text_bytes(dump: &Dump) -> u64 {
    dump.records
        .iter()
        .map(|record| record.text.len() as u64)
        .sum()
}

/// A record of the dump, divided into words, with its truth.
#[derive(Debug)]
pub struct DumpPage<'d> {
    /// The text with its segments and words.
    pub document: Document<'d>,
    /// The spans that should be cut, by the truth of the dump.
    pub labelled: Spans,
}

/// The records of a dump, each divided into words.
#[must_use]
pub fn pages(dump: &Dump) -> Vec<DumpPage<'_>> {
    dump.records
        .iter()
        .zip(&dump.truth.documents)
        .map(|(record, truth)| DumpPage::new(record, truth))
        .collect()
}

impl<'d> DumpPage<'d> {
    fn new(record: &'d Record, truth: &DocumentTruth) -> Self {
        let labelled = Spans::union(truth.spans.iter().map(|labelled| labelled.span));
        Self {
            document: Document::new(record.text.as_str()),
            labelled,
        }
    }

    /// The raw text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// The labelled spans with the white space that is cut along with them.
    #[must_use]
    pub fn tidied(&self) -> Spans {
        tidy(self.text(), self.document.segments(), &self.labelled)
    }

    /// The text without what should be cut.
    #[must_use]
    pub fn clean(&self) -> String {
        cut(self.text(), &self.tidied())
    }
}
