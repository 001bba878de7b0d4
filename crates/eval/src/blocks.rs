//! Truth as labelled pages: JSON lines with `blocks`, each `[tag, text, label]`, where the label is
//! 1 for story and 0 for furniture. The pages are the input as well: each becomes one document with
//! a block a line, and documents that tell the same story stay.
//!
//! A block is *cut* if more than half of its bytes are. Unlabelled blocks are not judged, unless
//! the page has `must_keep` or `must_drop`, lists of pieces of text: a block that holds one of the
//! first, or stands in it, is story; a block of which one of the second makes up more than half is
//! furniture. A story block that was cut is no loss if its words stand elsewhere in what is left.

use super::fault::Fault;
use super::found::{Found, beginning};
use super::kind::TruthKind;
use super::report::{Mistake, Piece, Report};
use super::scores::Counts;
use super::table::{required, scalar};
use copydesk_clean::Edit;
use copydesk_text::{Span, normalise, words};
use serde_json::{Value, json};

/// One page.
#[derive(Debug)]
pub(crate) struct Page {
    id: String,
    url: Option<String>,
    source: Option<String>,
    blocks: Vec<Block>,
}

/// A block of a page, on one line.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    text: String,
    label: Option<Label>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Label {
    Story,
    Furniture,
}

/// The pages of JSON lines.
pub(super) fn read(lines: &[(usize, Value)]) -> Result<Vec<Page>, Fault> {
    lines
        .iter()
        .map(|(line, object)| page(*line, object))
        .collect()
}

fn page(line: usize, object: &Value) -> Result<Page, Fault> {
    let listed = |field: &str| -> Vec<String> {
        let pieces = object
            .get(field)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        pieces
            .map(normalise)
            .filter(|piece| !piece.is_empty())
            .collect()
    };
    let (keep, drop) = (listed("must_keep"), listed("must_drop"));
    let remedy = "a block is a list of tag, text and label (1 for story, 0 for furniture, or none)";
    let block = |(place, value): (usize, &Value)| {
        let wrong = || Fault::at(line, format!("block {place}: {remedy}"));
        let text = value
            .get(1)
            .and_then(Value::as_str)
            .ok_or_else(wrong)?
            .replace('\n', " ")
            .trim()
            .to_owned();
        let label = match value.get(2) {
            None | Some(Value::Null) => label_by_pieces(&text, &keep, &drop),
            Some(label) => match label.as_u64().or(label.as_bool().map(u64::from)) {
                Some(0) => Some(Label::Furniture),
                Some(1) => Some(Label::Story),
                _ => return Err(wrong()),
            },
        };
        Ok(Block { text, label })
    };
    let blocks = object
        .get("blocks")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let field = |name: &str| object.get(name).and_then(scalar);
    let (id, url, source) = (required(line, object, "id")?, field("url"), field("source"));
    Ok(Page {
        id,
        url,
        source,
        blocks: blocks
            .iter()
            .enumerate()
            .map(block)
            .collect::<Result<_, _>>()?,
    })
}

fn label_by_pieces(text: &str, keep: &[String], drop: &[String]) -> Option<Label> {
    let text = normalise(text);
    let half = text.chars().count() as f64 / 2.0;
    if !text.is_empty()
        && keep
            .iter()
            .any(|piece| piece.contains(&text) || text.contains(piece.as_str()))
    {
        Some(Label::Story)
    } else if drop
        .iter()
        .any(|piece| text.contains(piece.as_str()) && piece.chars().count() as f64 > half)
    {
        Some(Label::Furniture)
    } else {
        None
    }
}

