//! Measures the cost of running programs, and prints tables of the results.

use std::io::{Write, stdout};
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4;

use super::Outcome;

/// The elapsed time and the processor time in seconds, and the peak memory in bytes. Unknown values are NaN.
pub(crate) type Cost = [f64; 3];

/// The format of each number of a cost.
pub(crate) type Units = [fn(f64) -> String; 3];

pub(crate) const COST: Units = [seconds, seconds, megabytes];
pub(crate) const RATIO: Units = [ratio; 3];

/// Runs a program to its end and measures its cost. Its standard output is discarded.
pub(crate) fn run(command: &mut Command) -> Outcome<Cost> {
    let start = Instant::now();
    let used = command.stdout(Stdio::null()).spawn()?.wait4()?;
    let wall = start.elapsed();
    if !used.status.success() {
        return Err(format!("{} failed", command.get_program().display()).into());
    }
    let usage = used.rusage;
    Ok([wall.as_secs_f64(), (usage.utime + usage.stime).as_secs_f64(), usage.maxrss as f64])
}

/// Waits until everything is written to the disk, so that no program pays for the writes of another.
pub(crate) fn settle() -> Outcome<()> {
    run(&mut Command::new("sync")).map(drop)
}

/// Returns the ratio of each cost to another one of the same round.
pub(crate) fn ratios(costs: &[Cost], to: &[Cost]) -> Vec<Cost> {
    costs.iter().zip(to).map(|(cost, to)| [0, 1, 2].map(|at| cost[at] / to[at])).collect()
}

/// Returns the cost of two programs that run one after the other, for each round.
pub(crate) fn sums(first: &[Cost], second: &[Cost]) -> Vec<Cost> {
    let sum = |(one, other): (&Cost, &Cost)| [one[0] + other[0], one[1] + other[1], one[2].max(other[2])];
    first.iter().zip(second).map(sum).collect()
}

/// Prints the head of a table of medians with minimum and maximum.
pub(crate) fn print_head(projects: usize, runs: usize, columns: &[&str]) -> Outcome<()> {
    let head = format!("{projects} projects; median of {runs} (min–max)");
    Ok(writeln!(stdout(), "| {head} | {} |\n|-|{}", columns.join(" | "), "-:|".repeat(columns.len()))?)
}

/// Prints a row of costs: median, minimum and maximum in each column.
pub(crate) fn print_row(name: &str, costs: &[Cost], units: Units) -> Outcome<()> {
    let cells = [0, 1, 2].map(|at| {
        let column: Vec<f64> = costs.iter().map(|cost| cost[at]).collect();
        if column.iter().all(|value| value.is_nan()) { String::new() } else { spread(column, units[at]) }
    });
    Ok(writeln!(stdout(), "| {name} | {} |", cells.join(" | "))?)
}

/// Formats the median with minimum and maximum.
pub(crate) fn spread(mut values: Vec<f64>, unit: fn(f64) -> String) -> String {
    values.sort_by(f64::total_cmp);
    let [least, median, most] = [0, values.len() / 2, values.len() - 1].map(|at| unit(values[at]));
    format!("{median} ({least}–{most})")
}

pub(crate) fn seconds(value: f64) -> String {
    let places = if value < 1.0 { 3 } else { 2 };
    format!("{value:.places$}")
}

fn megabytes(value: f64) -> String {
    format!("{:.0}", value / 1e6)
}

fn ratio(value: f64) -> String {
    format!("{value:.2}")
}
