//! A page as it is scraped: text, and what stands where.

use super::grammar::{Grammar, Passage};
use super::site::Site;
use super::story::Story;
use super::truth::{LabelledSpan, TruthLabel};
use crate::prng::SplitMix64;
use copydesk_text::Span;

/// A text under construction.
pub(super) struct PrintedPage {
    pub(super) text: String,
    pub(super) spans: Vec<LabelledSpan>,
    gap: &'static str,
}

impl PrintedPage {
    /// Prints a story on a site.
    pub(super) fn print(sheet: &Sheet<'_>, year: &str, random: &mut SplitMix64) -> Self {
        let mut page = Self {
            text: String::with_capacity(4_096),
            spans: Vec::new(),
            gap: sheet.site.gap,
        };
        for line in sheet.site.header(year, random) {
            page.labelled(&line, TruthLabel::Furniture);
        }
        page.plain(
            &sheet
                .grammar
                .line(&[sheet.grammar.tongue.byline], random)
                .text(),
        );
        page.body(sheet, random);
        for line in sheet.site.footer(year, random) {
            page.labelled(&line, TruthLabel::Furniture);
        }
        page
    }

    fn body(&mut self, sheet: &Sheet<'_>, random: &mut SplitMix64) {
        let dateline = sheet.is_wire.then(|| {
            sheet
                .grammar
                .line(&[sheet.grammar.tongue.dateline], random)
                .text()
        });
        let middle = sheet.story.paragraphs.len() / 2;
        for (i, (paragraph, caption)) in sheet
            .story
            .paragraphs
            .iter()
            .zip(&sheet.story.captions)
            .enumerate()
        {
            if let Some(caption) = caption {
                self.doubled(caption, random);
            }
            match (&dateline, i) {
                (Some(dateline), 0) => self.plain(&format!("{dateline} {}", paragraph.text())),
                _ => self.plain(&paragraph.text()),
            }
            if let Some(background) = sheet.background.filter(|_| i == middle) {
                self.labelled(&background.text(), TruthLabel::Pasted);
            }
        }
    }

    /// A caption from the picture's `alt` and once more from below the picture.
    fn doubled(&mut self, caption: &Passage, random: &mut SplitMix64) {
        let caption = caption.text();
        let mut other = respelled(&caption, random);
        if random.chance(0.15) {
            // Says a word more: the barer copy goes, although it is first.
            other.push_str(" (pictured)");
            self.labelled(&caption, TruthLabel::Repeat);
            self.plain(&other);
        } else {
            self.plain(&caption);
            self.labelled(&other, TruthLabel::Repeat);
        }
    }

    fn plain(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push_str(self.gap);
        }
        self.text.push_str(line);
    }

    fn labelled(&mut self, line: &str, label: TruthLabel) {
        self.plain(line);
        let end = self.text.len();
        self.spans.push(LabelledSpan {
            span: Span::new(end - line.len(), end),
            label,
        });
    }
}

/// What goes onto a page.
pub(super) struct Sheet<'a> {
    pub(super) site: &'a Site,
    pub(super) grammar: &'a Grammar,
    pub(super) story: &'a Story,
    pub(super) background: Option<&'a Passage>,
    /// Whether the lead opens with a dateline.
    pub(super) is_wire: bool,
}

/// The same words in another desk's quotes, spaces and dots.
fn respelled(caption: &str, random: &mut SplitMix64) -> String {
    let mut other = caption.to_owned();
    if random.chance(0.7) {
        other = other.replace(['‘', '’'], "'").replace(['“', '”'], "\"");
    }
    if random.chance(0.3) {
        other = other.replace('…', "...");
    }
    if random.chance(0.3) {
        other = other.replacen(' ', "\u{a0}", 1);
    }
    other
}
