//! The change log.

use serde::Serialize;

use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::content::parse::{Difference, Fact, Step, What};
use crate::render::context::{Link, PageContext, Shown};
use crate::render::templates::{RenderError, View};
use crate::site::change_log::{Day, Entry};
use crate::site::route::Page;
use crate::theme::format;
use crate::theme::locales::Argument;

/// The changes of one day.
#[derive(Serialize)]
struct DayView<'a> {
    day: String,
    /// ISO 8601.
    machine_day: String,
    added: ChangeList<ChangeView<'a>>,
    changed: ChangeList<ChangeView<'a>>,
    removed: ChangeList<RemovedView>,
}

/// The first changes of a kind on a day, and the number of further ones.
#[derive(Serialize)]
struct ChangeList<T> {
    shown: Vec<T>,
    more: usize,
}

impl<T> ChangeList<T> {
    fn of(count: usize, shown: impl Iterator<Item = Result<T, RenderError>>) -> Result<Self, RenderError> {
        let shown = shown.take(CHANGES_SHOWN).collect::<Result<Vec<T>, _>>()?;
        Ok(ChangeList { more: count - shown.len(), shown })
    }
}

/// The maximum number of changes of a kind that are listed for a day.
const CHANGES_SHOWN: usize = 50;

#[derive(Serialize)]
struct ChangeView<'a> {
    kind: String,
    link: Link<'a>,
    /// What was changed in the entry: the first differences, and the further ones.
    differences: Vec<DifferenceView<'a>>,
    further: Vec<DifferenceView<'a>>,
}

/// The maximum number of differences of an entry that are shown without being asked for.
const DIFFERENCES_SHOWN: usize = 3;

/// The maximum number of values that a difference lists.
const VALUES_SHOWN: usize = 10;

/// A difference: what differs, and how.
#[derive(Serialize)]
struct DifferenceView<'a> {
    /// The names that lead to it: of keys, and of the items of lists.
    path: Vec<ValueView<'a>>,
    /// The values that were removed. A single one is replaced by a single added one.
    removed: Vec<ValueView<'a>>,
    added: Vec<ValueView<'a>>,
    /// The numbers of further values.
    more_removed: usize,
    more_added: usize,
    is_replaced: bool,
    /// What happened, if no values are shown.
    happened: Option<String>,
}

/// A value or a name: a text or a link.
#[derive(Serialize)]
struct ValueView<'a> {
    text: Option<Shown<'a>>,
    link: Option<Link<'a>>,
}

/// An entry that no longer exists.
#[derive(Serialize)]
struct RemovedView {
    kind: String,
    id: String,
}

impl<'a> PageContext<'a> {
    /// Builds the change log: additions, changes and removals, day by day.
    pub(super) fn changes(&self, page: Page) -> Result<View, RenderError> {
        let days = self.site.change_log.as_ref().map(|change_log| {
            change_log.days().iter().map(|day| self.day_of_changes(day)).collect::<Result<Vec<_>, _>>()
        });
        let title = self.message("changes", &[])?;
        let description = self.message("changes-description", &[])?;
        let view = self.view(page, Shown::Own(title), &description)?;
        Ok(view.with("days", &days.transpose()?))
    }

    fn day_of_changes(&self, day: &'a Day) -> Result<DayView<'a>, RenderError> {
        let entries = |entries: &[Entry]| -> Result<ChangeList<ChangeView<'a>>, RenderError> {
            // Every locale shows the same changes, in its own order.
            let mut shown: Vec<Entry> = entries.iter().copied().take(CHANGES_SHOWN).collect();
            shown.sort_by_key(|entry| match *entry {
                Entry::Programme(at) => (Kind::Programme, self.order().programmes.rank(at)),
                Entry::Project(at) => (Kind::Project, self.order().projects.rank(at)),
                Entry::Municipality(at) => (Kind::Municipality, self.order().municipalities.rank(at)),
                Entry::Document(at) => (Kind::Document, self.order().documents.rank(at)),
                Entry::Post(at) => (Kind::Post, self.order().posts.rank(at)),
            });
            ChangeList::of(
                entries.len(),
                shown.iter().map(|entry| {
                    let (kind, link) = match *entry {
                        Entry::Programme(at) => (Kind::Programme, self.programme(at)),
                        Entry::Project(at) => (Kind::Project, self.project(at)),
                        Entry::Municipality(at) => (Kind::Municipality, self.municipality(at)),
                        Entry::Document(at) => (Kind::Document, self.document(at)),
                        Entry::Post(at) => (Kind::Post, self.post(at)),
                    };
                    let mut differences = self.differences(day, *entry)?;
                    let further = differences.split_off(differences.len().min(DIFFERENCES_SHOWN));
                    Ok(ChangeView { kind: self.message(kind.word(), &[])?, link, differences, further })
                }),
            )
        };
        let removed = day
            .removed
            .iter()
            .map(|(kind, id)| Ok(RemovedView { kind: self.message(kind.word(), &[])?, id: id.clone() }));
        Ok(DayView {
            day: format::date(day.day, self.locale),
            machine_day: day.day.to_string(),
            added: entries(&day.added)?,
            changed: entries(&day.changed)?,
            removed: ChangeList::of(day.removed.len(), removed)?,
        })
    }

