//! What belongs together is cut together or not at all.
//!
//! A repeat may be right word for word and its cut still leave the article in rags: a colon with
//! nothing after it, half a quotation, the words of a post without its signature, an answer gone
//! from a list because another question was answered alike. Such cuts are taken back; nothing is
//! lost by it.

use super::Repeat;
use super::lines::{QUOTES, introduces, signature};
use copydesk_text::{Document, Span, Spans, ends_sentence};

/// A repeat of so many effective words or fewer that is not near its copy is a phrase that two
/// places of the article need: an answer, a name in a list, a refrain.
const SHORT: usize = 9;
/// What stands between a short repeat and its copy in the paragraph beside it, in bytes. A
/// sub-heading that takes up words from the middle of its section is a sub-heading still.
const NEAR_BYTES: usize = 150;
/// A row of short repeats has more effective words than this, or it is a refrain too.
const MAX_REFRAIN: usize = 20;
/// Longest line that signs a post, in bytes.
const MAX_SIGNATURE: usize = 120;
/// What a line begins with that says who said the one before, and its most words.
const ATTRIBUTES: [&str; 3] = ["--", "—", "–"];
const MAX_ATTRIBUTION: usize = 12;
/// Lines of one post.
const MAX_POST_LINES: usize = 6;

/// Takes back the cuts that would leave half of what belongs together. `removed` is what is cut
/// anyway.
pub(super) fn keep_units_whole(
    document: &Document<'_>,
    removed: &Spans,
    mut repeats: Vec<Repeat>,
) -> Vec<Repeat> {
    loop {
        let cut = Spans::union(
            repeats
                .iter()
                .map(|repeat| repeat.cut)
                .chain(removed.iter()),
        );
        let page = Cuts {
            document,
            cut: &cut,
        };
        let before = repeats.len();
        let kept: Vec<bool> = (0..repeats.len())
            .map(|at| page.leaves_units_whole(&repeats, at))
            .collect();
        let mut kept = kept.into_iter();
        repeats.retain(|_| kept.next().unwrap_or_default());
        // What was introduced by a line that now stays hangs.
        if repeats.len() == before {
            return repeats;
        }
    }
}

/// What the items of a list begin with.
const BULLETS: &[&str] = &["- ", "• ", "* ", "– ", "▪ ", "● "];

/// A document and all that would be cut in it.
struct Cuts<'d> {
    document: &'d Document<'d>,
    cut: &'d Spans,
}

