//! Passages that stand in a better document nearly word for word: a last look, between the verdicts and the last walk.

use super::decide::{Draft, DraftEdit, Keeper, representatives};
use super::{Survey, Walk};
use crate::error::Result;
use crate::page::Page;
use crate::record::{Batch, RawRecord};
use ahash::AHashMap;
use copydesk_clean::Reason;
use copydesk_neardup::{Agreement, CopiedPassage, Paragraphs, Side, copied_passages, copied_run};
use copydesk_text::{Span, Word, effective_words};
use std::ops::Range;

/// Better holders of one passage with which a document is brought together: the more there are, the less the others matter.
const MAX_BETTER: usize = 4;
/// Better documents with which one document is compared.
const MAX_SOURCES: usize = 32;

/// A document with the paragraphs that still stand in it.
struct Loaded {
    text: String,
    words: Vec<Word>,
    spans: Vec<Span>,
    ranges: Vec<Range<usize>>,
}

impl Loaded {
    fn side(&self) -> Side<'_> {
        Side { text: &self.text, words: &self.words }
    }

    fn view(&self) -> Paragraphs<'_> {
        Paragraphs { side: self.side(), spans: &self.spans, ranges: &self.ranges }
    }

    fn words_in(&self, span: Span) -> Range<usize> {
        let at = |byte: usize| self.words.partition_point(|word| word.span.start() < byte);
        at(span.start())..at(span.end())
    }

    /// Takes passages out of the paragraphs; what stands in front of and behind one are paragraphs of their own from then on. The
    /// passages are in order.
    fn remove(&mut self, gone: &[(usize, Span)]) {
        for &(paragraph, cut) in gone.iter().rev() {
            let whole = self.spans[paragraph];
            let rest = [Span::new(whole.start(), cut.start()), Span::new(cut.end(), whole.end())];
            let rest: Vec<_> =
                rest.into_iter().map(|span| (span, self.words_in(span))).filter(|(_, run)| !run.is_empty()).collect();
            self.spans.splice(paragraph..=paragraph, rest.iter().map(|(span, _)| *span));
            self.ranges.splice(paragraph..=paragraph, rest.into_iter().map(|(_, run)| run));
        }
    }

    fn is_emptied_by(&self, draft: &Draft) -> bool {
        let is_cut = |word: &Word| draft.edits.iter().any(|edit| edit.span.contains(word.span));
        self.words.iter().all(is_cut)
    }
}

/// Cuts the paragraphs of kept documents that a better kept document has too. `prints` are the documents' passage fingerprints.
pub(crate) fn cut_copied(walk: &Walk<'_>, survey: &Survey, prints: &[Vec<u64>], drafts: &mut [Draft]) -> Result<()> {
    let related = related(survey, prints, drafts);
    if related.is_empty() {
        return Ok(());
    }
    let mut loaded = load(walk, survey, drafts, &related)?;
    let mut named = Named::collect(drafts);
    let mut emptied = Vec::new();
    // In order of rank: the documents that a document is compared with are done before it.
    for (rank, sources) in related {
        let number = survey.by_rank[rank as usize];
        let mut gone = Vec::new();
        for copy in copies_in(&loaded, rank, &sources, walk.config.passage_words) {
            let (document, source) = (&loaded[&rank], &loaded[&copy.rank]);
            let keeper = Keeper { document: Some(survey.by_rank[copy.rank as usize]), span: copy.kept, agreement: copy.agreement };
            let span = copy.cut;
            let within = source.ranges[copy.in_source].clone();
            let Some(moves) = named.moves(drafts, number, span, keeper, document, (source, within)) else { continue };
            moves.into_iter().for_each(|(draft, edit, keeper)| drafts[draft].edits[edit].kept = Some(keeper));
            let rule = if copy.agreement.similarity() < 1.0 { "near" } else { "equal" };
            let evidence = copy.agreement.coverage();
            let reason = Reason::RepeatedAcrossDocuments;
            drafts[number as usize].edits.push(DraftEdit { span, reason, rule, detail: None, evidence, kept: Some(keeper) });
            gone.push((copy.paragraph, span));
        }
        if let Some(document) = loaded.get_mut(&rank) {
            document.remove(&gone);
            if document.is_emptied_by(&drafts[number as usize]) {
                emptied.push(number);
            }
        }
    }
    // Last, because cuts are known by their places until here.
    let representatives = representatives(drafts);
    for number in emptied {
        drafts[number as usize].empty(representatives.contains(&number));
    }
    drafts.iter_mut().for_each(|draft| draft.edits.sort_by_key(|edit| edit.span));
    Ok(())
}

/// Which cuts name which document for their kept copy: places of edits, by the number of that document.
struct Named(AHashMap<u32, Vec<(usize, usize)>>);

impl Named {
    fn collect(drafts: &[Draft]) -> Self {
        let mut named: AHashMap<u32, Vec<(usize, usize)>> = AHashMap::new();
        for (number, draft) in drafts.iter().enumerate() {
            for (at, edit) in draft.edits.iter().enumerate() {
                if let Some(kept) = edit.kept {
                    named.entry(kept.document.unwrap_or(number as u32)).or_default().push((number, at));
                }
            }
        }
        Self(named)
    }

