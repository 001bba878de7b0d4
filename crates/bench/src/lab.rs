//! The stopwatch.

use super::budget::Budget;
use super::report::{Floor, Group, Material, Measured, Unit};
use copydesk_pipeline::{Error, ErrorKind, Progress, Result};
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
    pub unit: Unit,
    pub bytes: u64,
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

/// As many threads as work together.
pub(super) struct Crew {
    pub threads: usize,
    pool: ThreadPool,
}

impl Crew {
    fn of(threads: usize) -> Result<Self> {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool =
            pool.map_err(|e| Error::new(ErrorKind::Usage, format!("--threads {threads}: {e}")))?;
        Ok(Self {
            threads: pool.current_num_threads(),
            pool,
        })
    }

    /// Runs `work` where rayon finds these threads.
    pub(super) fn work<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }
}

/// Fewest runs of a kernel.
const LEAST_RUNS: usize = 3;
/// Parts that items are cut into for each thread, so that none waits long for another.
const PARTS: usize = 16;

/// Measures, and keeps what was measured.
pub(super) struct Lab<'a> {
    budget: Budget,
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

    /// What the dump was found to hold.
    pub(super) fn material(&self) -> Material {
        self.material
    }

    /// Says what the dump holds; floors count it.
    pub(super) fn found(&mut self, material: Material) {
        self.material = material;
    }

    pub(super) fn finish(self) -> Vec<Measured> {
        self.measured
    }

    /// Measures `each` over all items, on one thread and on all; the answer is the sum over the
    /// items, in no order.
    pub(super) fn kernel<T: Sync>(
        &mut self,
        task: &Task,
        items: &[T],
        each: impl Fn(&T) -> u64 + Sync,
    ) -> Result<()> {
        self.time(task, LEAST_RUNS, true, |crew| {
            if crew.threads == 1 {
                return Ok(Answer(sum(items, &each)));
            }
            let part = items.len().div_ceil(crew.threads * PARTS).max(1);
            let parts = items.par_chunks(part).map(|items| sum(items, &each));
            Ok(Answer(crew.work(|| parts.reduce(|| 0, u64::wrapping_add))))
        })
    }

    /// Measures what only one thread can do.
    pub(super) fn alone(
        &mut self,
        task: &Task,
        mut run: impl FnMut() -> Result<u64>,
    ) -> Result<()> {
        let others = self.crews.split_off(1);
        let outcome = self.time(task, LEAST_RUNS, true, |_| run().map(Answer));
        self.crews.extend(others);
        outcome
    }

    /// Measures a run over the dump. It is long, so it need not run more than once.
    pub(super) fn run<A: Display + PartialEq>(
        &mut self,
        task: &Task,
        run: impl FnMut(&Crew) -> Result<A>,
    ) -> Result<()> {
        self.time(task, 1, false, run)
    }

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
            let answer = expected
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let measured = measured(task, crew.threads, times, answer);
            let times_floor = task
                .floor
                .and_then(|floor| self.times_floor(floor, &measured));
            self.measured.push(Measured {
                times_floor,
                ..measured
            });
        }
        Ok(())
    }

    /// Seconds a byte of the measured over those of the floor. Where one counts text and the other
    /// the dump, both count text.
    fn times_floor(&self, floor: Floor, of: &Measured) -> Option<f64> {
        let floor = self.measured.iter().find(|m| {
            m.group == Group::Floor && m.name == floor.name() && m.threads == of.threads
        })?;
        let bytes = if of.unit == Unit::Text {
            self.material.text_bytes
        } else {
            floor.bytes
        };
        Some((of.seconds / of.bytes as f64) / (floor.seconds / bytes as f64))
    }
}

/// The sum of `each` over all items. Without `black_box` the compiler could do the work only once.
fn sum<T>(items: &[T], each: impl Fn(&T) -> u64) -> u64 {
    let values = items.iter().map(|item| each(black_box(item)));
    values.fold(0, u64::wrapping_add)
}

/// Keeps the first answer and refuses others.
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

fn measured(task: &Task, threads: usize, mut times: Vec<f64>, answer: String) -> Measured {
    times.sort_by(f64::total_cmp);
    let Task {
        group,
        name,
        unit,
        bytes,
        floor,
    } = task.clone();
    let (runs, last) = (times.len(), times.len().saturating_sub(1));
    let [fastest, seconds, slowest] =
        [0, last / 2, last].map(|at| times.get(at).copied().unwrap_or_default());
    Measured {
        group,
        name,
        threads,
        bytes,
        unit,
        runs,
        seconds,
        fastest,
        slowest,
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
