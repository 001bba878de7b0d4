//! Other ways to sketch a set, for comparison with the one that copydesk uses. The sketches of two
//! sets are 32-bit values, each of which agrees with a probability equal to the similarity of the
//! sets. `crates/neardup/src/signature.rs` explains why copydesk uses none of these.
#![allow(
    unsafe_code,
    reason = "one alternative needs instructions that not every processor has"
)]

use copydesk_text::mix64;

/// A function that makes a sketch of `len` values from shingle hashes in ascending order.
pub type Sketch = fn(&[u64], usize) -> Vec<u32>;

/// The alternatives, each with its name.
pub const ALTERNATIVES: &[(&str, Sketch)] = &[
    ("permutations of 64 bits", permutations_64),
    ("permutations of 32 bits", permutations_32),
    ("permutations of 32 bits with AVX2", permutations_avx2),
    ("one permutation, copied", copied),
    ("SuperMinHash", super_min_hash),
];

/// The longest sketch that is made with permutations, in values.
const MAX_LEN: usize = 128;

/// A random number for each permutation. Other values of `which` give other numbers.
const fn parameters(which: u64) -> [u64; MAX_LEN] {
    let mut out = [0; MAX_LEN];
    let mut i = 0;
    while i < MAX_LEN {
        out[i] = mix64((i as u64) << 1 | which) ^ mix64(!(i as u64));
        i += 1;
    }
    out
}

/// The low 32 bits of each number.
const fn low_halves(wide: [u64; MAX_LEN]) -> [u32; MAX_LEN] {
    let mut out = [0; MAX_LEN];
    let mut i = 0;
    while i < MAX_LEN {
        out[i] = wide[i] as u32;
        i += 1;
    }
    out
}

static FACTORS: [u64; MAX_LEN] = parameters(0);
static OFFSETS: [u64; MAX_LEN] = parameters(1);
static FACTORS_32: [u32; MAX_LEN] = low_halves(FACTORS);
static OFFSETS_32: [u32; MAX_LEN] = low_halves(OFFSETS);

/// The textbook version (Broder 1997): each value is the least of all hashes after a permutation. A
/// permutation is a multiply-add-shift hash (Dietzfelbinger 1996).
fn permutations_64(hashes: &[u64], len: usize) -> Vec<u32> {
    let mut least = vec![u32::MAX; len];
    for &hash in hashes {
        for ((slot, &a), &b) in least.iter_mut().zip(&FACTORS).zip(&OFFSETS) {
            *slot = (*slot).min(((a | 1).wrapping_mul(hash >> 32).wrapping_add(b) >> 32) as u32);
        }
    }
    least
}

/// The textbook version with permutations of 32-bit numbers, of which twice as many fit into a
/// register.
#[inline(always)]
fn permutations_32(hashes: &[u64], len: usize) -> Vec<u32> {
    let mut least = vec![u32::MAX; len];
    for &hash in hashes {
        let key = (hash >> 32) as u32;
        for ((slot, &a), &b) in least.iter_mut().zip(&FACTORS_32).zip(&OFFSETS_32) {
            *slot = (*slot).min((a | 1).wrapping_mul(key).wrapping_add(b));
        }
    }
    least
}

/// [`permutations_32`], compiled for registers of 256 bits if the processor has them.
fn permutations_avx2(hashes: &[u64], len: usize) -> Vec<u32> {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2")]
        fn wide(hashes: &[u64], len: usize) -> Vec<u32> {
            permutations_32(hashes, len)
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: `wide` needs AVX2, and the line above checked that the processor has it.
            return unsafe { wide(hashes, len) };
        }
    }
    permutations_32(hashes, len)
}

/// One-permutation hashing with optimal densification (Shrivastava 2017): each hash belongs to one
/// position of the sketch, which keeps the least of its hashes. A position without a hash copies
/// the value of another, which it finds by a random sequence of positions.
fn copied(hashes: &[u64], len: usize) -> Vec<u32> {
    let position = |hash: u64| ((u128::from(hash) * len as u128) >> 64) as usize;
    let mut least = vec![u64::MAX; len];
    hashes
        .iter()
        .rev()
        .for_each(|&hash| least[position(hash)] = hash);
    let filled = |at: usize| (least[at] != u64::MAX).then_some(least[at] as u32);
    let probe =
        |empty: usize| (1..).map(move |step: u64| position(mix64(mix64(step) ^ empty as u64)));
    (0..len)
        .map(|i| {
            filled(i)
                .or_else(|| probe(i).find_map(filled))
                .unwrap_or(u32::MAX)
        })
        .collect()
}

/// SuperMinHash (Ertl 2017): each element of the set ranks the positions by a shuffle, in which no
/// two have the same rank. The shuffle stops as soon as no position can get a lower value.
fn super_min_hash(hashes: &[u64], len: usize) -> Vec<u32> {
    let mut least = vec![f64::INFINITY; len];
    // The shuffled positions. An entry is valid only if `shuffled_for` has the current element.
    let (mut order, mut shuffled_for) = (vec![0; len], vec![usize::MAX; len]);
    // For each whole number, how many positions have a value with that whole part, and the greatest
    // whole part of any position.
    let mut counts = vec![0; len];
    counts[len - 1] = len;
    let mut greatest = len - 1;
    for (i, &hash) in hashes.iter().enumerate() {
        let mut state = hash;
        let mut j = 0;
        while j <= greatest {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let random = mix64(state);
            let fraction = (random >> 32) as f64 / 2f64.powi(32);
            let k = j + (((random & 0xFFFF_FFFF) * (len - j) as u64) >> 32) as usize;
            for position in [j, k] {
                if shuffled_for[position] != i {
                    (shuffled_for[position], order[position]) = (i, position);
                }
            }
            order.swap(j, k);
            let slot = &mut least[order[j]];
            let value = fraction + j as f64;
            if value < *slot {
                let before = (*slot as usize).min(len - 1);
                *slot = value;
                if j < before {
                    counts[before] -= 1;
                    counts[j] += 1;
                    while counts[greatest] == 0 {
                        greatest -= 1;
                    }
                }
            }
            j += 1;
        }
    }
    least
        .into_iter()
        .map(|value| mix64(value.to_bits()) as u32)
        .collect()
}
