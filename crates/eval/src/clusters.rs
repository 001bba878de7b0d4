//! Truth as clusters: each row has the id of a document and the name of its cluster. If the name is
//! missing, the document is a cluster of its own.
//!
//! Every listed document that is in the dump is judged, and so is every pair of these documents. A
//! document is *exact* if its found duplicates are the true ones, no more and no fewer. Documents
//! that are not listed do not count.

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

/// Names of columns that hold the id, in lower case. The user may name another one.
const USUAL_ID_COLUMNS: [&str; 4] = ["id", "doc_id", "document", "idx"];

/// The indices of two columns, the id and the cluster. `None` if the header does not name both.
/// `id_field` is the name that the user gave to the column of ids, or `id`.
pub(super) fn columns(table: &Table, id_field: &str) -> Option<(usize, usize)> {
    // The user's name takes precedence: a table may have another column called `id`.
    let named_by_user = table.column(&[&id_field.to_lowercase()]);
    let id = named_by_user.or(table.column(&USUAL_ID_COLUMNS))?;
    let cluster = table.column(&CLUSTER_COLUMNS)?;
    Some((id, cluster))
}

/// Whether this is the name of a column that a list of clusters may have.
pub(super) fn is_column(name: &str) -> bool {
    USUAL_ID_COLUMNS.contains(&name) || CLUSTER_COLUMNS.contains(&name)
}

/// The part of the help that lists the known names of columns.
pub(super) fn known_columns() -> String {
    format!(
        "an id ({}, or the field named by --id-field) and its cluster ({})",
        USUAL_ID_COLUMNS.join(", "),
        CLUSTER_COLUMNS.join(", ")
    )
}

/// The rows of a table. Without a header, the first column is the id and the second the cluster.
pub(super) fn read(table: &Table, id_field: &str) -> Result<Vec<ClusterRow>, Fault> {
    let (id_column, cluster_column) = columns(table, id_field).unwrap_or((0, 1));
    if table.width() < 2 {
        return Err(Fault::at(
            1,
            "a row has one cell only; separate id and cluster with a tab or a comma",
        ));
    }
    // Refuses a table in which several columns may name the cluster.
    table.only_column(&CLUSTER_COLUMNS, "in which cluster a document is")?;
    // Refuses a list that only says of each document whether it is a duplicate, because it does not
    // say of which other document. A single row may have a cluster that happens to be called `1`.
    let is_called_label =
        matches!(table.columns.get(cluster_column), Some(name) if name == "label");
    let mut cells = table.rows.iter().map(|row| row.cell(cluster_column));
    if is_called_label && table.rows.len() > 1 && cells.all(is_yes_or_no) {
        return Err(Fault::at(
            1,
            "`label` says yes or no of single documents; give each the name of its cluster, or \
             list pairs",
        ));
    }
    let mut line_of_id: HashMap<&str, usize> = HashMap::new();
    let mut listed = Vec::new();
    for row in &table.rows {
        let (id, cluster) = (row.cell(id_column), row.cell(cluster_column));
        if id.is_empty() {
            return Err(Fault::at(row.line, "the id is missing"));
        }
        if let Some(line) = line_of_id.insert(id, row.line) {
            return Err(Fault::at(
                row.line,
                format!("the id {id} is already on line {line}; each document has one cluster"),
            ));
        }
        listed.push(ClusterRow {
            line: row.line,
            id: id.to_owned(),
            cluster: (!cluster.is_empty()).then(|| cluster.to_owned()),
        });
    }
    Ok(listed)
}

/// The true cluster of every judged document.
pub(super) struct TrueClusters {
    /// For each document, the number of its true cluster.
    pub cluster_of: BTreeMap<usize, usize>,
    /// How many listed ids are not in the dump.
    pub absent: usize,
}

impl TrueClusters {
    pub(super) fn new(listed: &[ClusterRow], decided: &DecidedDump) -> Self {
        let mut cluster_by_name: HashMap<&str, usize> = HashMap::new();
        let mut out = Self {
            cluster_of: BTreeMap::new(),
            absent: 0,
        };
        for (index, row) in listed.iter().enumerate() {
            let Some(document) = decided.document(&row.id) else {
                out.absent += 1;
                continue;
            };
            // The number of a cluster is the index of its first row, so no two have the same.
            let cluster = match &row.cluster {
                Some(name) => *cluster_by_name.entry(name).or_insert(index),
                None => index,
            };
            out.cluster_of.insert(document, cluster);
        }
        out
    }

    /// The judged documents, each as (true cluster, found cluster). A found cluster is given by its
    /// representative.
    pub(super) fn true_and_found(&self, decided: &DecidedDump) -> Vec<(usize, usize)> {
        let mut out = Vec::with_capacity(self.cluster_of.len());
        for (&document, &cluster) in &self.cluster_of {
            out.push((cluster, decided.representative(document)));
        }
        out
    }

