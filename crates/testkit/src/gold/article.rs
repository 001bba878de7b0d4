//! Reads a source file of the gold set, the articles that people marked: the plain text of each
//! article, and its marks. A mark `⟦furniture|text⟧` says what an editor would do with the text in
//! it.

use super::error::{Problem, SourceError};
use super::mark::{Mark, parse_label};
use crate::marks;
use copydesk_text::Span;
use serde::Deserialize;

/// An article of the gold set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// The id, which no other article of the set has.
    pub id: String,
    /// The address from which the article would have been scraped.
    pub url: String,
    /// The date: a day, or a day with a time and its zone.
    pub date: String,
    /// The name of the newspaper. `None` if the scraper did not keep it.
    pub source: Option<String>,
    /// The headline. `None` if the scraper did not keep it.
    pub title: Option<String>,
    /// The language, as in BCP 47.
    pub lang: String,
    /// The name of the cluster. The articles of a cluster tell the same story, and one of them
    /// should be kept. `None` if no other article tells the story.
    pub cluster: Option<String>,
    /// The text without marks, and without the line break that ends it in the source.
    pub text: String,
    /// The marks, in order. They never overlap.
    pub marks: Vec<Mark>,
}

/// A source file as TOML has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    article: Vec<SourceArticle>,
}

/// An article as TOML has it, with marks in the text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceArticle {
    id: String,
    url: String,
    date: String,
    source: Option<String>,
    title: Option<String>,
    lang: String,
    cluster: Option<String>,
    text: String,
}

/// The articles of a source file, in order. `source` is the content of the file.
///
/// # Errors
/// If the source is not TOML with the right fields, if a mark is broken or has an unknown label, or
/// if a marked text is empty or begins or ends with white space.
pub fn read(source: &str) -> Result<Vec<Article>, SourceError> {
    let file: SourceFile = toml::from_str(source).map_err(Problem::Toml)?;
    file.article.into_iter().map(read_article).collect()
}

fn read_article(raw: SourceArticle) -> Result<Article, SourceError> {
    let SourceArticle {
        id,
        url,
        date,
        source,
        title,
        lang,
        cluster,
        text,
    } = raw;
    let parsed = marks::parse(text.strip_suffix('\n').unwrap_or(&text));
    let (text, labelled) = parsed.map_err(|error| Problem::Mark {
        id: id.clone(),
        error,
    })?;
    let marks = labelled
        .into_iter()
        .map(|(span, label)| read_mark(&id, &text, span, label))
        .collect::<Result<_, _>>()?;
    Ok(Article {
        id,
        url,
        date,
        source,
        title,
        lang,
        cluster,
        text,
        marks,
    })
}

fn read_mark(id: &str, text: &str, span: Span, label: String) -> Result<Mark, SourceError> {
    let marked = span.slice(text);
    if marked.is_empty() || marked.trim().len() != marked.len() {
        return Err(Problem::EmptyOrUntrimmed {
            id: id.to_owned(),
            text: marked.to_owned(),
        }
        .into());
    }
    match parse_label(&label) {
        Some((kind, group)) => Ok(Mark {
            span,
            kind,
            group: group.map(str::to_owned),
        }),
        None => Err(Problem::Label {
            id: id.to_owned(),
            label,
        }
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::MarkKind;

    /// A source file with one article, which has this text.
    fn source(text: &str) -> String {
        format!(
            "[[article]]\nid = 'a'\nurl = 'u'\ndate = 'd'\nlang = 'el'\ntext = '''\n{text}\n'''\n"
        )
    }

    #[test]
    fn marks_are_removed_from_the_text_and_kept_as_spans() {
        let read = read(&source("⟦near:γ|Ένα⟧ δύο\n⟦trap|τρία⟧")).unwrap();
        assert_eq!(read[0].text, "Ένα δύο\nτρία");
        let found: Vec<_> = read[0]
            .marks
            .iter()
            .map(|m| (m.span.slice(&read[0].text), m.kind, m.group.as_deref()))
            .collect();
        assert_eq!(
            found,
            [
                ("Ένα", MarkKind::Near, Some("γ")),
                ("τρία", MarkKind::Trap, None)
            ]
        );
    }

    #[test]
    fn a_source_that_is_wrong_says_where_and_why() {
        let message = |text: &str| read(&source(text)).unwrap_err().to_string();
        assert!(message("⟦furniture|a ⟧").starts_with("article a: move the white space"));
        assert!(message("⟦furniture|⟧").starts_with("article a: move the white space"));
        assert!(message("⟦furnitur|a⟧").starts_with("article a: no label \"furnitur\""));
        assert!(message("⟦furniture|a").starts_with("article a: a mark is opened"));
        assert!(
            read("[[article]]\nid = 'a'")
                .unwrap_err()
                .to_string()
                .starts_with("not a source of articles")
        );
        assert!(
            read(&source("a").replace("lang", "language"))
                .unwrap_err()
                .to_string()
                .contains("language")
        );
    }
}
