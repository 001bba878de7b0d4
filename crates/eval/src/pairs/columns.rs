//! Lists of pairs in tables: which columns are the two ids, which one says whether a pair is one of
//! duplicates, and what the labels in it mean.
//!
//! Such lists have no standard form, so the usual names of columns and labels are known. A list
//! with other names is refused, with a message that says which are known: a guess could turn the
//! labels of a list upside down.

use crate::fault::Fault;
use crate::questions::Questions;
use crate::table::{Table, TruthRow};

/// A row of the list: a pair, and whether it is one of duplicates.
#[derive(Debug, PartialEq)]
pub(crate) struct Judged {
    pub line: usize,
    pub ids: [String; 2],
    pub is_duplicate: bool,
}

/// The columns of a table that hold the parts of a pair.
pub(crate) struct Columns {
    ids: [usize; 2],
    judgement: Judgement,
    /// Marks pairs on which people disagree.
    borderline: Option<usize>,
}

/// The column that says whether a pair is one of duplicates.
enum Judgement {
    Label(usize),
    Similarity(usize),
    /// There is none: every listed pair is.
    None,
}

/// Names of the two columns of ids.
const ID_COLUMNS: [[&str; 2]; 12] = [
    ["id1", "id2"],
    ["id_1", "id_2"],
    ["id_a", "id_b"],
    ["left", "right"],
    ["left_id", "right_id"],
    ["id_left", "id_right"],
    ["doc1", "doc2"],
    ["doc_1", "doc_2"],
    ["doc_id1", "doc_id2"],
    ["doc_id_1", "doc_id_2"],
    ["article1", "article2"],
    ["first", "second"],
];
const LABEL_COLUMNS: [&str; 15] = [
    "label",
    "duplicate",
    "is_duplicate",
    "near_duplicate",
    "is_near_duplicate",
    "dup",
    "is_dup",
    "same",
    "is_same",
    "same_story",
    "match",
    "is_match",
    "class",
    "judgement",
    "judgment",
];
const SIMILARITY_COLUMNS: [&str; 5] = ["similarity", "jaccard", "jaccard5", "score", "sim"];
const BORDERLINE: &str = "borderline";

/// Labels of duplicates, in lower case and with `-` for spaces and underscores.
const YES: [&str; 19] = [
    "1",
    "1.0",
    "true",
    "t",
    "yes",
    "y",
    "duplicate",
    "duplicates",
    "dup",
    "dupe",
    "same",
    "match",
    "positive",
    "exact",
    "near",
    "nd",
    "near-dup",
    "near-duplicate",
    "contain",
];
/// Labels of other pairs.
const NO: [&str; 26] = [
    "0",
    "0.0",
    "false",
    "f",
    "no",
    "n",
    "different",
    "distinct",
    "unique",
    "unrelated",
    "other",
    "negative",
    "not-duplicate",
    "not-dup",
    "non-duplicate",
    "non-dup",
    "nondup",
    "no-duplicate",
    "not-same",
    "not-the-same",
    "no-match",
    "non-match",
    "not-match",
    "mismatch",
    "nonmatch",
    "none",
];

/// The columns that are known, for people to read.
pub(crate) fn known_columns() -> String {
    let ids: Vec<String> = ID_COLUMNS.iter().map(|[a, b]| format!("{a} {b}")).collect();
    format!(
        "two ids ({}); whether they are duplicates ({}); or how similar they are ({}); \
         and {BORDERLINE} (pairs for which it is true are not scored)",
        ids.join(", "),
        LABEL_COLUMNS.join(", "),
        SIMILARITY_COLUMNS.join(", "),
    )
}

/// Whether a column of this name is known in a list of pairs.
pub(crate) fn is_column(name: &str) -> bool {
    ID_COLUMNS.as_flattened().contains(&name)
        || LABEL_COLUMNS.contains(&name)
        || SIMILARITY_COLUMNS.contains(&name)
        || name == BORDERLINE
}

