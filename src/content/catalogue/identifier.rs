//! Identifiers of organisations, which other publishers use for them too.

use std::borrow::Cow;

use super::detail::code_in;
use super::{Organisation, OrganisationKind};
use crate::content::parse::{RegistrationNumber, Ror, Wikidata};

impl Organisation {
    /// Returns its identifier in the form of org-id.guide: a register, a hyphen and its code there. Without one of IATI,
    /// it is made from its codes in registers, the most official one first.
    ///
    /// All legal persons of Serbia have registration numbers, but the Business Registers Agency (`RS-APR`) keeps the
    /// register of associations and foundations, not that of public bodies.
    pub fn identifier(&self) -> Option<Cow<'_, str>> {
        if let Some(iati) = &self.iati {
            return Some(Cow::Borrowed(iati.as_str()));
        }
        let number = code_in(&self.details, RegistrationNumber::REGISTER);
        let registered = number.filter(|_| self.kind == OrganisationKind::CivilSociety);
        let ror = || code_in(&self.details, Ror::REGISTER).map(|code| format!("XI-ROR-{code}"));
        let wikidata =
            || code_in(&self.details, Wikidata::REGISTER).map(|code| format!("XI-WIKIDATA-{code}"));
        registered.map(|code| format!("RS-APR-{code}")).or_else(ror).or_else(wikidata).map(Cow::Owned)
    }
}
