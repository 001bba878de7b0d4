//! Whether two words are one word, spelt in two ways.
//!
//! Three relations, from strict to loose. Which one is asked depends on what a mistake costs:
//!
//! * [`is_typo`]: a slip in a word of a sentence that is otherwise the same. In a name only a
//!   doubled letter is one: `Johnson` and `Johnston` are two people.
//! * [`is_near_spelling`]: any one letter, in a longer word. Asked where nothing shows which words
//!   are names.
//! * [`is_spelling_of`]: one name on two desks, or one short for the other. Asked only of words in
//!   the same place of two sentences that otherwise agree.
//!
//! | words | typo | near | of one name |
//! |---|---|---|---|
//! | `goverment`, `government` | yes | yes | yes |
//! | `reported`, `reports` | yes | no | no |
//! | `Donbas`, `Donbass` | yes | yes | yes |
//! | `Johnson`, `Johnston` | no | yes | yes |
//! | `Dems`, `Democrats` | no | no | yes |
//! | `cat`, `car` | no | no | no |
//!
//! All take words in normal form and count letters, not bytes: a letter of Hindi has three bytes.

use copydesk_text::Word;

/// Letters of the shortest word in which one letter may be a slip. In shorter ones it makes another
/// word: `cat`, `car`.
const MIN_SLIP: usize = 5;
/// Bytes of the shortest word that is recognised by its plural: `Dems` is short for `Democrats`.
const MIN_SINGULAR: usize = 3;
/// Letters that two forms of a word have in common at their beginning, at least.
const MIN_STEM: usize = 5;
/// Letters of the endings in which two forms differ, at most. Long endings may turn the sense
/// round: in Turkish they negate.
const MAX_ENDING: usize = 2;

/// Whether two words are one name as two desks spell it (`Yediyurappa`, `Yeddyurappa`), or one is
/// short for the other (`Dems`, `Democrats`). Doubled letters are ignored before letters are
/// compared, since transliterations differ in them most.
pub(crate) fn is_spelling_of(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.starts_with(short) {
        return true;
    }
    if let Some(stem) = short.strip_suffix('s')
        && stem.len() >= MIN_SINGULAR
        && long.starts_with(stem)
        && long.ends_with('s')
    {
        return true;
    }
    short.chars().count() >= MIN_SLIP
        && is_one_edit(&with_single_letters(short), &with_single_letters(long))
}

/// Whether two longer words are the same except for one letter.
pub(crate) fn is_near_spelling(a: &str, b: &str) -> bool {
    a.chars().count().min(b.chars().count()) >= MIN_SLIP && is_one_edit(a, b)
}

/// Whether `kept` is `lost` without a slip: one letter, or another ending; in a name, only a
/// doubled letter. `word` is the one that `lost` is the normal form of.
pub(crate) fn is_typo(word: Word, lost: &str, kept: &str) -> bool {
    let len = lost.chars().count().min(kept.chars().count());
    if word.is_number() || word.is_unspaced() || len < MIN_SLIP {
        return false;
    }
    if word.is_capitalised() {
        is_doubled_letter(lost, kept)
    } else {
        is_one_edit(lost, kept) || is_inflection(lost, kept)
    }
}

/// Whether two words are the same except for a letter that one of them doubles (`Donbas`,
/// `Donbass`): how one name is spelt on two desks, while any other letter makes another name.
fn is_doubled_letter(a: &str, b: &str) -> bool {
    a.chars().count().abs_diff(b.chars().count()) == 1
        && with_single_letters(a) == with_single_letters(b)
}

/// A word with every doubled letter once.
fn with_single_letters(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Whether two words are forms of one: `afterward`, `afterwards`.
fn is_inflection(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let stem = common_start(&a, &b);
    stem >= MIN_STEM && a.len() - stem <= MAX_ENDING && b.len() - stem <= MAX_ENDING
}

/// Whether one insertion, deletion, substitution or swap of neighbours turns `a` into `b`
/// (Damerau 1964), or none is needed.
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = common_start(&a, &b);
    let (a, b) = (&a[front..], &b[front..]);
    let back = common_end(a, b);
    match (&a[..a.len() - back], &b[..b.len() - back]) {
        ([], []) | ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([x, y], [z, w]) => x == w && y == z,
        _ => false,
    }
}

/// How many letters two words have in common at their beginning.
fn common_start(a: &[char], b: &[char]) -> usize {
    let mut common = 0;
    for (x, y) in a.iter().zip(b) {
        if x != y {
            break;
        }
        common += 1;
    }
    common
}

/// How many letters two words have in common at their end.
fn common_end(a: &[char], b: &[char]) -> usize {
    let mut common = 0;
    for (x, y) in a.iter().rev().zip(b.iter().rev()) {
        if x != y {
            break;
        }
        common += 1;
    }
    common
}
