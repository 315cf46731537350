//! Awards as transactions: the programme commits an amount to a recipient.

use std::io;

use super::{File, empty, type_code};
use crate::base::date::PartialDate;
use crate::base::money::Split;
use crate::content::catalogue::Award;
use crate::export::xml::{Xml, leaf};

/// The code of an outgoing commitment.
const COMMITMENT: &str = "2";

/// Returns the day of an award, without which the standard does not accept it.
pub(super) fn day(award: &Award) -> Option<PartialDate> {
    award.awarded.filter(|date| matches!(date, PartialDate::Day(_)))
}

impl File<'_> {
    /// Writes an award, if its day is known. If the amount is split, only the programme's part is committed.
    pub(super) fn transaction(&self, award: &Award, xml: &mut Xml) -> io::Result<()> {
        let Some(day) = day(award) else { return Ok(()) };
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
            let recipient = &self.site.catalogue.organisations[recipient];
            let mut attributes = Vec::new();
            attributes.extend(recipient.iati.as_ref().map(|id| ("ref", id.as_str())));
            attributes.push(("type", type_code(recipient.kind)));
            self.narratives(xml, "receiver-org", &attributes, &recipient.name)
        })?;
        Ok(())
    }
}
