//! Limits for the pages of a theme's own templates: steps, bytes and time, for each page and for all pages together.
//! Checks in the templates count them.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::guard::{COPIED, FILTERED, JOINED, LOOPED, STEP, WRITTEN};

/// The maximum number of steps of a page: rounds of loops, values that get a name, calls of components and filters.
const STEPS: u64 = 6_000_000;
/// The maximum number of bytes in all values of a page that get a name, are joined, or are output.
const BYTES: u64 = 256 * 1024 * 1024;
/// The maximum size of a page, in bytes.
const LARGEST_PAGE: usize = 16 * 1024 * 1024;
/// The maximum size of a text that a template makes, in bytes.
const LONGEST_TEXT: usize = 4 * 1024 * 1024;
/// The maximum depth of nested values.
const DEEPEST: usize = 64;
/// The maximum time for a page. It stops what steps and bytes do not limit: comparing long texts again and again.
const LONGEST_TIME: Duration = Duration::from_secs(8);
/// The maximum number of steps of all pages of a site, and what each page adds to it.
const STEPS_OF_SITE: (u64, u64) = (60_000_000, 300_000);
/// The maximum time for all pages in milliseconds, summed over all threads, and what each page adds to it.
const MILLISECONDS_OF_SITE: (u64, u64) = (60_000, 300);
/// A page reports its steps to the budget of the site in portions of this size. If it reported each step, threads would
/// wait for each other.
const REPORTED_AT_ONCE: u64 = 10_000;
/// The maximum length of a list whose values are compared with each other.
const LONGEST_COMPARED: usize = 5_000;
/// What each value costs in addition to its bytes.
const VALUE: u64 = 32;
/// The number of bytes that are compared in one step.
const COMPARED_AT_ONCE: u64 = 4096;

/// The steps and time used by all pages of a site. Whether they exceed the limits does not depend on the order of
/// pages.
pub struct Budget {
    pages: u64,
    steps: AtomicU64,
    nanoseconds: AtomicU64,
}

impl Budget {
    /// Makes the budget of a site with `pages` pages.
    pub fn new(pages: usize) -> Arc<Self> {
        let (steps, nanoseconds) = (AtomicU64::new(0), AtomicU64::new(0));
        Arc::new(Budget { pages: pages as u64, steps, nanoseconds })
    }

    /// Counts steps and time of a page. The error says which limit is exceeded.
    fn take(&self, steps: u64, time: Duration) -> Result<(), String> {
        let most = |(all, each): (u64, u64)| all.saturating_add(each.saturating_mul(self.pages));
        let time = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let steps = self.steps.fetch_add(steps, Ordering::Relaxed).saturating_add(steps);
        let time = self.nanoseconds.fetch_add(time, Ordering::Relaxed).saturating_add(time) / 1_000_000;
        let (most_steps, most_time) = (most(STEPS_OF_SITE), most(MILLISECONDS_OF_SITE));
        let reason = match (steps > most_steps, time > most_time) {
            (false, false) => return Ok(()),
            (true, _) => format!("take more than {most_steps} steps"),
            _ => format!("take longer than {} seconds", most_time / 1000),
        };
        Err(format!(
            "the {} pages of the site {reason} together; let the templates do less on each page: look for loops over \
             all of the catalogue in templates that every page uses, such as base.html",
            self.pages
        ))
    }
}

/// What a page may still use.
struct Fuel {
    /// The budget that the page shares with others.
    budget: Option<Arc<Budget>>,
    /// Steps that are not yet counted in the budget.
    unreported: u64,
    start: Option<Instant>,
    steps: u64,
    bytes: u64,
    end: Option<Instant>,
    /// The place of the last check.
    place: Option<Value>,
    /// The reason why the page was given up.
    spent: Option<String>,
}

thread_local! {
    static FUEL: RefCell<Fuel> = const {
        RefCell::new(Fuel {
            budget: None, unreported: 0, start: None, steps: 0, bytes: 0, end: None, place: None, spent: None,
        })
    };
}

/// Begins a page on this thread. It counts against the budget of all pages, if there is one.
pub(super) fn begin(budget: Option<&Arc<Budget>>) {
    let now = Instant::now();
    FUEL.with_borrow_mut(|fuel| {
        *fuel = Fuel {
            budget: budget.cloned(),
            unreported: 0,
            start: Some(now),
            steps: STEPS,
            bytes: BYTES,
            end: now.checked_add(LONGEST_TIME),
            place: None,
            spent: None,
        };
    });
}

/// Ends the page on this thread and counts the rest of its steps and its time in the budget of all pages.
///
/// # Errors
/// When all pages together exceed the budget.
pub(super) fn end() -> Result<(), String> {
    FUEL.with_borrow_mut(|fuel| {
        let unreported = std::mem::take(&mut fuel.unreported);
        let time = fuel.start.take().map_or(Duration::ZERO, |start| start.elapsed());
        fuel.budget.take().map_or(Ok(()), |budget| budget.take(unreported, time))
    })
}