impl Page {
    fn text(&self) -> String {
        self.blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// The pages as a dump of JSON lines, in the same order.
pub(super) fn dump(pages: &[Page]) -> String {
    let line = |page: &Page| {
        json!({ "id": page.id, "url": page.url, "source": page.source, "text": page.text() })
            .to_string()
            + "\n"
    };
    pages.iter().map(line).collect()
}

/// What the judged blocks add up to.
#[derive(Default)]
struct Tally {
    furniture: f64,
    furniture_cut: f64,
    story: f64,
    story_lost: f64,
    /// Story blocks that went and furniture blocks that stayed, by their words.
    lost: Vec<(f64, Mistake)>,
    left: Vec<(f64, Mistake)>,
}

impl Tally {
    fn add_page(&mut self, place: usize, page: &Page, edits: &[Edit]) {
        let kept = format!(" {} ", normalise(&rest(&page.text(), edits)));
        let mut start = 0;
        for block in &page.blocks {
            let span = Span::new(start, start + block.text.len());
            start = span.end() + 1;
            let is_cut = 2 * bytes_cut(span, edits) > span.len();
            let stands_elsewhere = || kept.contains(&format!(" {} ", normalise(&block.text)));
            let mistake = |what: &str| {
                let (id, text) = (page.id.clone(), beginning(&block.text));
                let piece = Piece {
                    id,
                    span: Some((span.start(), span.end())),
                    text,
                    document: Some(place),
                };
                Mistake {
                    what: what.into(),
                    pieces: vec![piece],
                }
            };
            let count = words(&block.text).len() as f64;
            match block.label {
                Some(Label::Furniture) => {
                    self.furniture += count;
                    if is_cut {
                        self.furniture_cut += count;
                    } else if count > 0.0 {
                        self.left.push((count, mistake("furniture left")));
                    }
                }
                Some(Label::Story) => {
                    self.story += count;
                    if is_cut && !stands_elsewhere() {
                        self.story_lost += count;
                        self.lost.push((count, mistake("story lost")));
                    }
                }
                None => {}
            }
        }
    }
}

/// Holds a run over [`dump`] against the labels.
pub(super) fn score(name: &str, pages: &[Page], found: &Found, worst: usize) -> Report {
    let mut report = Report::new(name, TruthKind::Blocks);
    let mut total = Tally::default();
    for (place, (page, decision)) in pages.iter().zip(&found.decisions).enumerate() {
        total.add_page(place, page, &decision.edits);
    }
    let missed = total.furniture - total.furniture_cut;
    let blocks = || pages.iter().flat_map(|page| &page.blocks);
    report.score(
        "words of furniture",
        Counts {
            right: total.furniture_cut,
            wrong: total.story_lost,
            missed,
        },
    );
    report.share("furniture words cut", total.furniture_cut, total.furniture);
    report.share("story words lost", total.story_lost, total.story);
    report.count("pages", pages.len());
    report.count(
        "blocks judged",
        blocks().filter(|block| block.label.is_some()).count(),
    );
    report.count(
        "blocks without a label",
        blocks().filter(|block| block.label.is_none()).count(),
    );
    report.note(
        "precision is the share of the words cut in judged blocks that are furniture, recall the share of the furniture's words",
    );
    let by_size = |mut mistakes: Vec<(f64, Mistake)>| {
        mistakes.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        mistakes.into_iter().map(|(_, mistake)| mistake)
    };
    report.worst(
        by_size(total.lost).chain(by_size(total.left)).collect(),
        worst,
    );
    report
}

fn bytes_cut(span: Span, edits: &[Edit]) -> usize {
    edits
        .iter()
        .map(|edit| {
            edit.end
                .min(span.end())
                .saturating_sub(edit.start.max(span.start()))
        })
        .sum()
}

/// What the edits leave, the pieces on lines of their own.
fn rest(text: &str, edits: &[Edit]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.start).unwrap_or_default());
        out.push('\n');
        at = edit.end;
    }
    out + text.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::found::tests::run_of;
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
    fn words_counted_by_hand() {
        let line = json!({"id": "p", "blocks": [
            ["li", "Share this now", 0], ["p", "The mill\nburned down", 1], ["p", "The mill burned down", 1], ["p", "Nobody was hurt", 1],
            ["li", "Contact us", 0], ["p", "Who knows"]
        ]});
        let pages = read(&[(1, line)]).unwrap();
        assert_eq!(
            dump(&pages),
            "{\"id\":\"p\",\"source\":null,\"text\":\"Share this now\\nThe mill burned down\\nThe mill burned down\\nNobody was hurt\\nContact us\\nWho knows\",\"url\":null}\n"
        );
        let mut found = run_of(&[("p", None)]);
        // Cut: the share line; the first of the doubled lines, which is no loss; the last story
        // line but for its first five bytes.
        found.decisions[0].edits = vec![edit(0, 15), edit(15, 36), edit(62, 72)];
        let report = score("t", &pages, &found, 9);
        assert_eq!(
            report.scores[0].counts,
            Counts {
                right: 3.0,
                wrong: 3.0,
                missed: 2.0
            }
        );
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
                ("story lost", Some((57, 72))),
                ("furniture left", Some((73, 83)))
            ]
        );
    }

    #[test]
    fn pieces_label_the_blocks_that_hold_them() {
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
                Some(Label::Story),
                Some(Label::Story),
                Some(Label::Furniture),
                None
            ]
        );
    }

    #[test]
    fn a_label_that_is_neither_is_refused() {
        let fault = read(&[(7, json!({"id": "p", "blocks": [["p", "x", "story"]]}))]).unwrap_err();
        assert!(
            fault
                .message("t")
                .starts_with("t: line 7: block 0: a block is a list of tag, text and label")
        );
    }
}
