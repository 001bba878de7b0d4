//! The documents in order of preference.

use super::ids::Ids;
use crate::memory::ORDERS;
use copydesk_clean::Order;
use copydesk_store::Result;
use copydesk_store::{ExternalSorter, MemoryBudget};
use copydesk_text::DocId;

/// The choice, date, beginning of the id and content of a document, and its number.
type OrderRow = (u64, u64, u128, u128, DocId);

/// Puts documents in order: by choice, then by date, id, content, and at last by number.
pub(super) struct Ranks(ExternalSorter<OrderRow>);

impl Ranks {
    pub(super) fn new(budget: &MemoryBudget) -> Self {
        Self(ExternalSorter::new(budget, budget.share(ORDERS)))
    }

    pub(super) fn push(&mut self, order: &Order, id: Option<&str>, document: DocId) -> Result<()> {
        self.0.push((
            order.choice,
            unsigned(order.date),
            beginning(id),
            order.content,
            document,
        ))
    }

    /// The documents, the preferred one first.
    pub(super) fn finish(self, ids: &Ids) -> Result<Vec<DocId>> {
        let mut out = Vec::new();
        let mut alike: Vec<(Option<String>, u128, DocId)> = Vec::new();
        self.0.finish()?.for_each_group(is_equal_so_far, |group| {
            // The sorter's order is final if there is only one row, or if the rows have no ids.
            if group.len() == 1 || group[0].2 == 0 {
                out.extend(group.iter().map(|row| row.4));
                return Ok(());
            }
            // These ids begin with the same fifteen bytes, so the whole ids are compared.
            alike.clear();
            for &(_, _, _, content, document) in group {
                alike.push((ids.get(document)?, content, document));
            }
            alike.sort_unstable();
            out.extend(alike.iter().map(|&(_, _, document)| document));
            Ok(())
        })?;
        Ok(out)
    }
}

/// Whether two documents are equal in choice, date and the beginning of their ids.
fn is_equal_so_far(a: &OrderRow, b: &OrderRow) -> bool {
    (a.0, a.1, a.2) == (b.0, b.1, b.2)
}

/// The date as a number without a sign. The numbers are in the order of the dates.
fn unsigned(date: i64) -> u64 {
    // Negative dates, before 1970, have the highest bit set and would come last.
    date.cast_unsigned() ^ 1 << 63
}

/// The first fifteen bytes of an id, as a number. The numbers are in the order of the bytes. A
/// missing id comes first.
fn beginning(id: Option<&str>) -> u128 {
    let mut bytes = [0; 16];
    if let Some(id) = id {
        // An empty id comes after a missing one.
        bytes[0] = 1;
        for (to, from) in bytes[1..].iter_mut().zip(id.bytes()) {
            *to = from;
        }
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
        fn as_by_comparing_all_there_is(
            documents in proptest::collection::vec((0u64..2, -2i64..2, proptest::option::of("(https://news.example/){0,1}[ab]{0,2}"), 0u128..3), 0..60),
            bytes in prop_oneof![Just(0u64), Just(1 << 30)],
        ) {
            let budget = MemoryBudget::new(bytes, std::env::temp_dir(), &Disk::default());
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
