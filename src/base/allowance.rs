//! The processor time and memory that a run may use. They depend on how much it reads, so they stop a small input that
//! costs much, whatever the reason, and no large catalogue.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The bytes of input that this process has read: texts, sheets, messages and themes, and a part of documents. Files
/// that are read again, or were written by a build, do not count.
static INPUT: AtomicU64 = AtomicU64::new(0);

/// The time that this process has waited for others that it started, in milliseconds.
static WAITED: AtomicU64 = AtomicU64::new(0);

/// Bytes of input that need no more than the least of everything.
const SMALL_INPUT: u64 = 10_000_000;
/// Input beyond this allows nothing more.
const MOST_INPUT: u64 = 1_000_000_000;

/// What a run may use, in the units of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Processor time in seconds, on all cores together.
    pub seconds: u64,
    /// Memory in MiB.
    pub memory: u64,
}

impl Allowance {
    /// The allowance for an input of so many bytes: 25 s and 1,536 MiB, and beyond 10 MB, 2.5 s and 24 MiB for each
    /// further MB. A catalogue of 20,000 projects needs a third of that.
    pub fn for_input(bytes: u64) -> Self {
        let megabytes = bytes.min(MOST_INPUT).saturating_sub(SMALL_INPUT) / 1_000_000;
        Allowance { seconds: 25 + megabytes * 5 / 2, memory: 1_536 + megabytes * 24 }
    }
}

/// Counts input when it is first read.
pub(crate) fn count_input(bytes: u64) {
    INPUT.fetch_add(bytes, Ordering::Relaxed);
}

/// Returns the bytes of input read so far.
pub fn input() -> u64 {
    INPUT.load(Ordering::Relaxed)
}

/// Counts time in which a program that this one started was running.
pub(crate) fn count_waited(time: Duration) {
    WAITED.fetch_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
}

/// Returns the time so far in which programs that this one started were running.
pub fn waited() -> Duration {
    Duration::from_millis(WAITED.load(Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_with_the_input() {
        for (bytes, seconds, memory) in [
            (0, 25, 1_536),
            (10_000_000, 25, 1_536),
            (55_000_000, 137, 2_616),
            (1_000_000_000, 2_500, 25_296),
            (u64::MAX, 2_500, 25_296),
        ] {
            assert_eq!(Allowance::for_input(bytes), Allowance { seconds, memory }, "{bytes}");
        }
    }
}
