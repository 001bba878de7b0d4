//! The related documents, with the paragraphs that still stand in them.

use super::super::drafts::{DraftEdit, Drafts};
use super::super::{Survey, Walk};
use super::related::Related;
use crate::memory::{BEFORE, MOST_BEFORE, TEXTS};
use crate::page::Page;
use ahash::AHashMap;
use copydesk_formats::{Batch, RawRecord};
use copydesk_neardup::{Paragraphs, Side};
use copydesk_store::{Aside, Place, Result, text_of};
use copydesk_text::{Span, Spans, Word, effective_words, segments};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A document that lies on the table.
pub(super) struct Opened {
    text: String,
    words: Vec<Word>,
    pub spans: Vec<Span>,
    pub ranges: Vec<Range<usize>>,
}

impl Opened {
    fn new(text: String, mut spans: Vec<Span>, least: usize) -> Self {
        let Page { words, .. } = Page::new(&text);
        spans.retain(|&span| effective_words(&words[words_in(&words, span)]) >= least);
        let ranges = spans.iter().map(|&span| words_in(&words, span)).collect();
        Self { words, spans, ranges, text }
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

    pub fn is_emptied_by(&self, edits: &[DraftEdit]) -> bool {
        let mut cut: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
        cut.sort_unstable();
        self.words.iter().all(|word| Spans::of(&cut).contain(word.span))
    }
}

fn words_in(words: &[Word], span: Span) -> Range<usize> {
    let at = |byte: usize| words.partition_point(|word| word.span.start() < byte);
    at(span.start())..at(span.end())
}

/// What the cuts leave of a paragraph.
fn left_of(paragraph: Span, cut: Spans<'_>) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = paragraph.start();
    for cut in cut.overlapping(paragraph) {
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

/// A document put aside: its text, which is so many bytes long, and behind it the ends of what is left of its paragraphs.
#[derive(Clone, Copy)]
struct Shelved {
    place: Place,
    text: u32,
}

/// The related documents by rank: those put aside, and those on the table.
pub(super) struct Shelf {
    /// Words of the shortest paragraph.
    least: usize,
    aside: Aside,
    shelved: AHashMap<u32, Shelved>,
    /// The paragraphs of documents that have lost some.
    changed: AHashMap<u32, Vec<Span>>,
    table: AHashMap<u32, Arc<Opened>>,
    /// What lay on the table before: neighbours in rank often have the same relatives.
    before: AHashMap<u32, Arc<Opened>>,
    keeps_before: bool,
}

impl Shelf {
    /// Reads the related documents once more.
    pub fn load(walk: &Walk<'_>, survey: &Survey, drafts: &Drafts, related: &[Related]) -> Result<Self> {
        let mut wanted = vec![false; survey.documents.len()];
        for rank in related.iter().flat_map(|related| std::iter::once(&related.rank).chain(&related.sources)) {
            wanted[survey.by_rank[*rank as usize] as usize] = true;
        }
        let each = |batch: &Batch, record: &RawRecord, number: usize| -> Result<Option<(u32, u32, Vec<u8>)>> {
            let Ok(article) = walk.parse(batch, record) else { return Ok(None) };
            let cut = drafts.edits.spans(number as u32)?;
            let left = segments(&article.text).into_iter().flat_map(|segment| left_of(segment.content(), Spans::of(&cut)));
            let ends = left.flat_map(|span| [span.start() as u32, span.end() as u32]).flat_map(u32::to_le_bytes);
            let piece: Vec<u8> = article.text.bytes().chain(ends).collect();
            Ok(Some((survey.documents[number].rank, article.text.len() as u32, piece)))
        };
        let aside = Aside::new(&walk.means, walk.means.share(TEXTS));
        let least = walk.config.paragraph_words;
        let mut shelf = Self {
            least,
            aside,
            shelved: AHashMap::new(),
            changed: AHashMap::new(),
            table: AHashMap::new(),
            before: AHashMap::new(),
            keeps_before: walk.means.share(BEFORE) > MOST_BEFORE,
        };
        let is_wanted = |number: usize| wanted.get(number).is_some_and(|&wanted| wanted);
        walk.again_for(survey, "passages", is_wanted, each, |found| {
            // One that copydesk fails on keeps its passages.
            if let Some((rank, text, piece)) = found.unwrap_or(Ok(None))? {
                shelf.shelved.insert(rank, Shelved { place: shelf.aside.put(&piece)?, text });
            }
            Ok(())
        })?;
        Ok(shelf)
    }

    /// Puts these documents on the table, and all others back.
    pub fn open(&mut self, ranks: &[u32]) -> Result<()> {
        let open = |&rank: &u32| -> Result<Option<(u32, Arc<Opened>)>> {
            if let Some(opened) = self.table.get(&rank).or_else(|| self.before.get(&rank)) {
                return Ok(Some((rank, Arc::clone(opened))));
            }
            let Some(&shelved) = self.shelved.get(&rank) else { return Ok(None) };
            Ok(Some((rank, Arc::new(self.fetch(rank, shelved)?))))
        };
        let opened: Result<Vec<_>> = ranks.par_iter().map(open).collect();
        let next = opened?.into_iter().flatten().collect();
        let before = std::mem::replace(&mut self.table, next);
        self.before = if self.keeps_before { before } else { AHashMap::new() };
        Ok(())
    }

    fn fetch(&self, rank: u32, shelved: Shelved) -> Result<Opened> {
        let mut piece = self.aside.get(shelved.place)?;
        let ends = piece.split_off(shelved.text as usize);
        let text = text_of(piece)?;
        if let Some(paragraphs) = self.changed.get(&rank) {
            return Ok(Opened::new(text, paragraphs.clone(), 0));
        }
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte));
        let span = |bytes: &[u8]| Span::new(number(&bytes[..4]), number(&bytes[4..]));
        Ok(Opened::new(text, ends.chunks_exact(8).map(span).collect(), self.least))
    }

    /// A document on the table.
    pub fn get(&self, rank: u32) -> Option<&Arc<Opened>> {
        self.table.get(&rank)
    }

    /// How long a document's text is, in bytes.
    pub fn len_of(&self, rank: u32) -> usize {
        self.shelved.get(&rank).map_or(0, |shelved| shelved.text as usize)
    }

    /// Takes passages out of the paragraphs of a document; what stands in front of and behind one are paragraphs of their own from then
    /// on. The passages are in order.
    pub fn remove(&mut self, rank: u32, gone: &[(usize, Span)]) {
        let Some(opened) = self.table.get(&rank).filter(|_| !gone.is_empty()) else { return };
        let cuts: Vec<Span> = gone.iter().map(|&(_, cut)| cut).collect();
        let left = opened.spans.iter().flat_map(|&whole| left_of(whole, Spans::of(&cuts)));
        let spans: Vec<Span> = left.filter(|&span| !opened.words_in(span).is_empty()).collect();
        let ranges = spans.iter().map(|&span| opened.words_in(span)).collect();
        self.changed.insert(rank, spans.clone());
        let changed = Opened { text: opened.text.clone(), words: opened.words.clone(), spans, ranges };
        self.table.insert(rank, Arc::new(changed));
    }
}
