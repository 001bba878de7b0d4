//! All phrases of all rules, found by one word that each of them cannot do without.
//!
//! A line that holds none of these words costs one look into a small table of bits per word, and that is nearly every line.

use super::line::{Line, Mark, ends_in_stop};
use super::pattern::{Pattern, Run};
use super::rule::{Anchor, Family, Phrases, Rule};
use crate::Certainty;
use ahash::{AHashMap, AHashSet};
use copydesk_text::{Span, Word, effective_words, words};

struct Entry {
    rule: &'static Rule,
    phrases: &'static Phrases,
    pattern: Pattern,
}

/// A set of words that may err on the side of yes; most words of a story are not in it.
struct Filter(Vec<u64>);

impl Filter {
    const BITS: usize = 1 << 17;

    fn new() -> Self {
        Self(vec![0; Self::BITS / 64])
    }

    fn add(&mut self, hash: u64) {
        let bit = hash as usize % Self::BITS;
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    fn has(&self, hash: u64) -> bool {
        let bit = hash as usize % Self::BITS;
        self.0[bit / 64] & (1 << (bit % 64)) != 0
    }
}

/// The compiled phrases of a set of rules.
pub(crate) struct Index {
    entries: Vec<Entry>,
    by_key: AHashMap<u64, Vec<u32>>,
    /// Phrases that hold no fixed word (`© #`); they must open with a sign, so that trying them costs nothing.
    keyless: Vec<u32>,
    filter: Filter,
    /// The keys of those phrases that may cut sentences off a paragraph.
    glue_filter: Filter,
    longest: usize,
    address: AHashSet<u64>,
}

/// Words with which sites speak to their readers and of themselves, and what they offer.
const ADDRESS: &str = "you your yours we our us i my sie ihr ihre ihren ihrem du dein deine wir unser unsere unseren vous votre vos \
    nous notre nos te tu su sus usted nosotros nuestro nuestra nuestros nuestras você seu sua nosso nossa lei suo voi vostro noi \
    nostro nostra вы вас вам ваш вашу мы нас нам наш наши нашу ви вам наш je jouw uw wij ons onze ty twój nasz nasze siz sizin bizim \
    inbox email e-mail newsletter newsletters alerts privacy free here click";
/// The languages of those words.
const ADDRESS_LANGUAGES: &[&str] = &["en", "de", "fr", "es", "pt", "it", "ru", "uk", "nl", "pl", "tr"];
/// A prompt this long says more than its opening words; then the rest must still speak to the reader, or it is a story that begins
/// like a prompt.
const LONG_PROMPT: usize = 20;
/// Letters of a first word in capitals (`READ: …`) that tell a label from initials.
const SHOUTED: usize = 4;
/// Words of the opening that prove nothing.
const OPENING: usize = 6;

impl Index {
    pub fn new(rules: &[&'static Rule]) -> Self {
        let mut index = Self {
            entries: Vec::new(),
            by_key: AHashMap::new(),
            keyless: Vec::new(),
            filter: Filter::new(),
            glue_filter: Filter::new(),
            longest: 0,
            address: words(ADDRESS).into_iter().map(|w| w.hash).collect(),
        };
        for &rule in rules {
            for phrases in rule.phrases {
                phrases.patterns.iter().for_each(|source| index.add(rule, phrases, source));
            }
        }
        index
    }

    fn add(&mut self, rule: &'static Rule, phrases: &'static Phrases, source: &str) {
        let id = self.entries.len() as u32;
        let pattern = Pattern::new(source);
        if pattern.keys().is_empty() {
            let is_cheap = pattern.opens_with_sign() && phrases.anchor != Anchor::Anywhere;
            assert!(is_cheap, "{}: this pattern would be tried on every line: {source}", rule.name);
            self.keyless.push(id);
        }
        for &key in pattern.keys() {
            let ids = self.by_key.entry(key).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
            self.filter.add(key);
            if rule.reaches_glued_sentences && phrases.certainty == Certainty::Cut {
                self.glue_filter.add(key);
            }
        }
        self.longest = self.longest.max(phrases.max_words.into());
        self.entries.push(Entry { rule, phrases, pattern });
    }

    /// Whether any of the words speaks to the reader.
    pub fn speaks_to_reader(&self, words: &[Word]) -> bool {
        words.iter().any(|w| self.address.contains(&w.hash))
    }

    /// Whether a line that matched goes on like what it began as. If not, it is furniture only in the company of furniture.
    fn is_prompt(&self, entry: &Entry, words: &[Word], weight: usize) -> bool {
        let is_certain = entry.rule.family == Family::Foot || matches!(entry.phrases.anchor, Anchor::Whole | Anchor::Heading);
        let is_told = ADDRESS_LANGUAGES.contains(&entry.phrases.lang);
        is_certain || !is_told || weight < LONG_PROMPT || self.speaks_to_reader(&words[OPENING.min(words.len())..])
    }

    /// The longest line, in effective words, on which any phrase is tried.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Whether any of the words is one that hangs a sentence on a paragraph.
    pub fn may_be_glued(&self, words: &[Word]) -> bool {
        words.iter().any(|w| self.glue_filter.has(w.hash))
    }

    /// The strongest mark that any phrase sets on these words, taken as a line of their own.
    pub fn best(&self, line: &Line<'_>, words: &[Word], piece: Span, wanted: impl Fn(&Rule) -> bool) -> Option<Mark> {
        let weight = effective_words(words);
        if weight > self.longest || words.is_empty() {
            return None;
        }
        let run = Run { text: line.text, words, bounds: (piece.start(), piece.end()) };
        let keyed = words.iter().filter(|w| self.filter.has(w.hash)).filter_map(|w| self.by_key.get(&w.hash)).flatten();
        let mut best: Option<Mark> = None;
        for &id in keyed.chain(&self.keyless) {
            let entry = &self.entries[id as usize];
            let mut mark = Mark::new(entry.rule, entry.phrases.certainty, entry.phrases.evidence);
            let is_tried = weight <= entry.phrases.max_words.into() && mark.outranks(best) && wanted(entry.rule);
            if !is_tried || !entry.matches(run) {
                continue;
            }
            if !self.is_prompt(entry, words, weight) {
                mark.certainty = mark.certainty.min(Certainty::CutIfAsked);
            }
            if mark.outranks(best) {
                best = Some(mark);
            }
        }
        best
    }
}

impl Entry {
    fn matches(&self, run: Run<'_>) -> bool {
        let (starts_late, ends_early) = match self.phrases.anchor {
            Anchor::Whole | Anchor::Heading => (false, false),
            Anchor::Start | Anchor::Label => (false, true),
            Anchor::Anywhere => (true, true),
        };
        let raw = &run.text[run.bounds.0..run.bounds.1];
        let is_possible = match self.phrases.anchor {
            Anchor::Heading => !ends_in_stop(raw),
            Anchor::Label => !ends_in_stop(raw) || is_shouted(raw),
            _ => true,
        };
        is_possible && self.pattern.matches(run, starts_late, ends_early)
    }
}

/// Whether the first word is in capitals, as labels are (`READ: …`).
fn is_shouted(raw: &str) -> bool {
    let mut first = raw.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default().chars();
    first.clone().count() >= SHOUTED && first.all(char::is_uppercase)
}
