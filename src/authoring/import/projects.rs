//! Groups rows into projects. The rows of a project must agree with each other and with the catalogue, which stays
//! unchanged.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::programmes::Programmes;
use super::rows::BETWEEN;
use super::rows::{Row, Said};
use crate::base::language::Language;
use crate::base::money::Amount;
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::called::key;
use crate::content::parse::{
    ActivityRecord, Column, Entry, FundingRecord, MarkedWords, PeriodRecord, ProjectRecord, Records,
    TextState, Written, WrittenParty, shorten,
};

/// The columns that belong to a project and cannot differ between its activities.
pub(super) const OF_PROJECT: [Column; 7] = [
    Column::Programme,
    Column::Phase,
    Column::SubArea,
    Column::TitleSr,
    Column::TitleEn,
    Column::SummarySr,
    Column::SummaryEn,
];

/// Values in the form that the catalogue uses.
pub(super) type Facts = BTreeMap<Column, String>;

/// The rows of one project, in the order of the sheet.
pub(super) struct Project<'a> {
    pub(super) id: &'a str,
    pub(super) rows: Vec<&'a Row>,
    /// The project in the catalogue, if it exists.
    pub(super) there: Option<&'a Arc<Entry<ProjectRecord>>>,
}

/// The maximum number of new projects: their files are kept in memory until all are written.
const MOST_NEW: usize = 20_000;

/// Returns whether there are few enough new projects. Otherwise reports it.
pub(super) fn fit(projects: &[Project<'_>], file: &Arc<str>, problems: &mut Problems) -> bool {
    let new = projects.iter().filter(|project| project.there.is_none()).count();
    if new > MOST_NEW {
        let message =
            format!("this table has {new} new projects, and at most {MOST_NEW} can be imported at once");
        let problem = Problem::new(&rules::SHEET_COLUMNS, Place::start_of(file), message);
        problems.push(problem.help("split the table"));
    }
    new <= MOST_NEW
}

/// Groups the rows by project, in the order of the sheet.
pub(super) fn projects<'a>(rows: &'a [Row], records: &'a Records) -> Vec<Project<'a>> {
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    let mut projects: Vec<Project<'a>> = Vec::new();
    let known: BTreeMap<&str, _> = records.projects.iter().map(|entry| (&*entry.id, entry)).collect();
    for row in rows {
        let at = *at.entry(&row.project).or_insert(projects.len());
        if at == projects.len() {
            let there = known.get(row.project.as_str()).copied();
            projects.push(Project { id: &row.project, rows: Vec::new(), there });
        }
        projects[at].rows.push(row);
    }
    projects
}

/// Returns whether other values are the same as one. Texts may differ in script and spelling.
fn same_as(column: Column, one: &str) -> impl Fn(&str) -> bool {
    use Column::{NoteEn, NoteSr, SummaryEn, SummarySr, TitleEn, TitleSr};
    let is_text = matches!(column, TitleSr | TitleEn | SummarySr | SummaryEn | NoteSr | NoteEn);
    let own = LazyCell::new(move || key(one));
    move |other| one == other || (is_text && *own == key(other))
}

impl<'a> Project<'a> {
    /// Returns the value of the first row that has one in a column.
    pub(super) fn said(&self, column: Column) -> Option<&'a Said> {
        self.rows.iter().find_map(|row| row.said.get(&column)).map(|said| &**said)
    }

    /// Reports a second row for the same place, and rows that disagree about the project.
    pub(super) fn check_rows(&self, problems: &mut Problems) {
        let mut seen: BTreeMap<&str, &Said> = BTreeMap::new();
        for row in &self.rows {
            if let Some(first) = seen.insert(&row.place.value, &row.place) {
                let message = format!("`{}` already has a row for `{}`", self.id, row.place.value);
                let cell = &row.place.cell;
                problems.push(
                    cell.problem(&rules::REPEATED_ACTIVITY, message)
                        .related(first.cell.place.clone(), "first time")
                        .help("put everything about this activity into one row"),
                );
            }
        }
        for column in OF_PROJECT {
            let Some(first) = self.said(column) else { continue };
            let is_same = same_as(column, &first.value);
            let others = self.rows.iter().filter_map(|row| row.said.get(&column));
            for other in others.filter(|other| !is_same(&other.value)) {
                let message = format!(
                    "`{}` has a different `{}` in another row: `{}`",
                    self.id,
                    column.word(),
                    shorten(&first.value)
                );
                problems.push(
                    other.cell.problem(&rules::CONTRADICTION, message)
                        .related(first.cell.place.clone(), "the other row")
                        .help("write the same in every row of the project, or give the rows different ids in the column `project`"),
                );
            }
        }
    }

    /// Reports values that differ from the catalogue, and returns the rows whose activities it lacks.
    pub(super) fn missing(
        &self,
        entry: &'a Entry<ProjectRecord>,
        programmes: &Programmes<'_>,
        problems: &mut Problems,
    ) -> Vec<&'a Row> {
        let Some(record) = &entry.facts else {
            if let Some(row) = self.rows.first() {
                let message = format!("the project `{}` exists, but cannot be read", self.id);
                let cell = &row.place.cell;
                problems.push(
                    cell.problem(&rules::CONTRADICTION, message)
                        .help("`katalog check` says what is wrong with it"),
                );
            }
            return Vec::new();
        };
        let facts = project_facts(entry, record);
        for column in OF_PROJECT {
            if let Some(said) = self.said(column) {
                compare(column, said, &facts, self.id, &record.place, problems);
            }
        }
        let inherited = inherited(record, programmes);
        let mut missing = Vec::new();
        // Of several activities in one place, the first one counts.
        let activities = record.activities.iter().flatten().rev();
        let mut there: BTreeMap<&str, (Facts, &Place)> = activities
            .filter_map(|activity| {
                let (id, at) = activity.written_place()?;
                Some((id, (activity_facts(activity, &inherited), at)))
            })
            .collect();
        // A project without activities is one activity.
        there.extend(record.scope.iter().map(|at| (at.value.word(), (inherited.clone(), &at.place))));
        for row in &self.rows {
            match there.get(row.place.value.as_str()) {
                None => missing.push(*row),
                Some((facts, at)) => {
                    for (column, said) in &row.said {
                        if !OF_PROJECT.contains(column) {
                            let what = format!("{}#{}", self.id, row.place.value);
                            compare(*column, said, facts, &what, at, problems);
                        }
                    }
                }
            }
        }
        missing
    }
}