/// Weighs a text of `length` bytes that a function has made.
pub(super) fn made(length: usize) -> TeraResult<()> {
    FUEL.with_borrow_mut(|fuel| fuel.room_for(length))
}

/// Returns the reason if the page on this thread was given up.
pub(super) fn spent() -> Option<String> {
    FUEL.with_borrow_mut(|fuel| fuel.spent.take())
}

impl Fuel {
    fn fail(&mut self, reason: &str) -> Error {
        let place = self.place.as_ref().and_then(Value::as_str).unwrap_or("a template");
        let reason =
            format!("{place}: {reason}; let the template loop over less, or make shorter texts and lists");
        Error::message(self.spent.get_or_insert(reason).clone())
    }

    fn use_up(&mut self, steps: u64, bytes: u64) -> TeraResult<()> {
        if self.spent.is_some() {
            return Err(self.fail(""));
        }
        let left = (self.steps.checked_sub(steps), self.bytes.checked_sub(bytes));
        let (Some(steps), Some(bytes)) = left else {
            let reason = match left {
                (None, _) => format!("the page takes more than {STEPS} steps"),
                _ => format!("the page makes values of more than {} MiB", BYTES / 1024 / 1024),
            };
            return Err(self.fail(&reason));
        };
        self.unreported += self.steps - steps;
        (self.steps, self.bytes) = (steps, bytes);
        if self.unreported >= REPORTED_AT_ONCE {
            let unreported = std::mem::take(&mut self.unreported);
            let taken = self.budget.as_ref().map_or(Ok(()), |budget| budget.take(unreported, Duration::ZERO));
            return taken.map_err(|reason| Error::message(self.spent.get_or_insert(reason).clone()));
        }
        Ok(())
    }

    fn check_clock(&mut self) -> TeraResult<()> {
        if self.end.is_some_and(|end| Instant::now() > end) {
            let reason = format!("the page takes longer than {} seconds", LONGEST_TIME.as_secs());
            return Err(self.fail(&reason));
        }
        Ok(())
    }

    fn weigh(&mut self, value: &Value, depth: usize) -> TeraResult<()> {
        if depth > DEEPEST {
            return Err(self.fail(&format!("a value is nested in more than {DEEPEST} others")));
        }
        let length = value.as_str().map(str::len).or_else(|| value.as_bytes().map(<[u8]>::len));
        if length.is_some_and(|length| length > LONGEST_TEXT) {
            let reason = format!("a text has more than {} MiB", LONGEST_TEXT / 1024 / 1024);
            return Err(self.fail(&reason));
        }
        self.use_up(0, VALUE + length.unwrap_or(0) as u64)?;
        if let Some(list) = value.as_array() {
            return list.iter().try_for_each(|value| self.weigh(value, depth + 1));
        }
        if let Some(map) = value.as_map() {
            return map.iter().try_for_each(|(key, value)| {
                self.use_up(0, key.as_str().map_or(0, str::len) as u64)?;
                self.weigh(value, depth + 1)
            });
        }
        Ok(())
    }

    /// Counts the steps that it takes to compare everything in a value `times` times.
    fn compare(&mut self, value: &Value, times: u64, seen: &mut u64, depth: usize) -> TeraResult<()> {
        if depth > DEEPEST {
            return Err(self.fail(&format!("a value is nested in more than {DEEPEST} others")));
        }
        *seen += VALUE + value.as_str().map_or(0, str::len) as u64;
        if *seen >= COMPARED_AT_ONCE {
            self.use_up((*seen / COMPARED_AT_ONCE).saturating_mul(times), 0)?;
            self.check_clock()?;
            *seen %= COMPARED_AT_ONCE;
        }
        let list = value.as_array().unwrap_or_default();
        list.iter().try_for_each(|value| self.compare(value, times, seen, depth + 1))?;
        let mut map = value.as_map().into_iter().flatten();
        map.try_for_each(|(_, value)| self.compare(value, times, seen, depth + 1))
    }

    /// Refuses to make a text that would be too long.
    fn room_for(&mut self, length: usize) -> TeraResult<()> {
        if length > LONGEST_TEXT {
            let reason = format!("a text has more than {} MiB", LONGEST_TEXT / 1024 / 1024);
            return Err(self.fail(&reason));
        }
        self.use_up(1, length as u64)
    }
}

