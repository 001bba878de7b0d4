//! All phrases of all rules, found by one word that each of them cannot do without.
//!
//! A word that is no key costs one look into a small table of bits. A phrase whose key is met is
//! tried only if the line begins as the phrase may ([`Openings`]) and may hold all else that the
//! phrase needs ([`Signature`]), and so hardly a phrase is tried in vain. The definition is to try
//! all phrases on everything; the tests do.

use super::keys::{Hit, Keys};
use super::line::Mark;
use super::matcher::{Run, Scratch};
use super::opening::Openings;
use super::pattern::{Pattern, PatternError};
use super::rule::{Anchor, Family, Kind, Source, Terms};
use super::signature::Signature;
use crate::Certainty;
use ahash::AHashSet;
use copydesk_text::{Word, ends_in_full_stop, words};

struct Entry {
    kind: Kind,
    terms: Terms,
    pattern: Pattern,
    /// How the first and the second word of a match may look.
    first: Openings,
    second: Openings,
}

/// What rules a phrase out before it is looked at.
struct Gate {
    openings: Openings,
    entry: u32,
    max_words: u16,
    /// Whether the phrase may cut sentences off a paragraph.
    is_glue: bool,
}

/// The compiled phrases of a set of rules.
pub(crate) struct Index {
    entries: Vec<Entry>,
    keys: Keys,
    /// The phrases of each key, one key behind the other.
    gates: Vec<Gate>,
    /// Phrases that hold no fixed word (`© #`); they must open with a sign, so that trying them
    /// costs nothing.
    keyless: Vec<Gate>,
    longest: usize,
    address: AHashSet<u64>,
}

/// Which phrases are tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    All,
    /// Those that may cut a sentence off a paragraph.
    Glue,
}

/// Words with which sites speak to their readers and of themselves, and what they offer.
const ADDRESS: &str = "you your yours we our us i my sie ihr ihre ihren ihrem du dein deine wir \
                       unser unsere unseren vous votre vos nous notre nos te tu su sus usted \
                       nosotros nuestro nuestra nuestros nuestras você seu sua nosso nossa lei suo \
                       voi vostro noi nostro nostra вы вас вам ваш вашу мы нас нам наш наши нашу \
                       ви вам наш je jouw uw wij ons onze ty twój nasz nasze siz sizin bizim inbox \
                       email e-mail newsletter newsletters alerts privacy free here click";
/// The languages of those words.
pub(crate) const ADDRESS_LANGUAGES: &[&str] = &[
    "en", "de", "fr", "es", "pt", "it", "ru", "uk", "nl", "pl", "tr",
];
/// A prompt this long says more than its opening words; then the rest must still speak to the
/// reader, or it is a story that begins like a prompt.
const LONG_PROMPT: usize = 20;
/// Letters of a first word in capitals (`READ: …`) that tell a label from initials.
const SHOUTED: usize = 4;
/// A phrase of one word is certain only of a line this short, in effective words.
const LABEL: usize = 3;
/// Words of the opening that prove nothing.
const OPENING: usize = 6;

impl Index {
    /// An index of these patterns, all of which have been [checked](check).
    ///
    /// # Panics
    /// If one of them is no pattern.
    pub fn new<'r>(sources: impl Iterator<Item = Source<'r>>) -> Self {
        let entries: Vec<Entry> = sources.map(|source| Entry::new(&source)).collect();
        let keyless = (0..)
            .zip(&entries)
            .filter(|(_, entry)| entry.pattern.keys().is_empty())
            .map(|(i, entry)| entry.gate(i))
            .collect();
        let mut keyed: Vec<(u64, u32)> = (0..)
            .zip(&entries)
            .flat_map(|(i, entry)| entry.pattern.keys().iter().map(move |&key| (key, i)))
            .collect();
        keyed.sort_unstable();
        keyed.dedup();
        let gates: Vec<Gate> = keyed
            .iter()
            .map(|&(_, i)| entries[i as usize].gate(i))
            .collect();
        let keys: Vec<(u64, bool)> = keyed
            .iter()
            .zip(&gates)
            .map(|(&(key, _), gate)| (key, gate.is_glue))
            .collect();
        Self {
            keys: Keys::new(&keys),
            gates,
            keyless,
            longest: entries
                .iter()
                .map(|entry| entry.terms.max_words.into())
                .max()
                .unwrap_or_default(),
            entries,
            address: words(ADDRESS).into_iter().map(|w| w.hash).collect(),
        }
    }

    /// Whether any of the words speaks to the reader.
    pub fn speaks_to_reader(&self, words: &[Word]) -> bool {
        words.iter().any(|w| self.address.contains(&w.hash))
    }

    /// Whether a line that matched goes on like what it began as. If not, it is furniture only in
    /// the company of furniture.
    fn is_prompt(&self, entry: &Entry, words: &[Word], weight: usize) -> bool {
        let is_certain = entry.kind.family == Family::Foot
            || matches!(entry.terms.anchor, Anchor::Whole | Anchor::Heading);
        is_certain
            || !entry.terms.must_address_reader
            || weight < LONG_PROMPT
            || self.speaks_to_reader(&words[OPENING.min(words.len())..])
    }

    /// The longest line, in effective words, on which any phrase is tried.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// The words by which phrases are found, in order.
    pub fn hits(&self, words: &[Word], out: &mut Vec<Hit>) {
        self.keys.find(words, out);
    }

    /// The strongest mark that any phrase sets on these words, taken as a line of their own; `hits`
    /// are those on them.
    pub fn best(
        &self,
        run: Run<'_>,
        hits: &[Hit],
        wanted: Wanted,
        scratch: &mut Scratch,
    ) -> Option<Mark> {
        if run.words.is_empty() {
            return None;
        }
        let openings = Openings::of_word(run, 0);
        let mut search = Search {
            index: self,
            run,
            second: None,
            measures: None,
            best: None,
            scratch,
        };
        let is_open =
            |gate: &Gate| gate.openings.meet(openings) && (wanted == Wanted::All || gate.is_glue);
        for gates in hits.iter().map(|hit| &self.gates[hit.values()]) {
            gates
                .iter()
                .filter(|gate| is_open(gate))
                .for_each(|gate| search.try_phrase(gate));
        }
        self.keyless
            .iter()
            .filter(|gate| is_open(gate))
            .for_each(|gate| search.try_phrase(gate));
        search.best
    }
}

