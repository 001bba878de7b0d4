//! Holding a run against marked articles.

use super::fates::{Article, Fate, Standing, in_words};
use super::groups::{self, Member};
use super::{Marked, SpanLabel};
use crate::decided_dump::{DecidedDump, beginning};
use crate::fault::Fault;
use crate::kind::TruthKind;
use crate::report::{Mistake, Piece, Report};
use crate::scores::Counts;
use copydesk_clean::{Decision, DropReason, Edit, Verdict};
use copydesk_text::{Span, Spans};
use std::collections::{BTreeMap, BTreeSet};

/// Holds the run against the marks. `texts` has the raw text of every listed document that could be
/// read.
pub(crate) fn score<'m>(
    name: &str,
    marked: &'m [Marked],
    found: &DecidedDump,
    texts: &'m BTreeMap<usize, String>,
    worst: usize,
) -> Result<Report, Fault> {
    let present = marked
        .iter()
        .filter_map(|truth| Some((truth, found.document(&truth.id)?)));
    let judged: Vec<(&'m Marked, usize)> = present
        .filter(|(_, place)| texts.contains_key(place))
        .collect();
    let standing = standing_clusters(&judged, found);
    let mut articles = Vec::new();
    for &(truth, place) in &judged {
        let text = &texts[&place];
        let cluster = truth.cluster.as_deref();
        let is_told =
            cluster.is_some_and(|cluster| standing.get(cluster).copied().unwrap_or(0) > 0);
        let standing = standing_of(&found.decisions[place], text, is_told);
        articles.push(Article::new(truth, text, standing)?);
    }
    let outcome = groups::judge(&mut articles);
    let tally = Tally::of(&articles, &outcome);
    let mut report = Report::new(name, TruthKind::Spans);
    say_documents(&mut report, &judged, &articles, found, &standing);
    say_words(&mut report, &tally);
    let places: BTreeSet<usize> = judged.iter().map(|&(_, place)| place).collect();
    found.say_coverage(&mut report, &places, marked.len() - judged.len());
    report.note(
        "sentences lost have a cut word that must stay, or are all that is left of a \
                 group; every one of them is listed",
    );
    let mistakes = Mistakes {
        articles: &articles,
        judged: &judged,
        outcome: &outcome,
    };
    report.examples = mistakes.losses();
    report.worst(mistakes.misses(found, &standing), worst);
    Ok(report)
}

/// How many documents of each cluster stand.
fn standing_clusters<'t>(
    judged: &[(&'t Marked, usize)],
    found: &DecidedDump,
) -> BTreeMap<&'t str, usize> {
    let mut standing = BTreeMap::new();
    for (cluster, place) in judged
        .iter()
        .filter_map(|(truth, place)| Some((truth.cluster.as_deref()?, *place)))
    {
        *standing.entry(cluster).or_default() +=
            usize::from(found.decisions[place].verdict != Verdict::Drop);
    }
    standing
}

/// Whether a document is dropped for this reason because no text of it is left, and not in favour
/// of another.
fn is_of_no_text(reason: &str) -> bool {
    [DropReason::Empty, DropReason::NoArticle]
        .iter()
        .any(|known| known.name() == reason)
}

/// What became of a document; `is_told` says whether another of its cluster stands, in case it goes
/// itself.
fn standing_of(decision: &Decision, text: &str, is_told: bool) -> Standing {
    match decision.verdict {
        Verdict::Drop if is_told => Standing::DroppedRightly,
        Verdict::Drop if decision.reason.as_deref().is_some_and(is_of_no_text) => {
            Standing::Cut(Spans::union([Span::new(0, text.len())]))
        }
        Verdict::Drop => Standing::DroppedWrongly,
        _ => {
            let edits = decision.edits.iter().filter(|edit| edit.start <= edit.end);
            Standing::Cut(Spans::union(edits.map(Edit::span)))
        }
    }
}

fn say_documents(
    report: &mut Report,
    judged: &[(&Marked, usize)],
    articles: &[Article<'_>],
    found: &DecidedDump,
    standing: &BTreeMap<&str, usize>,
) {
    let mut drops = Counts::default();
    let mut emptied = 0;
    for (article, &(_, place)) in articles.iter().zip(judged) {
        let is_dropped = found.decisions[place].verdict == Verdict::Drop;
        match article.standing {
            Standing::DroppedRightly => drops.right += 1.0,
            Standing::DroppedWrongly => drops.wrong += 1.0,
            Standing::Cut(_) if is_dropped => {
                emptied += 1;
                drops.wrong += f64::from(
                    article
                        .fates
                        .iter()
                        .any(|fate| matches!(fate, Fate::Stays(_))),
                );
            }
            Standing::Cut(_) => {}
        }
    }
    drops.missed = standing
        .values()
        .map(|&documents| documents.saturating_sub(1) as f64)
        .sum();
    report.score("documents dropped", drops);
    report.count_if_any("documents dropped as empty, scored by their words", emptied);
}

/// Words by what they were, and sentences.
#[derive(Default)]
struct Tally {
    all: Counts,
    by_lang: BTreeMap<String, Counts>,
    /// Words that should go by label: (gone, all).
    going: BTreeMap<SpanLabel, [f64; 2]>,
    /// Words that must stay by label: (cut, all).
    staying: BTreeMap<SpanLabel, [f64; 2]>,
    sentences: f64,
    sentences_lost: f64,
    groups: f64,
    groups_lost: f64,
}

impl Tally {
    fn of(articles: &[Article<'_>], outcome: &groups::Outcome) -> Self {
        let mut out = Self {
            groups: outcome.judged as f64,
            groups_lost: outcome.lost.len() as f64,
            ..Self::default()
        };
        for (number, article) in articles
            .iter()
            .enumerate()
            .filter(|(_, a)| a.standing != Standing::DroppedRightly)
        {
            for (words, fate, cut) in article.words() {
                let counts = article.counts(words, fate, cut);
                out.all += counts;
                *out.by_lang.entry(article.truth.lang.clone()).or_default() += counts;
                let (slot, part) = match fate {
                    Fate::Either => continue,
                    Fate::Goes(label) => (out.going.entry(label).or_default(), counts.right),
                    Fate::Stays(label) => (out.staying.entry(label).or_default(), counts.wrong),
                };
                *slot = [slot[0] + part, slot[1] + words];
            }
            let sentences = article.sentences(|word| is_in_lost_group(outcome, number, word));
            out.sentences += sentences.len() as f64;
            out.sentences_lost += sentences.iter().filter(|(_, is_lost)| *is_lost).count() as f64;
        }
        out
    }
}

fn is_in_lost_group(outcome: &groups::Outcome, article: usize, word: Span) -> bool {
    outcome
        .lost
        .iter()
        .flatten()
        .any(|member| member.article == article && member.span.contains(word))
}

fn say_words(report: &mut Report, tally: &Tally) {
    report.score("words", tally.all);
    if tally.by_lang.len() > 1 {
        for (lang, counts) in &tally.by_lang {
            report.score(format!("words, {lang}"), *counts);
        }
    }
    report.share(
        "sentences lost",
        tally.sentences_lost + tally.groups_lost,
        tally.sentences + tally.groups_lost,
    );
    report.share(
        "of them groups of which no member stands",
        tally.groups_lost,
        tally.groups,
    );
    for (label, [gone, all]) in &tally.going {
        report.share(
            format!("words that went of {} that should go", label.name()),
            *gone,
            *all,
        );
    }
    for (label, [cut, all]) in &tally.staying {
        report.share(
            format!("words that went of {} that must stay", label.name()),
            *cut,
            *all,
        );
    }
}

/// What there is to look at.
struct Mistakes<'a> {
    articles: &'a [Article<'a>],
    judged: &'a [(&'a Marked, usize)],
    outcome: &'a groups::Outcome,
}

