//! Reads amounts, dates and words for the status from the cells of a row, and checks that they fit together.

use std::collections::BTreeMap;

use super::{Reader, Said};
use crate::authoring::import::sheet::SheetRow;
use crate::authoring::import::values::{amount, date};
use crate::base::date::Period;
use crate::base::money::{Amount, Currency};
use crate::base::rules;
use crate::content::parse::{Column, Status};
use crate::text::suggest::did_you_mean;

impl Reader<'_> {
    pub(super) fn amount(&mut self, row: &SheetRow, column: Column) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let Some(amount) = amount(&cell.text, self.mapping.decimal_sign) else {
            let message = format!("`{}` is not an amount", cell.shown());
            let help = "write digits, with at most two decimals: `18460`, `18460.50` or `18.460,50`; \
                        the mapping can set the decimal sign";
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
            return None;
        };
        Some(Said { value: amount.to_string(), cell })
    }

    pub(super) fn currency(&mut self, row: &SheetRow) -> Option<Said> {
        let cell = self.cell(row, Column::Currency)?;
        let Some(currency) = Currency::parse(&cell.text) else {
            let message = format!("`{}` is not a currency", cell.shown());
            let help = "write the three capital letters of ISO 4217: `EUR`, `CHF`, `RSD`";
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
            return None;
        };
        Some(Said { value: currency.code().to_owned(), cell })
    }

    pub(super) fn date(&mut self, row: &SheetRow, column: Column) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let Some(date) = date(&cell.text, self.mapping.dates) else {
            let message = format!("`{}` is not a date", cell.shown());
            let help = "write `2023`, `2023-03`, `2023-03-01`, or `1.3.2023.`; the mapping can set the form of dates";
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
            return None;
        };
        Some(Said { value: date.to_string(), cell })
    }

    pub(super) fn status(&mut self, row: &SheetRow) -> Option<Said> {
        let cell = self.cell(row, Column::Status)?;
        let words = || Status::ALL.iter().map(|status| status.word());
        if words().any(|word| word == cell.text) {
            return Some(Said { value: cell.text.clone(), cell });
        }
        let help = match did_you_mean(&cell.text, words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of: {}", words().collect::<Vec<_>>().join(", ")),
        };
        let message = format!("`{}` is not a status", cell.shown());
        self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
        None
    }

    pub(super) fn check_period(&mut self, said: &BTreeMap<Column, Said>) {
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

    pub(super) fn check_funding(&mut self, said: &BTreeMap<Column, Said>) {
        let amount = |column| said.get(&column).and_then(|said: &Said| Amount::parse(&said.value));
        let parts = (said.get(&Column::ProgrammeFunds), said.get(&Column::CoFunding));
        let problem = match parts {
            (Some(_), Some(_)) => {
                let sum =
                    amount(Column::ProgrammeFunds).zip(amount(Column::CoFunding)).map(|(a, b)| a.plus(b));
                match (said.get(&Column::Total), sum) {
                    (Some(total), Some(sum)) if sum.to_string() != total.value => total
                        .cell
                        .problem(&rules::FUNDING, "the parts do not add up to the total")
                        .help(format!("they add up to {sum}; correct one of the three, or clear the total")),
                    _ => return,
                }
            }
            (Some(part), None) => part
                .cell
                .problem(&rules::FUNDING, "the programme's part is given without the co-funding")
                .help("write the co-funding too, or only the total"),
            (None, Some(part)) => part
                .cell
                .problem(&rules::FUNDING, "the co-funding is given without the programme's part")
                .help("write the programme's part too, or only the total"),
            (None, None) => return,
        };
        self.problems.push(problem);
    }
}
