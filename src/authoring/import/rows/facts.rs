//! Reads amounts, dates and words for the status from the cells of a row, and checks that they fit together.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{AMOUNTS, BETWEEN, Reader, Said};
use crate::authoring::table::{Cell, SheetRow};
use crate::authoring::values::{amount, date};
use crate::base::date::Period;
use crate::base::id::Kind;
use crate::base::language::Localized;
use crate::base::money::{Amount, Currency};
use crate::base::rules;
use crate::content::parse::{Column, Status, currency_meant, date_meant, help_on_choice};

const DATE_HELP: &str =
    "write `2023`, `2023-03`, `2023-03-01`, or `1.3.2023.`; the mapping can set the form of dates";

const KEPT_AS_TEXT: &str = "Format the column as text before you write it, so that the spreadsheet keeps it";

/// The values of the columns of amounts, one for each amount.
type Values<'a> = BTreeMap<Column, (&'a Said, Vec<&'a str>)>;

impl Reader<'_> {
    /// Reads the values of a column of amounts, one for each amount. One that is not known is empty.
    pub(super) fn of_awards(&mut self, row: &SheetRow, column: Column) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let mut values = Vec::new();
        for part in self.parts(row, column, &[';']) {
            values.push(match part.text.as_str() {
                "" => String::new(),
                _ => self.of_award(column, &part)?,
            });
        }
        Some(Said { value: values.join(BETWEEN), cell })
    }

    fn of_award(&mut self, column: Column, cell: &Cell) -> Option<String> {
        match column {
            Column::Currency => self.currency(cell),
            Column::Awarded => self.day(cell),
            Column::Recipient => self.entry(column, Kind::Organisation, cell, Localized::default(), ""),
            _ => self.amount(cell),
        }
    }

    fn amount(&mut self, cell: &Cell) -> Option<String> {
        let amount = amount(&cell.text, self.mapping.decimal_sign);
        if amount.is_none() {
            let message = format!("`{}` is not an amount", cell.shown());
            let help = "write digits, with at most two decimals: `18460`, `18460.50` or `18.460,50`; \
                        the mapping can set the decimal sign";
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
        }
        amount.map(|amount| amount.to_string())
    }

    fn currency(&mut self, cell: &Cell) -> Option<String> {
        let currency = Currency::parse(&cell.text).filter(Currency::exists);
        if currency.is_none() {
            let message = format!("`{}` is not a currency", cell.shown());
            let help = match currency_meant(&cell.text) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write the three capital letters of ISO 4217: `EUR`, `CHF`, `RSD`".to_owned(),
            };
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
        }
        currency.map(|currency| currency.code().to_owned())
    }

    pub(super) fn date(&mut self, row: &SheetRow, column: Column) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let value = self.day(&cell)?;
        Some(Said { value, cell })
    }

    fn day(&mut self, cell: &Cell) -> Option<String> {
        let date = date(&cell.text, self.mapping.dates);
        if date.is_none() {
            let message = format!("`{}` is not a date", cell.shown());
            let help = match date_meant(&cell.text) {
                Some(meant) => format!("did you mean `{meant}`? {KEPT_AS_TEXT}"),
                None => DATE_HELP.to_owned(),
            };
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
        }
        date.map(|date| date.to_string())
    }

    pub(super) fn status(&mut self, row: &SheetRow) -> Option<Said> {
        let cell = self.cell(row, Column::Status)?;
        let words: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
        if words.contains(&cell.text.as_str()) {
            return Some(Said { value: cell.text.clone(), cell });
        }
        let help = help_on_choice(&cell.text, &words);
        let message = format!("`{}` is not a status", cell.shown());
        self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
        None
    }

    pub(super) fn check_period(&mut self, said: &BTreeMap<Column, Arc<Said>>) {
        let (Some(start), Some(end)) = (said.get(&Column::Start), said.get(&Column::End)) else { return };
        let dates = date(&start.value, None).zip(date(&end.value, None));
        if dates.is_some_and(|(start, end)| Period::new(start, Some(end)).is_none()) {
            let message = format!("the period ends on {}, before it starts", end.value);
            self.problems.push(
                end.cell
                    .problem(&rules::PERIOD, message)
                    .related(start.cell.place.clone(), format!("the start, {}", start.value))
                    .help("correct one of the two dates"),
            );
        }
    }

    /// Checks that the columns of amounts have as many values as there are amounts, and that parts add up.
    pub(super) fn check_funding(&mut self, said: &BTreeMap<Column, Arc<Said>>) {
        let written = || AMOUNTS.iter().filter_map(|column| Some((*column, said.get(column)?)));
        let count = |said: &Said| said.value.split(BETWEEN).count();
        let Some((most, first)) = written().max_by_key(|(_, said)| count(said)) else { return };
        let amounts = count(first);
        if let Some((column, other)) = written().find(|(_, said)| count(said) != amounts) {
            let (few, many) = (column.word(), most.word());
            let message = format!("`{few}` has {} values, but `{many}` has {amounts}", count(other));
            let help = "write one value for each amount, separated by `;`; nothing between two `;` if it is not known";
            self.problems.push(other.cell.problem(&rules::FUNDING, message).help(help));
            return;
        }
        let values: Values<'_> = written()
            .map(|(column, said)| (column, (&**said, said.value.split(BETWEEN).collect())))
            .collect();
        for at in 0..amounts {
            self.check_amount(&values, at);
        }
    }

    /// Checks the parts of an amount.
    fn check_amount(&mut self, values: &Values<'_>, at: usize) {
        let value = |column| {
            let (said, values) = values.get(&column)?;
            let value = values.get(at).copied().filter(|value| !value.is_empty())?;
            Some((*said, value))
        };
        let amount = |column| value(column).and_then(|(_, value)| Amount::parse(value));
        let problem = match (value(Column::ProgrammeFunds), value(Column::CoFunding)) {
            (Some(_), Some(_)) => {
                let sum =
                    amount(Column::ProgrammeFunds).zip(amount(Column::CoFunding)).map(|(a, b)| a.plus(b));
                match (value(Column::Total), sum) {
                    (Some((total, value)), Some(sum)) if sum.to_string() != value => total
                        .cell
                        .problem(&rules::FUNDING, "the parts do not add up to the total")
                        .help(format!("they add up to {sum}; correct one of the three, or clear the total")),
                    _ => return,
                }
            }
            (Some((part, _)), None) => part
                .cell
                .problem(&rules::FUNDING, "the programme's part is given without the co-funding")
                .help("write the co-funding too, or only the total"),
            (None, Some((part, _))) => part
                .cell
                .problem(&rules::FUNDING, "the co-funding is given without the programme's part")
                .help("write the programme's part too, or only the total"),
            (None, None) => return,
        };
        self.problems.push(problem);
    }
}
