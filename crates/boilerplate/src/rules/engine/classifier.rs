//! Classifies a line by the phrases: the whole line may be furniture, or some sentences at its
//! ends.
//!
//! A *phrase* is a pattern of words that belongs to a rule. A phrase is *certain* of a line or a
//! sentence if it would have it cut ([`Certainty::Cut`]). A *prompt* is furniture that asks the
//! reader to do something.
//!
//! Scraping glues furniture to paragraphs. For example, only the last sentence of this line is
//! furniture: `The bridge stays closed until the ice on the river has gone, the pilot said. Sign up
//! for our newsletter here.` From a paragraph only whole sentences are cut, only at the front and
//! the back, only by certain phrases of rules with `cuts_glued_sentences`, and never quoted speech.
//! In this module *furniture sentences* are sentences that may be cut off so.
//!
//! So a line is classified twice: as a whole, and by the furniture sentences at its ends. The first
//! of these cases that applies decides:
//!
//! * All sentences are furniture sentences: the whole line is furniture.
//! * There are furniture sentences at the front, of another family than [`Family::Inline`], and all
//!   remaining sentences continue their prompt: the whole line is furniture.
//! * There are furniture sentences at an end, a phrase is certain of the whole line, and no
//!   remaining sentence belongs to a story: the whole line is furniture.
//! * There are furniture sentences at an end: only these sentences are furniture.
//! * Otherwise the classification of the line as a whole counts. This has a weakness: if a phrase
//!   may match anywhere in a line, a short paragraph is furniture together with the story around
//!   the prompt.

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

/// The number of words at either end of a paragraph among which a *keyword* must be, a word that a
/// phrase requires. If none is there, the paragraph is not searched for furniture sentences.
const WORDS_AT_END: usize = 45;

/// Shortest sentence that belongs to a story if it does not speak to the reader, in effective
/// words. Headings and slogans of appeals are shorter.
const STORY_SENTENCE_WORDS: usize = 10;
/// The shortest such sentence in a line of [`Family::Foot`], where there are no such headings. It
/// must end as a sentence does, and not be a question.
const STORY_SENTENCE_WORDS_IN_FOOT: usize = 3;

/// Longest sentence that continues a prompt, in effective words.
const PROMPT_SENTENCE_WORDS: usize = 20;
/// The least number of digits in a telephone number.
const DIGITS_OF_TELEPHONE: usize = 7;
/// Length of the longest name of a site or a newsletter in quotation marks, in bytes.
const LONGEST_NAME_BYTES: usize = 40;

/// Quotation marks, opening and closing. They are not told apart, because most of them open in one
/// language and close in another: `”` opens in Swedish.
const QUOTES: [char; 13] = [
    '"', '“', '”', '„', '«', '»', '‘', '「', '」', '『', '』', '‹', '›',
];

/// Classifies lines, one after another, by the phrases of an index.
///
/// Its buffers are reused for each line, so that most lines allocate no memory.
pub(crate) struct LineClassifier<'i> {
    index: &'i PhraseIndex,
    /// The words of the current line that may be keywords.
    hits: Vec<KeywordHit>,
    /// The sentences of the current line. They are found only if they are needed.
    sentences: Vec<Span>,
    scratch: Scratch,
}