/// Whether it is one of the words that say yes or no.
pub(crate) fn is_yes_or_no(label: &str) -> bool {
    meaning(label).is_some()
}

/// Whether a label means duplicate; `None` if it is not one of the usual words.
fn meaning(label: &str) -> Option<bool> {
    let label = label.to_lowercase().replace([' ', '_'], "-");
    if YES.contains(&label.as_str()) {
        Some(true)
    } else if NO.contains(&label.as_str()) {
        Some(false)
    } else {
        None
    }
}

impl Columns {
    /// Whether a table has a header that names two ids.
    pub(crate) fn are_in(table: &Table) -> bool {
        !ids(table).is_empty()
    }

    /// The columns of a table with a header; `None` if no two of them are ids.
    ///
    /// # Errors
    /// If two columns may be the same thing; or if no known column says whether a pair is one of
    /// duplicates, but there are unknown columns, one of which may say it.
    fn of(table: &Table) -> Result<Option<Self>, Fault> {
        let ids = match ids(table).as_slice() {
            [] => return Ok(None),
            [ids] => *ids,
            [[a, b], [c, d], ..] => {
                let names = table.names(&[*a, *b, *c, *d]);
                return Err(Fault::at(
                    1,
                    format!("{names} name two pairs of ids; leave one of them out"),
                ));
            }
        };
        let label = table.only_column(&LABEL_COLUMNS, "whether a pair is a duplicate")?;
        let similarity = table.only_column(&SIMILARITY_COLUMNS, "how similar a pair is")?;
        let judgement = match (label, similarity) {
            // A similarity beside a label is not used, and the note says so.
            (Some(label), _) => Judgement::Label(label),
            (None, Some(similarity)) => Judgement::Similarity(similarity),
            (None, None) => Judgement::None,
        };
        let columns = Self {
            ids,
            judgement,
            borderline: table.column(&[BORDERLINE]),
        };
        let unused = columns.unused(table);
        if matches!(columns.judgement, Judgement::None) && !unused.is_empty() {
            return Err(Fault::at(
                1,
                format!(
                    "no column is known to say whether a pair is a duplicate; there is {}; \
                     known columns are {}; rename the one that says it, or omit all but the ids \
                     if every pair is one",
                    table.names(&unused),
                    known_columns()
                ),
            ));
        }
        Ok(Some(columns))
    }

    /// The columns with another content.
    fn unused(&self, table: &Table) -> Vec<usize> {
        let judgement = match self.judgement {
            Judgement::Label(column) | Judgement::Similarity(column) => Some(column),
            Judgement::None => None,
        };
        let mut unused = Vec::new();
        for column in 0..table.columns.len() {
            let is_used = [judgement, self.borderline].contains(&Some(column));
            if !is_used && !self.ids.contains(&column) {
                unused.push(column);
            }
        }
        unused
    }

    /// How the pairs of a table are judged.
    fn note(&self, table: &Table) -> String {
        let unused = self.unused(table);
        let rest = if unused.is_empty() {
            String::new()
        } else {
            format!("; not looked at: {}", table.names(&unused))
        };
        match self.judgement {
            Judgement::Label(column) | Judgement::Similarity(column) => {
                format!("pairs are judged by {}{rest}", table.names(&[column]))
            }
            Judgement::None => "every listed pair is taken to be a duplicate".to_owned(),
        }
    }

    /// Whether the row is not marked as borderline.
    fn is_clear(&self, row: &TruthRow) -> bool {
        let Some(column) = self.borderline else {
            return true;
        };
        let mark = row.cell(column);
        // Any other mark, even an unknown word, says that people disagree on the pair.
        mark.is_empty() || meaning(mark) == Some(false)
    }