impl Mistakes<'_> {
    fn piece(&self, article: usize, span: Span) -> Piece {
        let (truth, place) = self.judged[article];
        let text = span
            .slice(self.articles[article].page.text())
            .trim()
            .to_owned();
        Piece {
            id: truth.id.clone(),
            span: Some((span.start(), span.end())),
            text,
            document: Some(place),
        }
    }

    fn document(&self, article: usize) -> Piece {
        let (truth, place) = self.judged[article];
        Piece {
            id: truth.id.clone(),
            span: None,
            text: beginning(self.articles[article].page.text()),
            document: Some(place),
        }
    }

    /// Everything that should have stayed and went: documents, groups, sentences.
    fn losses(&self) -> Vec<Mistake> {
        let mut out = Vec::new();
        for (number, article) in self.articles.iter().enumerate() {
            if article.standing == Standing::DroppedWrongly {
                out.push(Mistake::new("document lost", vec![self.document(number)]));
            }
        }
        for members in &self.outcome.lost {
            let pieces = members.iter().map(|m| self.piece(m.article, m.span));
            out.push(Mistake::new("group lost", pieces.collect()));
        }
        for (number, article) in self.articles.iter().enumerate() {
            if !matches!(article.standing, Standing::Cut(_)) {
                continue;
            }
            let sentences = article.sentences(|word| is_in_lost_group(self.outcome, number, word));
            for (sentence, is_lost) in sentences {
                if is_lost {
                    let piece = self.piece(number, sentence);
                    out.push(Mistake::new("sentence lost", vec![piece]));
                }
            }
        }
        out
    }

    /// What should have gone and stayed: documents, then spans, those with the most words first.
    fn misses(&self, found: &DecidedDump, standing: &BTreeMap<&str, usize>) -> Vec<Mistake> {
        let mut out: Vec<Mistake> = standing
            .iter()
            .filter(|(_, documents)| **documents > 1)
            .map(|(c, _)| self.cluster(c, found))
            .collect();
        let mut spans: Vec<(u64, &str, SpanPlace)> = Vec::new();
        for &(halves, Member { article, span, .. }) in &self.outcome.left {
            spans.push((halves, "copy left", (article, span)));
        }
        for (number, article) in self
            .articles
            .iter()
            .enumerate()
            .filter(|(_, a)| matches!(a.standing, Standing::Cut(_)))
        {
            for mark in article
                .truth
                .marks
                .iter()
                .filter(|mark| mark.label == SpanLabel::Furniture)
            {
                let (cut, all) = article.cut_of(mark.span);
                spans.push((all - cut, "furniture left", (number, mark.span)));
            }
        }
        spans.retain(|(halves, _, _)| *halves > 0);
        spans.sort_by_key(|&(halves, what, place)| (u64::MAX - halves, what, place));
        out.extend(
            spans
                .into_iter()
                .map(|(halves, what, (article, span))| Mistake {
                    what: format!("{what}: {} words", in_words(halves)),
                    pieces: vec![self.piece(article, span)],
                }),
        );
        out
    }

    /// The documents of a cluster that stand.
    fn cluster(&self, cluster: &str, found: &DecidedDump) -> Mistake {
        let mut pieces = Vec::new();
        for (number, (truth, place)) in self.judged.iter().enumerate() {
            let is_kept = found.decisions[*place].verdict != Verdict::Drop;
            if is_kept && truth.cluster.as_deref() == Some(cluster) {
                pieces.push(self.document(number));
            }
        }
        Mistake::new("all stand, one should", pieces)
    }
}