    /// Returns what was changed in an entry on a day. Of a text that was changed in both languages, the difference in the
    /// language of the page is shown.
    fn differences(&self, day: &Day, entry: Entry) -> Result<Vec<DifferenceView<'a>>, RenderError> {
        let Some(change_log) = &self.site.change_log else { return Ok(Vec::new()) };
        let all = change_log.differences(self.catalogue(), day, entry);
        let own = Some(self.locale.language());
        let is_other = |difference: &Difference| difference.language.is_some() && difference.language != own;
        let is_shown = |difference: &&Difference| {
            let is_own = |other: &Difference| other.language == own && other.path == difference.path;
            !is_other(difference) || !all.iter().any(is_own)
        };
        all.iter().filter(is_shown).map(|difference| self.difference(difference)).collect()
    }

    fn difference(&self, difference: &'a Difference) -> Result<DifferenceView<'a>, RenderError> {
        let own = self.locale.language();
        let mut path = difference.path.iter().map(|step| self.step(step)).collect::<Result<Vec<_>, _>>()?;
        if let Some(language) = difference.language.filter(|language| *language != own) {
            path.push(text(self.message(&format!("in-language-{}", language.code()), &[])?));
        }
        let values = |facts: &'a [Fact]| -> Result<Vec<ValueView<'a>>, RenderError> {
            facts.iter().take(VALUES_SHOWN).map(|fact| self.value(fact, difference.language)).collect()
        };
        let (removed, added): (&[Fact], &[Fact]) = match &difference.what {
            What::Replaced(before, after) => (std::slice::from_ref(before), std::slice::from_ref(after)),
            What::Listed { removed, added } => (removed, added),
            What::Lines { .. } | What::Added | What::Removed | What::Reordered | What::Changed => (&[], &[]),
        };
        let happened = match &difference.what {
            What::Lines { added, removed } => {
                let (added, removed) = (Argument::Count(*added as u64), Argument::Count(*removed as u64));
                Some(self.message("lines-changed", &[("added", added), ("removed", removed)])?)
            }
            What::Added => Some(self.message("was-added", &[])?),
            What::Removed => Some(self.message("was-removed", &[])?),
            What::Reordered => Some(self.message("was-reordered", &[])?),
            What::Replaced(..) | What::Listed { .. } => None,
            What::Changed => Some(self.message("was-changed", &[])?),
        };
        Ok(DifferenceView {
            path,
            is_replaced: matches!(difference.what, What::Replaced(..)),
            removed: values(removed)?,
            added: values(added)?,
            more_removed: removed.len().saturating_sub(VALUES_SHOWN),
            more_added: added.len().saturating_sub(VALUES_SHOWN),
            happened,
        })
    }

    fn step(&self, step: &'a Step) -> Result<ValueView<'a>, RenderError> {
        match step {
            Step::Key(key) => {
                let id = format!("{FIELD}{}", key.replace('_', "-"));
                Ok(text(self.message(&id, &[])?))
            }
            Step::Item(fact) => self.value(fact, None),
        }
    }

    /// Shows a value in the language of the page. A text without a language is shown as it is written.
    fn value(&self, fact: &'a Fact, language: Option<Language>) -> Result<ValueView<'a>, RenderError> {
        let acronyms = &self.catalogue().settings.acronyms;
        let own = self.locale.language();
        Ok(match fact {
            Fact::Text(written) => match language {
                Some(language) if language == own => text(self.locale.in_script(written, acronyms).text),
                Some(language) => {
                    let lang = self.locale.showing(language).tag();
                    ValueView { text: Some(Shown::Foreign { text: written, lang }), link: None }
                }
                None => ValueView { text: Some(Shown::Plain(written)), link: None },
            },
            Fact::Words(Localized { sr, en }) => {
                let (in_own, in_other) = match own {
                    Language::Sr => (sr, en),
                    Language::En => (en, sr),
                };
                match (in_own, in_other) {
                    (Some(words), _) => text(self.locale.in_script(words, acronyms).text),
                    (None, Some(other)) => {
                        let lang = self.locale.showing(own.other()).tag();
                        ValueView { text: Some(Shown::Foreign { text: other, lang }), link: None }
                    }
                    (None, None) => text(String::new()),
                }
            }
            Fact::Entry(kind, id) => {
                let change_log = self.site.change_log.as_ref();
                match change_log.and_then(|known| known.subject(self.catalogue(), *kind, id)) {
                    Some(subject) => ValueView { text: None, link: Some(self.entry(subject)) },
                    None => ValueView { text: Some(Shown::Plain(id)), link: None },
                }
            }
            Fact::Word(messages, word) => {
                let id = format!("{messages}{word}");
                text(self.message(&id, &[("count", Argument::Count(1))])?)
            }
            Fact::Date(date) => text(format::date(*date, self.locale)),
            Fact::Deadline(deadline) => text(self.deadline_text(*deadline)?),
            Fact::Money(money) => text(format::money(*money, self.locale)),
            Fact::Quantity(quantity) => text(format::quantity(*quantity, self.locale)),
            Fact::Count(count) => text(format::number(u64::from(*count), self.locale)),
            Fact::Goal(goal) => text(self.message(&format!("sdg-{goal}"), &[])?),
        })
    }
}

/// The beginning of the ids of the messages that name keys.
const FIELD: &str = "field-";

fn text<'a>(text: String) -> ValueView<'a> {
    ValueView { text: Some(Shown::Own(text)), link: None }
}