/// How many sentences at the front and at the back of a line are furniture sentences.
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

    /// Records in the line what is furniture: the whole line, or which parts of it.
    pub fn classify(&mut self, line: &mut Line<'_>) {
        if line.is_blank() {
            return;
        }
        self.index.find_keywords(line.words, &mut self.hits);
        let mut whole = self.classify_whole(line);
        // A line with only two words has no sentence to cut off. Finding sentences is slow, so it
        // is done only if there may be a furniture sentence.
        if line.effective_words() > 2 && self.may_hold_glued_furniture(line) {
            self.find_sentences(line);
            whole = self.classify_sentences(line, whole);
        }
        line.classification = whole;
    }

    /// The sentences of a line, each with its strongest classification by any phrase, of any
    /// certainty; `None` if no phrase matches the sentence. The line is not changed. This is for
    /// the step that looks for [walls](super::super::walls), pages that are shown in place of an
    /// article.
    pub fn classified_sentences(&mut self, line: &Line<'_>) -> Vec<(Span, Option<Classification>)> {
        self.index.find_keywords(line.words, &mut self.hits);
        self.find_sentences(line);
        let mut out = Vec::with_capacity(self.sentences.len());
        for i in 0..self.sentences.len() {
            let sentence = self.sentences[i];
            out.push((sentence, self.strongest(line, sentence, Wanted::All)));
        }
        out
    }

    /// The strongest classification of the line as a whole; `None` if no phrase matches. A line
    /// that begins with a quotation mark is speech and not furniture, unless only a name is in
    /// quotes.
    fn classify_whole(&mut self, line: &Line<'_>) -> Option<Classification> {
        if line.effective_words() > self.index.longest() {
            return None;
        }
        if begins_with_quote(line.raw()) && !self.begins_with_quoted_name(line) {
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

    /// Decides between the classification of the line as a whole (`whole`) and the sentences at its
    /// ends, by the cases that the module lists. If the whole line is furniture, returns its
    /// classification. Otherwise returns `None`, and adds the furniture sentences at the ends to
    /// the parts of the line.
    fn classify_sentences(
        &mut self,
        line: &mut Line<'_>,
        whole: Option<Classification>,
    ) -> Option<Classification> {
        let ends = self.furniture_ends(line);
        // The indices of the remaining sentences.
        let rest = ends.front..self.sentences.len() - ends.back;
        let front = self.end_part(line, 0..rest.start);
        let back = self.end_part(line, rest.end..self.sentences.len());
        if rest.is_empty() {
            // All sentences are furniture, and all are counted at the back.
            let all = back.map(|(_, classification)| classification);
            return Classification::stronger(whole, all);
        }
        if let Some((_, prompt)) = front
            && prompt.family != Family::Inline
            && self.continues_prompt(line, rest.clone())
        {
            return Some(prompt);
        }
        if front.is_none() && back.is_none() {
            return whole;
        }
        // A phrase may be certain of the whole line although only its beginning is a prompt, and a
        // story is glued to it.
        if let Some(certain) = whole
            && certain.certainty == Certainty::Cut
            && !self.holds_story(line, rest, certain)
        {
            return whole;
        }
        line.parts.extend(front);
        line.parts.extend(back);
        None
    }

    /// The strongest classification, by the wanted phrases, of the words that begin in this part of
    /// the line, as if they were a line by themselves.
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

    /// Whether there may be a furniture sentence: a keyword of a phrase that may cut glued
    /// sentences seems to be near an end of the line. If not, the sentences need not be found.
    fn may_hold_glued_furniture(&self, line: &Line<'_>) -> bool {
        for hit in &self.hits {
            let word = hit.word as usize;
            let is_at_end = word < WORDS_AT_END || word + WORDS_AT_END >= line.words.len();
            if hit.may_cut_glued && is_at_end {
                return true;
            }
        }
        false
    }

    /// Finds the sentences of the line and stores them in `self.sentences`.
    fn find_sentences(&mut self, line: &Line<'_>) {
        self.sentences.clear();
        self.sentences
            .extend(Sentences::new(line.text, line.content));
    }

    /// Counts the furniture sentences at both ends. No sentence is counted twice: if all are
    /// furniture sentences, all are counted at the back. For a line of one sentence both counts are
    /// zero, because it is classified as a whole.
    fn furniture_ends(&mut self, line: &Line<'_>) -> FurnitureEnds {
        let count = self.sentences.len();
        let mut ends = FurnitureEnds { front: 0, back: 0 };
        if count < 2 {
            return ends;
        }
        while ends.back < count && self.glued_furniture(line, count - 1 - ends.back).is_some() {
            ends.back += 1;
        }
        while ends.front + ends.back < count && self.glued_furniture(line, ends.front).is_some() {
            ends.front += 1;
        }
        ends
    }

    /// The part of the line that consists of these furniture sentences, with the strongest of their
    /// classifications; `None` if the range is empty.
    fn end_part(
        &mut self,
        line: &Line<'_>,
        sentences: Range<usize>,
    ) -> Option<(Span, Classification)> {
        let first = *self.sentences[sentences.clone()].first()?;
        let last = *self.sentences[sentences.clone()].last()?;
        let span = first.join(last);
        // The part does not include the space after it. The rewriter decides about that space.
        let visible = span.slice(line.text).trim_end();
        let span = Span::new(span.start(), span.start() + visible.len());
        let mut strongest = None;
        for i in sentences {
            strongest = Classification::stronger(strongest, self.glued_furniture(line, i));
        }
        Some((span, strongest?))
    }

    /// The classification of the sentence with this index, if it is a furniture sentence; `None`
    /// for any other.
    fn glued_furniture(&mut self, line: &Line<'_>, index: usize) -> Option<Classification> {
        let sentence = self.sentences[index];
        let classification = self.strongest(line, sentence, Wanted::CutsGlued)?;
        let raw = sentence.slice(line.text);
        let may_be_cut = classification.certainty == Certainty::Cut
            && !is_speech(raw)
            && has_paired_brackets(raw);
        may_be_cut.then_some(classification)
    }

    /// Whether the line begins with a name in quotes, after which the sentence continues: `“The
    /// Harbour Post” asks its readers for help.` What a phrase takes for furniture is not a name.
    fn begins_with_quoted_name(&mut self, line: &Line<'_>) -> bool {
        let inside = line.raw().trim_start_matches(QUOTES);
        let Some((name, after)) = inside.split_once(QUOTES) else {
            return false;
        };
        let Some(rest) = after.strip_prefix(' ') else {
            return false;
        };
        let may_be_name = name.len() <= LONGEST_NAME_BYTES
            && name.ends_with(char::is_alphanumeric)
            && !name.contains(',');
        if !may_be_name || !rest.starts_with(char::is_lowercase) {
            return false;
        }
        let end = line.content.end() - after.len();
        let quoted = Span::new(line.content.start(), end);
        self.strongest(line, quoted, Wanted::All).is_none()
    }

    /// Whether all these sentences continue the prompt before them. Each must be short, must speak
    /// to the reader (with a word such as `you` or `our`) or give a contact, and must not be
    /// speech.
    fn continues_prompt(&self, line: &Line<'_>, sentences: Range<usize>) -> bool {
        for &sentence in &self.sentences[sentences] {
            let raw = sentence.slice(line.text);
            let words = &line.words[line.words_in(sentence)];
            let continues = effective_words(words) <= PROMPT_SENTENCE_WORDS
                && (gives_contact(raw) || self.index.speaks_to_reader(words))
                && !is_speech(raw);
            if !continues {
                return false;
            }
        }
        true
    }

    /// Whether one of these sentences belongs to a story. `whole` is the classification of the line
    /// as a whole.
    fn holds_story(
        &mut self,
        line: &Line<'_>,
        mut sentences: Range<usize>,
        whole: Classification,
    ) -> bool {
        sentences.any(|index| self.is_story(line, index, whole))
    }

    /// Whether the sentence with this index belongs to a story: it is long enough, does not speak
    /// to the reader, and is not taken for furniture. `whole` is the classification of the line as
    /// a whole.
    fn is_story(&mut self, line: &Line<'_>, index: usize, whole: Classification) -> bool {
        let sentence = self.sentences[index];
        let raw = sentence.slice(line.text);
        let words = &line.words[line.words_in(sentence)];
        // In a line about related stories, a sentence without a full stop is the headline of one of
        // them.
        let is_about_related = matches!(whole.rule, RuleName::Related | RuleName::RelatedList);
        if is_about_related && !ends_in_full_stop(raw.trim_end()) {
            return false;
        }
        // The semicolon is the Greek question mark.
        let is_question = raw.trim_end().ends_with(['?', '？', '؟', ';']);
        let is_of_foot = whole.family == Family::Foot;
        // A short text that does not end as a sentence does may be a row of buttons: `Accept Read
        // More`.
        let least = if is_of_foot && !is_question && ends_sentence(raw) {
            STORY_SENTENCE_WORDS_IN_FOOT
        } else {
            STORY_SENTENCE_WORDS
        };
        if effective_words(words) < least || self.index.speaks_to_reader(words) {
            return false;
        }
        match self.strongest(line, sentence, Wanted::All) {
            Some(classification) => classification.certainty < Certainty::CutIfAsked,
            None => true,
        }
    }
}

/// The hits for the words in this range of indices. `hits` are in the order of the words.
fn hits_in<'h>(hits: &'h [KeywordHit], words: &Range<usize>) -> &'h [KeywordHit] {
    let first = hits.partition_point(|hit| (hit.word as usize) < words.start);
    let end = hits.partition_point(|hit| (hit.word as usize) < words.end);
    &hits[first..end]
}

