//! `data/iati.xml`: programmes and projects in the format of the International Aid Transparency Initiative (IATI 2.03).
//! `data/iati-left-out.csv` lists what is left out, and why. The files state only facts that the content gives.

mod documents;
mod results;
mod transactions;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::table;
use super::xml::{Xml, document, leaf};
use crate::base::date::{PartialDate, Period};
use crate::base::id::{Kind, Ref};
use crate::base::language::{Language, Locale};
use crate::base::money::{Money, Totals};
use crate::content::catalogue::{
    Activity, Catalogue, DataFile, FactSource, Iati, Municipality, Organisation, OrganisationKind, Programme,
    Project, Reporting, Role, Scope, Status, Subject, Text,
};
use crate::content::parse::Code;
use crate::site::route::Site;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IatiSummary {
    /// Programmes and projects in the file.
    pub written: usize,
    /// Rows in the list of what is left out.
    pub left_out: usize,
}

impl Report {
    pub(super) fn new(site: &Site, settings: &Iati) -> Self {
        let latest = latest(&site.catalogue);
        let mut file = File { site, settings, latest, left_out: Vec::new(), programmes: BTreeSet::new() };
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
    /// The latest day that has surely come, as its first day.
    latest: Option<PartialDate>,
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
                self.tell_unsure_end(&facts);
                self.tell_results(&facts);
                self.tell_documents(&facts);
                if advisers {
                    self.leave_out(&facts, "participating-org", "the standard has no role for advisers");
                }
                if !money(programme).is_empty() && years(programme.period).is_empty() {
                    let reason = "the end of the period is not known, so the money cannot be given by year";
                    self.leave_out(&facts, "budget", reason);
                }
            }
        }
        let mut projects = BTreeSet::new();
        for (at, project) in catalogue.projects.iter() {
            let facts = self.project(at, project);
            if self.is_complete(&facts) {
                projects.insert(at);
                self.tell_unsure_end(&facts);
                self.tell_results(&facts);
                self.tell_documents(&facts);
                if catalogue.awards_of(project).any(|award| transactions::day(award).is_none()) {
                    let reason = "the day of the award is not recorded";
                    self.leave_out(&facts, "transaction", reason);
                }
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

    fn leave_out(&mut self, facts: &Facts<'_>, element: &'static str, reason: &'static str) {
        self.left_out.push(LeftOut { kind: facts.kind, id: facts.id.to_owned(), element, reason });
    }

    /// Returns the end of what is completed, if its year or month may not be over.
    fn unsure_end(&self, facts: &Facts<'_>) -> Option<PartialDate> {
        let end = facts.period?.end().filter(|_| facts.status == Some(Status::Completed))?;
        let is_over = self.latest.is_some_and(|latest| latest.first_day() >= end.last_day());
        (!is_over).then_some(end)
    }

    fn tell_unsure_end(&mut self, facts: &Facts<'_>) {
        if self.unsure_end(facts).is_some() {
            let reason = "only the year or month of its end is recorded, which may not be over, so the end is given as planned; record the day";
            self.leave_out(facts, "activity-date", reason);
        }
    }

    /// Writes start and end. The status, not a clock, decides whether they are planned or actual dates. If what is
    /// completed ends in a year or month that may not be over, its last day is a planned date.
    fn dates(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        let Some(period) = facts.period else { return Ok(()) };
        let (start, end) = match facts.status {
            Some(Status::Completed) if self.unsure_end(facts).is_some() => ("2", "3"),
            Some(Status::Completed) => ("2", "4"),
            Some(Status::Ongoing | Status::Closing | Status::Suspended) => ("2", "3"),
            Some(Status::Planned | Status::Cancelled) | None => ("1", "3"),
        };
        date(xml, start, period.start().first_day().to_string(), period.start(), facts.period_source)?;
        match period.end() {
            Some(known) => date(xml, end, known.last_day().to_string(), known, facts.period_source),
            None => Ok(()),
        }
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
            for money in money(programme) {
                write_budget(money, programme.period, xml)?;
            }
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
        let support = || project.support.iter().map(|at| &catalogue.support_types[*at]);
        let facts = self.project(at, project);
        self.activity("2", &facts, xml, |xml| {
            let uri = self.vocabulary();
            for support in support() {
                let of_catalogue =
                    [("vocabulary", "99"), ("vocabulary-uri", &uri), ("code", support.id.as_str())];
                self.narratives(xml, "tag", &of_catalogue, &support.name)?;
            }
            // The standard has one type of finance and of aid for a whole project.
            if let Some(code) = support().find_map(|support| support.finance_type) {
                empty(xml, "default-finance-type", code.code)?;
            }
            if let Some(code) = support().find_map(|support| support.aid_type) {
                empty(xml, "default-aid-type", code.code)?;
            }
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
        let activity = activity.with_attributes([("xml:lang", language), ("hierarchy", hierarchy)]);
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

    fn reporting_organisation(&self, xml: &mut Xml) -> io::Result<()> {
        let Iati { reporting_org, kind, reporting } = self.settings;
        let secondary = match reporting {
            Reporting::Own => "0",
            Reporting::Secondary => "1",
        };
        let attributes =
            [("ref", reporting_org.as_str()), ("type", type_code(*kind)), ("secondary-reporter", secondary)];
        self.narratives(xml, "reporting-org", &attributes, &self.site.catalogue.settings.publisher)
    }

    fn participants(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        for (role, at) in &facts.participants {
            let organisation = &self.site.catalogue.organisations[*at];
            let role = role.to_string();
            let mut attributes = Vec::new();
            attributes.extend(organisation.iati.as_ref().map(|id| ("ref", id.as_str())));
            attributes.push(("type", type_code(organisation.kind)));
            attributes.push(("role", &role));
            self.narratives(xml, "participating-org", &attributes, &organisation.name)?;
        }
        Ok(())
    }

    fn location(&self, at: Ref<Municipality>, xml: &mut Xml) -> io::Result<()> {
        let municipality = &self.site.catalogue.municipalities[at];
        let location = xml.create_element("location").with_attribute(("ref", municipality.id.as_str()));
        location.write_inner_content(|xml| {
            empty(xml, "location-reach", "1")?;
            self.narratives(xml, "name", &[], &municipality.name.name)?;
            let point = xml.create_element("point");
            let point = point.with_attribute(("srsName", "http://www.opengis.net/def/crs/EPSG/0/4326"));
            point.write_inner_content(|xml| {
                let coordinates = municipality.coordinates;
                leaf(xml, "pos", [], &format!("{} {}", coordinates.latitude, coordinates.longitude))
            })?;
            // The point is the seat, so it is approximate. A municipality is an administrative unit of the second
            // order.
            empty(xml, "exactness", "2")?;
            empty(xml, "location-class", "1")?;
            empty(xml, "feature-designation", "ADM2")
        })?;
        Ok(())
    }

    /// Writes the areas with the catalogue's own codes, and also with those of the Development Assistance Committee if
    /// all areas have one.
    fn sectors(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        let uri = self.vocabulary();
        let shares = shares(&vec![1; facts.sectors.len()]);
        for ((code, name, _), percentage) in facts.sectors.iter().zip(&shares) {
            let attributes =
                [("vocabulary", "99"), ("vocabulary-uri", &uri), ("code", code), ("percentage", percentage)];
            self.narratives(xml, "sector", &attributes, name)?;
        }
        let codes: Option<Vec<&Code>> = facts.sectors.iter().map(|(_, _, dac)| *dac).collect();
        let mut weights: BTreeMap<&str, u64> = BTreeMap::new();
        for code in codes.into_iter().flatten() {
            *weights.entry(code.code).or_default() += 1;
        }
        let shares = self::shares(&weights.values().copied().collect::<Vec<_>>());
        for (code, percentage) in weights.keys().zip(&shares) {
            let attributes = [("vocabulary", "1"), ("code", code), ("percentage", percentage)];
            xml.create_element("sector").with_attributes(attributes).write_empty()?;
        }
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

/// The code of the implementing role. The codes of funding and accountable roles are lower.
const IMPLEMENTING: u8 = 4;

/// Returns the institutions with their roles in the standard, which has none for advisers.
fn institutions(programme: &Programme) -> BTreeSet<(u8, Ref<Organisation>)> {
    let role = |role: Role| match role {
        Role::Funder => Some(1),
        Role::ContractingAuthority | Role::Responsible => Some(2),
        Role::Implementer | Role::Partner => Some(IMPLEMENTING),
        Role::Adviser => None,
    };
    let parts = programme.institutions.iter();
    parts.filter_map(|part| Some((role(part.role)?, part.organisation))).collect()
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

fn years(period: Option<Period>) -> Vec<crate::base::date::YearPart> {
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

/// Returns the latest date of the content that has surely come: the start of what runs or is completed, the end of what
/// is completed, and the publication of a document. Of a year or month, only the first day counts.
fn latest(catalogue: &Catalogue) -> Option<PartialDate> {
    let programmes = catalogue.programmes.iter().map(|(_, programme)| (programme.status, programme.period));
    let projects = catalogue.projects.iter().map(|(_, project)| (project.status, project.period));
    let periods = programmes.chain(projects).filter_map(|(status, period)| Some((status?, period?)));
    let past = periods.flat_map(|(status, period)| match status {
        Status::Completed => [Some(period.start()), period.end()],
        Status::Ongoing | Status::Closing | Status::Suspended => [Some(period.start()), None],
        Status::Planned | Status::Cancelled => [None, None],
    });
    let published = catalogue.documents.iter().map(|(_, document)| document.date);
    past.chain(published).flatten().max_by_key(|date| date.first_day())
}

/// Writes a date. If only a year or a month is known, or the date is that of the phase or programme, a narrative says so.
fn date(
    xml: &mut Xml,
    kind: &str,
    day: String,
    known: PartialDate,
    source: Option<FactSource>,
) -> io::Result<()> {
    let known = known.to_string();
    let date = xml.create_element("activity-date");
    let date = date.with_attributes([("type", kind), ("iso-date", day.as_str())]);
    let whole = match source {
        Some(FactSource::Programme) => Some("programme"),
        Some(FactSource::Phase) => Some("phase"),
        Some(FactSource::Own | FactSource::Project) | None => None,
    };
    if let Some(whole) = whole {
        let words = format!("{known}: of the whole {whole}; the dates of the project are not known");
        date.write_inner_content(|xml| leaf(xml, "narrative", [("xml:lang", "en")], &words))?;
    } else if day == known {
        date.write_empty()?;
    } else {
        date.write_inner_content(|xml| leaf(xml, "narrative", [], &known))?;
    }
    Ok(())
}

fn related(xml: &mut Xml, kind: &str, id: &str) -> io::Result<()> {
    xml.create_element("related-activity").with_attributes([("ref", id), ("type", kind)]).write_empty()?;
    Ok(())
}

fn empty(xml: &mut Xml, name: &str, code: &str) -> io::Result<()> {
    xml.create_element(name).with_attribute(("code", code)).write_empty()?;
    Ok(())
}

/// Returns percentages that add up to a hundred.
fn shares(weights: &[u64]) -> Vec<String> {
    let whole = crate::base::money::Amount::HUNDRED;
    whole.divided(weights).iter().map(ToString::to_string).collect()
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
