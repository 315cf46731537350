//! Stops a run that uses more processor time or memory than it may. Every command leaves the disk in a state that the
//! next one can continue from, even if it is killed, so stopping is safe at any moment.

use std::process;
use std::thread;
use std::time::Duration;

use katalog::base::allowance::{Allowance, input, waited};
use katalog::content::git::stop_all;

use super::Limits;
use super::output::failed;

/// The time between two looks.
const INTERVAL: Duration = Duration::from_millis(20);

/// How many times longer a program without optimisation takes.
const SLOWNESS: u64 = if cfg!(debug_assertions) { 10 } else { 1 };

/// Watches this process until it ends.
pub(crate) fn watch(limits: Limits) {
    thread::spawn(move || {
        loop {
            if let Some(excess) = excess(limits) {
                stop_all();
                #[expect(clippy::exit, reason = "the other threads cannot be asked to end")]
                process::exit(i32::from(failed(excess)));
            }
            thread::sleep(INTERVAL);
        }
    });
}

/// Returns what the process uses too much of, as a message.
fn excess(limits: Limits) -> Option<String> {
    let input = input();
    let allowance = Allowance::for_input(input);
    let seconds = limits.max_seconds.unwrap_or(allowance.seconds * SLOWNESS);
    let memory = limits.max_memory.unwrap_or(allowance.memory);
    let (used, option) = if own_seconds() + waited().as_secs() > seconds {
        (format!("{seconds} seconds of processor time"), format!("--max-seconds {}", seconds.max(1) * 4))
    } else if memory_used() > memory {
        (format!("{memory} MiB of memory"), format!("--max-memory {}", memory.max(1) * 2))
    } else {
        return None;
    };
    Some(format!(
        "stopped: {used} were not enough for {:.1} MB of input; if you trust the content, allow more with {option}",
        input as f64 / 1e6
    ))
}

/// Returns the processor time of this process, of all threads together. On Windows it is not limited.
fn own_seconds() -> u64 {
    #[cfg(unix)]
    {
        use rustix::time::{ClockId, clock_gettime};
        u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default()
    }
    #[cfg(not(unix))]
    0
}

/// Returns the memory of this process in MiB. Only Linux says it; elsewhere it is not limited.
fn memory_used() -> u64 {
    #[cfg(target_os = "linux")]
    {
        let sizes = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        let pages = sizes.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok());
        pages.map_or(0, |pages| pages * rustix::param::page_size() as u64) >> 20
    }
    #[cfg(not(target_os = "linux"))]
    0
}
