//! The index of the phrases of all rules, by words that every match of a phrase holds.
//!
//! A [phrase](Phrase) is a pattern of words that belongs to a rule, with settings that say where in
//! a line it may match and what a match means. It is tried on an [`Input`]: the words of a line or
//! of one sentence.
//!
//! By definition, every phrase is tried on every input, and the strongest classification by a match
//! is taken; the tests do that. But there are some thousands of phrases and hardly any matches, so
//! the index rules phrases out as cheaply as it can:
//!
//! 1. It is an inverted index. Every match of a phrase holds one of its *keywords*, which are the
//!    rarest words that it requires. For each keyword the index lists the phrases with that
//!    keyword; an entry of such a list is a *posting*. For a word that is no keyword, a look at one
//!    bit is usually enough ([`KeywordTable`]). Phrases that require no word (`© #`) must begin
//!    with a sign, and are tried on all inputs.
//! 2. A posting is skipped if the input cannot begin as a match of its phrase does
//!    ([`WordClasses`]), or if the caller wants other phrases.
//! 3. A phrase is skipped if it is for shorter inputs, if the input lacks another word that the
//!    phrase requires ([`WordMask`]), or if a match would not be stronger than the best so far.
//!
//! A phrase that is skipped would not match, or its match would not count. So skipping does not
//! change the result.

use super::input::Input;
use super::keywords::{KeywordHit, KeywordTable, PostingKeyword};
use super::line::Classification;
use super::matcher::Scratch;
use super::phrase::Phrase;
use super::reader_words::ReaderWords;
use super::rule::{Anchor, Family, PhraseSource};
use super::word_classes::WordClasses;
use super::word_mask::WordMask;
use crate::Certainty;
use copydesk_text::Word;

/// A *prompt* is a line that asks the reader to do something. A prompt of at least this many
/// effective words must also *speak to the reader* after its opening words, which means that it
/// must hold one of the [`ReaderWords`]. If it does not, it is a story that begins like a prompt.
const LONG_PROMPT_WORDS: usize = 20;
/// Number of opening words of a line. They prove nothing, because the phrase itself may hold `your`
/// or `our`.
const OPENING_WORDS: usize = 6;
/// Longest label (a button, or the heading of a form), in effective words. A phrase that may match
/// by one word alone can be certain of a label, but not of a longer line.
const LABEL_WORDS: usize = 3;

/// The index of a phrase in [`PhraseIndex::phrases`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PhraseId(u32);

/// A phrase in the list of one of its keywords, with the properties of the phrase that may rule it
/// out.
struct Posting {
    phrase: PhraseId,
    /// The classes that the first word of a match may be in.
    first_word: WordClasses,
    /// The longest input on which the phrase is tried, in effective words.
    max_words: u16,
    /// See [`Phrase::cuts_glued`].
    cuts_glued: bool,
}

impl Posting {
    /// The posting of a phrase. It is the same in the lists of all its keywords.
    fn new(id: PhraseId, phrase: &Phrase) -> Self {
        Self {
            phrase: id,
            first_word: phrase.first_word,
            max_words: phrase.settings.max_words,
            cuts_glued: phrase.cuts_glued(),
        }
    }

    /// Whether the phrase is wanted, and may match an input whose first word is in these classes.
    fn may_match(&self, first_word: WordClasses, wanted: Wanted) -> bool {
        self.first_word.overlaps(first_word) && (wanted == Wanted::All || self.cuts_glued)
    }
}

/// The phrases that a search tries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    All,
    /// Only the phrases that may cut *glued* sentences off a paragraph: sentences of furniture that
    /// were scraped into it.
    CutsGlued,
}

/// The compiled phrases of a set of rules.
pub(crate) struct PhraseIndex {
    phrases: Vec<Phrase>,
    keywords: KeywordTable,
    /// The lists of postings of all keywords, one after another. `keywords` says where each list
    /// is.
    postings: Vec<Posting>,
    /// The phrases without a keyword. They begin with a sign, so trying them costs little.
    without_keyword: Vec<Posting>,
    /// The length of the longest input on which any phrase is tried, in effective words.
    longest: usize,
    reader_words: ReaderWords,
}

