//! The pattern language of the rules. It is about words in normal form.
//!
//! * `word` matches this word. The text of a pattern is divided into words as any text is, so
//!   `Don't` and `版权所有` work.
//! * `word~` matches any word that begins with `word` (for inflected languages).
//! * `#` matches a word with a digit.
//! * `?` matches any one word.
//! * `*` matches any run of 0 to 6 words.
//! * `(a|b c|)` is a group, and matches one of its alternatives. These may hold groups again. An
//!   empty alternative makes the group optional.
//! * `:` `@` `©` `]` match no word, but require that sign, or one with the same meaning, at this
//!   place between two words, before the first word or after the last.
//! * `^` matches no word, but requires that the next word may begin a title: it is in quotes, or
//!   does not begin with a small letter. There may also be no next word.
//!
//! A pattern is [compiled](super::compiler) to a small [program](super::program), which tries all
//! alternatives [at once](super::matcher). Most patterns are ruled out before their program is run.
//! For that a [`Pattern`] also stores words that a match must hold, and the words that a match may
//! begin with.

use super::compiler::compile;
use super::pattern_error::PatternError;
use super::program::{Assertion, Instruction, first_words, may_match_by_one_word};
use super::word_mask::WordMask;
use copydesk_text::Word;

/// Length of the longest pattern that is accepted, in bytes.
const LONGEST_PATTERN_BYTES: usize = 4000;

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    program: Vec<Instruction>,
    /// See [`Self::keywords`].
    keywords: Vec<u64>,
    /// Hashes of the words that a match may begin with. Empty if these cannot be listed, as for `*`
    /// or `word~`.
    first_words: Vec<u64>,
    /// Sets of words. Every match holds at least one word of each set.
    required: Vec<WordMask>,
    /// See [`Self::is_loose`].
    is_loose: bool,
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// If the pattern is empty, too long, or not well formed. [`PatternError::AnyLine`] is never
    /// returned here, because whether a pattern could match any line also depends on its
    /// [anchor](super::rule::Anchor), which says where in a line it must match.
    pub fn new(source: &str) -> Result<Self, PatternError> {
        if source.trim().is_empty() {
            return Err(PatternError::Empty);
        }
        if source.len() > LONGEST_PATTERN_BYTES {
            return Err(PatternError::TooLong);
        }
        let compiled = compile(source)?;
        Ok(Self {
            keywords: compiled.keywords,
            first_words: first_words(&compiled.program).unwrap_or_default(),
            required: compiled.required,
            is_loose: may_match_by_one_word(&compiled.program),
            program: compiled.program,
        })
    }

    /// Hashes of the words by which the pattern is looked up. Every match holds at least one of
    /// them. Empty if the pattern requires no word.
    pub fn keywords(&self) -> &[u64] {
        &self.keywords
    }

    /// Whether a single word may be all that a match requires, as in `login *`.
    pub fn is_loose(&self) -> bool {
        self.is_loose
    }

    /// Whether a sign such as `©` must be before the first word of every match. `^` does not count,
    /// because most lines begin as a title does.
    pub fn begins_with_sign(&self) -> bool {
        match self.program[0] {
            Instruction::Assert(assertion) => assertion != Assertion::Title,
            _ => false,
        }
    }

    /// The program of the pattern. It starts at the first instruction; the last one is `Match`.
    pub fn program(&self) -> &[Instruction] {
        &self.program
    }

    /// Whether an input with these words may hold all words that a match requires. If `false`, it
    /// certainly does not.
    pub fn may_match(&self, words: WordMask) -> bool {
        for required in &self.required {
            if !required.may_overlap(words) {
                return false;
            }
        }
        true
    }

    /// Whether a match may begin with the word. If `false`, no match does.
    pub fn may_begin_with(&self, word: &Word) -> bool {
        self.first_words.is_empty() || self.first_words.contains(&word.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::super::input::Input;
    use super::super::matcher::{Extent, Scratch, textbook};
    use super::*;
    use copydesk_text::{hash64, words};
    use proptest::prelude::*;

    fn pattern_of(source: &str) -> Pattern {
        Pattern::new(source).expect("a pattern")
    }

    /// Whether the pattern matches from the first word of the text to the last.
    fn matches_whole(pattern: &str, text: &str) -> bool {
        matches(pattern, text, Extent::WHOLE)
    }

    fn matches(pattern: &str, text: &str, extent: Extent) -> bool {
        let words = words(text);
        let input = Input::of_text(text, &words);
        pattern_of(pattern).matches(input, extent, &mut Scratch::default())
    }

    #[test]
    fn words_stems_numbers_gaps_and_groups_match_as_documented() {
        assert!(matches_whole(
            "sign up for our * newsletter~",
            "Sign up for our free weekly newsletters!"
        ));
        assert!(!matches_whole(
            "sign up for our * newsletter~",
            "Sign up for our newsletter here"
        ));
        assert!(matches(
            "sign up for our * newsletter~",
            "Sign up for our newsletter here",
            Extent::START
        ));
        assert!(matches(
            "our newsletter",
            "Read our newsletter",
            Extent {
                may_start_late: true,
                may_end_early: false
            }
        ));
        assert!(matches_whole("image # of #", "Image 1 of 2"));
        assert!(matches_whole("(share|send this|) story", "Send this story"));
        assert!(matches_whole("(share|send this|) story", "Story"));
        assert!(matches_whole("版权所有", "版权所有"));
        assert!(matches_whole("подпи~ на ?", "Подпишитесь на канал"));
        assert!(
            matches_whole("a * b", "a 1 2 3 4 5 6 b")
                && !matches_whole("a * b", "a 1 2 3 4 5 6 7 b")
        );
    }

    #[test]
    fn signs_are_required_between_words() {
        assert!(matches("related :", "Related: A new bridge", Extent::START));
        assert!(!matches("related :", "Related charges: two", Extent::START));
        assert!(
            matches_whole("© # *", "© 2031 The Harbour Post")
                && !matches_whole("© # *", "2031 The Harbour Post")
        );
        assert!(matches_whole(
            "write to ? @ *",
            "Write to desk@harbour.example"
        ));
    }

    #[test]
    fn a_text_that_is_no_pattern_is_refused() {
        let error = |source: &str| Pattern::new(source).unwrap_err();
        assert_eq!(error("  "), PatternError::Empty);
        assert_eq!(error(&"word ".repeat(1000)), PatternError::TooLong);
        assert_eq!(error("(sign up|subscribe now"), PatternError::Unclosed);
        assert_eq!(error("sign up) now"), PatternError::Unopened);
        assert_eq!(error("sign (up|in)) now"), PatternError::Unopened);
        assert_eq!(
            error(&format!("{}a{}", "(".repeat(9), ")".repeat(9))),
            PatternError::TooDeep
        );
        assert_eq!(error("sign up|in"), PatternError::BareBar);
        assert_eq!(error("sign — up"), PatternError::NoWord);
        assert_eq!(error("sign ~"), PatternError::NoWord);
    }

    #[test]
    fn keywords_are_required_for_a_match() {
        let key = |text: &str| hash64(text.as_bytes());
        assert_eq!(
            pattern_of("sign up for our newsletter").keywords(),
            [key("newsletter")]
        );
        assert_eq!(
            pattern_of("(subscribe|register) *").keywords(),
            [key("subscribe"), key("register")]
        );
        assert_eq!(pattern_of("(subscribe|) now").keywords(), [key("now")]);
        assert!(pattern_of("© # *").keywords().is_empty());
    }

    #[test]
    fn a_loose_pattern_may_match_by_one_word() {
        let is_loose = |source: &str| pattern_of(source).is_loose();
        assert!(is_loose("(comment|leave a comment) *") && is_loose("login (or|) *"));
        assert!(!is_loose("log in *") && !is_loose("© # *") && !is_loose("(related|more) : *"));
    }

    #[test]
    fn first_words_are_words_in_full() {
        let hash = |text: &str| hash64(text.as_bytes());
        assert_eq!(
            pattern_of("(sign up|subscribe) now").first_words,
            [hash("subscribe"), hash("sign")]
        );
        assert!(
            pattern_of("(please|) subscribe")
                .first_words
                .contains(&hash("subscribe"))
        );
        assert!(
            pattern_of("* newsletter").first_words.is_empty()
                && pattern_of("подпи~ на").first_words.is_empty()
        );
    }

    proptest! {
        #[test]
        fn a_match_begins_with_a_first_word(
            pattern in "(a|bb|\\(a\\|bb\\)|\\(a\\|\\(\\|bb\\)\\)|ccc|\\*|\\?)( (a|bb|\\(a\\|ccc\\)|\
                        ccc)){0,3}",
            text in "((a|bb|ccc) ){0,6}",
        ) {
            let compiled = pattern_of(&pattern);
            let without_first_words = Pattern { first_words: Vec::new(), ..pattern_of(&pattern) };
            let words = words(&text);
            let input = Input::of_text(&text, &words);
            let scratch = &mut Scratch::default();
            let found = compiled.matches(input, Extent::START, scratch);
            let expected = without_first_words.matches(input, Extent::START, scratch);
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn a_match_holds_a_keyword_and_all_that_is_required(
            pattern in "(a|bb|\\(a\\|bb\\)|\\(a\\|\\(\\|bb\\)\\)|ccc|\\*)( (a|bb|\\(a\\|ccc\\)|ccc|\
                        \\*|\\?)){0,4}",
            text in "((a|bb|ccc) ){0,8}",
        ) {
            let compiled = pattern_of(&pattern);
            let words = words(&text);
            let input = Input::of_text(&text, &words);
            if textbook::matches(&compiled, input, Extent::ANYWHERE) {
                let keywords = compiled.keywords();
                let is_held = words.iter().any(|w| keywords.contains(&w.hash));
                prop_assert!(keywords.is_empty() || is_held);
                prop_assert!(compiled.may_match(WordMask::of(words.iter().map(|w| w.hash))));
            }
        }
    }
}
