//! What the pages of a theme's own templates may use up, each and all together: steps, bytes, and time. Checks in the
//! templates count it.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::guard::{COPIED, FILTERED, JOINED, LOOPED, STEP, WRITTEN};

/// How many rounds of loops, values that get a name, and calls of components and filters a page may have.
const STEPS: u64 = 6_000_000;
/// How many bytes the values of a page may have that get a name, are joined, or are written.
const BYTES: u64 = 256 * 1024 * 1024;
/// How many bytes a page may have.
const LARGEST_PAGE: usize = 16 * 1024 * 1024;
/// How many bytes a text may have that a template makes.
const LONGEST_TEXT: usize = 4 * 1024 * 1024;
/// How many values a value may stand in.
const DEEPEST: usize = 64;
/// How long a page may take. It ends what steps and bytes do not: comparing long texts again and again.
const LONGEST_TIME: Duration = Duration::from_secs(30);
/// How many steps the pages of a site may have together, and how many more for each page.
const STEPS_OF_SITE: (u64, u64) = (60_000_000, 300_000);
/// How many milliseconds they may take together, on all threads, and how many more for each page.
const MILLISECONDS_OF_SITE: (u64, u64) = (60_000, 300);
/// After how many steps a page tells the site of them. Threads would wait for each other if it told of each.
const TOLD_AT_ONCE: u64 = 10_000;
/// How many values a list may have of which each is compared with all others.
const LONGEST_COMPARED: usize = 5_000;
/// Something that a value costs besides its bytes.
const VALUE: u64 = 32;
/// How many bytes are compared in one step.
const COMPARED_AT_ONCE: u64 = 4096;

/// What all pages of a site have used up. Whether it is too much does not depend on which page comes first.
pub struct Budget {
    pages: u64,
    steps: AtomicU64,
    nanoseconds: AtomicU64,
}

impl Budget {
    /// Of a site with so many pages.
    pub fn new(pages: usize) -> Arc<Self> {
        let (steps, nanoseconds) = (AtomicU64::new(0), AtomicU64::new(0));
        Arc::new(Budget { pages: pages as u64, steps, nanoseconds })
    }

