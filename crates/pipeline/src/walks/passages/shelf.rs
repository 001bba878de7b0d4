//! The related documents, with the paragraphs that still stand in them.

use super::super::decide::Draft;
use super::super::{Survey, Walk};
use super::related::Related;
use crate::aside::{Aside, Place};
use crate::error::Result;
use crate::page::Page;
use crate::record::{Batch, RawRecord};
use ahash::AHashMap;
use copydesk_neardup::{Paragraphs, Side};
use copydesk_text::{Span, Word, effective_words};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Bytes of text that are held in memory.
const TEXT_IN_MEMORY: usize = 32 << 20;

/// A document that lies on the table.
pub(super) struct Opened {
    text: String,
    words: Vec<Word>,
    pub spans: Vec<Span>,
    pub ranges: Vec<Range<usize>>,
}

impl Opened {
    fn new(text: String, spans: &[Span]) -> Self {
        let Page { words, .. } = Page::new(&text);
        let ranges = spans.iter().map(|&span| words_in(&words, span)).collect();
        Self { words, spans: spans.to_vec(), ranges, text }
    }

    pub fn side(&self) -> Side<'_> {
        Side { text: &self.text, words: &self.words }
    }

    pub fn view(&self) -> Paragraphs<'_> {
        Paragraphs { side: self.side(), spans: &self.spans, ranges: &self.ranges }
    }

    pub fn words_in(&self, span: Span) -> Range<usize> {
        words_in(&self.words, span)
    }

    pub fn is_emptied_by(&self, draft: &Draft) -> bool {
        let is_cut = |word: &Word| draft.edits.iter().any(|edit| edit.span.contains(word.span));
        self.words.iter().all(is_cut)
    }
}

fn words_in(words: &[Word], span: Span) -> Range<usize> {
    let at = |byte: usize| words.partition_point(|word| word.span.start() < byte);
    at(span.start())..at(span.end())
}

/// What the cuts, which are in order, leave of a paragraph.
fn left_of(paragraph: Span, cut: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = paragraph.start();
    for cut in cut.iter().filter(|cut| cut.overlaps(paragraph)) {
        if start < cut.start() {
            out.push(Span::new(start, cut.start()));
        }
        start = start.max(cut.end());
    }
    if start < paragraph.end() {
        out.push(Span::new(start, paragraph.end()));
    }
    out
}

/// A document in its place: its text, and the paragraphs that stand in it.
struct Shelved {
    text: Place,
    paragraphs: Vec<Span>,
}

/// The related documents by rank: texts put aside, and those on the table.
pub(super) struct Shelf {
    aside: Aside,
    shelved: AHashMap<u32, Shelved>,
    table: AHashMap<u32, Arc<Opened>>,
}

impl Shelf {
    /// Reads the related documents once more.
    pub fn load(walk: &Walk<'_>, survey: &Survey, drafts: &[Draft], related: &[Related]) -> Result<Self> {
        let mut wanted = vec![false; survey.documents.len()];
        for rank in related.iter().flat_map(|related| std::iter::once(&related.rank).chain(&related.sources)) {
            wanted[survey.by_rank[*rank as usize] as usize] = true;
        }
        let least = walk.config.paragraph_words;
        let each = |batch: &Batch, record: &RawRecord, number: usize| {
            let article = wanted[number].then(|| walk.parse(batch, record).ok()).flatten()?;
            let page = Page::new(&article.text);
            let edits = &drafts[number].edits;
            let cut: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
            let left = page.segments.iter().flat_map(|segment| left_of(segment.content(), &cut));
            let paragraphs = left.filter(|&span| effective_words(&page.words[words_in(&page.words, span)]) >= least).collect();
            Some((survey.documents[number].rank, article.text.into_owned(), paragraphs))
        };
        let mut shelf = Self { aside: Aside::new(TEXT_IN_MEMORY), shelved: AHashMap::new(), table: AHashMap::new() };
        walk.again(survey, "passages", each, |found: std::result::Result<Option<(u32, String, Vec<Span>)>, String>| {
            // One that copydesk fails on keeps its passages.
            if let Ok(Some((rank, text, paragraphs))) = found {
                shelf.shelved.insert(rank, Shelved { text: shelf.aside.put(&text)?, paragraphs });
            }
            Ok(())
        })?;
        Ok(shelf)
    }

    /// Puts these documents on the table, and all others back.
    pub fn open(&mut self, ranks: &[u32]) -> Result<()> {
        let before = std::mem::take(&mut self.table);
        let open = |&rank: &u32| -> Result<Option<(u32, Arc<Opened>)>> {
            if let Some(opened) = before.get(&rank) {
                return Ok(Some((rank, Arc::clone(opened))));
            }
            let Some(shelved) = self.shelved.get(&rank) else { return Ok(None) };
            Ok(Some((rank, Arc::new(Opened::new(self.aside.get(shelved.text)?, &shelved.paragraphs)))))
        };
        let opened: Result<Vec<_>> = ranks.par_iter().map(open).collect();
        self.table = opened?.into_iter().flatten().collect();
        Ok(())
    }

    /// A document on the table.
    pub fn get(&self, rank: u32) -> Option<&Arc<Opened>> {
        self.table.get(&rank)
    }

    /// How long a document's text is, in bytes.
    pub fn len_of(&self, rank: u32) -> usize {
        self.shelved.get(&rank).map_or(0, |shelved| shelved.text.len())
    }

    /// Takes passages out of the paragraphs of a document; what stands in front of and behind one are paragraphs of their own from then
    /// on. The passages are in order.
    pub fn remove(&mut self, rank: u32, gone: &[(usize, Span)]) {
        let (Some(shelved), Some(opened)) = (self.shelved.get_mut(&rank), self.table.get(&rank)) else { return };
        if gone.is_empty() {
            return;
        }
        for &(paragraph, cut) in gone.iter().rev() {
            let whole = shelved.paragraphs[paragraph];
            let rest = [Span::new(whole.start(), cut.start()), Span::new(cut.end(), whole.end())];
            let rest = rest.into_iter().filter(|&span| !opened.words_in(span).is_empty());
            shelved.paragraphs.splice(paragraph..=paragraph, rest);
        }
        let spans = shelved.paragraphs.clone();
        let ranges = spans.iter().map(|&span| opened.words_in(span)).collect();
        let changed = Opened { text: opened.text.clone(), words: opened.words.clone(), spans, ranges };
        self.table.insert(rank, Arc::new(changed));
    }
}
