//! Lines that a rules file lists for a site.

use super::error::{At, RulesError};
use super::schema::SiteTable;
use copydesk_text::{Document, Fingerprint};
use std::collections::BTreeMap;
use toml::Spanned;

/// Lines of one site that are always kept, and lines that are always cut. They are known by their
/// normal form, so case, quotes and spaces do not count.
#[derive(Clone, PartialEq, Debug)]
pub struct SiteLines {
    name: String,
    keep: Vec<Fingerprint>,
    cut: Vec<Fingerprint>,
}

impl SiteLines {
    /// The site, as it is called in the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The keys of lines that are kept: see [`Document::key`].
    #[must_use]
    pub fn keep(&self) -> &[Fingerprint] {
        &self.keep
    }

    /// The keys of lines that are cut.
    #[must_use]
    pub fn cut(&self) -> &[Fingerprint] {
        &self.cut
    }
}

/// The sites of a file.
pub(super) fn checked(
    tables: &BTreeMap<Spanned<String>, SiteTable>,
    at: &At<'_>,
) -> Result<Vec<SiteLines>, RulesError> {
    let mut out = Vec::new();
    for (name, table) in tables {
        if name.get_ref().trim().is_empty() {
            let message = "the site has no name: write its host, as in [sites.\"harbour.example\"]";
            return Err(at.error(name, message));
        }
        let keep = keys(&table.keep, at)?;
        let cut = keys(&table.cut, at)?;
        for (line, key) in table.cut.iter().zip(&cut) {
            if keep.contains(key) {
                let message = "the line is listed under keep as well: remove it from one of them";
                return Err(at.error(line, message));
            }
        }
        out.push(SiteLines {
            name: name.get_ref().clone(),
            keep,
            cut,
        });
    }
    Ok(out)
}

/// The keys of listed lines.
fn keys(lines: &[Spanned<String>], at: &At<'_>) -> Result<Vec<Fingerprint>, RulesError> {
    lines.iter().map(|line| key(line, at)).collect()
}

fn key(line: &Spanned<String>, at: &At<'_>) -> Result<Fingerprint, RulesError> {
    let document = Document::new(line.get_ref().as_str());
    let segments = document.segments();
    let mut filled = (0..segments.len()).filter(|&at| !segments[at].content().is_empty());
    match (filled.next(), filled.next()) {
        (Some(only), None) => Ok(document.key(only)),
        (None, _) => Err(at.error(
            line,
            "an empty line: write the text of the line, or remove it",
        )),
        _ => Err(at.error(line, "more than one line: list each by itself")),
    }
}