/// Number of an article and a span of it.
type SpanPlace = (usize, Span);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decided_dump::tests::run_of;
    use crate::report::Value;
    use copydesk_clean::{Edit, Reason};
    use serde_json::json;

    /// Articles as (id, text, cluster, marked pieces, cut pieces); what a piece says is looked for
    /// in the text.
    type Given<'a> = (
        &'a str,
        &'a str,
        Option<&'a str>,
        &'a [(&'a str, &'a str, &'a str)],
        &'a [&'a str],
    );

    fn scored(given: &[Given<'_>], stays: &[(&str, Option<&str>)]) -> Report {
        let mut found = run_of(stays);
        let place = |text: &str, piece: &str| {
            (
                text.rfind(piece).unwrap(),
                text.rfind(piece).unwrap() + piece.len(),
            )
        };
        let mut texts = BTreeMap::new();
        let mut lines = Vec::new();
        for (number, (id, text, cluster, marks, cuts)) in given.iter().enumerate() {
            let span = |(label, group, piece): &(&str, &str, &str)| {
                let (start, end) = place(text, piece);
                json!({"start": start, "end": end, "label": label, "group": group})
            };
            let spans: Vec<_> = marks.iter().map(span).collect();
            lines.push((
                number + 1,
                json!({"id": id, "lang": "en", "cluster": cluster, "spans": spans}),
            ));
            let document = found.document(id).unwrap();
            let edit = |piece: &&str| {
                let (start, end) = place(text, piece);
                let (reason, rule) = (Reason::FurnitureRule, "share".into());
                Edit {
                    start,
                    end,
                    reason,
                    rule,
                    detail: None,
                    evidence: 0.9,
                    kept: None,
                }
            };
            found.decisions[document].edits = cuts.iter().map(edit).collect();
            texts.insert(document, (*text).to_owned());
        }
        score(
            "t",
            &super::super::read(&lines).unwrap(),
            &found,
            &texts,
            99,
        )
        .unwrap()
    }

    fn figure(report: &Report, name: &str) -> (f64, f64) {
        match report
            .figures
            .iter()
            .find(|f| f.name.starts_with(name))
            .unwrap_or_else(|| panic!("no {name}"))
            .value
        {
            Value::Share { part, of } => (part, of),
            Value::Count(count) => (count as f64, 0.0),
            Value::Index(index) => (index, 0.0),
        }
    }

    fn whats(report: &Report) -> Vec<&str> {
        report.examples.iter().map(|e| e.what.as_str()).collect()
    }

    const PAGE: &str = "The mill burned down.\n\nFlames light the sky\n\nFlames light up the \
                        sky\n\nNobody was hurt. Rain helped.\n\nShare this";

    #[test]
    fn words_of_a_standing_document() {
        let marks = [
            ("contained", "g", "Flames light the sky"),
            ("near", "g", "Flames light up the sky"),
            ("furniture", "", "Share this"),
            ("trap", "", "Rain helped."),
        ];
        let cuts = ["Flames light up the sky", "Rain helped.\n\nShare"];
        let report = scored(&[("a", PAGE, None, &marks, &cuts)], &[("a", None)]);
        // Right: the five words of the second copy and "Share". Wrong: "Rain helped". Missed:
        // "this".
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 6.0,
                wrong: 2.0,
                missed: 1.0
            }
        );
        assert_eq!(figure(&report, "sentences lost"), (1.0, 4.0));
        assert_eq!(figure(&report, "words that went of trap"), (2.0, 2.0));
        assert_eq!(
            figure(&report, "words that went of unmarked text"),
            (0.0, 7.0)
        );
        assert_eq!(figure(&report, "words that went of near"), (5.0, 5.0));
        assert_eq!(whats(&report), ["sentence lost", "furniture left: 1 words"]);
        assert_eq!(report.examples[0].pieces[0].text, "Rain helped.");
    }

    #[test]
    fn a_group_that_stays_whole_is_missed_but_for_the_sentence_in_a_paragraph() {
        let text = "The sea is calm today\n\nWind fell. The sea is calm today. Boats left.\n\nThe \
                    sea is calm today again";
        let marks = [
            ("within", "g", "The sea is calm today."),
            ("repeat", "g", "The sea is calm today again"),
        ];
        let report = scored(&[("a", text, None, &marks, &[])], &[("a", None)]);
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 0.0,
                wrong: 0.0,
                missed: 6.0
            }
        );
        assert_eq!(whats(&report), ["copy left: 6 words"]);
        // With the other one kept, cutting the sentence in the paragraph is right too.
        let report = scored(
            &[("a", text, None, &marks, &["The sea is calm today."])],
            &[("a", None)],
        );
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 5.0,
                wrong: 0.0,
                missed: 0.0
            }
        );
    }

    #[test]
    fn a_group_of_which_nothing_is_left_is_one_loss() {
        let marks = [
            ("repeat", "g", "Flames light the sky"),
            ("repeat", "g", "Flames light up the sky"),
        ];
        let cuts = ["Flames light the sky", "Flames light up the sky"];
        let report = scored(&[("a", PAGE, None, &marks, &cuts)], &[("a", None)]);
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 5.0,
                wrong: 4.0,
                missed: 0.0
            }
        );
        assert_eq!(figure(&report, "sentences lost"), (1.0, 5.0));
        assert_eq!(figure(&report, "of them groups"), (1.0, 1.0));
        assert_eq!(
            (whats(&report), report.examples[0].pieces.len()),
            (vec!["group lost"], 2)
        );
    }

    #[test]
    fn documents_come_first() {
        let text = "The mill burned down.\n\nShare this";
        let member = [
            ("repeat", "g", "The mill burned down."),
            ("furniture", "", "Share this"),
        ];
        let alone: [(&str, &str, &str); 2] =
            [("furniture", "", "Share this"), ("either", "", "down.")];
        let given: [Given<'_>; 4] = [
            ("stays", text, Some("c"), &member, &["Share this"]),
            ("goes", text, Some("c"), &member, &[]),
            ("stays too", text, Some("c"), &member, &["Share this"]),
            ("lost", text, None, &alone, &[]),
        ];
        let run = [
            ("stays", None),
            ("goes", Some("stays")),
            ("stays too", None),
            ("lost", Some("stays")),
        ];
        let report = scored(&given, &run);
        assert_eq!(
            report.scores[0].counts,
            Counts {
                right: 1.0,
                wrong: 1.0,
                missed: 1.0
            }
        );
        // Right: "Share this" twice. Wrong: five judged words of "lost". Missed: the copy in "stays
        // too".
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 4.0,
                wrong: 5.0,
                missed: 4.0
            }
        );
        assert_eq!(
            whats(&report),
            [
                "document lost",
                "all stand, one should",
                "copy left: 4 words"
            ]
        );
        assert_eq!(report.examples[1].pieces.len(), 2);
    }

    #[test]
    fn a_group_within_a_document_that_another_one_tells_is_not_asked_about() {
        let marks = [
            ("repeat", "g", "Flames light the sky"),
            ("repeat", "g", "Flames light up the sky"),
        ];
        let given: [Given<'_>; 2] = [
            ("a", PAGE, Some("c"), &[], &[]),
            ("b", PAGE, Some("c"), &marks, &[]),
        ];
        let report = scored(&given, &[("a", None), ("b", Some("a"))]);
        assert_eq!(figure(&report, "of them groups"), (0.0, 0.0));
        assert!(report.examples.is_empty());
    }

    #[test]
    fn a_document_dropped_as_empty_is_scored_by_its_words() {
        let given: [Given<'_>; 1] = [(
            "a",
            "Share this",
            None,
            &[("furniture", "", "Share this")],
            &[],
        )];
        let mut found = run_of(&[("a", None)]);
        found.decisions[0].verdict = Verdict::Drop;
        found.decisions[0].reason = Some("empty".into());
        let lines = [(
            1,
            json!({"id": "a", "spans": [{"start": 0, "end": 10, "label": "furniture"}]}),
        )];
        let texts = BTreeMap::from([(0, given[0].1.to_owned())]);
        let report = score("t", &super::super::read(&lines).unwrap(), &found, &texts, 9).unwrap();
        assert_eq!(report.scores[0].counts, Counts::default());
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 2.0,
                wrong: 0.0,
                missed: 0.0
            }
        );
        assert_eq!(figure(&report, "documents dropped as empty").0, 1.0);
    }
}
