//! `data/iati.xml`: programmes and projects in the format of the International Aid Transparency Initiative (IATI 2.03).
//! `data/iati-left-out.csv` lists what is left out, and why. The files state only facts that the content gives.

mod budgets;
mod dates;
mod documents;
mod organisations;
mod places;
mod results;
mod sectors;
mod support;
mod transactions;

use std::collections::BTreeSet;
use std::io;

use serde::{Deserialize, Serialize};

use super::table;
use super::xml::{Xml, document, leaf};
use crate::base::date::Period;
use crate::base::id::{Kind, Ref};
use crate::base::language::{Language, Locale};
use crate::content::catalogue::{
    Activity, DataFile, FactSource, Iati, Municipality, Organisation, Programme, Project, Role, Scope,
    Status, Subject, Text,
};
use crate::content::parse::Code;
use crate::site::route::Site;
use dates::Today;
use organisations::{IMPLEMENTING, institutions};

/// A fact or an entry that is left out of the file.
struct LeftOut {
    kind: Kind,
    id: String,
    /// The element that is missing.
    element: &'static str,
    reason: &'static str,
}

/// The file, and what is left out of it.
pub(super) struct Report {
    pub(super) xml: Vec<u8>,
    left_out: Vec<LeftOut>,
    written: usize,
}

/// How much of the catalogue the file contains and leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IatiSummary {
    /// Programmes and projects in the file.
    pub written: usize,
    /// Rows in the list of what is left out.
    pub left_out: usize,
}

impl Report {
    pub(super) fn new(site: &Site, settings: &Iati) -> Self {
        let today = Today::of(site);
        let mut file = File { site, settings, today, left_out: Vec::new(), programmes: BTreeSet::new() };
        let (xml, written) = file.make();
        Report { xml, left_out: file.left_out, written }
    }

    pub(super) fn summary(&self) -> IatiSummary {
        IatiSummary { written: self.written, left_out: self.left_out.len() }
    }

    /// Makes the list of what is left out of the file.
    pub(super) fn left_out(&self) -> Vec<u8> {
        let row = |left: &LeftOut| [left.kind.noun(), &left.id, left.element, left.reason].map(str::to_owned);
        table::plain(["kind", "id", "element", "reason"], self.left_out.iter().map(row))
    }
}

struct File<'a> {
    site: &'a Site,
    settings: &'a Iati,
    today: Today,
    left_out: Vec<LeftOut>,
    /// The programmes that are in the file.
    programmes: BTreeSet<Ref<Programme>>,
}

/// The facts that programmes and projects share.
struct Facts<'a> {
    kind: Kind,
    id: &'a str,
    subject: Subject,
    title: &'a Text,
    /// The descriptions, each with its type: general, objectives, target groups.
    descriptions: Vec<(&'static str, &'a Text)>,
    participants: BTreeSet<(u8, Ref<Organisation>)>,
    status: Option<Status>,
    period: Option<Period>,
    /// Where the period comes from.
    period_source: Option<FactSource>,
    scope: &'static str,
    places: Vec<Ref<Municipality>>,
    /// The code and name in the catalogue, and the code of the Development Assistance Committee.
    sectors: Vec<(String, &'a Text, Option<&'static Code>)>,
}