/// Whether a sentence gives a mail or web address or a telephone number.
fn gives_contact(raw: &str) -> bool {
    // Digits are counted in the whole sentence, since telephone numbers are written in groups.
    let digits = raw.bytes().filter(u8::is_ascii_digit).count();
    raw.contains('@') || holds_web_address(raw) || digits >= DIGITS_OF_TELEPHONE
}

/// Whether the sentence has as many opening brackets as closing ones. If not, the other bracket of
/// a pair is in the story, and would be left there alone if the sentence were cut.
fn has_paired_brackets(raw: &str) -> bool {
    raw.matches(['(', '（', '[']).count() == raw.matches([')', '）', ']']).count()
}

/// Whether a line or a sentence begins with a quotation mark.
fn begins_with_quote(raw: &str) -> bool {
    raw.starts_with(QUOTES)
}

/// Whether a sentence is speech or a part of speech: it has a quotation mark at its beginning or
/// its end. At the end the mark may be before or after the stop.
fn is_speech(raw: &str) -> bool {
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

    /// The furniture that is found in a text of one line.
    fn furniture_in(text: &str) -> Vec<&str> {
        let found = Rules::new().find(&Document::new(text));
        found.iter().map(|found| found.span.slice(text)).collect()
    }

    #[test]
    fn a_sentence_that_is_glued_to_a_story_is_cut_off() {
        let glued = "The bridge stays closed until the ice on the river has gone, the pilot said. \
                     Sign up for our newsletter here.";
        assert_eq!(furniture_in(glued), ["Sign up for our newsletter here."]);
    }

    #[test]
    fn speech_is_recognised_by_its_quotation_marks() {
        assert!(is_speech("“Sign up for our newsletter here,” he said."));
        assert!(is_speech(
            "Sign up for our newsletter here,” he said, “and wait.”"
        ));
        assert!(!is_speech("Sign up for our newsletter here."));
    }

    #[test]
    fn a_bracket_without_its_partner_is_noticed() {
        assert!(has_paired_brackets("Sign up (it is free)."));
        assert!(!has_paired_brackets("Read more here)."));
    }

    #[test]
    fn a_line_of_furniture_sentences_is_furniture_as_a_whole() {
        let prompt = "Sign up for our newsletter here. Get the best of our stories in your inbox.";
        assert_eq!(furniture_in(prompt), [prompt]);
    }
}
