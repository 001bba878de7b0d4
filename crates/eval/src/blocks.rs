//! Truth as labelled pages: JSON lines with `blocks`, each `[tag, text, label]`, where the label is
//! 1 for story and 0 for furniture (text that belongs to the site, such as menus). The pages are
//! also the input: each becomes one document with a line for each block. The run drops no document
//! in favour of another.
//!
//! A page may also list pieces of text, `must_keep` and `must_drop`. They label the blocks that
//! have no label. A block is story if it contains a piece of `must_keep` or is contained in one. It
//! is furniture if a piece of `must_drop` makes up more than half of it. Other blocks without a
//! label are not judged.
//!
//! A block is *cut* if more than half of its bytes are cut. A story block that was cut is not
//! *lost* if its words are also elsewhere in the kept text.

use super::decided_dump::{DecidedDump, beginning};
use super::fault::Fault;
use super::kind::TruthKind;
use super::report::{Mistake, Piece, Report};
use super::scores::Counts;
use super::table::{field, required};
use copydesk_clean::Edit;
use copydesk_text::{Span, normalise, words};
use serde_json::{Value, json};

/// A page in labelled blocks.
#[derive(Debug)]
pub(crate) struct LabelledPage {
    id: String,
    url: Option<String>,
    source: Option<String>,
    blocks: Vec<Block>,
}

/// A block of a page.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    /// The text, without line breaks.
    text: String,
    /// `None` if the block is not judged.
    label: Option<BlockLabel>,
}

/// The kind of a block, by the truth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum BlockLabel {
    Story,
    Furniture,
}

/// Reads the pages, one from each JSON line.
pub(super) fn read(lines: &[(usize, Value)]) -> Result<Vec<LabelledPage>, Fault> {
    let mut pages = Vec::with_capacity(lines.len());
    for (line, object) in lines {
        pages.push(page(*line, object)?);
    }
    Ok(pages)
}

/// The page on a line.
fn page(line: usize, object: &Value) -> Result<LabelledPage, Fault> {
    let known = KnownPieces::of(object);
    let id = required(line, object, "id")?;
    let mut blocks = Vec::new();
    for (index, value) in list(object, "blocks").iter().enumerate() {
        blocks.push(block(line, index, value, &known)?);
    }
    Ok(LabelledPage {
        id,
        url: field(object, "url"),
        source: field(object, "source"),
        blocks,
    })
}

/// The values of a field that is a list; empty if the field is missing or something else.
fn list<'v>(object: &'v Value, name: &str) -> &'v [Value] {
    match object.get(name) {
        Some(Value::Array(values)) => values,
        _ => &[],
    }
}

/// The block at this index of the page on a line. `value` is `[tag, text, label]`.
fn block(line: usize, index: usize, value: &Value, known: &KnownPieces) -> Result<Block, Fault> {
    let Some(text) = value.get(1).and_then(Value::as_str) else {
        return Err(bad_block(line, index));
    };
    // A line break would divide the block into two segments.
    let text = text.replace('\n', " ").trim().to_owned();
    let label = match value.get(2) {
        None | Some(Value::Null) => known.label_of(&text),
        // `false` and `true` mean the same as 0 and 1.
        Some(label) => match label.as_u64().or(label.as_bool().map(u64::from)) {
            Some(0) => Some(BlockLabel::Furniture),
            Some(1) => Some(BlockLabel::Story),
            _ => return Err(bad_block(line, index)),
        },
    };
    Ok(Block { text, label })
}

/// The error for a block that is not `[tag, text, label]`.
fn bad_block(line: usize, index: usize) -> Fault {
    let remedy = "a block is a list of tag, text and label (1 for story, 0 for furniture, or none)";
    Fault::at(line, format!("block {index}: {remedy}"))
}

/// Pieces of text that a page lists as story or furniture. They are in normal form: without
/// differences in case, quotation marks, spaces and the like.
struct KnownPieces {
    story: Vec<String>,
    furniture: Vec<String>,
}

impl KnownPieces {
    fn of(page: &Value) -> Self {
        Self {
            story: normal_pieces(page, "must_keep"),
            furniture: normal_pieces(page, "must_drop"),
        }
    }

    /// The label of a block with this text. `None` if no piece shows it.
    fn label_of(&self, text: &str) -> Option<BlockLabel> {
        let text = normalise(text);
        if text.is_empty() {
            return None;
        }
        let half_length = text.chars().count() as f64 / 2.0;
        for piece in &self.story {
            if piece.contains(&text) || text.contains(piece) {
                return Some(BlockLabel::Story);
            }
        }
        for piece in &self.furniture {
            if text.contains(piece) && piece.chars().count() as f64 > half_length {
                return Some(BlockLabel::Furniture);
            }
        }
        None
    }
}