    /// The counts over pairs if every document that was dropped because another one contains it
    /// were kept.
    pub(super) fn pairs_with_contained_kept(&self, decided: &DecidedDump) -> PairCounts {
        let mut documents = Vec::with_capacity(self.cluster_of.len());
        for (&document, &cluster) in &self.cluster_of {
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
    let documents = clusters.true_and_found(decided);
    let pairs = PairCounts::of(&documents);
    report.add_score("pairs of judged documents", pairs.counts());
    // The score that the run would have if documents that another one contains were kept.
    let pairs_with_contained_kept = clusters.pairs_with_contained_kept(decided);
    decided.add_score_with_contained_kept(&mut report, pairs_with_contained_kept.counts());
    if !documents.is_empty() {
        report.add_index("adjusted Rand index", pairs.adjusted_rand());
    }
    report.add_share(
        "documents whose duplicates are exactly the true ones",
        exact_documents(&documents) as f64,
        documents.len() as f64,
    );
    let judged: BTreeSet<usize> = clusters.cluster_of.keys().copied().collect();
    decided.add_coverage(&mut report, &judged, clusters.absent);
    report.add_worst(mistakes(&clusters.cluster_of, decided), worst);
    report
}

/// The number of documents whose true and found cluster have the same members. Documents are given
/// as (true cluster, found cluster).
fn exact_documents(documents: &[(usize, usize)]) -> usize {
    let mut true_sizes = HashMap::new();
    let mut found_sizes = HashMap::new();
    let mut common_sizes = HashMap::new();
    for &(true_cluster, found_cluster) in documents {
        *true_sizes.entry(true_cluster).or_insert(0) += 1;
        *found_sizes.entry(found_cluster).or_insert(0) += 1;
        *common_sizes
            .entry((true_cluster, found_cluster))
            .or_insert(0) += 1;
    }
    // Two clusters have the same members if both are as large as their intersection.
    let mut exact = 0;
    for (true_cluster, found_cluster) in documents {
        let common = common_sizes[&(*true_cluster, *found_cluster)];
        let is_exact = common == true_sizes[true_cluster] && common == found_sizes[found_cluster];
        exact += usize::from(is_exact);
    }
    exact
}

/// The mistakes of a run: first pairs of documents that are in one cluster and should not be, then
/// pairs that should be in one cluster and are not. `cluster_of` has the true cluster of each
/// document.
///
/// The pairs are examples, not all that are wrong: each document is compared only with the first
/// document of its found cluster and the first of its true cluster.
pub(super) fn mistakes(cluster_of: &BTreeMap<usize, usize>, decided: &DecidedDump) -> Vec<Mistake> {
    // The first document of each found and of each true cluster.
    let mut first_of_found: HashMap<usize, usize> = HashMap::new();
    let mut first_of_true: HashMap<usize, usize> = HashMap::new();
    let mut compared = BTreeSet::new();
    let (mut wrongly_joined, mut not_joined) = (Vec::new(), Vec::new());
    for (&document, &true_cluster) in cluster_of {
        let found_cluster = decided.representative(document);
        let first_found = *first_of_found.entry(found_cluster).or_insert(document);
        if cluster_of[&first_found] != true_cluster {
            wrongly_joined.push(decided.wrongly_joined([first_found, document]));
        }
        let first_true = *first_of_true.entry(true_cluster).or_insert(document);
        // Several documents may be in this true cluster and in this found cluster. One of them is
        // enough.
        let is_new = compared.insert((true_cluster, found_cluster));
        if is_new && decided.representative(first_true) != found_cluster {
            not_joined.push(decided.not_joined([first_true, document]));
        }
    }
    wrongly_joined.extend(not_joined);
    wrongly_joined
}

#[cfg(test)]
mod tests {
    use super::super::decided_dump::tests::run_of;
    use super::super::report::Value;
    use super::*;

    #[test]
    fn pairs_and_exact_documents_are_counted() {
        // Truth {a b c} {d} {e f}; found {a b} {c d} {e f}. Of the 15 pairs of judged documents, ab
        // and ef are together in both, cd only in the run, and ac and bc only in the truth.
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
        // By the definition of the index, with 4 true and 3 found pairs:
        // (2 − 4·3/15) / ((4 + 3)/2 − 4·3/15) = 1.2 / 2.7
        let Value::Index(index) = report.figures[0].value else {
            panic!("an index comes first")
        };
        assert!((index - 1.2 / 2.7).abs() < 1e-12);
        assert_eq!(
            report.figures[1].value,
            Value::Share { part: 2.0, of: 6.0 },
            "e and f are exact"
        );
        let count = |name: &str| {
            report
                .figures
                .iter()
                .find(|f| f.name.contains(name))
                .unwrap()
                .value
        };
        assert_eq!(count("not in the dump"), Value::Count(1), "gone");
        assert_eq!(count("does not name"), Value::Count(1), "other");
        let ids = |n: usize| {
            report.examples[n]
                .pieces
                .iter()
                .map(|p| p.id.as_str())
                .collect::<Vec<_>>()
        };
        // c and d are wrongly joined; a and c are not joined.
        assert_eq!(
            (ids(0), ids(1), report.examples.len()),
            (vec!["c", "d"], vec!["a", "c"], 2)
        );
    }

    #[test]
    fn two_columns_of_clusters_and_labels_of_single_documents_are_refused() {
        let refusal = |text: &str| {
            let table = Table::of_cells(text).unwrap();
            read(&table, "id").unwrap_err().message("t")
        };
        assert!(refusal("id,cluster,story\na,x,y\n").contains("`cluster`, `story` may all say"));
        assert!(refusal("id,label\na,1\nb,0\n").contains("yes or no of single documents"));
        // With a third value, the labels are the numbers of clusters.
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