impl PhraseIndex {
    /// An index of these phrases. The pattern of each must pass
    /// [`check_pattern`](super::check_pattern).
    ///
    /// # Panics
    /// If a pattern does not.
    pub fn new<'r>(sources: impl Iterator<Item = PhraseSource<'r>>) -> Self {
        let mut phrases = Vec::new();
        let mut without_keyword = Vec::new();
        let mut keyword_pairs = Vec::new();
        let mut longest = 0;
        for source in sources {
            let id = PhraseId(phrases.len() as u32);
            let phrase = Phrase::new(&source);
            longest = longest.max(usize::from(phrase.settings.max_words));
            if phrase.pattern.keywords().is_empty() {
                without_keyword.push(Posting::new(id, &phrase));
            }
            for &keyword in phrase.pattern.keywords() {
                keyword_pairs.push((keyword, id));
            }
            phrases.push(phrase);
        }
        // Puts the pairs with the same keyword side by side, in the order of the phrases.
        keyword_pairs.sort_unstable();
        // A word may be in several alternatives of one phrase.
        keyword_pairs.dedup();
        let mut keywords = Vec::with_capacity(keyword_pairs.len());
        let mut postings = Vec::with_capacity(keyword_pairs.len());
        for (hash, id) in keyword_pairs {
            let posting = Posting::new(id, &phrases[id.0 as usize]);
            keywords.push(PostingKeyword {
                hash,
                cuts_glued: posting.cuts_glued,
            });
            postings.push(posting);
        }
        Self {
            phrases,
            keywords: KeywordTable::new(&keywords),
            postings,
            without_keyword,
            longest,
            reader_words: ReaderWords::new(),
        }
    }

    /// Whether any of the words speaks to the reader.
    pub fn speaks_to_reader(&self, words: &[Word]) -> bool {
        self.reader_words.any_in(words)
    }

    /// Whether an input that the phrase matches is furniture to its end, and not a story that
    /// begins like a prompt. `words` are the words of the input, and `effective_words` is its
    /// length.
    fn is_furniture_to_end(&self, phrase: &Phrase, words: &[Word], effective_words: usize) -> bool {
        // A match from the first word to the last leaves no words that could be a story.
        let covers_all = matches!(phrase.settings.anchor, Anchor::Whole | Anchor::Heading);
        // The foot of a page need not speak to the reader: `© 2031 Harbour Post, registered in
        // Varn`.
        let is_of_foot = phrase.rule.family == Family::Foot;
        // An input may have fewer words than an opening.
        let after_opening = &words[OPENING_WORDS.min(words.len())..];
        is_of_foot
            || covers_all
            || !phrase.settings.must_address_reader
            || effective_words < LONG_PROMPT_WORDS
            || self.speaks_to_reader(after_opening)
    }

    /// The length of the longest input on which any phrase is tried, in effective words.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Replaces the content of `out` with the words that may be keywords, in the order of the text.
    pub fn find_keywords(&self, words: &[Word], out: &mut Vec<KeywordHit>) {
        self.keywords.find(words, out);
    }

    /// The strongest classification of the input by any phrase, as if it were a line by itself;
    /// `None` if no phrase matches. `hits` are the [keywords](Self::find_keywords) in the input.
    pub fn strongest(
        &self,
        input: Input<'_>,
        hits: &[KeywordHit],
        wanted: Wanted,
        scratch: &mut Scratch,
    ) -> Option<Classification> {
        if input.words.is_empty() {
            return None;
        }
        let first_word = WordClasses::of_word(input, 0);
        let mut search = Search {
            index: self,
            input,
            second_word: None,
            measures: None,
            best: None,
            scratch,
        };
        for hit in hits {
            for posting in &self.postings[hit.postings()] {
                if posting.may_match(first_word, wanted) {
                    search.try_phrase(posting);
                }
            }
        }
        for posting in &self.without_keyword {
            if posting.may_match(first_word, wanted) {
                search.try_phrase(posting);
            }
        }
        search.best
    }
}

/// The search for the strongest classification of one input.
struct Search<'i, 't> {
    index: &'i PhraseIndex,
    input: Input<'t>,
    /// The classes of the second word of the input. They are computed when a phrase first needs
    /// them, because on most inputs no phrase needs them.
    second_word: Option<WordClasses>,
    /// The measures of the input, also computed when a phrase first needs them.
    measures: Option<InputMeasures>,
    /// The strongest classification so far.
    best: Option<Classification>,
    scratch: &'i mut Scratch,
}

/// Properties of a whole input.
#[derive(Clone, Copy)]
struct InputMeasures {
    /// The length of the input in effective words.
    effective_words: usize,
    /// The set of its words.
    words: WordMask,
}

impl InputMeasures {
    /// Measures the input, by looking at every word.
    fn of(input: Input<'_>) -> Self {
        Self {
            effective_words: input.effective_words(),
            words: WordMask::of(input.words.iter().map(|word| word.hash)),
        }
    }
}