    /// Counts what a page has used up. It gives why there is nothing left, if so.
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

/// What is left for a page.
struct Fuel {
    /// What the page shares with others.
    budget: Option<Arc<Budget>>,
    /// Steps that the budget was not told of.
    untold: u64,
    start: Option<Instant>,
    steps: u64,
    bytes: u64,
    end: Option<Instant>,
    /// Where the last check stands.
    place: Option<Value>,
    /// Why there is nothing left.
    spent: Option<String>,
}

thread_local! {
    static FUEL: RefCell<Fuel> = const {
        RefCell::new(Fuel {
            budget: None, untold: 0, start: None, steps: 0, bytes: 0, end: None, place: None, spent: None,
        })
    };
}

/// Begins a page on this thread, which takes from the budget of all pages, if there is one.
pub(super) fn begin(budget: Option<&Arc<Budget>>) {
    let now = Instant::now();
    FUEL.with_borrow_mut(|fuel| {
        *fuel = Fuel {
            budget: budget.cloned(),
            untold: 0,
            start: Some(now),
            steps: STEPS,
            bytes: BYTES,
            end: now.checked_add(LONGEST_TIME),
            place: None,
            spent: None,
        };
    });
}

/// Ends the page on this thread: the budget of all pages hears of the rest that it used up.
///
/// # Errors
/// When all pages together have used up too much.
pub(super) fn end() -> Result<(), String> {
    FUEL.with_borrow_mut(|fuel| {
        let untold = std::mem::take(&mut fuel.untold);
        let time = fuel.start.take().map_or(Duration::ZERO, |start| start.elapsed());
        fuel.budget.take().map_or(Ok(()), |budget| budget.take(untold, time))
    })
}

/// Weighs a text that a function has made.
pub(super) fn made(length: usize) -> TeraResult<()> {
    FUEL.with_borrow_mut(|fuel| fuel.room_for(length))
}

/// Why the page on this thread was given up, if it was.
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
        self.untold += self.steps - steps;
        (self.steps, self.bytes) = (steps, bytes);
        if self.untold >= TOLD_AT_ONCE {
            let untold = std::mem::take(&mut self.untold);
            let told = self.budget.as_ref().map_or(Ok(()), |budget| budget.take(untold, Duration::ZERO));
            return told.map_err(|reason| Error::message(self.spent.get_or_insert(reason).clone()));
        }
        Ok(())
    }

    fn look_at_clock(&mut self) -> TeraResult<()> {
        if self.end.is_some_and(|end| Instant::now() > end) {
            let reason = format!("the page takes longer than {} seconds", LONGEST_TIME.as_secs());
            return Err(self.fail(&reason));
        }
        Ok(())
    }

    fn weigh(&mut self, value: &Value, depth: usize) -> TeraResult<()> {
        if depth > DEEPEST {
            return Err(self.fail(&format!("a value stands in more than {DEEPEST} others")));
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

    /// Counts as steps what it takes to compare all that is in a value some times.
    fn compare(&mut self, value: &Value, times: u64, seen: &mut u64, depth: usize) -> TeraResult<()> {
        if depth > DEEPEST {
            return Err(self.fail(&format!("a value stands in more than {DEEPEST} others")));
        }
        *seen += VALUE + value.as_str().map_or(0, str::len) as u64;
        if *seen >= COMPARED_AT_ONCE {
            self.use_up((*seen / COMPARED_AT_ONCE).saturating_mul(times), 0)?;
            self.look_at_clock()?;
            *seen %= COMPARED_AT_ONCE;
        }
        let list = value.as_array().unwrap_or_default();
        list.iter().try_for_each(|value| self.compare(value, times, seen, depth + 1))?;
        let mut map = value.as_map().into_iter().flatten();
        map.try_for_each(|(_, value)| self.compare(value, times, seen, depth + 1))
    }

    /// Refuses a text that is too long to be made.
    fn room_for(&mut self, length: usize) -> TeraResult<()> {
        if length > LONGEST_TEXT {
            let reason = format!("a text has more than {} MiB", LONGEST_TEXT / 1024 / 1024);
            return Err(self.fail(&reason));
        }
        self.use_up(1, length as u64)
    }
}

/// Puts the checks in, and in the place of filters and functions that can make much of little those that cannot.
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
        fuel.look_at_clock()?;
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
        fuel.look_at_clock()?;
        fuel.weigh(value, 0)
    })?;
    Ok(value.clone())
}

/// Lists and maps are not weighed again whenever a filter gets them: all that have a name have been.
fn filtered(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let place = kwargs.get::<Value>("at")?;
    let length = value.as_str().map_or(0, str::len);
    FUEL.with_borrow_mut(|fuel| {
        fuel.place = place;
        fuel.look_at_clock()?;
        fuel.room_for(length)
    })?;
    Ok(value.clone())
}

/// A copy of a list or a map shares what is in its values, so that only their number counts. `by` is the filter that
/// is going to copy it.
fn copied(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let (place, by) = (kwargs.get::<Value>("at")?, kwargs.get::<&str>("by")?);
    let count = match (value.as_array(), value.as_map()) {
        (Some(list), _) => list.len(),
        (_, Some(map)) => map.len(),
        _ => 0,
    } as u64;
    let each = match (by, value.as_map()) {
        // Each value may come to stand in a list of its own.
        (Some("group_by"), _) => 10 * VALUE,
        (Some("pairs"), _) => 5 * VALUE,
        (_, Some(_)) => 4 * VALUE,
        _ => 2 * VALUE,
    };
    FUEL.with_borrow_mut(|fuel| {
        fuel.place = place;
        fuel.look_at_clock()?;
        fuel.use_up(count, count.saturating_mul(each))?;
        if by == Some("sort") {
            let times = u64::from(count.checked_ilog2().unwrap_or_default()) + 1;
            fuel.compare(value, times, &mut 0, 0)?;
        }
        fuel.room_for(value.as_str().map_or(0, str::len))
    })?;
    Ok(value.clone())
}

/// A loop notes where each character of a text stands, and copies a map. Of a list it needs no copy.
fn looped(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let place = kwargs.get::<Value>("at")?;
    let text = value.as_str().map_or(0, str::len) as u64 * 16;
    let map = value.as_map().map_or(0, |map| map.len()) as u64 * 2 * VALUE;
    FUEL.with_borrow_mut(|fuel| {
        fuel.place = place;
        fuel.look_at_clock()?;
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
            fuel.look_at_clock()
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

/// A page that is being written, and ends before it becomes too large.
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
