//! The stopwatch: runs the work that is measured, checks its answers, and takes the times.
//!
//! The work is repeated until its budget of time is used up. The result is the median of the times,
//! so it does not matter if a few runs were slow because the machine was busy. Before the first run
//! that counts, work on data in memory is run once to fill caches.
//!
//! A *floor* is plain work on the same bytes, such as copying them, with which other work is
//! compared ([`Floor`]).

use super::budget::Budget;
use super::report::{Floor, Group, Material, Measured, Unit};
use copydesk_pipeline::{Config, Error, ErrorKind, Progress, Result};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::fmt::Display;
use std::hint::black_box;
use std::time::Instant;

/// A description of the work that is measured.
#[derive(Clone)]
pub(super) struct Task {
    pub group: Group,
    pub name: String,
    /// The kind of bytes that `bytes` counts.
    pub unit: Unit,
    /// The number of bytes that one run processes.
    pub bytes: u64,
    /// The floor with which the work is compared. It must have been measured before this task.
    pub floor: Option<Floor>,
}

/// The properties that several tasks have in common, as in [`Task`].
#[derive(Clone, Copy)]
pub(super) struct Series {
    pub group: Group,
    pub unit: Unit,
    pub bytes: u64,
    pub floor: Option<Floor>,
}

impl Series {
    /// A task of the series, with this name.
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

/// A pool of threads, and how many they are.
pub(super) struct Crew {
    pub threads: usize,
    pool: ThreadPool,
}

impl Crew {
    /// A pool of this many threads; 0 for one per core.
    fn of(threads: usize) -> Result<Self> {
        let settings = Config {
            threads,
            ..Config::default()
        };
        // Refuses too many threads, as a run does.
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

    /// Runs `work` so that rayon divides it among these threads.
    pub(super) fn work<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }
}

/// The least number of runs of work on data in memory.
const MIN_RUNS: usize = 3;
/// The number of parts per thread into which the items of a kernel are divided. There are several,
/// so that no thread waits long for the last thread to finish.
const PARTS_PER_THREAD: usize = 16;

/// Whether a task is run once before the first run that counts, so that caches are filled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WarmUp {
    Yes,
    No,
}

/// Measures tasks, and keeps the results.
pub(super) struct Lab<'a> {
    budget: Budget,
    /// The crews on which tasks are measured: first one of a single thread, then, unless that is
    /// the same, one with the threads of the budget.
    crews: Vec<Crew>,
    progress: &'a dyn Progress,
    /// The results, in the order in which they were measured.
    measured: Vec<Measured>,
    /// The sizes of the dump; zeros until they are counted.
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

    /// Sets the sizes of the dump. This must be done before a task with a floor is measured.
    pub(super) fn set_material(&mut self, material: Material) {
        self.material = material;
    }

    /// All results, in the order in which they were measured.
    pub(super) fn finish(self) -> Vec<Measured> {
        self.measured
    }

    /// Measures a *kernel*, that is, a function on data in memory, on one thread and on several.
    /// One run calls `each` on all items. Its answer is the wrapping sum of the results, which does
    /// not depend on the order of the items.
    pub(super) fn kernel<T: Sync>(
        &mut self,
        task: &Task,
        items: &[T],
        each: impl Fn(&T) -> u64 + Sync,
    ) -> Result<()> {
        self.time(task, MIN_RUNS, WarmUp::Yes, |crew| {
            // A single thread does not use the pool, which would add its own work to the time.
            if crew.threads == 1 {
                return Ok(Answer(sum(items, &each)));
            }
            let parts = crew.threads * PARTS_PER_THREAD;
            // Without items, a part would have the length 0, which `par_chunks` does not allow.
            let part_len = items.len().div_ceil(parts).max(1);
            let sums = items.par_chunks(part_len).map(|part| sum(part, &each));
            let total = crew.work(|| sums.reduce(u64::default, u64::wrapping_add));
            Ok(Answer(total))
        })
    }

    /// Measures work that cannot be divided among threads, on one thread.
    pub(super) fn on_one_thread(
        &mut self,
        task: &Task,
        mut run: impl FnMut() -> Result<u64>,
    ) -> Result<()> {
        // Only the first crew, which has one thread, stays during this measurement.
        let others = self.crews.split_off(1);
        let outcome = self.time(task, MIN_RUNS, WarmUp::Yes, |_| run().map(Answer));
        self.crews.extend(others);
        outcome
    }

    /// Measures work on the whole dump. It may take long, so one run is enough, and there is no
    /// earlier run to fill caches.
    pub(super) fn run<A: Display + PartialEq>(
        &mut self,
        task: &Task,
        run: impl FnMut(&Crew) -> Result<A>,
    ) -> Result<()> {
        self.time(task, 1, WarmUp::No, run)
    }

    /// Measures a task on each crew, in at least `min_runs` runs.
    fn time<A: Display + PartialEq>(
        &mut self,
        task: &Task,
        min_runs: usize,
        warm_up: WarmUp,
        mut run: impl FnMut(&Crew) -> Result<A>,
    ) -> Result<()> {
        let mut expected: Option<A> = None;
        for crew in &self.crews {
            self.progress.begin(&task.name, task.bytes);
            // The answer of the first run is checked, although its time does not count.
            if warm_up == WarmUp::Yes {
                check_answer(task, &mut expected, run(crew)?)?;
            }
            let mut times: Vec<f64> = Vec::new();
            while times.len() < min_runs || times.iter().sum::<f64>() < self.budget.seconds {
                let start = Instant::now();
                let answer = run(crew)?;
                times.push(start.elapsed().as_secs_f64());
                check_answer(task, &mut expected, answer)?;
            }
            self.progress.end();
            let answer = match &expected {
                Some(answer) => answer.to_string(),
                // Never: the task was run at least once.
                None => String::new(),
            };
            let mut measured = measurement(task, crew.threads, times, answer);
            if let Some(floor) = task.floor {
                measured.times_floor = self.times_floor(floor, &measured);
            }
            self.measured.push(measured);
        }
        Ok(())
    }

    /// The time of the measured work per byte, divided by the time of the floor per byte on the
    /// same number of threads. `None` if the floor was not measured on that number.
    ///
    /// For work that counts bytes of text, the floor's time is divided by the bytes of text too,
    /// although the floor reads the whole dump: a step that works on texts in memory is compared
    /// with the time that it takes to get the texts there.
    fn times_floor(&self, floor: Floor, measured: &Measured) -> Option<f64> {
        let floor = self.floor(floor, measured.threads)?;
        let floor_bytes = if measured.unit == Unit::Text {
            self.material.text_bytes
        } else {
            floor.bytes
        };
        let per_byte = measured.seconds / measured.bytes as f64;
        Some(per_byte / (floor.seconds / floor_bytes as f64))
    }

    /// The measurement of a floor on this number of threads.
    fn floor(&self, floor: Floor, threads: usize) -> Option<&Measured> {
        let mut measured = self.measured.iter();
        measured.find(|m| m.group == Group::Floor && m.name == floor.name() && m.threads == threads)
    }
}