    /// If a paragraph goes in favour of `keeper`, every cut that named it must name the keeper, measured anew. None if one cannot.
    fn moves(
        &mut self,
        drafts: &[Draft],
        number: u32,
        paragraph: Span,
        keeper: Keeper,
        document: &Loaded,
        (source, within): (&Loaded, Range<usize>),
    ) -> Option<Vec<(usize, usize, Keeper)>> {
        let mut moves = Vec::new();
        for &(draft, at) in self.0.get(&number).map_or(&[][..], Vec::as_slice) {
            let edit = &drafts[draft].edits[at];
            // A cut that was moved before is still listed, but names another document now.
            let is_named = |kept: &Keeper| kept.document.unwrap_or(draft as u32) == number && kept.span.overlaps(paragraph);
            let Some(kept) = edit.kept.filter(is_named) else { continue };
            let moved = if draft == number as usize {
                let run = document.words_in(edit.span);
                let (span, agreement) = copied_run(document.side(), run, source.side(), within.clone())?;
                Keeper { span, agreement, ..keeper }
            } else if kept.span == paragraph && kept.agreement.similarity() >= 1.0 {
                // The other document's paragraph has the very words of this one, so what was measured for this one holds for it.
                keeper
            } else {
                return None;
            };
            moves.push((draft, at, moved));
        }
        Some(moves)
    }
}

/// Kept documents by rank, each with the better documents that share a passage with it, those that share most first.
fn related(survey: &Survey, prints: &[Vec<u64>], drafts: &[Draft]) -> Vec<(u32, Vec<u32>)> {
    let kept = (0..survey.by_rank.len() as u32).filter(|&rank| drafts[survey.by_rank[rank as usize] as usize].dropped.is_none());
    let prints_of = |rank: u32| prints[survey.by_rank[rank as usize] as usize].iter().map(move |&print| (print, rank));
    let mut holders: Vec<(u64, u32)> = kept.flat_map(prints_of).collect();
    holders.sort_unstable();
    let mut shared: AHashMap<(u32, u32), u32> = AHashMap::new();
    for group in holders.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        for (place, &(_, worse)) in group.iter().enumerate() {
            group[..place].iter().take(MAX_BETTER).for_each(|&(_, better)| *shared.entry((worse, better)).or_default() += 1);
        }
    }
    let mut pairs: Vec<(u32, u32, u32)> = shared.into_iter().map(|((worse, better), n)| (worse, u32::MAX - n, better)).collect();
    pairs.sort_unstable();
    let sources = |group: &[(u32, u32, u32)]| group.iter().take(MAX_SOURCES).map(|&(_, _, better)| better).collect();
    pairs.chunk_by(|a, b| a.0 == b.0).map(|group| (group[0].0, sources(group))).collect()
}

/// Reads the related documents again.
fn load(walk: &Walk<'_>, survey: &Survey, drafts: &[Draft], related: &[(u32, Vec<u32>)]) -> Result<AHashMap<u32, Loaded>> {
    let mut wanted = vec![false; survey.documents.len()];
    for rank in related.iter().flat_map(|(rank, sources)| std::iter::once(rank).chain(sources)) {
        wanted[survey.by_rank[*rank as usize] as usize] = true;
    }
    let starts = super::examine::first_of_file(survey);
    let least = walk.config.paragraph_words;
    let each = |batch: &Batch, record: &RawRecord| {
        if record.is_tail() {
            return None;
        }
        let number = starts[record.file] + record.number as usize;
        let article = wanted[number].then(|| walk.parse(batch, record).ok()).flatten()?;
        let page = Page::new(&article.text);
        let edits = &drafts[number].edits;
        let stands = |&i: &usize| {
            let content = page.segments[i].content();
            effective_words(page.words_of(i)) >= least && !edits.iter().any(|edit| edit.span.overlaps(content))
        };
        let paragraphs: Vec<usize> = (0..page.segments.len()).filter(stands).collect();
        let spans = paragraphs.iter().map(|&i| page.segments[i].content()).collect();
        let ranges = paragraphs.iter().map(|&i| page.ranges[i].clone()).collect();
        Some((survey.documents[number].rank, Loaded { words: page.words, spans, ranges, text: article.text.into_owned() }))
    };
    let mut loaded = AHashMap::new();
    walk.run("passages", each, |_, _, found| {
        loaded.extend(found);
        Ok(())
    })?;
    Ok(loaded)
}

/// A passage that a better document has too.
struct Copied {
    paragraph: usize,
    cut: Span,
    /// Rank of the document that has it.
    rank: u32,
    /// Number of the paragraph there.
    in_source: usize,
    kept: Span,
    agreement: Agreement,
}

fn copies_in(loaded: &AHashMap<u32, Loaded>, rank: u32, sources: &[u32], passage_words: usize) -> Vec<Copied> {
    let Some(document) = loaded.get(&rank) else { return Vec::new() };
    let known: Vec<u32> = sources.iter().copied().filter(|source| loaded.contains_key(source)).collect();
    let views: Vec<Paragraphs<'_>> = known.iter().map(|source| loaded[source].view()).collect();
    let copied = |copy: CopiedPassage| {
        let CopiedPassage { paragraph, cut, source, copy, kept, agreement } = copy;
        Copied { paragraph, cut, rank: known[source], in_source: copy, kept, agreement }
    };
    copied_passages(document.view(), &views, passage_words).into_iter().map(copied).collect()
}
