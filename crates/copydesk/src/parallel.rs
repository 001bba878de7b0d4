//! Near-duplicates of texts in memory, on all cores.

use copydesk_neardup::{Cluster, Deduper, PreparedText, remove_members};
use rayon::prelude::*;

/// Finds near-duplicates as [`Deduper`] does, but prepares the texts on the threads of rayon's
/// current pool.
///
/// Most of the work is to find the words, shingles and band keys of the texts. It is divided among
/// the threads. Candidates are then compared on one thread, so that the result is the same on any
/// number of threads.
pub trait ParallelDedup {
    /// The clusters, each of two or more texts. The ids in a cluster are indices into `texts`.
    ///
    /// ```
    /// use copydesk::{Deduper, ParallelDedup};
    ///
    /// let texts = ["Rain on Monday.", "The library opens in May.", "Rain on Monday!"];
    /// let clusters = Deduper::default().par_clusters(&texts);
    /// assert_eq!((clusters[0].representative, clusters[0].members[0].id), (0, 2));
    /// ```
    fn par_clusters<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Vec<Cluster<usize>>;

    /// Removes from a list every text that another text of the list makes superfluous, and returns
    /// the clusters. The ids in a cluster are indices into the list as it was before.
    fn par_dedup<T: AsRef<str> + Sync>(&self, texts: &mut Vec<T>) -> Vec<Cluster<usize>> {
        let clusters = self.par_clusters(texts);
        remove_members(texts, &clusters);
        clusters
    }
}

impl ParallelDedup for Deduper {
    fn par_clusters<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Vec<Cluster<usize>> {
        let prepared: Vec<PreparedText> = texts
            .par_iter()
            .map(|text| self.prepare(text.as_ref()))
            .collect();
        self.clusters_of_prepared(prepared.into_iter().enumerate())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_is_the_same_on_any_number_of_threads() {
        let texts: Vec<String> = (0..300)
            .map(|n| {
                format!(
                    "Ferry number {} was late on Monday for want of water.",
                    n % 120
                )
            })
            .collect();
        let deduper = Deduper::default();
        let expected = deduper.clusters(texts.iter().enumerate());
        assert!(expected.len() >= 100, "the texts have near-duplicates");
        for threads in [1, 2, 8] {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            assert_eq!(pool.install(|| deduper.par_clusters(&texts)), expected);
        }
    }
}
