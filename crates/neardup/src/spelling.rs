//! Whether two words are one word, spelt in two ways.
//!
//! There are three relations, each for another situation:
//!
//! * [`is_typo`]: one of the words has a slip, or another ending. In a name only a doubled letter
//!   is a slip, because `Johnson` and `Johnston` are two people. It is for a sentence that is
//!   otherwise the same.
//! * [`is_near_spelling`]: any one letter of a longer word differs. It is for texts in which
//!   nothing shows which words are names.
//! * [`is_spelling_of`]: both are spellings of one name, or one is short for the other. It is only
//!   for words in the same place of two sentences that otherwise agree.
//!
//! | words | [`is_typo`] | [`is_near_spelling`] | [`is_spelling_of`] |
//! |---|---|---|---|
//! | `goverment`, `government` | yes | yes | yes |
//! | `reported`, `reports` | yes | no | no |
//! | `Donbas`, `Donbass` | yes | yes | yes |
//! | `Johnson`, `Johnston` | no | yes | yes |
//! | `Dems`, `Democrats` | no | no | yes |
//! | `cat`, `car` | no | no | no |
//!
//! All words are in normal form. Lengths are counted in letters and not in bytes, except for
//! [`MIN_SINGULAR`]: a letter of Hindi has three bytes.

use copydesk_text::Word;

/// Least length, in letters, of a word in which one letter may be a slip. In a shorter word it
/// makes another word: `cat`, `car`.
const MIN_SLIP: usize = 5;
/// Least length, in bytes, of a short form without its plural `s`: `Dem` in `Dems`, which is short
/// for `Democrats`.
const MIN_SINGULAR: usize = 3;
/// Least number of letters that two forms of a word have in common at their beginning.
const MIN_STEM: usize = 5;
/// Greatest length, in letters, of the endings in which two forms of a word differ. Long endings
/// may reverse the meaning: in Turkish they negate.
const MAX_ENDING: usize = 2;

/// Whether two words are one name as two newsrooms spell it (`Yediyurappa`, `Yeddyurappa`), or one
/// is short for the other (`Dems`, `Democrats`). Doubled letters count once, since transliterations
/// differ in them most; apart from them, one letter may differ.
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

/// Whether two words of at least [`MIN_SLIP`] letters are the same except for one letter, or two
/// neighbouring letters that are swapped.
pub(crate) fn is_near_spelling(a: &str, b: &str) -> bool {
    a.chars().count().min(b.chars().count()) >= MIN_SLIP && is_one_edit(a, b)
}

/// Whether two words differ only by a slip of one letter, or in their ending; in a name, only by a
/// doubled letter. The normal forms are `lost`, of the word that would be lost, and `kept`. `word`
/// is the lost word itself, which shows whether it is a number or may be a name.
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
/// `Donbass`). A name may be spelt in both ways, while any other letter makes another name.
fn is_doubled_letter(a: &str, b: &str) -> bool {
    a.chars().count().abs_diff(b.chars().count()) == 1
        && with_single_letters(a) == with_single_letters(b)
}

/// The word with a single letter for every doubled one.
fn with_single_letters(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Whether two words are forms of one word: `afterward`, `afterwards`.
fn is_inflection(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let stem = common_start(&a, &b);
    stem >= MIN_STEM && a.len() - stem <= MAX_ENDING && b.len() - stem <= MAX_ENDING
}

/// Whether `a` is equal to `b`, or becomes it by one insertion, deletion, substitution or swap of
/// neighbouring letters (Damerau 1964).
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start_len = common_start(&a, &b);
    let (a, b) = (&a[start_len..], &b[start_len..]);
    let end_len = common_end(a, b);
    match (&a[..a.len() - end_len], &b[..b.len() - end_len]) {
        ([], []) | ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([x, y], [z, w]) => x == w && y == z,
        _ => false,
    }
}

/// The number of letters that two words have in common at their beginning.
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

/// The number of letters that two words have in common at their end.
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