    /// A row as a judged pair; `None` if the row leaves it open.
    fn judged(&self, row: &TruthRow, questions: &Questions) -> Result<Option<Judged>, Fault> {
        let ids = self.ids.map(|column| row.cell(column).to_owned());
        if ids.iter().any(String::is_empty) {
            return Err(Fault::at(
                row.line,
                "an id is missing; each row must name two ids",
            ));
        }
        let Some(is_duplicate) = self.is_duplicate(row, questions)? else {
            return Ok(None);
        };
        Ok(Some(Judged {
            line: row.line,
            ids,
            is_duplicate,
        }))
    }

    /// Whether a row is a pair of duplicates; `None` if its similarity is between the two limits.
    fn is_duplicate(&self, row: &TruthRow, questions: &Questions) -> Result<Option<bool>, Fault> {
        match self.judgement {
            Judgement::None => Ok(Some(true)),
            Judgement::Label(column) => {
                let label = row.cell(column);
                let is_duplicate = of_label(row.line, label, &questions.duplicate_labels)?;
                Ok(Some(is_duplicate))
            }
            Judgement::Similarity(column) => {
                let similarity = read_similarity(row, column)?;
                let different_below = questions.different_below.unwrap_or(questions.similar_from);
                Ok(if similarity >= questions.similar_from {
                    Some(true)
                } else if similarity < different_below {
                    Some(false)
                } else {
                    None
                })
            }
        }
    }
}

/// The pairs of columns that may be ids.
fn ids(table: &Table) -> Vec<[usize; 2]> {
    let mut out = Vec::new();
    for [a, b] in ID_COLUMNS {
        if let Some(a) = table.column(&[a])
            && let Some(b) = table.column(&[b])
        {
            out.push([a, b]);
        }
    }
    out
}

/// # Errors
/// If the cell is not a number from 0 to 1.
fn read_similarity(row: &TruthRow, column: usize) -> Result<f64, Fault> {
    let cell = row.cell(column);
    match cell.parse::<f64>() {
        Ok(similarity) if (0.0..=1.0).contains(&similarity) => Ok(similarity),
        _ => Err(Fault::at(
            row.line,
            format!("the similarity `{cell}` is no number from 0 to 1"),
        )),
    }
}

fn of_label(line: usize, label: &str, duplicate_labels: &[String]) -> Result<bool, Fault> {
    // The user's labels replace the usual words, so every other label means different.
    if !duplicate_labels.is_empty() {
        return Ok(duplicate_labels.iter().any(|known| known == label));
    }
    if let Some(is_duplicate) = meaning(label) {
        return Ok(is_duplicate);
    }
    Err(Fault::at(
        line,
        format!(
            "whether `{label}` means duplicate is not known; name the labels that do with \
             --duplicate-label"
        ),
    ))
}

/// The pairs of a truth file.
#[derive(Debug)]
pub(crate) struct JudgedPairs {
    pub rows: Vec<Judged>,
    /// Says by which column they were judged, for the report.
    pub note: String,
}

