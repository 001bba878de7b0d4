//! Truth as clusters: an id a row, and the name of its cluster. Documents without a cluster are
//! alone.
//!
//! The listed documents that are in the dump are judged, and all pairs among them. A document is
//! *exact* if its found duplicates are the true ones, no more and no fewer.

use super::decided_dump::DecidedDump;
use super::fault::Fault;
use super::kind::TruthKind;
use super::pairs::is_yes_or_no;
use super::report::{Mistake, Report};
use super::scores::PairCounts;
use super::table::Table;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A document and its cluster.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub line: usize,
    pub id: String,
    /// None if it is alone.
    pub cluster: Option<String>,
}

const CLUSTER_COLUMNS: [&str; 6] = [
    "cluster",
    "cluster_id",
    "group",
    "group_id",
    "story",
    "label",
];

const OTHER_ID_COLUMNS: [&str; 4] = ["id", "doc_id", "document", "idx"];

/// Columns of id and cluster, if the table names both.
pub(super) fn columns(table: &Table, id_field: &str) -> Option<(usize, usize)> {
    let named = table.column(&[&id_field.to_lowercase()]);
    // The field that the user named comes first: a table may have an `id` of its own as well.
    let id = named.or(table.column(&OTHER_ID_COLUMNS))?;
    let cluster = table.column(&CLUSTER_COLUMNS)?;
    Some((id, cluster))
}

/// Whether a column of this name is known in a list of clusters.
pub(super) fn is_column(name: &str) -> bool {
    OTHER_ID_COLUMNS.contains(&name) || CLUSTER_COLUMNS.contains(&name)
}

/// The columns that are known, for people to read.
pub(super) fn known_columns() -> String {
    format!(
        "an id ({}, or the field named by --id-field) and its cluster ({})",
        OTHER_ID_COLUMNS.join(", "),
        CLUSTER_COLUMNS.join(", ")
    )
}

/// The documents of a table; without a header the first column is the id, the second the cluster.
pub(super) fn read(table: &Table, id_field: &str) -> Result<Vec<Listed>, Fault> {
    let (id, cluster) = columns(table, id_field).unwrap_or((0, 1));
    if table.width() < 2 {
        return Err(Fault::at(
            1,
            "a row has one cell only; part id and cluster by a tab or a comma",
        ));
    }
    table.only_column(&CLUSTER_COLUMNS, "in which cluster a document is")?;
    // A list of documents that are labelled as duplicates, with nothing about which belong
    // together.
    let is_label = matches!(table.columns.get(cluster), Some(name) if name == "label");
    let mut cells = table.rows.iter().map(|row| row.cell(cluster));
    if is_label && table.rows.len() > 1 && cells.all(is_yes_or_no) {
        return Err(Fault::at(
            1,
            "`label` says yes or no of single documents; give each the name of its cluster, or \
             list pairs",
        ));
    }
    let mut lines: HashMap<&str, usize> = HashMap::new();
    for row in &table.rows {
        let name = row.cell(id);
        if name.is_empty() {
            return Err(Fault::at(row.line, "the id is missing"));
        }
        if let Some(line) = lines.insert(name, row.line) {
            return Err(Fault::at(
                row.line,
                format!("the id {name} is already on line {line}; each document has one cluster"),
            ));
        }
    }
    let mut listed = Vec::new();
    for row in &table.rows {
        let cluster = row.cell(cluster);
        listed.push(Listed {
            line: row.line,
            id: row.cell(id).to_owned(),
            cluster: (!cluster.is_empty()).then(|| cluster.to_owned()),
        });
    }
    Ok(listed)
}

/// Documents in their true clusters, as numbers.
pub(super) struct Sorted {
    /// True cluster by document.
    pub truth: BTreeMap<usize, usize>,
    /// Listed ids that are not in the dump.
    pub absent: usize,
}

impl Sorted {
    pub(super) fn new(listed: &[Listed], found: &DecidedDump) -> Self {
        let mut names: HashMap<&str, usize> = HashMap::new();
        let mut out = Self {
            truth: BTreeMap::new(),
            absent: 0,
        };
        for (number, document) in listed.iter().enumerate() {
            let Some(place) = found.document(&document.id) else {
                out.absent += 1;
                continue;
            };
            // The number of a cluster is that of its first row. So a document that is alone has the
            // number of its own row.
            let cluster = match &document.cluster {
                Some(name) => *names.entry(name).or_insert(number),
                None => number,
            };
            out.truth.insert(place, cluster);
        }
        out
    }

    /// Every judged document as (true cluster, found cluster).
    pub(super) fn documents(&self, found: &DecidedDump) -> Vec<(usize, usize)> {
        let mut out = Vec::with_capacity(self.truth.len());
        for (&document, &cluster) in &self.truth {
            out.push((cluster, found.representative(document)));
        }
        out
    }

    /// The counts over pairs if every document that is contained in another is alone.
    pub(super) fn without_contained(&self, found: &DecidedDump) -> PairCounts {
        let mut documents = Vec::with_capacity(self.truth.len());
        for (&document, &cluster) in &self.truth {
            documents.push((cluster, found.likeness(document)));
        }
        PairCounts::of(&documents)
    }
}

