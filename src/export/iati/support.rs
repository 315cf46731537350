//! The types of support as tags, and as types of finance and aid of the standard.

use std::collections::BTreeSet;
use std::io;

use super::{Facts, File, empty};
use crate::content::catalogue::{Project, SupportType};
use crate::content::parse::Code;
use crate::export::xml::Xml;

/// The elements that give a code of the types of support, of which the standard has one for a whole project.
const CODES: [(&str, CodeOf); 2] = [
    ("default-finance-type", |support| support.finance_type),
    ("default-aid-type", |support| support.aid_type),
];

type CodeOf = fn(&SupportType) -> Option<&'static Code>;

impl File<'_> {
    /// Adds the codes of further types of support to the list of what is left out.
    pub(super) fn tell_support(&mut self, project: &Project, facts: &Facts<'_>) {
        for (element, code) in CODES {
            let codes: BTreeSet<&str> = self.types(project).filter_map(code).map(|code| code.code).collect();
            if codes.len() > 1 {
                let reason =
                    "the types of support have several codes, of which the standard accepts the first";
                self.leave_out(facts, element, reason);
            }
        }
    }

    /// Writes the types of support with the codes of the catalogue, and the first code of each kind of the standard.
    pub(super) fn support(&self, project: &Project, xml: &mut Xml) -> io::Result<()> {
        let uri = self.vocabulary();
        for support in self.types(project) {
            let of_catalogue =
                [("vocabulary", "99"), ("vocabulary-uri", &uri), ("code", support.id.as_str())];
            self.narratives(xml, "tag", &of_catalogue, &support.name)?;
        }
        CODES.into_iter().try_for_each(|(element, code)| match self.types(project).find_map(code) {
            Some(code) => empty(xml, element, code.code),
            None => Ok(()),
        })
    }

    fn types<'p>(&self, project: &'p Project) -> impl Iterator<Item = &SupportType> + use<'_, 'p> {
        project.support.iter().map(|at| &self.site.catalogue.support_types[*at])
    }
}
