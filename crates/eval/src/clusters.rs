//! Truth as clusters: each row has an id and the name of its cluster. A document without a name of
//! a cluster is a cluster of its own.
//!
//! Every listed document that is in the dump is judged, and every pair of such documents. A
//! document is *exact* if its found duplicates are the true ones, no more and no fewer.

use super::decided_dump::DecidedDump;
use super::fault::Fault;
use super::kind::TruthKind;
use super::pairs::is_yes_or_no;
use super::report::{Mistake, Report};
use super::scores::PairCounts;
use super::table::Table;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A row of the truth file: a document and its cluster.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ClusterRow {
    /// The number of the line, from 1.
    pub line: usize,
    /// The id of the document.
    pub id: String,
    /// The name of the cluster. `None` if the document is a cluster of its own.
    pub cluster: Option<String>,
}

/// Names of columns that hold the name of the cluster, in lower case.
const CLUSTER_COLUMNS: [&str; 6] = [
    "cluster",
    "cluster_id",
    "group",
    "group_id",
    "story",
    "label",
];

/// Names of columns that hold the id, in lower case, apart from the one that the user names.
const OTHER_ID_COLUMNS: [&str; 4] = ["id", "doc_id", "document", "idx"];

/// The indices of the columns of id and cluster. `None` if the header does not name both.
pub(super) fn columns(table: &Table, id_field: &str) -> Option<(usize, usize)> {
    let named = table.column(&[&id_field.to_lowercase()]);
    // The name that the user gave comes first: a table may have another column called `id`.
    let id = named.or(table.column(&OTHER_ID_COLUMNS))?;
    let cluster = table.column(&CLUSTER_COLUMNS)?;
    Some((id, cluster))
}

/// Whether this is the name of a column that a list of clusters may have.
pub(super) fn is_column(name: &str) -> bool {
    OTHER_ID_COLUMNS.contains(&name) || CLUSTER_COLUMNS.contains(&name)
}

/// A text for users that lists the names of columns that are known.
pub(super) fn known_columns() -> String {
    format!(
        "an id ({}, or the field named by --id-field) and its cluster ({})",
        OTHER_ID_COLUMNS.join(", "),
        CLUSTER_COLUMNS.join(", ")
    )
}

/// The documents in a table. Without a header, the first column is the id and the second the
/// cluster.
pub(super) fn read(table: &Table, id_field: &str) -> Result<Vec<ClusterRow>, Fault> {
    let (id, cluster) = columns(table, id_field).unwrap_or((0, 1));
    if table.width() < 2 {
        return Err(Fault::at(
            1,
            "a row has one cell only; part id and cluster by a tab or a comma",
        ));
    }
    table.only_column(&CLUSTER_COLUMNS, "in which cluster a document is")?;
    // Refuses a list that labels single documents as duplicates or not, because it does not say
    // which of them belong together.
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
        listed.push(ClusterRow {
            line: row.line,
            id: row.cell(id).to_owned(),
            cluster: (!cluster.is_empty()).then(|| cluster.to_owned()),
        });
    }
    Ok(listed)
}

/// The true cluster of every judged document.
pub(super) struct TrueClusters {
    /// The number of its true cluster, for each document.
    pub truth: BTreeMap<usize, usize>,
    /// How many listed ids are not in the dump.
    pub absent: usize,
}

impl TrueClusters {
    pub(super) fn new(listed: &[ClusterRow], decided: &DecidedDump) -> Self {
        let mut names: HashMap<&str, usize> = HashMap::new();
        let mut out = Self {
            truth: BTreeMap::new(),
            absent: 0,
        };
        for (number, row) in listed.iter().enumerate() {
            let Some(document) = decided.document(&row.id) else {
                out.absent += 1;
                continue;
            };
            // The number of a cluster is the index of its first row. So a cluster of one document
            // has the index of that document's row.
            let cluster = match &row.cluster {
                Some(name) => *names.entry(name).or_insert(number),
                None => number,
            };
            out.truth.insert(document, cluster);
        }
        out
    }