/// The search for the strongest mark on some words.
struct Search<'i, 't> {
    index: &'i Index,
    run: Run<'t>,
    /// How the second word looks, once somebody has asked.
    second: Option<Openings>,
    /// The words' weight and signature, likewise.
    measures: Option<(usize, Signature)>,
    best: Option<Mark>,
    scratch: &'i mut Scratch,
}

impl Search<'_, '_> {
    /// Whether the words say more than a label does, nothing to the reader, and not where to write
    /// to.
    fn is_more_than_a_label(&self, weight: usize) -> bool {
        let raw = &self.run.text[self.run.bounds.0..self.run.bounds.1];
        weight > LABEL && !raw.contains('@') && !self.index.speaks_to_reader(self.run.words)
    }

    fn try_phrase(&mut self, gate: &Gate) {
        let entry = &self.index.entries[gate.entry as usize];
        if !entry.second.meet(
            *self
                .second
                .get_or_insert_with(|| Openings::of_word(self.run, 1)),
        ) {
            return;
        }
        let words = self.run.words;
        let measure = || {
            (
                self.run.weight(),
                Signature::of(words.iter().map(|word| word.hash)),
            )
        };
        let (weight, signature) = *self.measures.get_or_insert_with(measure);
        let mut mark = Mark::new(entry.kind, entry.terms.certainty, entry.terms.evidence);
        let is_tried = weight <= gate.max_words.into()
            && entry.pattern.may_stand_in(signature)
            && mark.outranks(self.best);
        if !is_tried || !entry.matches(self.run, self.scratch) {
            return;
        }
        let is_doubtful = entry.pattern.is_loose() && self.is_more_than_a_label(weight);
        if is_doubtful || !self.index.is_prompt(entry, words, weight) {
            mark.certainty = mark.certainty.min(Certainty::CutIfAsked);
        }
        if mark.outranks(self.best) {
            self.best = Some(mark);
        }
    }
}

impl Entry {
    fn new(source: &Source<'_>) -> Self {
        let Source { kind, terms, .. } = *source;
        let pattern = compiled(source.pattern, terms.anchor)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", kind.name, source.pattern));
        let (first, second) = if terms.anchor == Anchor::Anywhere {
            (Openings::ALL, Openings::ALL)
        } else {
            Openings::of_pattern(pattern.steps())
        };
        Self {
            kind,
            terms,
            pattern,
            first,
            second,
        }
    }

    fn gate(&self, entry: u32) -> Gate {
        Gate {
            openings: self.first,
            entry,
            max_words: self.terms.max_words,
            is_glue: self.kind.reaches_glued_sentences && self.terms.certainty == Certainty::Cut,
        }
    }

    fn matches(&self, run: Run<'_>, scratch: &mut Scratch) -> bool {
        self.reach(run).is_some_and(|(starts_late, ends_early)| {
            self.pattern.matches(run, starts_late, ends_early, scratch)
        })
    }