impl Search<'_, '_> {
    /// Tries the phrase of a posting. If it matches, keeps the classification if that is the
    /// strongest so far.
    fn try_phrase(&mut self, posting: &Posting) {
        let phrase = &self.index.phrases[posting.phrase.0 as usize];
        let second_word = *self
            .second_word
            .get_or_insert_with(|| WordClasses::of_word(self.input, 1));
        if !phrase.second_word.overlaps(second_word) {
            return;
        }
        let measures = *self
            .measures
            .get_or_insert_with(|| InputMeasures::of(self.input));
        let settings = &phrase.settings;
        // The strongest classification that a match of the phrase can give.
        let mut classification =
            Classification::new(phrase.rule, settings.certainty, settings.evidence);
        let is_worth_running = measures.effective_words <= usize::from(posting.max_words)
            && phrase.pattern.may_match(measures.words)
            && classification.outranks(self.best);
        if !is_worth_running || !phrase.matches(self.input, self.scratch) {
            return;
        }
        let effective_words = measures.effective_words;
        // A loose pattern may match by one word alone.
        let is_doubtful = phrase.pattern.is_loose() && self.says_more_than_a_label(effective_words);
        let is_furniture_to_end =
            self.index
                .is_furniture_to_end(phrase, self.input.words, effective_words);
        if is_doubtful || !is_furniture_to_end {
            classification.certainty = classification.certainty.min(Certainty::CutIfAsked);
        }
        // This is tested again, because the certainty may be lower now.
        if classification.outranks(self.best) {
            self.best = Some(classification);
        }
    }

    /// Whether the input is longer than a label, does not speak to the reader, and gives no mail
    /// address. For such an input the one word by which a loose pattern matches is too little
    /// evidence: `Comment` is the heading of a form, but `Comment pieces fill half the paper` is
    /// story.
    fn says_more_than_a_label(&self, effective_words: usize) -> bool {
        effective_words > LABEL_WORDS
            && !self.input.raw().contains('@')
            && !self.index.speaks_to_reader(self.input.words)
    }
}

#[cfg(test)]
mod tests {
    use super::super::matcher::textbook;
    use super::*;
    use crate::rules::built_in_phrases;
    use copydesk_text::words;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static INDEX: LazyLock<PhraseIndex> =
        LazyLock::new(|| PhraseIndex::new(built_in_phrases().into_iter()));

    fn built_in_patterns() -> Vec<&'static str> {
        built_in_phrases()
            .into_iter()
            .map(|source| source.pattern)
            .collect()
    }

    /// A text that the pattern may match. The seed chooses the alternatives of its groups and the
    /// words for `*`.
    fn text_for(pattern: &str, mut seed: usize) -> String {
        let mut text = pattern.to_owned();
        // The first `)` closes an innermost group.
        while let Some(close) = text.find(')') {
            let open = text[..close].rfind('(').unwrap();
            let alternatives: Vec<&str> = text[open + 1..close].split('|').collect();
            let chosen = format!(" {} ", alternatives[seed % alternatives.len()]);
            seed = seed.rotate_right(5) ^ chosen.len();
            text.replace_range(open..=close, &chosen);
        }
        text.replace('#', "2031")
            .replace('*', ["", "the quay", "our 9 readers'"][seed % 3])
            .replace('?', "Breede")
            .replace('~', "e")
    }

    /// The certainty and the evidence of the strongest match, found by trying every phrase.
    fn strongest_of_all(input: Input<'_>, wanted: Wanted) -> Option<(Certainty, f32)> {
        let effective_words = input.effective_words();
        let mut strongest: Option<Classification> = None;
        for phrase in &INDEX.phrases {
            let is_wanted = wanted == Wanted::All || phrase.cuts_glued();
            let is_short = effective_words <= usize::from(phrase.settings.max_words);
            if !is_wanted || !is_short || input.words.is_empty() {
                continue;
            }
            let Some(extent) = phrase.extent(input) else {
                continue;
            };
            if !textbook::matches(&phrase.pattern, input, extent) {
                continue;
            }
            let one_word_is_enough = effective_words <= LABEL_WORDS
                || input.raw().contains('@')
                || INDEX.speaks_to_reader(input.words);
            let is_certain = one_word_is_enough || !phrase.pattern.is_loose();
            let most =
                if is_certain && INDEX.is_furniture_to_end(phrase, input.words, effective_words) {
                    Certainty::Cut
                } else {
                    Certainty::CutIfAsked
                };
            let certainty = phrase.settings.certainty.min(most);
            let found = Classification::new(phrase.rule, certainty, phrase.settings.evidence);
            strongest = Classification::stronger(strongest, Some(found));
        }
        strongest.map(|found| (found.certainty, found.evidence))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_index_finds_what_trying_every_phrase_finds(
            pattern in proptest::sample::select(built_in_patterns()),
            seed: usize,
            before in "(The |“|© |A )?",
            after in "( to our readers and 20 more)?[.:”]?",
        ) {
            let text = before + &text_for(pattern, seed) + &after;
            let (words, mut hits) = (words(&text), Vec::new());
            let input = Input::of_text(&text, &words);
            INDEX.find_keywords(&words, &mut hits);
            for wanted in [Wanted::All, Wanted::CutsGlued] {
                let found = INDEX.strongest(input, &hits, wanted, &mut Scratch::default());
                let found = found.map(|found| (found.certainty, found.evidence));
                prop_assert_eq!(found, strongest_of_all(input, wanted), "{}", text);
            }
        }
    }
}
