//! The stopwatch: runs what is measured, checks its answers, and takes the times.
//!
//! A measurement is repeated until its budget of time is used up, and the median of its runs
//! counts, because a busy machine makes some runs slower but none faster. Short measurements have
//! one run before the first that counts, in which caches are filled.

use super::budget::Budget;
use super::report::{Floor, Group, Material, Measured, Unit};
use copydesk_pipeline::{Config, Error, ErrorKind, Progress, Result};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::fmt::Display;
use std::hint::black_box;
use std::time::Instant;

/// What is measured.
#[derive(Clone)]
pub(super) struct Task {
    pub group: Group,
    pub name: String,
    /// Which bytes `bytes` counts.
    pub unit: Unit,
    /// Bytes that one run processes.
    pub bytes: u64,
    /// The floor with which it is compared, which must have been measured before.
    pub floor: Option<Floor>,
}

/// What several tasks have in common.
#[derive(Clone, Copy)]
pub(super) struct Series {
    pub group: Group,
    pub unit: Unit,
    pub bytes: u64,
    pub floor: Option<Floor>,
}

impl Series {
    /// A task of the series.
    pub(super) fn task(&self, name: &str) -> Task {
        Task {
            group: self.group,
            name: name.to_owned(),
            unit: self.unit,
            bytes: self.bytes,
            floor: self.floor,
        }
    }
}

/// A number of threads, with a pool of them.
pub(super) struct Crew {
    pub threads: usize,
    pool: ThreadPool,
}

impl Crew {
    fn of(threads: usize) -> Result<Self> {
        let settings = Config {
            threads,
            ..Config::default()
        };
        settings.validate()?;
        match ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => Ok(Self {
                threads: pool.current_num_threads(),
                pool,
            }),
            Err(e) => {
                let message = format!("--threads {threads}: {e}");
                Err(Error::new(ErrorKind::Usage, message))
            }
        }
    }

    /// Runs `work` with these threads as rayon's.
    pub(super) fn work<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }
}

/// Fewest runs of a kernel.
const LEAST_RUNS: usize = 3;
/// Into how many parts the items are divided for each thread, so that no thread waits long for the
/// last one.
const PARTS: usize = 16;

/// Measures tasks, and keeps the results.
pub(super) struct Lab<'a> {
    budget: Budget,
    /// The numbers of threads that are measured: one, and, unless that is also one, that of the
    /// budget.
    crews: Vec<Crew>,
    progress: &'a dyn Progress,
    measured: Vec<Measured>,
    material: Material,
}

impl<'a> Lab<'a> {
    pub(super) fn new(budget: Budget, progress: &'a dyn Progress) -> Result<Self> {
        let mut crews = vec![Crew::of(1)?, Crew::of(budget.threads)?];
        crews.dedup_by_key(|crew| crew.threads);
        Ok(Self {
            budget,
            crews,
            progress,
            measured: Vec::new(),
            material: Material::default(),
        })
    }

    /// The sizes of the dump.
    pub(super) fn material(&self) -> Material {
        self.material
    }

    /// Sets the sizes of the dump, which are counted with the floors.
    pub(super) fn found(&mut self, material: Material) {
        self.material = material;
    }

    /// All results, in the order in which they were measured.
    pub(super) fn finish(self) -> Vec<Measured> {
        self.measured
    }

    /// Measures `each` over all items, on one thread and on all. The answer is the wrapping sum
    /// over the items, which does not depend on their order.
    pub(super) fn kernel<T: Sync>(
        &mut self,
        task: &Task,
        items: &[T],
        each: impl Fn(&T) -> u64 + Sync,
    ) -> Result<()> {
        self.time(task, LEAST_RUNS, true, |crew| {
            // Without the pool, whose own work would be part of the measurement.
            if crew.threads == 1 {
                return Ok(Answer(sum(items, &each)));
            }
            let part = items.len().div_ceil(crew.threads * PARTS).max(1);
            let parts = items.par_chunks(part).map(|items| sum(items, &each));
            let sum = crew.work(|| parts.reduce(u64::default, u64::wrapping_add));
            Ok(Answer(sum))
        })
    }

    /// Measures what cannot be divided among threads, on one thread.
    pub(super) fn alone(
        &mut self,
        task: &Task,
        mut run: impl FnMut() -> Result<u64>,
    ) -> Result<()> {
        // The first crew has one thread.
        let others = self.crews.split_off(1);
        let outcome = self.time(task, LEAST_RUNS, true, |_| run().map(Answer));
        self.crews.extend(others);
        outcome
    }

    /// Measures a run over the whole dump, which may take long: one run is enough, and there is no
    /// run before the first that counts.
    pub(super) fn run<A: Display + PartialEq>(
        &mut self,
        task: &Task,
        run: impl FnMut(&Crew) -> Result<A>,
    ) -> Result<()> {
        self.time(task, 1, false, run)
    }

    /// Measures a task with every number of threads, in at least `least` runs each.
    fn time<A: Display + PartialEq>(
        &mut self,
        task: &Task,
        least: usize,
        warm_up: bool,
        mut run: impl FnMut(&Crew) -> Result<A>,
    ) -> Result<()> {
        let mut expected: Option<A> = None;
        for crew in &self.crews {
            self.progress.begin(&task.name, task.bytes);
            // Its answer counts, although its time does not.
            if warm_up {
                agree(task, &mut expected, run(crew)?)?;
            }
            let mut times: Vec<f64> = Vec::new();
            while times.len() < least || times.iter().sum::<f64>() < self.budget.seconds {
                let start = Instant::now();
                let answer = run(crew)?;
                times.push(start.elapsed().as_secs_f64());
                agree(task, &mut expected, answer)?;
            }
            self.progress.end();
            let answer = match &expected {
                Some(answer) => answer.to_string(),
                None => String::new(),
            };
            let mut measured = measured(task, crew.threads, times, answer);
            if let Some(floor) = task.floor {
                measured.times_floor = self.times_floor(floor, &measured);
            }
            self.measured.push(measured);
        }
        Ok(())
    }

