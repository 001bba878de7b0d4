//! What the phrases say of one line: that all of it is furniture, or whole sentences at its ends.
//!
//! Scraping glues furniture to paragraphs (`…he said. Sign up for our newsletter.`). From a longer
//! paragraph only whole sentences are cut, only by rules that are allowed to, only at the front and
//! the back, and never out of somebody's speech.
//!
//! `The bridge stays closed until the ice on the river has gone, the pilot said. Sign up for our
//! newsletter here.` loses its last sentence.
//!
//! So a line is classified twice: as a whole, and by the sentences at its ends. If both find
//! something, this decides:
//!
//! * If all sentences are furniture, the whole line is.
//! * If those in front are a prompt that the rest continues, the whole line is.
//! * If those at an end are furniture, and a phrase is certain of the whole line, and the rest
//!   tells nothing, the whole line is.
//! * If those at an end are furniture, and none of that holds, these sentences are.
//! * Otherwise the line is what the phrases say of it as a whole. This is a weakness: a phrase that
//!   may match anywhere takes a short paragraph whole, with the story around the prompt.

use super::index::{PhraseIndex, Wanted};
use super::input::Input;
use super::keywords::KeywordHit;
use super::line::{Classification, Line};
use super::matcher::Scratch;
use super::rule::Family;
use crate::judge::holds_web_address;
use crate::{Certainty, RuleName};
use copydesk_text::{Sentences, Span, effective_words, ends_in_full_stop, ends_sentence};
use std::ops::Range;

/// Words at either end of a paragraph in which the keywords of glued furniture must be.
const REACH: usize = 45;

/// A sentence of this many effective words that does not speak to the reader is story, whatever is
/// beside it. Headings and slogans of appeals are shorter.
const STORY_SENTENCE: usize = 10;
/// The same beside furniture of the foot, which has no such headings.
const STORY_SENTENCE_BESIDE_FOOT: usize = 3;

/// A sentence that continues a prompt has at most this many effective words.
const LONGEST_PROMPT_SENTENCE: usize = 20;
/// A telephone number has at least this many digits.
const DIGITS_OF_TELEPHONE: usize = 7;
/// Longest name of a site or a newsletter in quotation marks, in bytes.
const LONGEST_TITLE: usize = 40;

/// Quotation marks that open or close, in the usage of any language: `”` opens in Swedish.
const QUOTES: [char; 13] = [
    '"', '“', '”', '„', '«', '»', '‘', '「', '」', '『', '』', '‹', '›',
];

/// Classifies lines, one after another, by the phrases of an index.
///
/// Its buffers are used again for each line, so that most lines allocate nothing.
pub(crate) struct LineClassifier<'i> {
    index: &'i PhraseIndex,
    /// The keywords of the current line.
    hits: Vec<KeywordHit>,
    /// The sentences of the current line, if they were needed.
    sentences: Vec<Span>,
    scratch: Scratch,
}

/// How many sentences at the front and at the back of a line are furniture.
struct FurnitureEnds {
    front: usize,
    back: usize,
}

