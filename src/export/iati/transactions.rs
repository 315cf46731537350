//! Awards as transactions: the programme commits an amount to a recipient.

use std::io;

use super::{Facts, File, empty};
use crate::base::date::PartialDate;
use crate::base::money::Split;
use crate::content::catalogue::{Award, Project};
use crate::export::xml::{Xml, leaf};

/// The code of an outgoing commitment.
const COMMITMENT: &str = "2";

/// Returns the day of an award, without which the standard does not accept it.
fn day(award: &Award) -> Option<PartialDate> {
    award.awarded.filter(|date| matches!(date, PartialDate::Day(_)))
}

impl File<'_> {
    /// Adds the awards of a project that cannot be given to the list of what is left out.
    pub(super) fn tell_transactions(&mut self, project: &Project, facts: &Facts<'_>) {
        let catalogue = &self.site.catalogue;
        if catalogue.awards_of(project).any(|award| day(award).is_none()) {
            self.leave_out(facts, "transaction", "the day of the award is not recorded");
        }
        let is_late = |award: &Award| day(award).is_some_and(|day| !self.today.is_over(day));
        if catalogue.awards_of(project).any(is_late) {
            let reason = "the day of the award is later than the last change of the content";
            self.leave_out(facts, "transaction", reason);
        }
    }

    /// Writes an award, if its day is known and has come. If the amount is split, only the programme's part is committed.
    pub(super) fn transaction(&self, award: &Award, xml: &mut Xml) -> io::Result<()> {
        let Some(day) = day(award).filter(|day| self.today.is_over(*day)) else { return Ok(()) };
        let day = day.to_string();
        let total = award.money.total();
        let amount = award.money.split().map_or(total.amount, |Split { programme, .. }| programme);
        xml.create_element("transaction").write_inner_content(|xml| {
            empty(xml, "transaction-type", COMMITMENT)?;
            xml.create_element("transaction-date")
                .with_attribute(("iso-date", day.as_str()))
                .write_empty()?;
            let attributes = [("currency", total.currency.code()), ("value-date", day.as_str())];
            leaf(xml, "value", attributes, &amount.to_string())?;
            let Some(recipient) = award.recipient else { return Ok(()) };
            self.organisation(xml, "receiver-org", recipient, None)
        })?;
        Ok(())
    }
}