/// The wrapping sum of the results of `each`. Without `black_box` the compiler could compute the
/// sum once for all runs.
fn sum<T>(items: &[T], each: impl Fn(&T) -> u64) -> u64 {
    let mut sum = 0_u64;
    for item in items {
        sum = sum.wrapping_add(each(black_box(item)));
    }
    sum
}

/// Keeps the first answer of a task, and returns an error for any other.
fn check_answer<A: Display + PartialEq>(
    task: &Task,
    expected: &mut Option<A>,
    answer: A,
) -> Result<()> {
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

/// The result of a task whose runs took these times, in seconds. It is not compared with a floor
/// yet.
fn measurement(task: &Task, threads: usize, mut times: Vec<f64>, answer: String) -> Measured {
    times.sort_by(f64::total_cmp);
    let Task {
        group,
        name,
        unit,
        bytes,
        floor,
    } = task.clone();
    // Each task is run at least once, so the list of times is never empty.
    let last = times.len().saturating_sub(1);
    Measured {
        group,
        name,
        threads,
        bytes,
        unit,
        runs: times.len(),
        // If the number of runs is even, the lower of the two middle times, so that it is the time
        // of a real run.
        seconds: times.get(last / 2).copied().unwrap_or_default(),
        fastest: times.first().copied().unwrap_or_default(),
        slowest: times.last().copied().unwrap_or_default(),
        answer,
        floor,
        times_floor: None,
    }
}

/// A checksum, which is shown in hexadecimal.
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
                .all(|m| m.answer == expected && m.runs == MIN_RUNS && m.fastest <= m.slowest)
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
        let refused = lab.on_one_thread(&task(), || {
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
    fn work_is_compared_with_the_floor_on_as_many_threads_and_in_bytes_of_text() {
        let mut lab = Lab::new(
            Budget {
                seconds: 0.0,
                threads: 1,
            },
            &Silent,
        )
        .unwrap();
        lab.set_material(Material {
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
            .push(measurement(&floor, 1, vec![1.0], String::new()));
        let of = |threads, unit| {
            measurement(&Task { unit, ..task() }, threads, vec![4.0], String::new())
        };
        // The work takes 4 s for 100 bytes. The floor takes 1 s for 100 bytes of dump, of which 50
        // are text.
        assert_eq!(lab.times_floor(Floor::Parse, &of(1, Unit::Text)), Some(2.0));
        assert_eq!(lab.times_floor(Floor::Parse, &of(1, Unit::Dump)), Some(4.0));
        assert_eq!(lab.times_floor(Floor::Parse, &of(2, Unit::Text)), None);
    }
}