impl<'i> LineClassifier<'i> {
    /// A classifier by these phrases.
    pub fn new(index: &'i PhraseIndex) -> Self {
        Self {
            index,
            hits: Vec::new(),
            sentences: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    /// Sets what the whole line is, or which parts of it are furniture.
    pub fn classify(&mut self, line: &mut Line<'_>) {
        if line.is_blank() {
            return;
        }
        self.index.find_keywords(line.words, &mut self.hits);
        let mut whole = self.classify_whole(line);
        // Of two words neither is a sentence of its own. And finding sentences takes long, so it is
        // done only if there may be something to cut off.
        if line.weight() > 2 && self.may_hold_glued_furniture(line) {
            self.find_sentences(line);
            whole = self.classify_sentences(line, whole);
        }
        line.whole = whole;
    }

    /// The sentences of a line, each with the strongest classification of it, however sure. The
    /// line itself is not changed: the step for walls asks what each sentence is.
    pub fn sentences(&mut self, line: &Line<'_>) -> Vec<(Span, Option<Classification>)> {
        self.index.find_keywords(line.words, &mut self.hits);
        self.find_sentences(line);
        let mut out = Vec::with_capacity(self.sentences.len());
        for at in 0..self.sentences.len() {
            let sentence = self.sentences[at];
            out.push((sentence, self.strongest(line, sentence, Wanted::All)));
        }
        out
    }

    /// The strongest classification of the line as a whole. What begins with a quotation mark is
    /// speech, unless the quotes hold only a name.
    fn classify_whole(&mut self, line: &Line<'_>) -> Option<Classification> {
        if line.weight() > self.index.longest() {
            return None;
        }
        if begins_with_quote(line.raw()) && !self.begins_with_title(line) {
            return None;
        }
        let input = Input {
            text: line.text,
            words: line.words,
            span: line.content,
        };
        self.index
            .strongest(input, &self.hits, Wanted::All, &mut self.scratch)
    }

    /// Decides between the line as a whole, so far classified as `whole`, and the sentences at its
    /// ends. Adds furniture at the ends to the parts of the line, or returns what the whole line
    /// is.
    fn classify_sentences(
        &mut self,
        line: &mut Line<'_>,
        whole: Option<Classification>,
    ) -> Option<Classification> {
        // Counted before anything is joined, because the two ends must not overlap.
        let ends = self.furniture_ends(line);
        let rest = ends.front..self.sentences.len() - ends.back;
        let front = self.joined(line, 0..rest.start);
        let back = self.joined(line, rest.end..self.sentences.len());
        if rest.is_empty() {
            let all = front.or(back).map(|(_, found)| found);
            return Classification::stronger(whole, all);
        }
        if let Some((_, of_front)) = front
            && of_front.family != Family::Inline
            && self.continues_prompt(line, rest.clone())
        {
            return Some(of_front);
        }
        if front.is_none() && back.is_none() {
            return whole;
        }
        let is_certain = match whole {
            Some(found) => found.certainty == Certainty::Cut,
            None => false,
        };
        // A rule may be certain of the whole line although a story is glued to the prompt that it
        // begins with.
        if is_certain && !self.holds_story(line, rest, whole) {
            return whole;
        }
        line.parts.extend(front);
        line.parts.extend(back);
        None
    }

    /// The strongest classification of the words that begin in this part of the line.
    fn strongest(&mut self, line: &Line<'_>, part: Span, wanted: Wanted) -> Option<Classification> {
        let range = line.words_in(part);
        let hits = hits_in(&self.hits, &range);
        let input = Input {
            text: line.text,
            words: &line.words[range],
            span: part,
        };
        self.index.strongest(input, hits, wanted, &mut self.scratch)
    }

    /// Whether a keyword of a rule that cuts glued sentences is near an end of the line, so that it
    /// is worth finding the sentences.
    fn may_hold_glued_furniture(&self, line: &Line<'_>) -> bool {
        for hit in &self.hits {
            let at = hit.word as usize;
            if hit.may_be_glued && (at < REACH || at + REACH >= line.words.len()) {
                return true;
            }
        }
        false
    }

    /// Finds the sentences of the line, for what follows.
    fn find_sentences(&mut self, line: &Line<'_>) {
        self.sentences.clear();
        self.sentences
            .extend(Sentences::new(line.text, line.content));
    }

    /// Counts the furniture sentences at both ends. A line of one sentence has no ends.
    fn furniture_ends(&mut self, line: &Line<'_>) -> FurnitureEnds {
        let count = self.sentences.len();
        let mut ends = FurnitureEnds { front: 0, back: 0 };
        if count < 2 {
            return ends;
        }
        // The back comes first: if every sentence is furniture, all of them are counted there.
        while ends.back < count && self.glued(line, count - 1 - ends.back).is_some() {
            ends.back += 1;
        }
        while ends.front + ends.back < count && self.glued(line, ends.front).is_some() {
            ends.front += 1;
        }
        ends
    }

    /// These sentences as one end of the line, under the strongest classification among them;
    /// `None` if there are none.
    fn joined(
        &mut self,
        line: &Line<'_>,
        sentences: Range<usize>,
    ) -> Option<(Span, Classification)> {
        let first = *self.sentences[sentences.clone()].first()?;
        let last = *self.sentences[sentences.clone()].last()?;
        let span = first.join(last);
        // The space between the furniture and the story is left to the rewriter.
        let visible = span.slice(line.text).trim_end();
        let span = Span::new(span.start(), span.start() + visible.len());
        let mut strongest = None;
        for at in sentences {
            strongest = Classification::stronger(strongest, self.glued(line, at));
        }
        Some((span, strongest?))
    }

    /// What a sentence is if it is furniture that may be cut off the line.
    fn glued(&mut self, line: &Line<'_>, at: usize) -> Option<Classification> {
        let sentence = self.sentences[at];
        let found = self.strongest(line, sentence, Wanted::CutsGlued)?;
        let raw = sentence.slice(line.text);
        let may_go =
            found.certainty == Certainty::Cut && !holds_speech(raw) && closes_what_it_opens(raw);
        may_go.then_some(found)
    }

    /// Whether the quotes at the front hold a name, such as that of the site: a few letters that
    /// are no furniture themselves, after which the sentence goes on.
    fn begins_with_title(&mut self, line: &Line<'_>) -> bool {
        // `“The Harbour Post” asks its readers for help.` begins with a title, and is no speech.
        let inside = line.raw().trim_start_matches(QUOTES);
        let Some((title, behind)) = inside.split_once(QUOTES) else {
            return false;
        };
        let Some(rest) = behind.strip_prefix(' ') else {
            return false;
        };
        let is_name = title.len() <= LONGEST_TITLE
            && title.ends_with(char::is_alphanumeric)
            && !title.contains(',');
        if !is_name || !rest.starts_with(char::is_lowercase) {
            return false;
        }
        let end = line.content.end() - behind.len();
        let span = Span::new(line.content.start(), end);
        self.strongest(line, span, Wanted::All).is_none()
    }

    /// Whether all these sentences after a prompt are part of it: each speaks to the reader or says
    /// where to turn, in a few words, and none is speech.
    fn continues_prompt(&self, line: &Line<'_>, sentences: Range<usize>) -> bool {
        for &sentence in &self.sentences[sentences] {
            let raw = sentence.slice(line.text);
            let words = &line.words[line.words_in(sentence)];
            let is_part = effective_words(words) <= LONGEST_PROMPT_SENTENCE
                && (says_where_to_turn(raw) || self.index.speaks_to_reader(words))
                && !holds_speech(raw);
            if !is_part {
                return false;
            }
        }
        true
    }

    /// Whether one of these sentences, beside furniture, belongs to a story.
    fn holds_story(
        &mut self,
        line: &Line<'_>,
        mut sentences: Range<usize>,
        beside: Option<Classification>,
    ) -> bool {
        sentences.any(|at| self.is_story(line, at, beside))
    }

    /// Whether a sentence tells something, rather than asks the reader for something. `beside` is
    /// what the line as a whole was taken for.
    fn is_story(&mut self, line: &Line<'_>, at: usize, beside: Option<Classification>) -> bool {
        let sentence = self.sentences[at];
        let raw = sentence.slice(line.text);
        let words = &line.words[line.words_in(sentence)];
        if let Some(found) = beside
            && matches!(found.rule, RuleName::Related | RuleName::RelatedList)
            && !ends_in_full_stop(raw.trim_end())
        {
            // After a label for other stories, what has no full stop is the headline of one.
            return false;
        }
        // The semicolon is the Greek question mark.
        let is_question = raw.trim_end().ends_with(['?', '？', '؟', ';']);
        let is_beside_foot = match beside {
            Some(found) => found.family == Family::Foot,
            None => false,
        };
        // A short one without a stop is a button: `Accept Read More`.
        let least = if is_beside_foot && !is_question && ends_sentence(raw) {
            STORY_SENTENCE_BESIDE_FOOT
        } else {
            STORY_SENTENCE
        };
        if effective_words(words) < least || self.index.speaks_to_reader(words) {
            return false;
        }
        match self.strongest(line, sentence, Wanted::All) {
            Some(found) => found.certainty < Certainty::CutIfAsked,
            None => true,
        }
    }
}

/// Those of the hits, which are in the order of the words, whose words are in this range.
fn hits_in<'h>(hits: &'h [KeywordHit], words: &Range<usize>) -> &'h [KeywordHit] {
    let first = hits.partition_point(|hit| (hit.word as usize) < words.start);
    let end = hits.partition_point(|hit| (hit.word as usize) < words.end);
    &hits[first..end]
}