impl Cuts<'_> {
    fn leaves_units_whole(&self, repeats: &[Repeat], at: usize) -> bool {
        let repeat = &repeats[at];
        let segment = self.document.segment_at(repeat.cut.start());
        !(self.halves_quotation(segment, repeat.cut)
            || self.leaves_introduction(segment, repeat.cut)
            || self.splits_post(segment, repeat.cut)
            || self.splits_sentence(segment, repeat)
            || self.takes_quoted_line(segment, repeat)
            || self.takes_attributed_quotation(repeat)
            || self.leaves_attribution(segment, repeat)
            || self.takes_opening(repeats, at)
            || self.heads_list(segment, repeat)
            || self.is_short_and_far(repeats, at))
    }

    /// Whether a cut takes the line above a list that stays, while its copy stands above none.
    fn heads_list(&self, segment: usize, repeat: &Repeat) -> bool {
        let below = |number: usize| {
            let mut after = number + 1..self.document.segments().len();
            after.find(|&next| !self.text(next).is_empty())
        };
        let is_item = |number: usize| {
            BULLETS
                .iter()
                .any(|mark| self.text(number).starts_with(mark))
        };
        let holder = self.document.segment_at(repeat.kept.start());
        let list =
            below(segment).filter(|&next| is_item(next) && !self.cut.overlap(self.content(next)));
        list.is_some() && !is_item(segment) && !below(holder).is_some_and(is_item)
    }

    fn content(&self, segment: usize) -> Span {
        self.document.segments()[segment].content()
    }

    fn text(&self, segment: usize) -> &str {
        self.content(segment).slice(self.document.text())
    }

    /// Whether a cut inside a paragraph takes one mark of a pair of quotation marks or brackets.
    fn halves_quotation(&self, segment: usize, cut: Span) -> bool {
        let (content, text) = (self.content(segment), self.document.text());
        if cut.start() <= content.start() && content.end() <= cut.end() {
            return false;
        }
        let whole = content.slice(text);
        let start = cut.start().max(content.start());
        let end = cut.end().min(content.end());
        let inside = Span::new(start, end.max(start)).slice(text);
        is_balanced(whole) && !is_balanced(inside)
    }

    /// Whether the line before a cut introduces it and stays: `He wrote:`.
    fn leaves_introduction(&self, segment: usize, cut: Span) -> bool {
        let content = self.content(segment);
        if cut.start() > content.start() {
            let before = Span::new(content.start(), cut.start()).slice(self.document.text());
            return introduces(before);
        }
        let before = (0..segment)
            .rev()
            .find(|&number| !self.text(number).is_empty());
        before.is_some_and(|number| introduces(self.text(number)) && !self.ends_in_cut(number))
    }

    fn ends_in_cut(&self, segment: usize) -> bool {
        let end = self.content(segment).end();
        let last = self.text(segment).chars().next_back();
        let last = last.map_or(end, |c| end - c.len_utf8());
        self.cut.overlap(Span::new(last, end))
    }

    /// Whether a cut takes the words of a post and not its signature, or the signature alone.
    fn splits_post(&self, segment: usize, cut: Span) -> bool {
        let text = self.document.text();
        let after = Span::new(cut.end(), text.len()).slice(text);
        let gap = after.len() - after.trim_start().len();
        let next = cut.end() + gap;
        let is_signed = signs_post(first_line(after.trim_start()))
            && !self.cut.overlap(Span::new(next, next + 1));
        let words = cut.slice(text);
        let is_signature = signature(words).is_some_and(|at| words[..at].trim().is_empty());
        let content = self.content(segment);
        let before = Span::new(content.start(), cut.start().max(content.start()));
        let before = before.start() + before.slice(text).trim_end().len();
        let words_stay = if before > content.start() {
            let last = text[..before].chars().next_back().map_or(0, char::len_utf8);
            !self.cut.overlap(Span::new(before - last, before))
        } else {
            segment > 0 && !self.ends_in_cut(segment - 1)
        };
        is_signed || is_signature && words_stay
    }

    /// Whether a cut takes one of the lines over which a sentence is broken: `The plan to rename`,
    /// `Linden`, `as Ward 13 was dropped`.
    fn splits_sentence(&self, segment: usize, repeat: &Repeat) -> bool {
        let cut = repeat.cut;
        let continues = |line: &str| {
            let is_address = line.starts_with("http") || line.starts_with("www.");
            line.starts_with(char::is_lowercase) && !is_address
        };
        let content = self.content(segment);
        let is_open = |number: usize| {
            let line = self.text(number);
            !line.is_empty() && !ends_sentence(line) && !introduces(line)
        };
        let is_torn = |from: usize, on: usize| {
            let is_copy = |number: usize| repeat.kept.overlaps(self.content(number));
            is_open(from) && continues(self.text(on)) && !is_copy(from) && !is_copy(on)
        };
        let tears_front = cut.start() <= content.start()
            && segment > 0
            && is_torn(segment - 1, segment)
            && !self.ends_in_cut(segment - 1);
        let next = segment + 1;
        let tears_end = content.end() <= cut.end()
            && next < self.document.segments().len()
            && is_torn(segment, next)
            && !self.cut.overlap(self.content(next));
        tears_front || tears_end
    }

    /// Whether a cut takes a line of a post or statement because the story quotes that line: it
    /// goes with all of the post, or stays.
    fn takes_quoted_line(&self, segment: usize, repeat: &Repeat) -> bool {
        let holder = self.content(self.document.segment_at(repeat.kept.start()));
        let start = repeat.kept.start().max(holder.start());
        let before = Span::new(holder.start(), start).slice(self.document.text());
        let signed = self.signature_below(segment);
        let stays = signed.is_some_and(|number| !self.ends_in_cut(number));
        stays && is_open_quotation(before)
    }

    /// Whether a cut takes the story's quotation, with who says it, because the page has the speech
    /// as well from which it is quoted.
    fn takes_attributed_quotation(&self, repeat: &Repeat) -> bool {
        let whole = self.document.text();
        let cut = repeat.cut.slice(whole).trim();
        let Some(close) = cut.rfind(['"', '”', '»', '」']) else {
            return false;
        };
        let is_attributed =
            cut.starts_with(QUOTES) && cut[close..].chars().any(char::is_alphabetic);
        let holder = self.document.segment_at(repeat.kept.start());
        let speech = self.text(holder);
        let is_speech = !speech.starts_with(QUOTES) && !speech.contains(QUOTATION_MARKS);
        is_attributed && is_speech && !self.is_beside(repeat)
    }

    /// Whether the line after a cut says who said it and stays: `-- Ada Holm, divers' union`. Of a
    /// copy right above it says that too.
    fn leaves_attribution(&self, segment: usize, repeat: &Repeat) -> bool {
        let is_whole = self.content(segment).end() <= repeat.cut.end() && !self.is_beside(repeat);
        let count = self.document.segments().len();
        let next = (segment + 1..count).find(|&number| !self.text(number).is_empty());
        let attributes = |&number: &usize| {
            let words = self.document.words_of(number).len();
            (1..=MAX_ATTRIBUTION).contains(&words)
                && opens_attribution(self.text(number))
                && !opens_attribution(self.text(segment))
                && !self.cut.overlap(self.content(number))
        };
        is_whole && next.as_ref().is_some_and(attributes)
    }

    /// Whether a cut takes the opening of an article that is printed twice, although the rest goes
    /// from the second copy: the first would begin without it.
    fn takes_opening(&self, repeats: &[Repeat], at: usize) -> bool {
        let (here, there) = self.places(&repeats[at]);
        let is_gone =
            |number: usize| self.text(number).is_empty() || self.cut.overlap(self.content(number));
        let next = |number: usize| {
            let count = self.document.segments().len();
            (number + 1..count).find(|&number| !self.text(number).is_empty())
        };
        let opens = here < there && (0..here).all(is_gone);
        let Some(after) = next(here).zip(next(there)).filter(|_| opens) else {
            return false;
        };
        let is_turned = |other: &Repeat| self.places(other) == (after.1, after.0);
        repeats.iter().any(is_turned)
    }

    /// The line with the signature of the post in which a line may be.
    fn signature_below(&self, segment: usize) -> Option<usize> {
        let end = self.document.segments().len();
        (segment..end.min(segment + MAX_POST_LINES))
            .find(|&number| signature(self.text(number)).is_some())
    }

    /// Whether a line is cut with all that follows of its post.
    fn goes_with_post(&self, segment: usize) -> bool {
        let signed = self.signature_below(segment);
        signed.is_some_and(|last| (segment..=last).all(|line| self.ends_in_cut(line)))
    }

    /// Whether a short repeat stands apart from its copy, and not in a row of lines that repeats as
    /// a whole.
    fn is_short_and_far(&self, repeats: &[Repeat], at: usize) -> bool {
        let repeat = &repeats[at];
        let segment = self.document.segment_at(repeat.cut.start());
        let is_long = self.len(repeat) > SHORT;
        let is_near = self.is_beside(repeat) && self.is_at_edge(repeat);
        if is_long || is_near || self.goes_with_post(segment) {
            return false;
        }
        let row = |direction: isize| self.row(repeats, at, direction);
        self.len(repeat) + row(-1) + row(1) <= MAX_REFRAIN
    }

    /// Effective words of the repeats next to one whose copies follow its copy in the same order: a
    /// passage that is printed twice, or a list at the top of the headings below.
    fn row(&self, repeats: &[Repeat], at: usize, direction: isize) -> usize {
        let (mut words, mut at, mut by) = (0, at, 0);
        let (here, mut there) = self.places(&repeats[at]);
        while let Some(next) = at.checked_add_signed(direction) {
            let Some(other) = repeats.get(next) else {
                break;
            };
            (at, by) = (next, by + direction);
            let (cut, kept) = self.places(other);
            let is_in_order = if direction > 0 {
                kept > there
            } else {
                kept < there
            };
            if here.checked_add_signed(by) != Some(cut) || !is_in_order {
                break;
            }
            there = kept;
            words += self.len(other);
        }
        words
    }

    fn len(&self, repeat: &Repeat) -> usize {
        let words = self.document.words_in(repeat.cut);
        copydesk_text::effective_words(&self.document.words()[words])
    }

    /// Whether the copy is where its paragraph is next to the repeat.
    fn is_at_edge(&self, repeat: &Repeat) -> bool {
        let holder = self.content(self.document.segment_at(repeat.kept.start()));
        let before = if repeat.cut < repeat.kept {
            repeat.kept.start().saturating_sub(holder.start())
        } else {
            holder.end().saturating_sub(repeat.kept.end())
        };
        before <= NEAR_BYTES
    }

    /// Whether nothing that stays is between a repeat and its copy.
    fn is_beside(&self, repeat: &Repeat) -> bool {
        let (here, there) = self.places(repeat);
        let between = here.min(there) + 1..here.max(there);
        between
            .into_iter()
            .all(|number| self.text(number).is_empty() || self.cut.overlap(self.content(number)))
    }

    /// The segments in which a repeat and its copy are.
    fn places(&self, repeat: &Repeat) -> (usize, usize) {
        (
            self.document.segment_at(repeat.cut.start()),
            self.document.segment_at(repeat.kept.start()),
        )
    }
}

