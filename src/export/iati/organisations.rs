//! Who reports, pays and takes part, as organisations of the standard.

use std::collections::BTreeSet;
use std::io;

use super::{Facts, File};
use crate::base::id::Ref;
use crate::content::catalogue::{Iati, Organisation, OrganisationKind, Programme, Reporting, Role};
use crate::export::xml::Xml;

impl File<'_> {
    /// Writes who reports.
    pub(super) fn reporting_organisation(&self, xml: &mut Xml) -> io::Result<()> {
        let Iati { reporting_org, kind, reporting } = self.settings;
        let secondary = match reporting {
            Reporting::Own => "0",
            Reporting::Secondary => "1",
        };
        let attributes =
            [("ref", reporting_org.as_str()), ("type", type_code(*kind)), ("secondary-reporter", secondary)];
        self.narratives(xml, "reporting-org", &attributes, &self.site.catalogue.settings.publisher)
    }

    /// Writes who pays and takes part, with their roles.
    pub(super) fn participants(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        let mut participants = facts.participants.iter();
        participants.try_for_each(|(role, at)| self.organisation(xml, "participating-org", *at, Some(*role)))
    }

    /// Writes an organisation with its identifier, if it has one, its type and its name.
    pub(super) fn organisation(
        &self,
        xml: &mut Xml,
        element: &str,
        at: Ref<Organisation>,
        role: Option<u8>,
    ) -> io::Result<()> {
        let organisation = &self.site.catalogue.organisations[at];
        let (identifier, role) = (organisation.identifier(), role.map(|role| role.to_string()));
        let mut attributes = Vec::new();
        attributes.extend(identifier.as_deref().map(|id| ("ref", id)));
        attributes.push(("type", type_code(organisation.kind)));
        attributes.extend(role.as_deref().map(|role| ("role", role)));
        self.narratives(xml, element, &attributes, &organisation.name)
    }
}

/// The code of the implementing role. The codes of funding and accountable roles are lower.
pub(super) const IMPLEMENTING: u8 = 4;

/// Returns the institutions with their roles in the standard, which has none for advisers.
pub(super) fn institutions(programme: &Programme) -> BTreeSet<(u8, Ref<Organisation>)> {
    let role = |role: Role| match role {
        Role::Funder => Some(1),
        Role::ContractingAuthority | Role::Responsible => Some(2),
        Role::Implementer | Role::Partner => Some(IMPLEMENTING),
        Role::Adviser => None,
    };
    let parts = programme.institutions.iter();
    parts.filter_map(|part| Some((role(part.role)?, part.organisation))).collect()
}

/// Returns the standard's code of an organisation type. The team of a programme is of another type than those it names.
fn type_code(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Government => "10",
        OrganisationKind::LocalGovernment => "11",
        OrganisationKind::AssociationOfMunicipalities
        | OrganisationKind::PublicInstitution
        | OrganisationKind::LocalBody => "15",
        OrganisationKind::CivilSociety => "22",
        OrganisationKind::International => "40",
        OrganisationKind::Programme => "90",
    }
}