impl<'a> File<'a> {
    fn make(&mut self) -> (Vec<u8>, usize) {
        let site = self.site;
        let catalogue = &site.catalogue;
        for (at, programme) in catalogue.programmes.iter() {
            let facts = self.programme(at, programme);
            let advisers = programme.institutions.iter().any(|part| part.role == Role::Adviser);
            if self.is_complete(&facts) {
                self.programmes.insert(at);
                self.tell_dates(&facts);
                self.tell_sectors(&facts);
                self.tell_results(&facts);
                self.tell_documents(&facts);
                if advisers {
                    self.leave_out(&facts, "participating-org", "the standard has no role for advisers");
                }
                self.tell_budgets(programme, &facts);
            }
        }
        let mut projects = BTreeSet::new();
        for (at, project) in catalogue.projects.iter() {
            let facts = self.project(at, project);
            if self.is_complete(&facts) {
                projects.insert(at);
                self.tell_dates(&facts);
                self.tell_sectors(&facts);
                self.tell_results(&facts);
                self.tell_documents(&facts);
                self.tell_support(project, &facts);
                self.tell_transactions(project, &facts);
            }
        }
        let bytes = document("iati-activities", &[("version", "2.03")], |xml| self.write(&projects, xml));
        (bytes, self.programmes.len() + projects.len())
    }

    fn write(&self, projects: &BTreeSet<Ref<Project>>, xml: &mut Xml) -> io::Result<()> {
        for at in &self.programmes {
            self.write_programme(*at, projects, xml)?;
        }
        for at in projects {
            self.write_project(*at, xml)?;
        }
        Ok(())
    }

    /// Adds the facts of which it is true that they are left out.
    fn leave_out_each<const N: usize>(
        &mut self,
        facts: &Facts<'_>,
        found: [(bool, &'static str, &'static str); N],
    ) {
        for (_, element, reason) in found.into_iter().filter(|(is_left_out, ..)| *is_left_out) {
            self.leave_out(facts, element, reason);
        }
    }

    fn leave_out(&mut self, facts: &Facts<'_>, element: &'static str, reason: &'static str) {
        self.left_out.push(LeftOut { kind: facts.kind, id: facts.id.to_owned(), element, reason });
    }

    /// Returns whether everything that the standard requires is known. What is missing is added to the list.
    fn is_complete(&mut self, facts: &Facts<'_>) -> bool {
        let before = self.left_out.len();
        if facts.participants.is_empty() {
            self.leave_out(facts, "iati-activity", "it names nobody who pays for it or carries it out");
        }
        if facts.status.is_none() {
            self.leave_out(facts, "iati-activity", "its status is not recorded");
        }
        match facts.period {
            None => self.leave_out(facts, "iati-activity", "its start is not known"),
            // The dates of the standard have no year 0.
            Some(period) if period.start().first_day().year() < 1 => {
                self.leave_out(facts, "iati-activity", "it starts before the first year");
            }
            Some(_) => {}
        }
        if facts.sectors.is_empty() {
            self.leave_out(facts, "iati-activity", "it has no area");
        }
        self.left_out.len() == before
    }