/// Registers the checks, and replaces the filters and functions that can make large values from small ones by versions
/// with limits.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(STEP, step);
    tera.register_filter(WRITTEN, weighed);
    tera.register_filter(JOINED, weighed);
    tera.register_filter(FILTERED, filtered);
    tera.register_filter(COPIED, copied);
    tera.register_filter(LOOPED, looped);
    tera.register_filter("replace", replace);
    tera.register_filter("indent", indent);
    tera.register_filter("join", join);
    tera.register_filter("split", split);
    tera.register_filter("str", as_text);
    tera.register_filter("unique", unique);
    tera.register_function("range", range);
}

fn step(kwargs: Kwargs, _: &State) -> TeraResult<bool> {
    let place = kwargs.get::<Value>("at")?;
    FUEL.with_borrow_mut(|fuel| {
        fuel.place = place;
        fuel.use_up(1, 0)?;
        fuel.check_clock()?;
        for (name, value) in kwargs.iter() {
            match name.as_str() {
                Some("at") => {}
                Some("size") => fuel.use_up(0, value.as_u64().unwrap_or_default())?,
                _ => fuel.weigh(value, 0)?,
            }
        }
        Ok(false)
    })
}

fn weighed(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let place = kwargs.get::<Value>("at")?;
    FUEL.with_borrow_mut(|fuel| {
        fuel.place = place;
        fuel.use_up(1, 0)?;
        fuel.check_clock()?;
        fuel.weigh(value, 0)
    })?;
    Ok(value.clone())
}

/// Weighs the text that a filter gets. Lists and maps are not weighed again: those with a name have already been.
fn filtered(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let place = kwargs.get::<Value>("at")?;
    // Tera itself lets some filters turn a variable that does not exist into nothing.
    if value.is_undefined() {
        return Err(Error::message("there is no such variable"));
    }
    let length = value.as_str().map_or(0, str::len);
    FUEL.with_borrow_mut(|fuel| {
        fuel.place = place;
        fuel.check_clock()?;
        fuel.room_for(length)
    })?;
    Ok(value.clone())
}

/// Weighs a list or map that is about to be copied. A copy shares the content of its values, so only their number
/// counts. `by` is the filter that will copy it.
fn copied(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let (place, by) = (kwargs.get::<Value>("at")?, kwargs.get::<&str>("by")?);
    let count = match (value.as_array(), value.as_map()) {
        (Some(list), _) => list.len(),
        (_, Some(map)) => map.len(),
        _ => 0,
    } as u64;
    let each = match (by, value.as_map()) {
        // Each value may end up in a list of its own.
        (Some("group_by"), _) => 10 * VALUE,
        (Some("pairs"), _) => 5 * VALUE,
        (_, Some(_)) => 4 * VALUE,
        _ => 2 * VALUE,
    };
    FUEL.with_borrow_mut(|fuel| {
        fuel.place = place;
        fuel.check_clock()?;
        fuel.use_up(count, count.saturating_mul(each))?;
        if by == Some("sort") {
            let times = u64::from(count.checked_ilog2().unwrap_or_default()) + 1;
            fuel.compare(value, times, &mut 0, 0)?;
        }
        fuel.room_for(value.as_str().map_or(0, str::len))
    })?;
    Ok(value.clone())
}

/// Weighs a value that is looped over. A loop stores the position of each character of a text, and copies a map. It
/// needs no copy of a list.
fn looped(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let place = kwargs.get::<Value>("at")?;
    let text = value.as_str().map_or(0, str::len) as u64 * 16;
    let map = value.as_map().map_or(0, |map| map.len()) as u64 * 2 * VALUE;
    FUEL.with_borrow_mut(|fuel| {
        fuel.place = place;
        fuel.check_clock()?;
        fuel.use_up(1, text + map)
    })?;
    Ok(value.clone())
}

fn replace(text: StringInput, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let from = kwargs.must_get::<&str>("from")?;
    let to = kwargs.must_get::<StringInput>("to")?;
    let is_safe = state.autoescaping_enabled() && (text.is_safe() || to.is_safe());
    let (text, to) = match is_safe {
        true => (text.rendered(state)?, to.rendered(state)?),
        false => (text.as_str().into(), to.as_str().into()),
    };
    let most = text.matches(from).count().saturating_mul(to.len()).saturating_add(text.len());
    FUEL.with_borrow_mut(|fuel| fuel.room_for(most))?;
    let replaced = text.replace(from, &to);
    Ok(if is_safe { Value::safe_string(&replaced) } else { Value::from(replaced) })
}

