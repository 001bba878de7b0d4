//! Compares a run with marked articles, in which an editor labelled spans, and makes the report.

use super::article::{Article, Expected, Treatment, in_words};
use super::groups::{self, Member};
use super::{MarkedArticle, SpanLabel};
use crate::decided_dump::{DecidedDump, beginning};
use crate::fault::Fault;
use crate::kind::TruthKind;
use crate::report::{Mistake, Piece, Report};
use crate::scores::Counts;
use copydesk_clean::{Decision, DropReason, Edit, Verdict};
use copydesk_text::{Span, Spans};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The report on how a run agrees with the marks. `texts` has the raw text of every marked document
/// that could be read. `worst` is the number of mistakes to list, apart from losses.
pub(crate) fn score<'m>(
    name: &str,
    marked: &'m [MarkedArticle],
    decided: &DecidedDump,
    texts: &'m BTreeMap<usize, String>,
    worst: usize,
) -> Result<Report, Fault> {
    let mut readable = Vec::new();
    for truth in marked {
        if let Some(document) = decided.document(&truth.id)
            // An article whose record could not be read is counted as absent below.
            && let Some(text) = texts.get(&document)
        {
            readable.push((truth, document, text));
        }
    }
    let kept_by_cluster = count_kept(&readable, decided);
    let mut articles = Vec::with_capacity(readable.len());
    for (truth, document, text) in readable {
        let is_cluster_kept = match &truth.cluster {
            Some(cluster) => kept_by_cluster[cluster.as_str()] > 0,
            None => false,
        };
        let treatment = treatment_of(&decided.decisions[document], text, is_cluster_kept);
        articles.push(Article::new(truth, document, text, treatment)?);
    }
    let outcome = groups::judge(&mut articles);
    let tally = Tally::of(&articles, &outcome);
    let mut report = Report::new(name, TruthKind::Spans);
    add_document_scores(&mut report, &articles, decided, &kept_by_cluster);
    add_word_scores(&mut report, &tally);
    let mut judged = BTreeSet::new();
    for article in &articles {
        judged.insert(article.document);
    }
    let absent = marked.len() - articles.len();
    decided.add_coverage(&mut report, &judged, absent);
    report.add_note(
        "a sentence is lost if a word of it is cut that should be kept; a group is lost if none of \
         its members is kept; all that are lost are listed",
    );
    let mistakes = Mistakes {
        articles: &articles,
        outcome: &outcome,
    };
    // `worst` limits only the misses.
    report.examples = mistakes.losses();
    report.add_worst(mistakes.misses(decided, &kept_by_cluster), worst);
    Ok(report)
}

/// The number of documents that are kept, for each true cluster. Articles are given as (marks,
/// document, text).
fn count_kept<'t>(
    articles: &[(&'t MarkedArticle, usize, &String)],
    decided: &DecidedDump,
) -> BTreeMap<&'t str, usize> {
    let mut kept = BTreeMap::new();
    for (truth, document, _) in articles {
        if let Some(cluster) = &truth.cluster {
            let is_kept = decided.decisions[*document].verdict != Verdict::Drop;
            *kept.entry(cluster.as_str()).or_default() += usize::from(is_kept);
        }
    }
    kept
}

/// Whether a document was dropped because no text was left of it, and not in favour of another
/// document.
fn is_dropped_as_empty(decision: &Decision) -> bool {
    let Some(reason) = decision.reason.as_deref() else {
        return false;
    };
    reason == DropReason::Empty.name() || reason == DropReason::NoArticle.name()
}

/// How the run treated a document. `is_cluster_kept` says whether any document of its true cluster
/// is kept.
fn treatment_of(decision: &Decision, text: &str, is_cluster_kept: bool) -> Treatment {
    match decision.verdict {
        // This arm comes first: if another document of the cluster is kept, it does not matter why
        // this document was dropped.
        Verdict::Drop if is_cluster_kept => Treatment::DroppedRightly,
        // Scored as if it were kept and all of its text were cut.
        Verdict::Drop if is_dropped_as_empty(decision) => {
            let all_text = Span::new(0, text.len());
            Treatment::KeptWithout(Spans::union([all_text]))
        }
        Verdict::Drop => Treatment::DroppedWrongly,
        _ => {
            // A file that was changed by hand may have edits that end before they begin.
            let edits = decision.edits.iter().filter(|edit| edit.start <= edit.end);
            Treatment::KeptWithout(Spans::union(edits.map(Edit::span)))
        }
    }
}

