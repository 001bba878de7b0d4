//! A page as it is scraped: its text, and the labels of its pieces.

use super::grammar::{Grammar, Passage};
use super::site::Site;
use super::story::Story;
use super::truth::{LabelledSpan, TruthLabel};
use crate::prng::SplitMix64;
use copydesk_text::Span;

/// The text of a page and its labelled spans. Lines are appended one by one.
pub(super) struct PrintedPage {
    pub(super) text: String,
    pub(super) spans: Vec<LabelledSpan>,
    /// The text between two lines.
    separator: &'static str,
}

impl PrintedPage {
    /// The page on which a site prints a story. `year` is the year in the furniture of the page.
    pub(super) fn new(content: &PageContent<'_>, year: &str, random: &mut SplitMix64) -> Self {
        let mut page = Self {
            text: String::with_capacity(4_096),
            spans: Vec::new(),
            separator: content.site.separator,
        };
        for line in content.site.header(year, random) {
            page.add_labelled_line(&line, TruthLabel::Furniture);
        }
        page.add_line(
            &content
                .grammar
                .line(&[content.grammar.patterns.byline], random)
                .text(),
        );
        page.add_body(content, random);
        for line in content.site.footer(year, random) {
            page.add_labelled_line(&line, TruthLabel::Furniture);
        }
        page
    }

    /// Appends the paragraphs of the story, with captions, and with a background paragraph in the
    /// middle if there is one.
    fn add_body(&mut self, content: &PageContent<'_>, random: &mut SplitMix64) {
        let dateline = content.has_dateline.then(|| {
            content
                .grammar
                .line(&[content.grammar.patterns.dateline], random)
                .text()
        });
        let middle = content.story.paragraphs.len() / 2;
        for (index, (paragraph, caption)) in content
            .story
            .paragraphs
            .iter()
            .zip(&content.story.captions)
            .enumerate()
        {
            if let Some(caption) = caption {
                self.add_caption_twice(caption, random);
            }
            match &dateline {
                Some(dateline) if index == 0 => {
                    self.add_line(&format!("{dateline} {}", paragraph.text()));
                }
                _ => self.add_line(&paragraph.text()),
            }
            if let Some(background) = content.background.filter(|_| index == middle) {
                self.add_labelled_line(&background.text(), TruthLabel::Pasted);
            }
        }
    }

    /// Appends a caption twice: once as it is scraped from the `alt` text of the picture, and once
    /// as it is scraped from below the picture. One of the two is labelled as a repeat.
    fn add_caption_twice(&mut self, caption: &Passage, random: &mut SplitMix64) {
        let caption = caption.text();
        let mut other = respelled(&caption, random);
        if random.chance(0.15) {
            // The second copy has one word more, so the first one is the repeat.
            other.push_str(" (pictured)");
            self.add_labelled_line(&caption, TruthLabel::Repeat);
            self.add_line(&other);
        } else {
            self.add_line(&caption);
            self.add_labelled_line(&other, TruthLabel::Repeat);
        }
    }

    /// Appends a line.
    fn add_line(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push_str(self.separator);
        }
        self.text.push_str(line);
    }

    /// Appends a line with a label.
    fn add_labelled_line(&mut self, line: &str, label: TruthLabel) {
        self.add_line(line);
        let end = self.text.len();
        self.spans.push(LabelledSpan {
            span: Span::new(end - line.len(), end),
            label,
        });
    }
}

/// The content of a page, before it is printed.
pub(super) struct PageContent<'a> {
    pub(super) site: &'a Site,
    pub(super) grammar: &'a Grammar,
    pub(super) story: &'a Story,
    /// A background paragraph that is pasted into the middle of the story.
    pub(super) background: Option<&'a Passage>,
    /// Whether the first paragraph begins with a dateline.
    pub(super) has_dateline: bool,
}

/// The words of a caption, with some quotation marks, spaces and dots written as another newsroom
/// writes them.
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