    /// How many times as long as the floor on as many threads a measurement takes for each byte.
    ///
    /// If it counts bytes of text, so does the floor, although that reads the whole dump: a step
    /// that works on texts in memory is compared with the time to get the texts there.
    fn times_floor(&self, floor: Floor, of: &Measured) -> Option<f64> {
        let floor = self.floor(floor, of.threads)?;
        let bytes = if of.unit == Unit::Text {
            self.material.text_bytes
        } else {
            floor.bytes
        };
        Some((of.seconds / of.bytes as f64) / (floor.seconds / bytes as f64))
    }

    /// The measurement of a floor on this many threads.
    fn floor(&self, floor: Floor, threads: usize) -> Option<&Measured> {
        let mut measured = self.measured.iter();
        measured.find(|m| m.group == Group::Floor && m.name == floor.name() && m.threads == threads)
    }
}

/// The wrapping sum of `each` over all items. Without `black_box` the compiler could compute it
/// once for all runs.
fn sum<T>(items: &[T], each: impl Fn(&T) -> u64) -> u64 {
    let mut sum = 0_u64;
    for item in items {
        sum = sum.wrapping_add(each(black_box(item)));
    }
    sum
}

/// Keeps the first answer, and returns an error for any other.
fn agree<A: Display + PartialEq>(task: &Task, expected: &mut Option<A>, answer: A) -> Result<()> {
    match expected {
        Some(before) if *before != answer => {
            let name = &task.name;
            let message = format!(
                "{name}: the answer was {before} and is now {answer}; leave the input alone while \
                 it is measured"
            );
            Err(Error::new(ErrorKind::Input, message))
        }
        _ => {
            *expected = Some(answer);
            Ok(())
        }
    }
}

/// The result for these times of runs, in seconds. It is not compared with a floor yet.
fn measured(task: &Task, threads: usize, mut times: Vec<f64>, answer: String) -> Measured {
    times.sort_by(f64::total_cmp);
    let Task {
        group,
        name,
        unit,
        bytes,
        floor,
    } = task.clone();
    let last = times.len().saturating_sub(1);
    Measured {
        group,
        name,
        threads,
        bytes,
        unit,
        runs: times.len(),
        // The lower of two medians if the number of runs is even, so that it is the time of a real
        // run.
        seconds: times.get(last / 2).copied().unwrap_or_default(),
        fastest: times.first().copied().unwrap_or_default(),
        slowest: times.last().copied().unwrap_or_default(),
        answer,
        floor,
        times_floor: None,
    }
}

/// A checksum.
#[derive(PartialEq)]
struct Answer(u64);

impl Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_pipeline::Silent;
    use std::cell::Cell;

    fn task() -> Task {
        Task {
            group: Group::Stage,
            name: "a kernel".into(),
            unit: Unit::Text,
            bytes: 100,
            floor: None,
        }
    }

    #[test]
    fn a_kernel_gives_one_answer_on_any_number_of_threads() {
        let mut lab = Lab::new(
            Budget {
                seconds: 0.0,
                threads: 3,
            },
            &Silent,
        )
        .unwrap();
        lab.kernel(&task(), &(0..1000).collect::<Vec<u64>>(), |&n| n * n)
            .unwrap();
        let measured = lab.finish();
        assert_eq!(
            measured.iter().map(|m| m.threads).collect::<Vec<_>>(),
            [1, 3]
        );
        let expected = format!("{:016x}", (0..1000).map(|n: u64| n * n).sum::<u64>());
        assert!(
            measured
                .iter()
                .all(|m| m.answer == expected && m.runs == LEAST_RUNS && m.fastest <= m.slowest)
        );
    }

    #[test]
    fn another_answer_is_refused() {
        let mut lab = Lab::new(
            Budget {
                seconds: 0.0,
                threads: 1,
            },
            &Silent,
        )
        .unwrap();
        let calls = Cell::new(0);
        let refused = lab.alone(&task(), || {
            calls.set(calls.get() + 1);
            Ok(calls.get())
        });
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .starts_with("a kernel: the answer was 0000000000000001")
        );
    }

    #[test]
    fn a_floor_is_met_on_as_many_threads_and_in_bytes_of_text() {
        let mut lab = Lab::new(
            Budget {
                seconds: 0.0,
                threads: 1,
            },
            &Silent,
        )
        .unwrap();
        lab.found(Material {
            text_bytes: 50,
            ..Material::default()
        });
        let floor = Task {
            group: Group::Floor,
            name: Floor::Parse.name().into(),
            unit: Unit::Dump,
            ..task()
        };
        lab.measured
            .push(measured(&floor, 1, vec![1.0], String::new()));
        let of =
            |threads, unit| measured(&Task { unit, ..task() }, threads, vec![4.0], String::new());
        assert_eq!(lab.times_floor(Floor::Parse, &of(1, Unit::Text)), Some(2.0));
        assert_eq!(lab.times_floor(Floor::Parse, &of(1, Unit::Dump)), Some(4.0));
        assert_eq!(lab.times_floor(Floor::Parse, &of(2, Unit::Text)), None);
    }
}