fn compare(column: Column, said: &Said, facts: &Facts, what: &str, place: &Place, problems: &mut Problems) {
    let there = facts.get(&column);
    // A currency means nothing without an amount.
    let is_idle = column == Column::Currency && !facts.contains_key(&Column::Total);
    if is_idle || there.is_some_and(|there| same_as(column, there)(&said.value)) {
        return;
    }
    let has = there.map_or_else(|| "none".to_owned(), |there| format!("`{}`", shorten(there)));
    let message = format!("the catalogue has a different `{}` for `{what}`: {has}", column.word());
    let problem: Problem = said.cell.problem(&rules::CONTRADICTION, message);
    problems.push(
        problem
            .related(place.clone(), "the catalogue")
            .help("an import never replaces anything: correct the cell, or the catalogue by hand"),
    );
}

fn list<'a, S: 'a>(references: impl IntoIterator<Item = &'a Written<S>>) -> Option<String> {
    let ids: Vec<&str> = references.into_iter().map(|id| id.value.as_str()).collect();
    (!ids.is_empty()).then(|| ids.join(BETWEEN))
}

fn parties(parties: &Option<Vec<WrittenParty>>) -> Option<String> {
    list(parties.iter().flatten().filter_map(WrittenParty::organisation))
}

fn one<S>(written: &Option<Written<S>>) -> Option<String> {
    written.as_ref().map(|written| written.value.clone())
}

