//! Lines that a rules file lists for a site.
//!
//! A listed line is not a pattern: it is compared with whole lines of documents. So it is stored as
//! its [key](Document::key), the fingerprint of its words.

use super::error::{Locator, RulesError};
use super::schema::SiteTable;
use copydesk_text::{Document, Fingerprint};
use std::collections::BTreeMap;
use toml::Spanned;

/// Lines of one site that are always kept, and lines that are always cut.
///
/// Lines are compared in normal form, so case, quotes and spaces make no difference. No line is in
/// both lists.
///
/// ```
/// use copydesk_boilerplate::RuleBook;
/// use copydesk_text::Document;
///
/// let mut book = RuleBook::default();
/// book.add("[sites.\"harbour.example\"]\ncut = [\"Tide and Time\"]")?;
/// let site = &book.sites()[0];
/// assert_eq!(site.name(), "harbour.example");
/// assert_eq!(site.cut(), [Document::new("TIDE AND TIME").key(0)]);
/// assert!(site.keep().is_empty());
/// # Ok::<(), copydesk_boilerplate::RulesError>(())
/// ```
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

/// Checks the lines that a file lists for its sites, and returns the sites.
///
/// # Errors
/// If a site has no name, if an entry is not exactly one line, or if a line is in both lists.
pub(super) fn checked_sites(
    tables: &BTreeMap<Spanned<String>, SiteTable>,
    locator: &Locator<'_>,
) -> Result<Vec<SiteLines>, RulesError> {
    let mut sites = Vec::new();
    for (name, table) in tables {
        if name.get_ref().trim().is_empty() {
            let message = "the site has no name: write its host, as in [sites.\"harbour.example\"]";
            return Err(locator.error(name, message));
        }
        let keep = keys(&table.keep, locator)?;
        let cut = keys(&table.cut, locator)?;
        for (line, key) in table.cut.iter().zip(&cut) {
            if keep.contains(key) {
                let message = "the line is listed under keep as well: remove it from one of them";
                return Err(locator.error(line, message));
            }
        }
        sites.push(SiteLines {
            name: name.get_ref().clone(),
            keep,
            cut,
        });
    }
    Ok(sites)
}

/// The keys of listed lines.
fn keys(lines: &[Spanned<String>], locator: &Locator<'_>) -> Result<Vec<Fingerprint>, RulesError> {
    let mut keys = Vec::with_capacity(lines.len());
    for line in lines {
        keys.push(key(line, locator)?);
    }
    Ok(keys)
}

/// The key of a listed line. The line is read as a document, so that it gets the same key as in the
/// documents of the site.
fn key(line: &Spanned<String>, locator: &Locator<'_>) -> Result<Fingerprint, RulesError> {
    let document = Document::new(line.get_ref().as_str());
    // The index of the only segment (line) that is not empty.
    let mut only = None;
    for (index, segment) in document.segments().iter().enumerate() {
        if segment.content().is_empty() {
            continue;
        }
        if only.is_some() {
            return Err(locator.error(line, "more than one line: list each by itself"));
        }
        only = Some(index);
    }
    match only {
        Some(index) => Ok(document.key(index)),
        None => {
            let message = "an empty line: write the text of the line, or remove it";
            Err(locator.error(line, message))
        }
    }
}