/// Adds the scores of documents to the report.
fn add_document_scores(
    report: &mut Report,
    articles: &[Article<'_>],
    decided: &DecidedDump,
    kept_by_cluster: &BTreeMap<&str, usize>,
) {
    let mut drops = Counts::default();
    let mut emptied = 0;
    for article in articles {
        let is_dropped = decided.decisions[article.document].verdict == Verdict::Drop;
        match article.treatment {
            Treatment::DroppedRightly => drops.right += 1.0,
            Treatment::DroppedWrongly => drops.wrong += 1.0,
            // Dropped as empty. That is right if the document has no word to keep.
            Treatment::KeptWithout(_) if is_dropped => {
                emptied += 1;
                let mut words = article.expected.iter();
                let has_word_to_keep = words.any(|word| matches!(word, Expected::Kept(_)));
                drops.wrong += f64::from(has_word_to_keep);
            }
            Treatment::KeptWithout(_) => {}
        }
    }
    // One document of a cluster should be kept, so all others that are kept were missed. A cluster
    // of which no document is kept has none.
    for &kept in kept_by_cluster.values() {
        drops.missed += kept.saturating_sub(1) as f64;
    }
    report.add_score("documents dropped", drops);
    report.add_count_if_any("documents dropped as empty, scored by their words", emptied);
}

/// The length of all words with one label, in effective words.
#[derive(Default)]
struct WordLength {
    /// The words that were cut. In a document that was dropped wrongly, only words that must be
    /// kept count as cut.
    cut: f64,
    /// All words.
    all: f64,
}

/// Counts of words, sentences and groups, over all articles.
#[derive(Default)]
struct Tally {
    /// Effective words of all languages.
    words: Counts,
    by_lang: BTreeMap<String, Counts>,
    /// Words that should be cut, by label.
    to_cut: BTreeMap<SpanLabel, WordLength>,
    /// Words that must be kept, by label.
    to_keep: BTreeMap<SpanLabel, WordLength>,
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
        for (number, article) in articles.iter().enumerate() {
            if article.treatment == Treatment::DroppedRightly {
                continue;
            }
            for word in article.words() {
                let counts = article.counts(word);
                out.words += counts;
                *out.by_lang.entry(article.truth.lang.clone()).or_default() += counts;
                let (total, cut) = match word.expected {
                    Expected::Either => continue,
                    Expected::Cut(label) => (out.to_cut.entry(label).or_default(), counts.right),
                    Expected::Kept(label) => (out.to_keep.entry(label).or_default(), counts.wrong),
                };
                total.cut += cut;
                total.all += word.length;
            }
            for sentence in article.judged_sentences(|word| outcome.has_lost(number, word)) {
                out.sentences += 1.0;
                out.sentences_lost += f64::from(sentence.is_lost);
            }
        }
        out
    }
}

impl groups::Outcome {
    /// Whether a word of an article is in a group of which nothing is kept.
    fn has_lost(&self, article: usize, word: Span) -> bool {
        for member in self.lost.iter().flatten() {
            if member.article == article && member.span.contains(word) {
                return true;
            }
        }
        false
    }
}