    /// Whether a match may start late and end early on this piece, if it may be there at all.
    fn reach(&self, run: Run<'_>) -> Option<(bool, bool)> {
        let reach = match self.terms.anchor {
            Anchor::Whole | Anchor::Heading => (false, false),
            Anchor::Start | Anchor::Label => (false, true),
            Anchor::Anywhere => (true, true),
        };
        let raw = &run.text[run.bounds.0..run.bounds.1];
        let is_possible = match self.terms.anchor {
            Anchor::Heading => !ends_in_full_stop(raw),
            Anchor::Label => !ends_in_full_stop(raw) || is_shouted(raw),
            _ => true,
        };
        is_possible.then_some(reach)
    }
}

/// Makes sure that a pattern can be tried at this anchor.
pub(crate) fn check(pattern: &str, anchor: Anchor) -> Result<(), PatternError> {
    compiled(pattern, anchor).map(|_| ())
}

/// A pattern that is not tried in vain on every line: it has a word to be found by, or opens with a
/// sign.
fn compiled(source: &str, anchor: Anchor) -> Result<Pattern, PatternError> {
    let pattern = Pattern::new(source)?;
    let is_cheap = pattern.opens_with_sign() && anchor != Anchor::Anywhere;
    if pattern.keys().is_empty() && !is_cheap {
        return Err(PatternError::AnyLine);
    }
    Ok(pattern)
}

/// Whether the first word is in capitals, as labels are (`READ: …`).
fn is_shouted(raw: &str) -> bool {
    let mut first = raw
        .split(|c: char| !c.is_alphabetic())
        .find(|word| !word.is_empty())
        .unwrap_or_default()
        .chars();
    first.clone().count() >= SHOUTED && first.all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::super::matcher::plain;
    use super::*;
    use crate::rules::built_in;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(built_in().into_iter()));

    fn sources() -> Vec<&'static str> {
        built_in()
            .into_iter()
            .map(|source| source.pattern)
            .collect()
    }

    /// A text that the pattern may match; the seed says which.
    fn text_of(source: &str, mut seed: usize) -> String {
        let mut text = source.to_owned();
        while let Some(close) = text.find(')') {
            let open = text[..close].rfind('(').unwrap();
            let ways: Vec<&str> = text[open + 1..close].split('|').collect();
            let way = format!(" {} ", ways[seed % ways.len()]);
            seed = seed.rotate_right(5) ^ way.len();
            text.replace_range(open..=close, &way);
        }
        text.replace('#', "2031")
            .replace('*', ["", "the quay", "our 9 readers'"][seed % 3])
            .replace('?', "Breede")
            .replace('~', "e")
    }

    /// The certainty and the evidence of the strongest mark, by trying everything.
    fn best_of_all(run: Run<'_>, wanted: Wanted) -> Option<(Certainty, f32)> {
        let weight = run.weight();
        let is_tried = |entry: &&Entry| {
            let is_wanted = wanted == Wanted::All || entry.gate(0).is_glue;
            is_wanted && !run.words.is_empty() && weight <= entry.terms.max_words.into()
        };
        let is_met = |entry: &&Entry| {
            entry
                .reach(run)
                .is_some_and(|(late, early)| plain::matches(&entry.pattern, run, late, early))
        };
        let marks = INDEX
            .entries
            .iter()
            .filter(is_tried)
            .filter(is_met)
            .map(|entry| {
                let raw = &run.text[run.bounds.0..run.bounds.1];
                let is_label =
                    weight <= LABEL || raw.contains('@') || INDEX.speaks_to_reader(run.words);
                let is_certain = is_label || !entry.pattern.is_loose();
                let most = if is_certain && INDEX.is_prompt(entry, run.words, weight) {
                    Certainty::Cut
                } else {
                    Certainty::CutIfAsked
                };
                Mark::new(
                    entry.kind,
                    entry.terms.certainty.min(most),
                    entry.terms.evidence,
                )
            });
        marks
            .reduce(|best, mark| {
                if mark.outranks(Some(best)) {
                    mark
                } else {
                    best
                }
            })
            .map(|mark| (mark.certainty, mark.evidence))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn nothing_that_matches_is_ruled_out(
            source in proptest::sample::select(sources()),
            seed: usize,
            before in "(The |“|© |A )?",
            behind in "( to our readers and 20 more)?[.:”]?",
        ) {
            let text = before + &text_of(source, seed) + &behind;
            let (words, mut hits) = (words(&text), Vec::new());
            let run = Run { text: &text, words: &words, bounds: (0, text.len()) };
            INDEX.hits(&words, &mut hits);
            for wanted in [Wanted::All, Wanted::Glue] {
                let found = INDEX.best(run, &hits, wanted, &mut Scratch::default()).map(|mark| (mark.certainty, mark.evidence));
                prop_assert_eq!(found, best_of_all(run, wanted), "{}", text);
            }
        }
    }
}
