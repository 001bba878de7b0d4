//! Lists of pairs in tables: which columns hold the two ids, which column says whether a pair is a
//! duplicate, and what the labels in it mean. (A *duplicate* here is a pair of documents that are
//! duplicates of each other.)
//!
//! Such lists have no standard form, so this file lists the usual names of columns and the usual
//! labels. A table with other names is refused, with a message that lists the known ones: a wrong
//! guess could take duplicates for different documents, or the reverse.

use crate::fault::Fault;
use crate::questions::Questions;
use crate::table::{Table, TruthRow};

/// A row of the list: a pair, and whether it is a duplicate.
#[derive(Debug, PartialEq)]
pub(crate) struct JudgedPair {
    /// The number of the line, from 1.
    pub line: usize,
    pub ids: [String; 2],
    pub is_duplicate: bool,
}

/// The indices of the columns that say something about a pair.
struct Columns {
    ids: [usize; 2],
    judged_by: JudgedBy,
    /// The column that marks pairs on which people disagree, if there is one.
    borderline: Option<usize>,
}

/// The column that says whether a pair is a duplicate.
enum JudgedBy {
    /// The column with this index holds a label.
    Label(usize),
    /// The column with this index holds a similarity.
    Similarity(usize),
    /// There is no such column: every listed pair is a duplicate.
    Nothing,
}

/// Names of the two columns of ids, in lower case, as all names of columns here.
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

/// Labels that mean duplicate, in lower case and with `-` for spaces and underscores.
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
/// Labels that mean not a duplicate, in the same form.
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

/// The part of messages and help that lists the known names of columns.
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

/// Whether this is the name of a column that a list of pairs may have.
pub(crate) fn is_column(name: &str) -> bool {
    ID_COLUMNS.as_flattened().contains(&name)
        || LABEL_COLUMNS.contains(&name)
        || SIMILARITY_COLUMNS.contains(&name)
        || name == BORDERLINE
}

/// Whether a label is in [`YES`] or [`NO`].
pub(crate) fn is_yes_or_no(label: &str) -> bool {
    yes_or_no(label).is_some()
}