/// Adds the scores of words, sentences and groups to the report.
fn add_word_scores(report: &mut Report, tally: &Tally) {
    report.add_score("words", tally.words);
    if tally.by_lang.len() > 1 {
        for (lang, counts) in &tally.by_lang {
            report.add_score(format!("words, {lang}"), *counts);
        }
    }
    report.add_share(
        "sentences lost",
        tally.sentences_lost + tally.groups_lost,
        tally.sentences + tally.groups_lost,
    );
    report.add_share(
        "of them groups of which no member stands",
        tally.groups_lost,
        tally.groups,
    );
    // Programs read the name of the figure, which must not change; people read this label.
    report.label_last("of these, groups with no member kept");
    for (label, length) in &tally.to_cut {
        report.add_share(
            format!("words that went of {} that should go", label.name()),
            length.cut,
            length.all,
        );
        report.label_last(format!("words cut that should be cut, {}", marked(*label)));
    }
    for (label, length) in &tally.to_keep {
        report.add_share(
            format!("words that went of {} that must stay", label.name()),
            length.cut,
            length.all,
        );
        report.label_last(format!("words cut that should be kept, {}", marked(*label)));
    }
}

/// The part of a label for people that says how words are marked.
fn marked(label: SpanLabel) -> String {
    match label {
        SpanLabel::Text => "unmarked".to_owned(),
        _ => format!("marked {}", label.name()),
    }
}

/// The mistakes of a run, as examples for the report.
struct Mistakes<'a> {
    articles: &'a [Article<'a>],
    outcome: &'a groups::Outcome,
}

impl Mistakes<'_> {
    /// A span of the article with this index, as part of an example.
    fn piece(&self, article: usize, span: Span) -> Piece {
        let article = &self.articles[article];
        Piece {
            id: article.truth.id.clone(),
            span: Some((span.start(), span.end())),
            text: span.slice(article.content.text()).trim().to_owned(),
            document: Some(article.document),
        }
    }

    /// Everything that should be kept and is not: documents, groups, sentences.
    fn losses(&self) -> Vec<Mistake> {
        let mut out = Vec::new();
        for article in self.articles {
            if article.treatment == Treatment::DroppedWrongly {
                out.push(Mistake::new("document lost", vec![whole(article)]));
            }
        }
        for members in &self.outcome.lost {
            let pieces = members.iter().map(|m| self.piece(m.article, m.span));
            out.push(Mistake::new("group lost", pieces.collect()));
        }
        for (number, article) in self.articles.iter().enumerate() {
            if !matches!(article.treatment, Treatment::KeptWithout(_)) {
                continue;
            }
            for sentence in article.judged_sentences(|word| self.outcome.has_lost(number, word)) {
                if sentence.is_lost {
                    let piece = self.piece(number, sentence.span);
                    out.push(Mistake::new("sentence lost", vec![piece]));
                }
            }
        }
        out
    }

    /// Everything that should be removed and is not: first documents, then spans. The spans with
    /// the most words that are not cut come first.
    fn misses(
        &self,
        decided: &DecidedDump,
        kept_by_cluster: &BTreeMap<&str, usize>,
    ) -> Vec<Mistake> {
        let mut out = Vec::new();
        for (cluster, &kept) in kept_by_cluster {
            if kept > 1 {
                out.push(self.several_kept(cluster, decided));
            }
        }
        // Each begins with the length that is left, in halves of effective words. Sorting puts the
        // longest first.
        let mut spans = Vec::new();
        for member in &self.outcome.not_cut {
            let Member { article, span, .. } = *member;
            spans.push((Reverse(member.left()), "copy left", article, span));
        }
        for (number, article) in self.articles.iter().enumerate() {
            if !matches!(article.treatment, Treatment::KeptWithout(_)) {
                continue;
            }
            for mark in &article.truth.marks {
                if mark.label == SpanLabel::Furniture {
                    let length = article.length_of(mark.span);
                    let left = length.all - length.cut;
                    spans.push((Reverse(left), "furniture left", number, mark.span));
                }
            }
        }
        spans.sort();
        for (Reverse(left), what, article, span) in spans {
            if left > 0 {
                let what = format!("{what}: {} words", in_words(left));
                out.push(Mistake::new(&what, vec![self.piece(article, span)]));
            }
        }
        out
    }

    /// The mistake that several documents of a true cluster are kept.
    fn several_kept(&self, cluster: &str, decided: &DecidedDump) -> Mistake {
        let mut pieces = Vec::new();
        for article in self.articles {
            let is_kept = decided.decisions[article.document].verdict != Verdict::Drop;
            if is_kept && article.truth.cluster.as_deref() == Some(cluster) {
                pieces.push(whole(article));
            }
        }
        Mistake::new("all stand, one should", pieces).labelled("all are kept, one should be")
    }
}