fn keep(facts: &mut Facts, column: Column, value: Option<String>) {
    if let Some(value) = value {
        facts.insert(column, value);
    }
}

/// Replaces an inherited list with the record's own list, even if that is empty.
fn replace(facts: &mut Facts, column: Column, has_own: bool, own: Option<String>) {
    if has_own {
        facts.remove(&column);
    }
    keep(facts, column, own);
}

fn project_facts(entry: &Entry<ProjectRecord>, record: &ProjectRecord) -> Facts {
    let mut facts = Facts::new();
    keep(&mut facts, Column::Programme, one(&record.programme));
    keep(&mut facts, Column::Phase, one(&record.phase));
    keep(&mut facts, Column::SubArea, one(&record.area));
    for (language, title, summary) in [
        (Language::Sr, Column::TitleSr, Column::SummarySr),
        (Language::En, Column::TitleEn, Column::SummaryEn),
    ] {
        if let TextState::Written(text) = &entry.texts[language] {
            keep(&mut facts, title, text.front.title.as_ref().map(|title| title.value.clone()));
            keep(&mut facts, summary, text.front.summary.as_ref().map(|summary| summary.value.clone()));
        }
    }
    facts
}

/// Returns the period of the phase. The period and the status of the programme are not those of the project.
pub(super) fn of_programme(
    programmes: &Programmes<'_>,
    programme: Option<&str>,
    phase: Option<&str>,
) -> Facts {
    let mut facts = Facts::new();
    let Some(record) = programme.and_then(|id| programmes.get(id)) else { return facts };
    let phases = record.phases.iter().flatten();
    let phase = phases.filter(|one| one.id.as_ref().is_some_and(|id| Some(id.value.as_str()) == phase));
    let period = phase.into_iter().find_map(|phase| phase.period.as_ref());
    keep_period(&mut facts, period);
    facts
}

/// Replaces both dates with those of a period.
fn keep_period(facts: &mut Facts, period: Option<&PeriodRecord>) {
    let Some(period) = period else { return };
    facts.remove(&Column::Start);
    facts.remove(&Column::End);
    keep(facts, Column::Start, period.start.as_ref().map(|date| date.value.to_string()));
    keep(facts, Column::End, period.end.as_ref().map(|date| date.value.to_string()));
}

/// Returns the values that the activities of an existing project inherit.
pub(super) fn inherited(record: &ProjectRecord, programmes: &Programmes<'_>) -> Facts {
    let mut facts =
        of_programme(programmes, one(&record.programme).as_deref(), one(&record.phase).as_deref());
    keep(&mut facts, Column::SupportType, record.support.as_ref().and_then(|types| list(&types.0)));
    keep(&mut facts, Column::TargetGroups, list(record.target_groups.iter().flatten()));
    keep(&mut facts, Column::Implementers, parties(&record.implementers));
    keep(&mut facts, Column::Partners, parties(&record.partners));
    keep(&mut facts, Column::Sources, list(record.sources.iter().flatten()));
    keep(&mut facts, Column::Status, record.status.as_ref().map(|status| status.value.word().to_owned()));
    keep_period(&mut facts, record.period.as_ref());
    facts
}

fn activity_facts(record: &ActivityRecord, inherited: &Facts) -> Facts {
    let mut facts = inherited.clone();
    keep(&mut facts, Column::SupportType, record.support.as_ref().and_then(|types| list(&types.0)));
    for (column, own) in [(Column::Implementers, &record.implementers), (Column::Partners, &record.partners)]
    {
        replace(&mut facts, column, own.is_some(), parties(own));
    }
    let groups = &record.target_groups;
    replace(&mut facts, Column::TargetGroups, groups.is_some(), list(groups.iter().flatten()));
    let sources = &record.sources;
    replace(&mut facts, Column::Sources, sources.is_some(), list(sources.iter().flatten()));
    for (column, list_of) in [
        (Column::PartnerMunicipalities, &record.partner_municipalities),
        (Column::Locations, &record.locations),
    ] {
        keep(&mut facts, column, list(list_of.iter().flatten()));
    }
    keep(&mut facts, Column::Status, record.status.as_ref().map(|status| status.value.word().to_owned()));
    keep_period(&mut facts, record.period.as_ref());
    if let Some(note) = record.note.as_ref().map(MarkedWords::plain) {
        for (language, column) in [(Language::Sr, Column::NoteSr), (Language::En, Column::NoteEn)] {
            keep(&mut facts, column, note.value[language].as_ref().map(|text| text.value.clone()));
        }
    }
    if let Some(funding) = &record.funding {
        keep_awards(&mut facts, &funding.0);
    }
    facts
}