/// The strings of a list, in normal form. A string whose normal form is empty is left out, because
/// every block would contain it.
fn normal_pieces(object: &Value, name: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for text in list(object, name).iter().filter_map(Value::as_str) {
        let piece = normalise(text);
        if !piece.is_empty() {
            pieces.push(piece);
        }
    }
    pieces
}

impl LabelledPage {
    /// The text of the document that the page becomes: each block on a line.
    fn text(&self) -> String {
        let mut lines = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            lines.push(block.text.as_str());
        }
        lines.join("\n")
    }
}

/// The pages as a dump of JSON lines, in the same order.
pub(super) fn dump(pages: &[LabelledPage]) -> String {
    let mut dump = String::new();
    for page in pages {
        let record =
            json!({ "id": page.id, "url": page.url, "source": page.source, "text": page.text() });
        dump.push_str(&record.to_string());
        dump.push('\n');
    }
    dump
}

/// Counts over all judged blocks, in words.
#[derive(Default)]
struct Tally {
    furniture: f64,
    furniture_cut: f64,
    story: f64,
    story_lost: f64,
    /// Story blocks that were lost, each with its length in words.
    lost_blocks: Vec<(f64, Mistake)>,
    /// Furniture blocks that were not cut, each with its length in words.
    left_blocks: Vec<(f64, Mistake)>,
}

impl Tally {
    /// Counts the blocks of a page. `edits` are what was cut from its text, and `document` is the
    /// index of its decision.
    fn add_page(&mut self, document: usize, page: &LabelledPage, edits: &[Edit]) {
        let kept_text = with_spaces_around(&normalise(&without_edits(&page.text(), edits)));
        let mut start = 0;
        for block in &page.blocks {
            let span = Span::new(start, start + block.text.len());
            // The line break between two blocks is one byte.
            start = span.end() + 1;
            let is_cut = 2 * bytes_cut(span, edits) > span.len();
            // How the report shows the block if it is a mistake.
            let piece = Piece {
                id: page.id.clone(),
                span: Some((span.start(), span.end())),
                text: beginning(&block.text),
                document: Some(document),
            };
            let length = words(&block.text).len() as f64;
            match block.label {
                Some(BlockLabel::Furniture) => {
                    self.furniture += length;
                    if is_cut {
                        self.furniture_cut += length;
                    } else if length > 0.0 {
                        let mistake = Mistake::new("furniture left", vec![piece]);
                        self.left_blocks.push((length, mistake));
                    }
                }
                Some(BlockLabel::Story) => {
                    self.story += length;
                    // A page may show a paragraph twice. Cutting one of the copies loses nothing.
                    let is_elsewhere =
                        kept_text.contains(&with_spaces_around(&normalise(&block.text)));
                    if is_cut && !is_elsewhere {
                        self.story_lost += length;
                        let mistake = Mistake::new("story lost", vec![piece]);
                        self.lost_blocks.push((length, mistake));
                    }
                }
                None => {}
            }
        }
    }
}

/// A text in normal form, with a space at both ends. A search for one such text in another finds
/// whole words only.
fn with_spaces_around(normal: &str) -> String {
    format!(" {normal} ")
}

/// The report on a run over the dump that [`dump`] made. `worst` is the number of mistakes to list.
pub(super) fn score(
    name: &str,
    pages: &[LabelledPage],
    decided: &DecidedDump,
    worst: usize,
) -> Report {
    let mut report = Report::new(name, TruthKind::Blocks);
    let mut total = Tally::default();
    // Decisions are in input order, and the dump was made in the order of the pages.
    for (document, (page, decision)) in pages.iter().zip(&decided.decisions).enumerate() {
        total.add_page(document, page, &decision.edits);
    }
    let (mut judged, mut unlabelled) = (0, 0);
    for page in pages {
        for block in &page.blocks {
            match block.label {
                Some(_) => judged += 1,
                None => unlabelled += 1,
            }
        }
    }
    report.add_score(
        "words of furniture",
        Counts {
            right: total.furniture_cut,
            wrong: total.story_lost,
            missed: total.furniture - total.furniture_cut,
        },
    );
    report.add_share("furniture words cut", total.furniture_cut, total.furniture);
    report.add_share("story words lost", total.story_lost, total.story);
    report.add_count("pages", pages.len());
    report.add_count("blocks judged", judged);
    report.add_count("blocks without a label", unlabelled);
    report.add_note(
        "precision is the share of the words cut in judged blocks that are furniture, recall the \
         share of the furniture's words",
    );
    let mistakes = longest_first(total.lost_blocks).chain(longest_first(total.left_blocks));
    report.add_worst(mistakes.collect(), worst);
    report
}

/// Mistakes that are given with their lengths, the longest first.
fn longest_first(mut mistakes: Vec<(f64, Mistake)>) -> impl Iterator<Item = Mistake> {
    mistakes.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    mistakes.into_iter().map(|(_, mistake)| mistake)
}