/// The pairs of a table, without those that are marked as borderline or whose similarity is between
/// the two limits.
pub(crate) fn read(table: &Table, questions: &Questions) -> Result<JudgedPairs, Fault> {
    if table.width() < 2 {
        return Err(Fault::at(
            1,
            "a row has one cell only; part the two ids by a tab or a comma",
        ));
    }
    // A table without a header, or without two known ids: its first two columns are the ids.
    let bare = Columns {
        ids: [0, 1],
        judgement: Judgement::None,
        borderline: None,
    };
    let columns = Columns::of(table)?.unwrap_or(bare);
    let mut rows = Vec::new();
    for row in &table.rows {
        if columns.is_clear(row) {
            rows.extend(columns.judged(row, questions)?);
        }
    }
    Ok(JudgedPairs {
        rows,
        note: columns.note(table),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str, questions: &Questions) -> Result<Vec<Judged>, Fault> {
        Ok(read(&Table::of_cells(text)?, questions)?.rows)
    }

    #[test]
    fn labels_and_similarities() {
        let questions = Questions {
            similar_from: 0.75,
            ..Questions::default()
        };
        let by_similarity = read_text(
            "id1\tid2\tjaccard5\tn1\na\tb\t0.75\t9\na\tc\t0.74\t9\n",
            &questions,
        )
        .unwrap();
        assert_eq!(
            by_similarity
                .iter()
                .map(|j| j.is_duplicate)
                .collect::<Vec<_>>(),
            [true, false]
        );
        let unclear = Questions {
            different_below: Some(0.5),
            ..questions.clone()
        };
        let clear = read_text(
            "id1,id2,similarity\na,b,0.75\na,c,0.74\na,d,0.5\na,e,0.49\n",
            &unclear,
        )
        .unwrap();
        assert_eq!(
            clear
                .iter()
                .map(|j| (j.line, j.is_duplicate))
                .collect::<Vec<_>>(),
            [(2, true), (5, false)]
        );
        let by_label = read_text(
            "id1,id2,label,borderline\na,b,EXACT,0\na,c,No,0\na,d,exact,1\n",
            &questions,
        )
        .unwrap();
        assert_eq!(
            by_label
                .iter()
                .map(|j| (j.line, j.is_duplicate))
                .collect::<Vec<_>>(),
            [(2, true), (3, false)]
        );
    }

    #[test]
    fn what_cannot_be_understood_is_named_with_a_remedy() {
        let questions = Questions::default();
        let told = |text: &str| read_text(text, &questions).unwrap_err().message("t");
        assert!(
            told("id1,id2,label\na,b,perhaps\n")
                .contains("line 2: whether `perhaps` means duplicate is not known")
        );
        assert!(
            told("id1,id2,similarity\na,b,1.5\n")
                .contains("line 2: the similarity `1.5` is no number from 0 to 1")
        );
        assert!(told("id1,id2\na,\n").contains("line 2: an id is missing"));
        let named = Questions {
            duplicate_labels: vec!["perhaps".into()],
            ..Questions::default()
        };
        assert!(read_text("id1,id2,label\na,b,perhaps\n", &named).unwrap()[0].is_duplicate);
    }

    #[test]
    fn labels_in_the_usual_words() {
        let of = |label: &str| {
            read_text(
                &format!("id1,id2,same\na,b,{label}\n"),
                &Questions::default(),
            )
            .map(|rows| rows[0].is_duplicate)
            .ok()
        };
        for label in ["1", "True", "YES", "dup", "near_duplicate", "same"] {
            assert_eq!(of(label), Some(true), "{label}");
        }
        for label in ["0", "FALSE", "no", "non-dup", "Not Duplicate", "different"] {
            assert_eq!(of(label), Some(false), "{label}");
        }
        for label in ["", "2", "0.7", "maybe"] {
            assert_eq!(of(label), None, "{label}");
        }
    }

    #[test]
    fn unknown_and_ambiguous_columns_are_refused() {
        let told = |text: &str| {
            let read = read_text(text, &Questions::default());
            read.unwrap_err().message("t")
        };
        let unknown = told("id1,id2,agrees\na,b,0\n");
        assert!(unknown.contains("there is `agrees`; known columns are two ids (id1 id2,"));
        assert!(unknown.contains("is_duplicate") && unknown.contains("similarity"));
        assert!(told("id1,id2,label,same\na,b,1,0\n").contains("`label`, `same` may all say"));
        assert!(told("id1,id2,score,sim\na,b,1,0\n").contains("`score`, `sim` may all say"));
        assert!(
            told("id1,id2,left,right\na,b,c,d\n")
                .contains("`id1`, `id2`, `left`, `right` name two pairs of ids")
        );
    }

    #[test]
    fn what_is_not_looked_at_is_said() {
        let table = Table::of_cells("id1,id2,label,title1\na,b,1,x\n").unwrap();
        let note = read(&table, &Questions::default()).unwrap().note;
        assert_eq!(note, "pairs are judged by `label`; not looked at: `title1`");
    }
}