/// Whether a sentence gives an address or a telephone number.
fn says_where_to_turn(raw: &str) -> bool {
    // Digits are counted in the whole sentence, since numbers are written in groups.
    let digits = raw.bytes().filter(u8::is_ascii_digit).count();
    raw.contains('@') || holds_web_address(raw) || digits >= DIGITS_OF_TELEPHONE
}

/// Whether as many brackets are opened as closed. If not, the other one is in the story, and would
/// be left alone there.
fn closes_what_it_opens(raw: &str) -> bool {
    raw.matches(['(', '（', '[']).count() == raw.matches([')', '）', ']']).count()
}

/// Whether a line or a sentence begins with somebody's words, or with a title in quotes.
fn begins_with_quote(raw: &str) -> bool {
    raw.starts_with(QUOTES)
}

/// Whether the sentence is, or belongs to, somebody's speech: it begins with a quotation mark, or
/// ends in one behind its stop.
fn holds_speech(raw: &str) -> bool {
    begins_with_quote(raw)
        || raw
            .trim_end()
            .trim_end_matches(['.', '!', '?', ',', '。', '！', '？'])
            .ends_with(QUOTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rules;
    use copydesk_text::Document;

    /// What is found in a text of one line.
    fn found(text: &str) -> Vec<&str> {
        let found = Rules::new().find(&Document::new(text));
        found.iter().map(|found| found.span.slice(text)).collect()
    }

    #[test]
    fn a_sentence_that_is_glued_to_a_story_is_cut_off() {
        let glued = "The bridge stays closed until the ice on the river has gone, the pilot said. \
                     Sign up for our newsletter here.";
        assert_eq!(found(glued), ["Sign up for our newsletter here."]);
    }

    #[test]
    fn speech_and_half_brackets_are_not_cut_off() {
        assert!(holds_speech("“Sign up for our newsletter here,” he said."));
        assert!(holds_speech(
            "Sign up for our newsletter here,” he said, “and wait.”"
        ));
        assert!(!holds_speech("Sign up for our newsletter here."));
        assert!(closes_what_it_opens("Sign up (it is free)."));
        assert!(!closes_what_it_opens("Read more here)."));
    }

    #[test]
    fn a_line_of_furniture_sentences_is_furniture_as_a_whole() {
        let prompt = "Sign up for our newsletter here. Get the best of our stories in your inbox.";
        assert_eq!(found(prompt), [prompt]);
    }
}