/// `true` if a label is in [`YES`], `false` if it is in [`NO`], `None` if it is in neither.
fn yes_or_no(label: &str) -> Option<bool> {
    let label = label.to_lowercase().replace([' ', '_'], "-");
    if YES.contains(&label.as_str()) {
        Some(true)
    } else if NO.contains(&label.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// Whether a table has a header that names two ids.
pub(crate) fn has_id_columns(table: &Table) -> bool {
    !id_columns(table).is_empty()
}

impl Columns {
    /// The columns of a table with a header. `None` if no two columns have names of ids.
    ///
    /// # Errors
    /// - If several columns may hold the ids, the label or the similarity.
    /// - If there is no known column of labels or similarities, but a column with an unknown name,
    ///   which may say whether a pair is a duplicate.
    fn of(table: &Table) -> Result<Option<Self>, Fault> {
        let ids = match id_columns(table).as_slice() {
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
        let judged_by = match (label, similarity) {
            // If there is also a similarity, it is not used. `Self::note` says so.
            (Some(label), _) => JudgedBy::Label(label),
            (None, Some(similarity)) => JudgedBy::Similarity(similarity),
            (None, None) => JudgedBy::Nothing,
        };
        let columns = Self {
            ids,
            judged_by,
            borderline: table.column(&[BORDERLINE]),
        };
        let unused = columns.unused(table);
        if matches!(columns.judged_by, JudgedBy::Nothing) && !unused.is_empty() {
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

    /// The columns of the table that are not used.
    fn unused(&self, table: &Table) -> Vec<usize> {
        let judgement_column = match self.judged_by {
            JudgedBy::Label(column) | JudgedBy::Similarity(column) => Some(column),
            JudgedBy::Nothing => None,
        };
        let mut unused = Vec::new();
        for column in 0..table.columns.len() {
            let is_used = [judgement_column, self.borderline].contains(&Some(column));
            if !is_used && !self.ids.contains(&column) {
                unused.push(column);
            }
        }
        unused
    }

    /// The note for the report that says by which column the pairs are judged.
    fn note(&self, table: &Table) -> String {
        let unused = self.unused(table);
        let rest_of_note = if unused.is_empty() {
            String::new()
        } else {
            format!("; not looked at: {}", table.names(&unused))
        };
        match self.judged_by {
            JudgedBy::Label(column) | JudgedBy::Similarity(column) => {
                format!(
                    "pairs are judged by {}{rest_of_note}",
                    table.names(&[column])
                )
            }
            JudgedBy::Nothing => "every listed pair is taken to be a duplicate".to_owned(),
        }
    }

    /// Whether a row is marked as borderline. Every mark but a “no” counts, even an unknown word.
    fn is_borderline(&self, row: &TruthRow) -> bool {
        let Some(column) = self.borderline else {
            return false;
        };
        let mark = row.cell(column);
        !mark.is_empty() && yes_or_no(mark) != Some(false)
    }

    /// The pair in a row. `None` if the row does not say whether the pair is a duplicate.
    fn judged_pair(
        &self,
        row: &TruthRow,
        questions: &Questions,
    ) -> Result<Option<JudgedPair>, Fault> {
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
        Ok(Some(JudgedPair {
            line: row.line,
            ids,
            is_duplicate,
        }))
    }

    /// Whether the pair in a row is a duplicate. `None` if its similarity is between the two limits
    /// of [`Questions`].
    fn is_duplicate(&self, row: &TruthRow, questions: &Questions) -> Result<Option<bool>, Fault> {
        match self.judged_by {
            JudgedBy::Nothing => Ok(Some(true)),
            JudgedBy::Label(column) => {
                let label = row.cell(column);
                let is_duplicate = means_duplicate(row.line, label, &questions.duplicate_labels)?;
                Ok(Some(is_duplicate))
            }
            JudgedBy::Similarity(column) => {
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

/// All pairs of columns whose names are names of ids.
fn id_columns(table: &Table) -> Vec<[usize; 2]> {
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

/// The similarity in a cell.
///
/// # Errors
/// If the cell is not a number from 0 to 1.
fn read_similarity(row: &TruthRow, column: usize) -> Result<f64, Fault> {
    let cell = row.cell(column);
    match cell.parse::<f64>() {
        Ok(similarity) if (0.0..=1.0).contains(&similarity) => Ok(similarity),
        _ => Err(Fault::at(
            row.line,
            format!("the similarity `{cell}` is not a number from 0 to 1"),
        )),
    }
}

/// Whether a label means duplicate. `duplicate_labels` are the labels that the user named, if any.
/// They replace the usual ones, and every other label then means not a duplicate. `line` is for the
/// message.
///
/// # Errors
/// If the user named no labels, and this one is not among the usual ones.
fn means_duplicate(line: usize, label: &str, duplicate_labels: &[String]) -> Result<bool, Fault> {
    if !duplicate_labels.is_empty() {
        return Ok(duplicate_labels.iter().any(|known| known == label));
    }
    if let Some(is_duplicate) = yes_or_no(label) {
        return Ok(is_duplicate);
    }
    Err(Fault::at(
        line,
        format!(
            "the label `{label}` is not known; name the labels that mean duplicate with \
             --duplicate-label"
        ),
    ))
}

/// The pairs of a truth file.
#[derive(Debug)]
pub(crate) struct JudgedPairs {
    pub rows: Vec<JudgedPair>,
    /// A note for the report: by which column the pairs are judged.
    pub note: String,
}

/// Reads the pairs in a table. Pairs that are marked as borderline, or whose similarity is between
/// the two limits, are left out.
pub(crate) fn read(table: &Table, questions: &Questions) -> Result<JudgedPairs, Fault> {
    if table.width() < 2 {
        return Err(Fault::at(
            1,
            "a row has one cell only; separate the two ids with a tab or a comma",
        ));
    }
    // If there is no header, or it does not name two ids, the first two columns are the ids.
    let default_columns = Columns {
        ids: [0, 1],
        judged_by: JudgedBy::Nothing,
        borderline: None,
    };
    let columns = Columns::of(table)?.unwrap_or(default_columns);
    let mut rows = Vec::new();
    for row in &table.rows {
        if !columns.is_borderline(row) {
            rows.extend(columns.judged_pair(row, questions)?);
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

    fn read_text(text: &str, questions: &Questions) -> Result<Vec<JudgedPair>, Fault> {
        Ok(read(&Table::of_cells(text)?, questions)?.rows)
    }

    #[test]
    fn pairs_are_judged_by_similarity_or_by_label() {
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
        // Pairs from 0.5 up to 0.75 are not judged.
        let with_gap = Questions {
            different_below: Some(0.5),
            ..questions.clone()
        };
        let outside_gap = read_text(
            "id1,id2,similarity\na,b,0.75\na,c,0.74\na,d,0.5\na,e,0.49\n",
            &with_gap,
        )
        .unwrap();
        assert_eq!(
            outside_gap
                .iter()
                .map(|j| (j.line, j.is_duplicate))
                .collect::<Vec<_>>(),
            [(2, true), (5, false)]
        );
        // The pair of line 4 is borderline.
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
    fn the_message_about_a_bad_row_names_the_line() {
        let questions = Questions::default();
        let refusal = |text: &str| read_text(text, &questions).unwrap_err().message("t");
        assert!(
            refusal("id1,id2,label\na,b,perhaps\n")
                .contains("line 2: the label `perhaps` is not known")
        );
        assert!(
            refusal("id1,id2,similarity\na,b,1.5\n")
                .contains("line 2: the similarity `1.5` is not a number from 0 to 1")
        );
        assert!(refusal("id1,id2\na,\n").contains("line 2: an id is missing"));
        let with_label = Questions {
            duplicate_labels: vec!["perhaps".into()],
            ..Questions::default()
        };
        assert!(read_text("id1,id2,label\na,b,perhaps\n", &with_label).unwrap()[0].is_duplicate);
    }

    #[test]
    fn the_usual_labels_mean_duplicate_or_not() {
        let is_duplicate = |label: &str| {
            read_text(
                &format!("id1,id2,same\na,b,{label}\n"),
                &Questions::default(),
            )
            .map(|rows| rows[0].is_duplicate)
            .ok()
        };
        for label in ["1", "True", "YES", "dup", "near_duplicate", "same"] {
            assert_eq!(is_duplicate(label), Some(true), "{label}");
        }
        for label in ["0", "FALSE", "no", "non-dup", "Not Duplicate", "different"] {
            assert_eq!(is_duplicate(label), Some(false), "{label}");
        }
        for label in ["", "2", "0.7", "maybe"] {
            assert_eq!(is_duplicate(label), None, "{label}");
        }
    }

    #[test]
    fn unknown_and_ambiguous_columns_are_refused() {
        let refusal = |text: &str| {
            let read = read_text(text, &Questions::default());
            read.unwrap_err().message("t")
        };
        let unknown = refusal("id1,id2,agrees\na,b,0\n");
        assert!(unknown.contains("there is `agrees`; known columns are two ids (id1 id2,"));
        assert!(unknown.contains("is_duplicate") && unknown.contains("similarity"));
        assert!(refusal("id1,id2,label,same\na,b,1,0\n").contains("`label`, `same` may all say"));
        assert!(refusal("id1,id2,score,sim\na,b,1,0\n").contains("`score`, `sim` may all say"));
        assert!(
            refusal("id1,id2,left,right\na,b,c,d\n")
                .contains("`id1`, `id2`, `left`, `right` name two pairs of ids")
        );
    }

    #[test]
    fn the_note_names_columns_that_are_not_used() {
        let table = Table::of_cells("id1,id2,label,title1\na,b,1,x\n").unwrap();
        let note = read(&table, &Questions::default()).unwrap().note;
        assert_eq!(note, "pairs are judged by `label`; not looked at: `title1`");
    }
}