/// Keeps the amounts of an activity. What is not known of one of several is empty.
fn keep_awards(facts: &mut Facts, awards: &[FundingRecord]) {
    let text = |amount: Option<Amount>| amount.map(|amount| amount.to_string());
    let part = |amount: &Option<Placed<Amount>>| amount.as_ref().map(|amount| amount.value);
    let sum = |award: &FundingRecord| part(&award.programme).zip(part(&award.co_funding));
    let mut keep_each = |column, value: &dyn Fn(&FundingRecord) -> Option<String>| {
        let values: Vec<Option<String>> = awards.iter().map(value).collect();
        let is_known = values.iter().any(Option::is_some);
        let values: Vec<String> = values.into_iter().map(Option::unwrap_or_default).collect();
        keep(facts, column, is_known.then(|| values.join(BETWEEN)));
    };
    keep_each(Column::Currency, &|award| award.currency.as_ref().map(|at| at.value.code().to_owned()));
    keep_each(Column::Total, &|award| text(part(&award.total).or(sum(award).map(|(a, b)| a.plus(b)))));
    keep_each(Column::ProgrammeFunds, &|award| text(part(&award.programme)));
    keep_each(Column::CoFunding, &|award| text(part(&award.co_funding)));
    keep_each(Column::Awarded, &|award| award.awarded.as_ref().map(|date| date.value.to_string()));
    keep_each(Column::Recipient, &|award| one(&award.recipient));
}

impl Project<'_> {
    /// Returns the values to write at a new project, so that as few activities as possible need their own.
    pub(super) fn shared(&self, programmes: &Programmes<'_>) -> Facts {
        let value = |column| self.said(column).map(|said| said.value.as_str());
        let base = of_programme(programmes, value(Column::Programme), value(Column::Phase));
        let mut facts = base.clone();
        for column in [Column::SupportType, Column::Sources] {
            keep(&mut facts, column, self.most(column));
        }
        for column in [Column::TargetGroups, Column::Implementers, Column::Partners, Column::Status] {
            keep(&mut facts, column, self.all(column));
        }
        let dates = |row: &Row| row.period();
        let first = self.rows.first().and_then(|row| dates(row));
        if let Some((start, end)) =
            first.filter(|first| self.rows.iter().all(|row| dates(row).as_ref() == Some(first)))
        {
            facts.remove(&Column::Start);
            facts.remove(&Column::End);
            keep(&mut facts, Column::Start, start);
            keep(&mut facts, Column::End, end);
        }
        facts
    }

    /// Returns the value of a column if it is the same in every row.
    fn all(&self, column: Column) -> Option<String> {
        let first = self.said(column)?;
        let has = |row: &Row| row.said.get(&column).is_some_and(|said| said.value == first.value);
        self.rows.iter().all(|row| has(row)).then(|| first.value.clone())
    }

    /// Returns the most frequent value of a column; if several are equally frequent, the first one.
    fn most(&self, column: Column) -> Option<String> {
        let values: Vec<&str> = self
            .rows
            .iter()
            .filter_map(|row| row.said.get(&column))
            .map(|said| said.value.as_str())
            .collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for value in &values {
            *counts.entry(value).or_default() += 1;
        }
        let most = counts.values().copied().max()?;
        values.into_iter().find(|value| counts.get(value) == Some(&most)).map(str::to_owned)
    }
}