/// How many bytes of a span were cut.
fn bytes_cut(span: Span, edits: &[Edit]) -> usize {
    let mut cut = 0;
    for edit in edits {
        let (start, end) = (edit.start.max(span.start()), edit.end.min(span.end()));
        // 0 if the edit and the span have no byte in common.
        cut += end.saturating_sub(start);
    }
    cut
}

/// A text without what was cut. Each cut leaves a line break, so that the words before and after it
/// are not joined.
fn without_edits(text: &str, edits: &[Edit]) -> String {
    let mut out = String::new();
    let mut kept_from = 0;
    for edit in edits {
        // Edits are in order and disjoint, so `get` fails only if they do not belong to the text.
        out.push_str(text.get(kept_from..edit.start).unwrap_or_default());
        out.push('\n');
        kept_from = edit.end;
    }
    out + text.get(kept_from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::decided_dump::tests::run_of;
    use super::super::report::Value as Number;
    use super::*;
    use copydesk_clean::Reason;

    fn edit(start: usize, end: usize) -> Edit {
        Edit {
            start,
            end,
            reason: Reason::FurnitureRule,
            rule: "share".into(),
            detail: None,
            evidence: 0.9,
            kept: None,
        }
    }

    #[test]
    fn words_of_cut_furniture_and_lost_story_are_counted() {
        let line = json!({"id": "p", "blocks": [
            ["li", "Share this now", 0], ["p", "The mill\nburned down", 1], ["p", "The mill burned down", 1], ["p", "Nobody was hurt", 1],
            ["li", "Contact us", 0], ["p", "Who knows"]
        ]});
        let pages = read(&[(1, line)]).unwrap();
        assert_eq!(
            dump(&pages),
            "{\"id\":\"p\",\"source\":null,\"text\":\"Share this now\\nThe mill burned down\\nThe \
             mill burned down\\nNobody was hurt\\nContact us\\nWho knows\",\"url\":null}\n"
        );
        let mut decided = run_of(&[("p", None)]);
        let text = pages[0].text();
        let (first_copy, second_copy) = (text.find("The mill"), text.rfind("The mill"));
        let (first_copy, second_copy) = (first_copy.unwrap(), second_copy.unwrap());
        let nobody = text.find("Nobody").unwrap();
        let contact = text.find("Contact").unwrap();
        let (after_nobod, before_contact) = (nobody + "Nobod".len(), contact - "\n".len());
        decided.decisions[0].edits = vec![
            edit(0, first_copy),
            // No loss, because the second copy is kept.
            edit(first_copy, second_copy),
            // More than half of the line, so it counts as cut.
            edit(after_nobod, before_contact),
        ];
        let report = score("t", &pages, &decided, 9);
        // Right: "Share this now". Wrong: "Nobody was hurt". Missed: "Contact us".
        assert_eq!(
            report.scores[0].counts,
            Counts {
                right: 3.0,
                wrong: 3.0,
                missed: 2.0
            }
        );
        // Of the story: two copies of four words, and "Nobody was hurt".
        assert_eq!(
            report.figures[1].value,
            Number::Share {
                part: 3.0,
                of: 11.0
            }
        );
        let mistakes: Vec<_> = report
            .examples
            .iter()
            .map(|e| (e.what.as_str(), e.pieces[0].span))
            .collect();
        assert_eq!(
            mistakes,
            [
                ("story lost", Some((nobody, before_contact))),
                (
                    "furniture left",
                    Some((contact, contact + "Contact us".len()))
                )
            ]
        );
    }

    #[test]
    fn known_pieces_label_blocks_that_have_no_label() {
        let line = json!({"id": 4, "must_keep": ["The mill burned"], "must_drop": ["Imprint"], "blocks": [
            ["p", "On Friday the mill burned."], ["p", "the mill"], ["li", "Imprint"], ["p", "The imprint of a boot was found."]
        ]});
        let labels: Vec<_> = read(&[(1, line)]).unwrap()[0]
            .blocks
            .iter()
            .map(|b| b.label)
            .collect();
        assert_eq!(
            labels,
            [
                Some(BlockLabel::Story),     // contains "The mill burned"
                Some(BlockLabel::Story),     // is contained in it
                Some(BlockLabel::Furniture), // is "Imprint"
                None                         // "imprint" is less than half of it
            ]
        );
    }

    #[test]
    fn a_label_that_is_neither_0_nor_1_is_refused() {
        let fault = read(&[(7, json!({"id": "p", "blocks": [["p", "x", "story"]]}))]).unwrap_err();
        assert!(
            fault
                .message("t")
                .starts_with("t: line 7: block 0: a block is a list of tag, text and label")
        );
    }
}