/// Marks that come in pairs.
const PAIRS: &[(char, char)] = &[
    ('“', '”'),
    ('«', '»'),
    ('„', '“'),
    ('「', '」'),
    ('『', '』'),
    ('(', ')'),
    ('[', ']'),
    ('（', '）'),
];

/// Whether every quotation mark and bracket of a text has its other half there.
fn is_balanced(text: &str) -> bool {
    let count = |mark: char| text.chars().filter(|&c| c == mark).count();
    let is_german = text.contains('„');
    count('"').is_multiple_of(2)
        && PAIRS.iter().all(|&(open, close)| {
            // In German “ closes what „ opens.
            let is_other_use = (open == '“' || close == '“') && (open == '„') != is_german;
            is_other_use || count(open) == count(close)
        })
}

/// Marks of a quotation that are no apostrophes.
const QUOTATION_MARKS: [char; 8] = ['"', '“', '”', '„', '«', '»', '「', '『'];

/// Whether a quotation is open at the end of a text.
fn is_open_quotation(text: &str) -> bool {
    let count = |mark: char| text.chars().filter(|&c| c == mark).count();
    !count('"').is_multiple_of(2)
        || count('“') > count('”')
        || count('«') > count('»')
        || count('「') > count('」')
        || text.ends_with(['\'', '‘', '„'])
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

fn opens_attribution(line: &str) -> bool {
    ATTRIBUTES.iter().any(|mark| line.starts_with(mark))
}

/// Whether a line begins with what signs an embedded post: `— Mayor (@mayor) July 1, 2019`.
fn signs_post(line: &str) -> bool {
    let line = line.trim_start();
    let front = &line[..line.floor_char_boundary(MAX_SIGNATURE)];
    front.starts_with(['—', '–', '-', '―']) && front.contains("(@")
}

#[cfg(test)]
mod tests {
    use crate::repeats::repeats;
    use copydesk_text::{Document, Spans};
    use proptest::prelude::*;

    fn cuts(text: &str) -> Vec<String> {
        let found = repeats(&Document::new(text), &Spans::default());
        found
            .iter()
            .map(|repeat| repeat.cut.slice(text).to_owned())
            .collect()
    }

    const LONG: &str = "The harbour of Port Ambry stays closed to all large ships until the wreck has been towed away.";

    #[test]
    fn what_a_line_introduces_stays() {
        let rest = "Nobody knows when that will be, and the owners of the line do not answer their telephone.";
        let page = format!("{LONG}\n\n{rest}\n\nThe mayor wrote:\n\n{LONG}");
        assert!(
            cuts(&page).iter().all(|cut| !page.ends_with(cut.as_str())),
            "{:?}",
            cuts(&page)
        );
    }

    #[test]
    fn a_short_answer_far_away_is_another_answer() {
        let question = |number: usize| {
            format!(
                "Will the ferry of line {number} sail again before the winter, and who pays for all the repairs of pier {number}?"
            )
        };
        let filler = "The clerk of the council looked for a long time at the papers on his desk. Outside the rain \
            fell on the slates of the old customs house, and a boy led two goats across the square. Nobody spoke \
            until the bells of the chapel had rung, and then all members of the council stood up at once and asked \
            for their coats, since the stove had gone out an hour before.";
        let page = format!(
            "{}\n\nYes, it will sail in May.\n\n{filler}\n\n{}\n\nYes, it will sail in May.",
            question(1),
            question(2)
        );
        assert_eq!(cuts(&page), [""; 0]);
    }

    proptest! {
        #[test]
        fn no_cut_halves_a_quotation(parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "The ferry ran aground off Port Ambry in thick fog.", "“We saw nothing of the light that night,",
                "we had waited for it since nine,” said the mate.", "\"Nobody was hurt in the end,\" he said.",
                "The owners apologised to all who were on board.", "\n\n", "\n\n", "(Photo: Ada Holm)", "He wrote:",
            ]), 2..14,
        )) {
            let page = parts.join(" ");
            let document = Document::new(page.as_str());
            for repeat in repeats(&document, &Spans::default()) {
                let segment = document.segments().iter().find(|segment| segment.content().overlaps(repeat.cut));
                let content = segment.expect("a cut is in a segment").content();
                if content != repeat.cut && super::is_balanced(content.slice(&page)) {
                    prop_assert!(super::is_balanced(repeat.cut.slice(&page)), "{:?}", repeat.cut.slice(&page));
                }
            }
        }
    }
}