    fn programme(&self, at: Ref<Programme>, programme: &'a Programme) -> Facts<'a> {
        let catalogue = &self.site.catalogue;
        let objectives = programme.aims.objectives.iter().map(|text| ("2", text));
        let groups = programme.target_groups.iter().map(|at| ("3", &catalogue.target_groups[*at].name));
        let sectors = programme.areas.iter().map(|area| {
            let area = &catalogue.areas[*area];
            (area.id.to_string(), &area.name, area.dac)
        });
        Facts {
            kind: Kind::Programme,
            id: programme.id.as_str(),
            subject: Subject::Programme(at),
            title: &programme.words.title,
            descriptions: std::iter::once(("1", &programme.words.summary))
                .chain(objectives)
                .chain(groups)
                .collect(),
            participants: institutions(programme),
            status: programme.status,
            period: programme.period,
            period_source: programme.period.map(|_| FactSource::Own),
            // National, or several regions of the country.
            scope: if programme.regions.is_empty() { "4" } else { "5" },
            places: Vec::new(),
            sectors: sectors.collect(),
        }
    }

    fn project(&self, at: Ref<Project>, project: &'a Project) -> Facts<'a> {
        let catalogue = &self.site.catalogue;
        let programme = &catalogue.programmes[project.programme];
        let sub_area = &catalogue.sub_areas[project.sub_area];
        // Funders and responsible institutions of the programme are also those of its projects. Projects name the
        // others themselves.
        let mut participants = institutions(programme);
        participants.retain(|(role, _)| *role < IMPLEMENTING);
        for activity in project.activities().map(|at| &catalogue.activities[at]) {
            let taking_part = activity.implementers.iter().chain(&activity.partners);
            participants.extend(taking_part.map(|party| (IMPLEMENTING, party.organisation)));
        }
        let activities = || project.activities().map(|at| &catalogue.activities[at]);
        let places: Vec<Ref<Municipality>> = activities().filter_map(Activity::municipality).collect();
        let districts: BTreeSet<_> = activities().map(|activity| catalogue.district_of(activity)).collect();
        let is_national = activities().any(|activity| activity.scope == Scope::National);
        // Without a known place: in the country.
        let is_known = activities().any(|activity| activity.scope != Scope::Unknown);
        Facts {
            kind: Kind::Project,
            id: project.id.as_str(),
            subject: Subject::Project(at),
            title: &project.words.title,
            descriptions: vec![("1", &project.words.summary)],
            participants,
            status: project.status.or(programme.status),
            period: project.period.or(programme.period),
            period_source: catalogue.period_source_of(project),
            // The country, one municipality, one district, several districts or regions.
            scope: match (project.activities().len(), places.len(), districts.len()) {
                _ if is_national || !is_known => "4",
                (1, 1, _) => "7",
                (_, _, 1) if !districts.contains(&None) => "6",
                _ => "5",
            },
            places,
            sectors: vec![(
                catalogue.sub_area_id(project.sub_area),
                &sub_area.name,
                sub_area.dac.or(catalogue.areas[sub_area.area].dac),
            )],
        }
    }

    fn write_programme(
        &self,
        at: Ref<Programme>,
        projects: &BTreeSet<Ref<Project>>,
        xml: &mut Xml,
    ) -> io::Result<()> {
        let catalogue = &self.site.catalogue;
        let programme = &catalogue.programmes[at];
        let facts = self.programme(at, programme);
        self.activity("1", &facts, xml, |xml| {
            for goal in &programme.aims.sdgs {
                let goal = goal.0.to_string();
                let tag = xml.create_element("tag");
                tag.with_attributes([("vocabulary", "2"), ("code", &goal)]).write_empty()?;
            }
            budgets::write(programme, xml)?;
            self.web_pages(&facts, xml)?;
            self.documents(&facts, xml)?;
            for child in projects.iter().filter(|child| catalogue.projects[**child].programme == at) {
                let id = self.identifier(Kind::Project, catalogue.projects[*child].id.as_str());
                related(xml, "2", &id)?;
            }
            self.results(&facts, xml)
        })
    }

    fn write_project(&self, at: Ref<Project>, xml: &mut Xml) -> io::Result<()> {
        let catalogue = &self.site.catalogue;
        let project = &catalogue.projects[at];
        let facts = self.project(at, project);
        self.activity("2", &facts, xml, |xml| {
            self.support(project, xml)?;
            for award in catalogue.awards_of(project) {
                self.transaction(award, xml)?;
            }
            self.web_pages(&facts, xml)?;
            self.documents(&facts, xml)?;
            if self.programmes.contains(&project.programme) {
                let programme = &catalogue.programmes[project.programme];
                related(xml, "1", &self.identifier(Kind::Programme, programme.id.as_str()))?;
            }
            self.results(&facts, xml)
        })
    }

    /// Writes an activity in the sense of the standard. `rest` writes the elements after its sectors.
    fn activity(
        &self,
        hierarchy: &str,
        facts: &Facts<'_>,
        xml: &mut Xml,
        rest: impl FnOnce(&mut Xml) -> io::Result<()>,
    ) -> io::Result<()> {
        let languages = self.languages();
        let language = languages.first().map_or(Language::Sr, |locale| locale.language()).code();
        let activity = xml.create_element("iati-activity");
        let changed = self.site.change_log.as_ref().and_then(|log| log.changed(facts.subject));
        let changed = changed.map(|moment| moment.to_string());
        let mut attributes = vec![("xml:lang", language), ("hierarchy", hierarchy)];
        attributes.extend(changed.as_deref().map(|moment| ("last-updated-datetime", moment)));
        let activity = activity.with_attributes(attributes);
        activity.write_inner_content(|xml| {
            leaf(xml, "iati-identifier", [], &self.identifier(facts.kind, facts.id))?;
            self.reporting_organisation(xml)?;
            self.narratives(xml, "title", &[], facts.title)?;
            for (kind, text) in &facts.descriptions {
                self.narratives(xml, "description", &[("type", kind)], text)?;
            }
            self.participants(facts, xml)?;
            if let Some(status) = facts.status {
                empty(xml, "activity-status", status_code(status))?;
            }
            self.dates(facts, xml)?;
            empty(xml, "activity-scope", facts.scope)?;
            empty(xml, "recipient-country", "RS")?;
            for place in &facts.places {
                self.location(*place, xml)?;
            }
            self.sectors(facts, xml)?;
            rest(xml)
        })?;
        Ok(())
    }

    fn identifier(&self, kind: Kind, id: &str) -> String {
        // A programme and a project may have the same id.
        format!("{}-{}-{id}", self.settings.reporting_org.as_str(), kind.noun())
    }

    /// Returns the address where the codes of the catalogue are explained.
    fn vocabulary(&self) -> String {
        self.site.absolute(&self.site.data_href(DataFile::CatalogueJson))
    }

    /// Returns one published locale for each language, because Serbian is written in only one script.
    fn languages(&self) -> Vec<Locale> {
        let first = |language| self.site.locales().iter().find(move |at| at.language() == language);
        Language::ALL.into_iter().filter_map(first).copied().collect()
    }

    /// Writes an element that contains a text in each language in which it is written.
    fn narratives(
        &self,
        xml: &mut Xml,
        name: &str,
        attributes: &[(&str, &str)],
        text: &Text,
    ) -> io::Result<()> {
        let languages = self.languages();
        let mut written: Vec<Locale> =
            languages.iter().copied().filter(|locale| text.is_in(locale.language())).collect();
        if written.is_empty() {
            written.extend(languages.first().map(|locale| text.shown_in(*locale)));
        }
        let element = xml.create_element(name).with_attributes(attributes.iter().copied());
        element.write_inner_content(|xml| {
            for locale in written {
                leaf(xml, "narrative", [("xml:lang", locale.language().code())], text.get(locale))?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Writes a link to the page in each language.
    fn web_pages(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        for locale in self.languages() {
            let url = self.site.absolute(&self.site.subject_href(facts.subject, locale));
            let link = xml.create_element("document-link");
            let link = link.with_attributes([("url", url.as_str()), ("format", "text/html")]);
            link.write_inner_content(|xml| {
                self.narratives(xml, "title", &[], facts.title)?;
                empty(xml, "category", "A12")?;
                empty(xml, "language", locale.language().code())
            })?;
        }
        Ok(())
    }
}

fn related(xml: &mut Xml, kind: &str, id: &str) -> io::Result<()> {
    xml.create_element("related-activity").with_attributes([("ref", id), ("type", kind)]).write_empty()?;
    Ok(())
}

fn empty(xml: &mut Xml, name: &str, code: &str) -> io::Result<()> {
    xml.create_element(name).with_attribute(("code", code)).write_empty()?;
    Ok(())
}

/// Returns the standard's code of a status.
fn status_code(status: Status) -> &'static str {
    match status {
        Status::Planned => "1",
        Status::Ongoing => "2",
        Status::Closing => "3",
        Status::Completed => "4",
        Status::Cancelled => "5",
        Status::Suspended => "6",
    }
}
