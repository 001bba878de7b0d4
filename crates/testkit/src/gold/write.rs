//! Writes the two files of the gold set that programs read: the dump, and the truth about it.

use super::article::Article;
use super::mark::Mark;
use serde::Serialize;

/// A line of the dump.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    url: &'a str,
    date: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    text: &'a str,
}

/// A line of the truth.
#[derive(Serialize)]
struct Truth<'a> {
    id: &'a str,
    lang: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<&'a str>,
    spans: Vec<TruthSpan<'a>>,
}

/// A marked span of an article.
#[derive(Serialize)]
struct TruthSpan<'a> {
    start: usize,
    end: usize,
    label: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
}

/// The articles as a dump, with a JSON object on each line.
#[must_use]
pub fn articles_jsonl(articles: &[Article]) -> String {
    lines(articles, |article| {
        let Article {
            id,
            url,
            date,
            source,
            title,
            text,
            ..
        } = article;
        Record {
            id,
            url,
            date,
            source: source.as_deref(),
            title: title.as_deref(),
            text,
        }
    })
}

/// The truth about the articles, with a JSON object on each line, in the order of the articles.
/// Offsets are in bytes of the text itself, without the escapes of JSON.
#[must_use]
pub fn truth_jsonl(articles: &[Article]) -> String {
    lines(articles, |article| Truth {
        id: &article.id,
        lang: &article.lang,
        cluster: article.cluster.as_deref(),
        spans: article.marks.iter().map(truth_span).collect(),
    })
}

fn truth_span(mark: &Mark) -> TruthSpan<'_> {
    let Mark { span, kind, group } = mark;
    TruthSpan {
        start: span.start(),
        end: span.end(),
        label: kind.name(),
        group: group.as_deref(),
    }
}

/// A JSON object for each article, on a line of its own. Keys are in the order of the fields.
fn lines<'a, T: Serialize>(articles: &'a [Article], line: impl Fn(&'a Article) -> T) -> String {
    let json = |article| {
        serde_json::to_string(&line(article)).expect("strings and numbers have a JSON form")
    };
    articles
        .iter()
        .map(|article| json(article) + "\n")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::read;

    #[test]
    fn absent_fields_are_left_out_and_offsets_are_bytes_of_the_decoded_text() {
        let source = "[[article]]\nid = 'a'\nurl = 'u'\ndate = 'd'\nlang = 'de'\ntext = \
                      \"\"\"\n„Öl“\\u00a0\n⟦repeat:g|zwei⟧\n\"\"\"\n";
        let articles = read(source).unwrap();
        let text = &articles[0].text;
        let record: serde_json::Value = serde_json::from_str(&articles_jsonl(&articles)).unwrap();
        assert_eq!(
            record,
            serde_json::json!({"id": "a", "url": "u", "date": "d", "text": text})
        );
        // The characters before it have 3, 2, 1, 3, 2 and 1 bytes.
        assert_eq!(text.find("zwei"), Some(12));
        let spans = r#"{"start":12,"end":16,"label":"repeat","group":"g"}"#;
        assert_eq!(
            truth_jsonl(&articles),
            format!("{{\"id\":\"a\",\"lang\":\"de\",\"spans\":[{spans}]}}\n")
        );
    }
}