/// Compares the run with the clusters.
pub(super) fn score(name: &str, listed: &[Listed], found: &DecidedDump, worst: usize) -> Report {
    let mut report = Report::new(name, TruthKind::Clusters);
    let sorted = Sorted::new(listed, found);
    let documents = sorted.documents(found);
    let pairs = PairCounts::of(&documents);
    report.score("pairs of judged documents", pairs.counts());
    found.score_without_contained(&mut report, sorted.without_contained(found).counts());
    if !documents.is_empty() {
        report.index("adjusted Rand index", pairs.adjusted_rand());
    }
    report.share(
        "documents whose duplicates are exactly the true ones",
        exact(&documents) as f64,
        documents.len() as f64,
    );
    let judged: BTreeSet<usize> = sorted.truth.keys().copied().collect();
    found.say_coverage(&mut report, &judged, sorted.absent);
    report.worst(mistakes(&sorted.truth, found), worst);
    report
}

/// Documents whose true and found cluster have the same members.
fn exact(documents: &[(usize, usize)]) -> usize {
    let (mut truly, mut found, mut both) = (HashMap::new(), HashMap::new(), HashMap::new());
    for &(t, f) in documents {
        *truly.entry(t).or_insert(0) += 1;
        *found.entry(f).or_insert(0) += 1;
        *both.entry((t, f)).or_insert(0) += 1;
    }
    // Both clusters have the same members exactly if the three counts are the same.
    let mut exact = 0;
    for (t, f) in documents {
        let common = both[&(*t, *f)];
        exact += usize::from(common == truly[t] && common == found[f]);
    }
    exact
}

/// First the documents that were joined wrongly, then those that should have been joined, each with
/// the document in question.
pub(super) fn mistakes(truth: &BTreeMap<usize, usize>, found: &DecidedDump) -> Vec<Mistake> {
    let mut first_of_found: HashMap<usize, (usize, usize)> = HashMap::new();
    let mut first_of_true: HashMap<usize, usize> = HashMap::new();
    let mut seen_parts = BTreeSet::new();
    let (mut joined, mut parted) = (Vec::new(), Vec::new());
    for (&document, &cluster) in truth {
        let part = found.representative(document);
        let (other, others_cluster) = *first_of_found.entry(part).or_insert((document, cluster));
        if others_cluster != cluster {
            joined.push(found.wrongly_joined([other, document]));
        }
        // One mistake for each part into which a true cluster was divided, and not for each pair.
        let first = *first_of_true.entry(cluster).or_insert(document);
        if seen_parts.insert((cluster, part)) && found.representative(first) != part {
            parted.push(found.not_joined([first, document]));
        }
    }
    joined.extend(parted);
    joined
}

#[cfg(test)]
mod tests {
    use super::super::decided_dump::tests::run_of;
    use super::super::report::Value;
    use super::*;

    #[test]
    fn clusters_counted_by_hand() {
        // Truth {a b c} {d} {e f}; found {a b} {c d} {e f}. Pairs: true ab ac bc ef, found ab cd
        // ef.
        let found = run_of(&[
            ("a", None),
            ("b", Some("a")),
            ("c", None),
            ("d", Some("c")),
            ("e", None),
            ("f", Some("e")),
            ("other", None),
        ]);
        let table =
            Table::of_cells("id\tcluster\na\tx\nb\tx\nc\tx\nd\t\ne\ty\nf\ty\ngone\tx\n").unwrap();
        let report = score("t", &read(&table, "id").unwrap(), &found, 9);
        let counts = report.scores[0].counts;
        assert_eq!((counts.right, counts.wrong, counts.missed), (2.0, 1.0, 2.0));
        // (2 − 4·3/15) / (3.5 − 4·3/15) = 1.2 / 2.7
        let Value::Index(index) = report.figures[0].value else {
            panic!("an index comes first")
        };
        assert!((index - 1.2 / 2.7).abs() < 1e-12);
        assert_eq!(
            report.figures[1].value,
            Value::Share { part: 2.0, of: 6.0 },
            "e and f"
        );
        let count = |name: &str| {
            report
                .figures
                .iter()
                .find(|f| f.name.contains(name))
                .unwrap()
                .value
        };
        assert_eq!(count("not in the dump"), Value::Count(1));
        assert_eq!(count("does not name"), Value::Count(1));
        let ids = |n: usize| {
            report.examples[n]
                .pieces
                .iter()
                .map(|p| p.id.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (ids(0), ids(1), report.examples.len()),
            (vec!["c", "d"], vec!["a", "c"], 2)
        );
    }

    #[test]
    fn two_columns_of_clusters_and_yes_or_no_are_refused() {
        let told = |text: &str| {
            let table = Table::of_cells(text).unwrap();
            read(&table, "id").unwrap_err().message("t")
        };
        assert!(told("id,cluster,story\na,x,y\n").contains("`cluster`, `story` may all say"));
        assert!(told("id,label\na,1\nb,0\n").contains("yes or no of single documents"));
        let numbered = Table::of_cells("id,label\na,1\nb,0\nc,2\n").unwrap();
        assert_eq!(read(&numbered, "id").unwrap().len(), 3);
    }

    #[test]
    fn an_id_in_two_clusters_is_refused() {
        let table = Table::of_cells("id\tcluster\na\tx\na\ty\n").unwrap();
        assert!(
            read(&table, "id")
                .unwrap_err()
                .message("t")
                .contains("line 3: the id a is already on line 2")
        );
    }
}