/// A whole article as part of an example. Only its beginning is shown.
fn whole(article: &Article<'_>) -> Piece {
    Piece {
        id: article.truth.id.clone(),
        span: None,
        text: beginning(article.content.text()),
        document: Some(article.document),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decided_dump::tests::run_of;
    use crate::report::Value;
    use copydesk_clean::{Edit, Reason};
    use serde_json::json;

    /// A marked piece of a text: its label, its group and its words. If the words are in the text
    /// several times, the last of these places is marked.
    type Mark<'a> = (&'a str, &'a str, &'a str);

    /// An article: its id, text, cluster, marks, and the pieces that the run cuts from it.
    type Given<'a> = (
        &'a str,
        &'a str,
        Option<&'a str>,
        &'a [Mark<'a>],
        &'a [&'a str],
    );

    /// The report on these articles. `run` is given as for [`run_of`].
    fn scored(given: &[Given<'_>], run: &[(&str, Option<&str>)]) -> Report {
        let mut decided = run_of(run);
        let place = |text: &str, piece: &str| {
            (
                text.rfind(piece).unwrap(),
                text.rfind(piece).unwrap() + piece.len(),
            )
        };
        let mut texts = BTreeMap::new();
        let mut lines = Vec::new();
        for (number, (id, text, cluster, marks, cuts)) in given.iter().enumerate() {
            let span = |(label, group, piece): &Mark<'_>| {
                let (start, end) = place(text, piece);
                json!({"start": start, "end": end, "label": label, "group": group})
            };
            let spans: Vec<_> = marks.iter().map(span).collect();
            lines.push((
                number + 1,
                json!({"id": id, "lang": "en", "cluster": cluster, "spans": spans}),
            ));
            let document = decided.document(id).unwrap();
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
            decided.decisions[document].edits = cuts.iter().map(edit).collect();
            texts.insert(document, (*text).to_owned());
        }
        score(
            "t",
            &super::super::read(&lines).unwrap(),
            &decided,
            &texts,
            99,
        )
        .unwrap()
    }

    /// A share as (part, whole). Of another number, the second part is 0.
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

    fn mistakes(report: &Report) -> Vec<&str> {
        report.examples.iter().map(|e| e.what.as_str()).collect()
    }

    const PAGE: &str = "The mill burned down.\n\nFlames light the sky\n\nFlames light up the \
                        sky\n\nNobody was hurt. Rain helped.\n\nShare this";

    #[test]
    fn words_and_sentences_of_a_kept_document_are_counted() {
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
        // "Rain helped." is lost. The others are "The mill burned down.", the first copy, and
        // "Nobody was hurt."
        assert_eq!(figure(&report, "sentences lost"), (1.0, 4.0));
        assert_eq!(figure(&report, "words that went of trap"), (2.0, 2.0));
        assert_eq!(
            figure(&report, "words that went of unmarked text"),
            (0.0, 7.0)
        );
        assert_eq!(figure(&report, "words that went of near"), (5.0, 5.0));
        // Programs find the figures by their names; people read the labels.
        let shown = |name: &str| {
            let mut figures = report.figures.iter();
            &figures.find(|f| f.name == name).unwrap().label
        };
        assert_eq!(
            [
                shown("of them groups of which no member stands"),
                shown("words that went of near that should go"),
                shown("words that went of trap that must stay"),
                shown("words that went of unmarked text that must stay"),
            ],
            [
                "of these, groups with no member kept",
                "words cut that should be cut, marked near",
                "words cut that should be kept, marked trap",
                "words cut that should be kept, unmarked",
            ]
        );
        assert_eq!(
            mistakes(&report),
            ["sentence lost", "furniture left: 1 words"]
        );
        assert_eq!(report.examples[0].pieces[0].text, "Rain helped.");
    }

    #[test]
    fn in_a_group_without_cuts_the_sentence_within_a_paragraph_should_be_kept() {
        let text = "The sea is calm today\n\nWind fell. The sea is calm today. Boats left.\n\nThe \
                    sea is calm today again";
        let marks = [
            ("within", "g", "The sea is calm today."),
            ("repeat", "g", "The sea is calm today again"),
        ];
        let report = scored(&[("a", text, None, &marks, &[])], &[("a", None)]);
        // Missed: the six words of the other member.
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 0.0,
                wrong: 0.0,
                missed: 6.0
            }
        );
        assert_eq!(mistakes(&report), ["copy left: 6 words"]);
        // If the sentence in the paragraph is cut, the other member should be kept, and the cut is
        // right.
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
    fn a_group_without_any_kept_member_counts_as_one_lost_sentence() {
        let marks = [
            ("repeat", "g", "Flames light the sky"),
            ("repeat", "g", "Flames light up the sky"),
        ];
        let cuts = ["Flames light the sky", "Flames light up the sky"];
        let report = scored(&[("a", PAGE, None, &marks, &cuts)], &[("a", None)]);
        // Both members are cut entirely, so the first should be kept. Right: the five words of the
        // second. Wrong: the four words of the first.
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 5.0,
                wrong: 4.0,
                missed: 0.0
            }
        );
        // The lost group counts as a sentence, beside four sentences without marks: "The mill
        // burned down.", "Nobody was hurt.", "Rain helped.", "Share this".
        assert_eq!(figure(&report, "sentences lost"), (1.0, 5.0));
        assert_eq!(figure(&report, "of them groups"), (1.0, 1.0));
        assert_eq!(
            (mistakes(&report), report.examples[0].pieces.len()),
            (vec!["group lost"], 2)
        );
    }

    #[test]
    fn words_of_dropped_documents_are_wrong_or_not_scored() {
        let text = "The mill burned down.\n\nShare this";
        let member = [
            ("repeat", "g", "The mill burned down."),
            ("furniture", "", "Share this"),
        ];
        let alone: [(&str, &str, &str); 2] =
            [("furniture", "", "Share this"), ("either", "", "down.")];
        let given: [Given<'_>; 4] = [
            ("kept", text, Some("c"), &member, &["Share this"]),
            ("dropped rightly", text, Some("c"), &member, &[]),
            ("kept too", text, Some("c"), &member, &["Share this"]),
            ("dropped wrongly", text, None, &alone, &[]),
        ];
        let run = [
            ("kept", None),
            ("dropped rightly", Some("kept")),
            ("kept too", None),
            ("dropped wrongly", Some("kept")),
        ];
        let report = scored(&given, &run);
        // Missed: "kept too", which should be dropped.
        assert_eq!(
            report.scores[0].counts,
            Counts {
                right: 1.0,
                wrong: 1.0,
                missed: 1.0
            }
        );
        // Right: "Share this" in the kept documents. Wrong: the five judged words of the document
        // that is dropped wrongly. Missed: the copy in "kept too".
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 4.0,
                wrong: 5.0,
                missed: 4.0
            }
        );
        assert_eq!(
            mistakes(&report),
            [
                "document lost",
                "all stand, one should",
                "copy left: 4 words"
            ]
        );
        assert_eq!(report.examples[1].pieces.len(), 2);
    }

    #[test]
    fn a_group_in_rightly_dropped_documents_is_not_judged() {
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
        let mut decided = run_of(&[("a", None)]);
        decided.decisions[0].verdict = Verdict::Drop;
        decided.decisions[0].reason = Some("empty".into());
        let lines = [(
            1,
            json!({"id": "a", "spans": [{"start": 0, "end": 10, "label": "furniture"}]}),
        )];
        let texts = BTreeMap::from([(0, given[0].1.to_owned())]);
        let report = score(
            "t",
            &super::super::read(&lines).unwrap(),
            &decided,
            &texts,
            9,
        )
        .unwrap();
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
