//! Other ways to sketch a set, to be compared with the one that is used. All of them give 32-bit
//! values that agree with the probability of the similarity; what speaks for or against each stands
//! in `crates/neardup/src/signature.rs`.
#![allow(
    unsafe_code,
    reason = "one rival needs instructions that not every processor has"
)]

use copydesk_text::mix64;

/// A sketch: shingle hashes, ascending, to `len` values.
pub type Sketch = fn(&[u64], usize) -> Vec<u32>;

/// Their names and functions.
pub const RIVALS: &[(&str, Sketch)] = &[
    ("permutations of 64 bits", permutations_64),
    ("permutations of 32 bits", permutations_32),
    ("permutations of 32 bits with AVX2", permutations_avx2),
    ("one permutation, copied", copied),
    ("SuperMinHash", super_min_hash),
];

/// Longest sketch of permutations.
const MAX_LEN: usize = 128;

/// One random number for each permutation, made beforehand.
const fn parameters(which: u64) -> [u64; MAX_LEN] {
    let mut out = [0; MAX_LEN];
    let mut i = 0;
    while i < MAX_LEN {
        out[i] = mix64((i as u64) << 1 | which) ^ mix64(!(i as u64));
        i += 1;
    }
    out
}

const fn narrow(wide: [u64; MAX_LEN]) -> [u32; MAX_LEN] {
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
static FACTORS_32: [u32; MAX_LEN] = narrow(FACTORS);
static OFFSETS_32: [u32; MAX_LEN] = narrow(OFFSETS);

/// The textbook (Broder 1997), with a multiply-add-shift hash (Dietzfelbinger 1996) for a
/// permutation.
fn permutations_64(hashes: &[u64], len: usize) -> Vec<u32> {
    let mut least = vec![u32::MAX; len];
    for &hash in hashes {
        for ((slot, &a), &b) in least.iter_mut().zip(&FACTORS).zip(&OFFSETS) {
            *slot = (*slot).min(((a | 1).wrapping_mul(hash >> 32).wrapping_add(b) >> 32) as u32);
        }
    }
    least
}

/// The same with permutations of 32-bit numbers, of which twice as many fit a register.
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

/// The same, compiled for registers of 256 bits where the processor has them.
fn permutations_avx2(hashes: &[u64], len: usize) -> Vec<u32> {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2")]
        fn wide(hashes: &[u64], len: usize) -> Vec<u32> {
            permutations_32(hashes, len)
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor was asked.
            return unsafe { wide(hashes, len) };
        }
    }
    permutations_32(hashes, len)
}

/// One-permutation hashing with optimal densification (Shrivastava 2017).
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

/// Ertl (2017), “SuperMinHash”: each element gives every position a rank of its own, from a shuffle
/// that stops early.
fn super_min_hash(hashes: &[u64], len: usize) -> Vec<u32> {
    let mut least = vec![f64::INFINITY; len];
    let (mut order, mut of) = (vec![0; len], vec![usize::MAX; len]);
    // How many positions have a value of so much, whole numbers only, and the greatest of those.
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
            for place in [j, k] {
                if of[place] != i {
                    (of[place], order[place]) = (i, place);
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