    /// The judged documents, each as (true cluster, found cluster).
    pub(super) fn documents(&self, decided: &DecidedDump) -> Vec<(usize, usize)> {
        let mut out = Vec::with_capacity(self.truth.len());
        for (&document, &cluster) in &self.truth {
            out.push((cluster, decided.representative(document)));
        }
        out
    }

    /// The counts over pairs if every document that was dropped because another one contains it is
    /// a cluster of its own.
    pub(super) fn without_contained(&self, decided: &DecidedDump) -> PairCounts {
        let mut documents = Vec::with_capacity(self.truth.len());
        for (&document, &cluster) in &self.truth {
            documents.push((cluster, decided.representative_unless_contained(document)));
        }
        PairCounts::of(&documents)
    }
}

/// The report on how a run agrees with the clusters. `worst` is the number of mistakes to list.
pub(super) fn score(
    name: &str,
    listed: &[ClusterRow],
    decided: &DecidedDump,
    worst: usize,
) -> Report {
    let mut report = Report::new(name, TruthKind::Clusters);
    let clusters = TrueClusters::new(listed, decided);
    let documents = clusters.documents(decided);
    let pairs = PairCounts::of(&documents);
    report.add_score("pairs of judged documents", pairs.counts());
    decided.add_score_without_contained(&mut report, clusters.without_contained(decided).counts());
    if !documents.is_empty() {
        report.add_index("adjusted Rand index", pairs.adjusted_rand());
    }
    report.add_share(
        "documents whose duplicates are exactly the true ones",
        exact(&documents) as f64,
        documents.len() as f64,
    );
    let judged: BTreeSet<usize> = clusters.truth.keys().copied().collect();
    decided.add_coverage(&mut report, &judged, clusters.absent);
    report.add_worst(mistakes(&clusters.truth, decided), worst);
    report
}

/// The number of documents whose true and found cluster have the same members. Documents are given
/// as (true cluster, found cluster).
fn exact(documents: &[(usize, usize)]) -> usize {
    let mut true_sizes = HashMap::new();
    let mut found_sizes = HashMap::new();
    let mut common_sizes = HashMap::new();
    for &(t, f) in documents {
        *true_sizes.entry(t).or_insert(0) += 1;
        *found_sizes.entry(f).or_insert(0) += 1;
        *common_sizes.entry((t, f)).or_insert(0) += 1;
    }
    // Two clusters have the same members exactly if both are as large as their intersection.
    let mut exact = 0;
    for (t, f) in documents {
        let common = common_sizes[&(*t, *f)];
        exact += usize::from(common == true_sizes[t] && common == found_sizes[f]);
    }
    exact
}

/// The mistakes of a run: first pairs of documents that are in one cluster and should not be, then
/// pairs that should be in one cluster and are not. `truth` has the true cluster of each document.
pub(super) fn mistakes(truth: &BTreeMap<usize, usize>, decided: &DecidedDump) -> Vec<Mistake> {
    let mut first_of_found: HashMap<usize, (usize, usize)> = HashMap::new();
    let mut first_of_true: HashMap<usize, usize> = HashMap::new();
    let mut seen_parts = BTreeSet::new();
    let (mut joined, mut parted) = (Vec::new(), Vec::new());
    for (&document, &cluster) in truth {
        let part = decided.representative(document);
        let (other, others_cluster) = *first_of_found.entry(part).or_insert((document, cluster));
        if others_cluster != cluster {
            joined.push(decided.wrongly_joined([other, document]));
        }
        // One mistake is listed for each part into which a true cluster was divided, and not one
        // for each pair.
        let first = *first_of_true.entry(cluster).or_insert(document);
        if seen_parts.insert((cluster, part)) && decided.representative(first) != part {
            parted.push(decided.not_joined([first, document]));
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
        let decided = run_of(&[
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
        let report = score("t", &read(&table, "id").unwrap(), &decided, 9);
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
    fn two_columns_of_clusters_and_labels_of_single_documents_are_refused() {
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
