//! Whether two words are one word, spelt in two ways.
//!
//! There are three tests, each for another situation:
//!
//! * [`is_typo`] is for a sentence that is otherwise the same. One of the words has a slip, or
//!   another ending. In a name only a doubled letter is a slip, because `Johnson` and `Johnston`
//!   are two people.
//! * [`is_near_spelling`] is for texts in which nothing shows which words are names. Any one letter
//!   of a longer word may differ or be missing.
//! * [`is_spelling_of`] is only for words that replace each other in two sentences that otherwise
//!   agree. Both are spellings of one name, or one is short for the other.
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
//! All words are in normal form. Lengths are counted in letters, because a letter has three bytes
//! in some scripts. Only [`MIN_SINGULAR`] counts bytes, and [`is_spelling_of`] when it looks which
//! of two words is the longer one.

use copydesk_text::Word;

/// Least length, in letters, of a word in which one letter may be a slip. In shorter words another
/// letter makes another word: `cat`, `car`.
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
/// is short for the other (`Dems`, `Democrats`).
pub(crate) fn is_spelling_of(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // `Dem` is short for `Democrats`.
    if long.starts_with(short) {
        return true;
    }
    // `Dems` does not begin `Democrats`, but its singular does.
    if let Some(stem) = short.strip_suffix('s')
        && stem.len() >= MIN_SINGULAR
        && long.starts_with(stem)
        && long.ends_with('s')
    {
        return true;
    }
    // Doubled letters count once, since transliterations differ in them most. Apart from them one
    // letter may differ.
    short.chars().count() >= MIN_SLIP
        && is_at_most_one_edit(&with_single_letters(short), &with_single_letters(long))
}

/// Whether two words of at least [`MIN_SLIP`] letters are the same except for one letter (which may
/// be missing in one of them), or for two neighbouring letters that are swapped.
pub(crate) fn is_near_spelling(a: &str, b: &str) -> bool {
    a.chars().count().min(b.chars().count()) >= MIN_SLIP && is_at_most_one_edit(a, b)
}

/// Whether two words differ only by a slip of one letter, or in their ending; in a name, only by a
/// doubled letter. Always `false` for a number, a short word, or a letter of a script without
/// spaces. `word` is the word that would be lost and `lost` its normal form. `kept` is the normal
/// form of the other word.
pub(crate) fn is_typo(word: Word, lost: &str, kept: &str) -> bool {
    let len = lost.chars().count().min(kept.chars().count());
    if word.is_number() || word.is_unspaced() || len < MIN_SLIP {
        return false;
    }
    if word.is_capitalised() {
        differ_in_doubled_letter(lost, kept)
    } else {
        is_at_most_one_edit(lost, kept) || is_inflection(lost, kept)
    }
}

/// Whether two words are the same except for a letter that one of them doubles (`Donbas`,
/// `Donbass`). A name may be spelt in both ways, while any other difference makes another name.
fn differ_in_doubled_letter(a: &str, b: &str) -> bool {
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
    let stem = common_prefix_len(&a, &b);
    stem >= MIN_STEM && a.len() - stem <= MAX_ENDING && b.len() - stem <= MAX_ENDING
}

/// Whether `a` is equal to `b`, or becomes it by one insertion, deletion, substitution or swap of
/// neighbouring letters (Damerau 1964).
fn is_at_most_one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let prefix_len = common_prefix_len(&a, &b);
    let (a, b) = (&a[prefix_len..], &b[prefix_len..]);
    let suffix_len = common_suffix_len(a, b);
    // What is left are the letters in which the words differ.
    match (&a[..a.len() - suffix_len], &b[..b.len() - suffix_len]) {
        ([], []) | ([], [_]) | ([_], []) | ([_], [_]) => true,
        // Two neighbouring letters are swapped.
        ([a1, a2], [b1, b2]) => a1 == b2 && a2 == b1,
        _ => false,
    }
}

/// The number of letters that two words have in common at their beginning.
fn common_prefix_len(a: &[char], b: &[char]) -> usize {
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
fn common_suffix_len(a: &[char], b: &[char]) -> usize {
    let mut common = 0;
    for (x, y) in a.iter().rev().zip(b.iter().rev()) {
        if x != y {
            break;
        }
        common += 1;
    }
    common
}
