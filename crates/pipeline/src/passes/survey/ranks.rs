//! Sorts the documents that can be read by preference, the preferred one first.

use super::ids::Ids;
use crate::memory::RANK_KEYS;
use copydesk_clean::Order;
use copydesk_store::Result;
use copydesk_store::{ExternalSorter, MemoryBudget};
use copydesk_text::DocId;

/// What a document is sorted by, the most important first: `choice` and `date` of its [`Order`],
/// the [beginning](id_beginning) of its id, `content` of its [`Order`] (a hash of its record), and
/// its number. A smaller value is preferred in each. The number matters only if the records are
/// equal.
type OrderRow = (u64, u64, u128, u128, DocId);

/// Sorts documents by choice, then by date, by whole id, by the hash of the record, and by number.
pub(super) struct Ranks(ExternalSorter<OrderRow>);

impl Ranks {
    pub(super) fn new(budget: &MemoryBudget) -> Self {
        Self(ExternalSorter::new(budget, budget.share(RANK_KEYS)))
    }

    /// Adds a document.
    pub(super) fn push(&mut self, order: &Order, id: Option<&str>, document: DocId) -> Result<()> {
        self.0.push((
            order.choice,
            unsigned_date(order.date),
            id_beginning(id),
            order.content,
            document,
        ))
    }

    /// All documents, the preferred one first.
    pub(super) fn finish(self, ids: &Ids) -> Result<Vec<DocId>> {
        let mut by_rank = Vec::new();
        let mut with_whole_ids: Vec<(Option<String>, u128, DocId)> = Vec::new();
        self.0
            .finish()?
            .for_each_group(are_equal_up_to_id, |group| {
                let (_, _, id_beginning, _, _) = group[0];
                // The sorter's order is final if there is only one row, or if the rows have no ids.
                if group.len() == 1 || id_beginning == NO_ID {
                    by_rank.extend(group.iter().map(|&(_, _, _, _, document)| document));
                    return Ok(());
                }
                // The ids have equal beginnings and may still differ, so whole ids are compared.
                with_whole_ids.clear();
                for &(_, _, _, content, document) in group {
                    with_whole_ids.push((ids.get(document)?, content, document));
                }
                with_whole_ids.sort_unstable();
                by_rank.extend(with_whole_ids.iter().map(|&(_, _, document)| document));
                Ok(())
            })?;
        Ok(by_rank)
    }
}

/// Whether two documents are equal in choice, date and the beginning of their ids.
fn are_equal_up_to_id(
    &(choice, date, id_beginning, _, _): &OrderRow,
    &(next_choice, next_date, next_id_beginning, _, _): &OrderRow,
) -> bool {
    (choice, date, id_beginning) == (next_choice, next_date, next_id_beginning)
}

/// A date as an unsigned number, so that the numbers are in the order of the dates.
fn unsigned_date(date: i64) -> u64 {
    const SIGN_BIT: u64 = 1 << 63;
    // Negative numbers have the sign bit set. With the bit flipped they come first.
    date.cast_unsigned() ^ SIGN_BIT
}

/// What [`id_beginning`] returns for a missing id.
const NO_ID: u128 = 0;

/// The first fifteen bytes of an id as a number, so that the numbers are in the order of the ids. A
/// missing id comes first.
fn id_beginning(id: Option<&str>) -> u128 {
    let Some(id) = id else { return NO_ID };
    let mut bytes = [0; 16];
    // This byte makes every id, even an empty one, greater than `NO_ID`.
    bytes[0] = 1;
    for (to, from) in bytes[1..].iter_mut().zip(id.bytes()) {
        *to = from;
    }
    u128::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_store::Disk;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranks_are_the_same_as_when_whole_ids_are_compared(
            documents in proptest::collection::vec((0u64..2, -2i64..2, proptest::option::of("(https://news.example/){0,1}[ab]{0,2}"), 0u128..3), 0..60),
            // The rows are sorted on disk or in memory.
            memory_bytes in prop_oneof![Just(0u64), Just(1 << 30)],
        ) {
            let budget = MemoryBudget::new(memory_bytes, std::env::temp_dir(), &Disk::default());
            let (mut ranks, mut ids) = (Ranks::new(&budget), Ids::new(&budget));
            for (number, (choice, date, id, content)) in documents.iter().enumerate() {
                let order = Order { choice: *choice, date: *date, content: *content };
                ranks.push(&order, id.as_deref(), DocId::of_index(number)).expect("room in the temporary folder");
                ids.push(id.as_deref()).expect("room in the temporary folder");
            }
            let mut expected: Vec<DocId> = (0..documents.len()).map(DocId::of_index).collect();
            expected.sort_by_key(|document| &documents[document.index()]);
            prop_assert_eq!(ranks.finish(&ids).expect("all were put there"), expected);
        }
    }
}
