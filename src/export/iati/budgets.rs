//! The money of programmes as budgets of the standard, one for each calendar year.

use std::io;

use super::{Facts, File};
use crate::base::date::{Period, YearPart};
use crate::base::money::{Money, Totals};
use crate::content::catalogue::{Programme, Role};
use crate::export::xml::{Xml, leaf};

impl File<'_> {
    /// Adds money that cannot be given by year to the list of what is left out.
    pub(super) fn tell_budgets(&mut self, programme: &Programme, facts: &Facts<'_>) {
        if !money(programme).is_empty() && years(programme.period).is_empty() {
            let reason = "the end of the period is not known, so the money cannot be given by year";
            self.leave_out(facts, "budget", reason);
        }
    }
}

/// Writes the budgets of a programme.
pub(super) fn write(programme: &Programme, xml: &mut Xml) -> io::Result<()> {
    money(programme).into_iter().try_for_each(|money| write_budget(money, programme.period, xml))
}

/// Returns the money of a programme: its budget, or else the funding of its funders, each currency separately.
fn money(programme: &Programme) -> Vec<Money> {
    match programme.budget {
        Some(budget) => vec![budget],
        None => {
            let funders = programme.institutions.iter().filter(|part| part.role == Role::Funder);
            Totals::of(funders.filter_map(|part| part.funding)).iter().collect()
        }
    }
}

fn years(period: Option<Period>) -> Vec<YearPart> {
    period.and_then(Period::years).unwrap_or_default()
}

/// Writes a budget for each calendar year, in proportion to its days. The status is "committed" only if the money need
/// not be divided.
fn write_budget(money: Money, period: Option<Period>, xml: &mut Xml) -> io::Result<()> {
    let years = years(period);
    let status = if years.len() == 1 { "2" } else { "1" };
    let days: Vec<u64> = years.iter().map(|year| year.days).collect();
    for (year, amount) in years.iter().zip(money.amount.divided(&days)) {
        let budget = xml.create_element("budget").with_attributes([("type", "1"), ("status", status)]);
        budget.write_inner_content(|xml| {
            for (name, date) in [("period-start", year.start), ("period-end", year.end)] {
                let date = date.to_string();
                xml.create_element(name).with_attribute(("iso-date", date.as_str())).write_empty()?;
            }
            let from = year.start.to_string();
            let attributes = [("currency", money.currency.code()), ("value-date", from.as_str())];
            leaf(xml, "value", attributes, &amount.to_string())
        })?;
    }
    Ok(())
}