fn indent(text: StringInput, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let width = kwargs.get::<usize>("width")?.unwrap_or(4).min(1000);
    let with = kwargs.get::<StringInput>("indentation")?;
    let (first, blank) =
        (kwargs.get::<bool>("first")?.unwrap_or(false), kwargs.get::<bool>("blank")?.unwrap_or(false));
    if with.as_ref().is_some_and(|with| with.as_str().chars().count() != 1) {
        return Err(Error::message("`indentation` takes exactly one character"));
    }
    let is_safe =
        state.autoescaping_enabled() && (text.is_safe() || with.as_ref().is_some_and(StringInput::is_safe));
    let rendered = |text: &StringInput| -> TeraResult<String> {
        Ok(if is_safe { text.rendered(state)?.into_owned() } else { text.as_str().to_owned() })
    };
    let text = rendered(&text)?;
    let indentation = with.as_ref().map_or(Ok(" ".to_owned()), rendered)?.repeat(width);
    let most = text.lines().count().saturating_mul(indentation.len() + 1).saturating_add(text.len());
    FUEL.with_borrow_mut(|fuel| fuel.room_for(most))?;
    let mut indented = String::with_capacity(most);
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            indented.push('\n');
        }
        if (at == 0 && first) || (at > 0 && (blank || !line.is_empty())) {
            indented.push_str(&indentation);
        }
        indented.push_str(line);
    }
    if text.ends_with('\n') {
        indented.push('\n');
    }
    Ok(if is_safe { Value::safe_string(&indented) } else { Value::from(indented) })
}

fn join(list: &[Value], kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let separator = kwargs.get::<StringInput>("sep")?;
    let is_safe = state.autoescaping_enabled()
        && (list.iter().any(|value| value.is_string() && value.is_safe())
            || separator.as_ref().is_some_and(StringInput::is_safe));
    let separator = match &separator {
        Some(separator) if is_safe => separator.rendered(state)?.into_owned(),
        Some(separator) => separator.as_str().to_owned(),
        None => String::new(),
    };
    let mut joined = String::new();
    for (at, value) in list.iter().enumerate() {
        FUEL.with_borrow_mut(|fuel| {
            fuel.weigh(value, 0)?;
            fuel.room_for(separator.len())
        })?;
        if at > 0 {
            joined.push_str(&separator);
        }
        if is_safe && !value.is_undefined() {
            joined.push_str(&state.escape_if_needed(value)?);
        } else {
            joined.push_str(&value.to_string());
        }
        if joined.len() > LONGEST_TEXT {
            FUEL.with_borrow_mut(|fuel| fuel.room_for(joined.len()))?;
        }
    }
    Ok(if is_safe { Value::safe_string(&joined) } else { Value::from(joined) })
}

fn split(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let pattern = kwargs.must_get::<&str>("pat")?;
    let count = text.split(pattern).count() as u64;
    FUEL.with_borrow_mut(|fuel| fuel.use_up(1, count.saturating_mul(VALUE)))?;
    Ok(text.split(pattern).map(Value::from).collect::<Vec<Value>>().into())
}

fn as_text(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    FUEL.with_borrow_mut(|fuel| fuel.weigh(value, 0))?;
    Ok(value.to_string())
}

fn unique(list: &[Value], _: Kwargs, _: &State) -> TeraResult<Vec<Value>> {
    if list.len() > LONGEST_COMPARED {
        let reason = format!("`unique` takes lists of up to {LONGEST_COMPARED} values");
        return Err(FUEL.with_borrow_mut(|fuel| fuel.fail(&reason)));
    }
    let mut unique: Vec<Value> = Vec::new();
    for value in list {
        FUEL.with_borrow_mut(|fuel| {
            fuel.use_up(unique.len() as u64 + 1, 0)?;
            fuel.check_clock()
        })?;
        if !unique.contains(value) {
            unique.push(value.clone());
        }
    }
    Ok(unique)
}

fn range(kwargs: Kwargs, _: &State) -> TeraResult<Vec<i64>> {
    let (start, end) = (kwargs.get::<i64>("start")?.unwrap_or_default(), kwargs.must_get::<i64>("end")?);
    let by = kwargs.get::<i64>("step_by")?.unwrap_or(1);
    if by == 0 || (by > 0 && start > end) {
        return Err(Error::message(
            "`range` takes an `end` that is not before its `start`, and a `step_by` that is not 0",
        ));
    }
    let (length, step) = (end.abs_diff(start), by.unsigned_abs());
    let count = if (by > 0) == (end > start) { length.div_ceil(step) } else { 0 };
    FUEL.with_borrow_mut(|fuel| fuel.use_up(1, count.saturating_mul(VALUE)))?;
    let numbers = std::iter::successors(Some(start), |number| number.checked_add(by));
    Ok(numbers.take(usize::try_from(count).unwrap_or_default()).collect())
}

/// The output of a page, which stops before it becomes too large.
#[derive(Default)]
pub(super) struct Written(pub(super) Vec<u8>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST_PAGE {
            let reason = format!("the page has more than {} MiB", LARGEST_PAGE / 1024 / 1024);
            return Err(io::Error::other(FUEL.with_borrow_mut(|fuel| fuel.fail(&reason)).to_string()));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
