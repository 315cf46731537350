//! `data/360giving.json`: grants in the format of 360Giving (1.4). `data/360giving-left-out.csv` lists the awards that are
//! left out, and why.

use serde_json::{Value, json};

use super::table;
use super::wording::Wording;
use crate::base::date::Period;
use crate::base::id::Ref;
use crate::content::catalogue::{
    AwardOf, DataFile, DataSet, Grant, Grants, Municipality, Organisation, Subject, Text,
};
use crate::site::route::Site;

/// The version of the format.
const VERSION: &str = "1.4";

/// Writes the grants.
pub(super) fn json(site: &Site, wording: Wording<'_>, settings: &Grants) -> Vec<u8> {
    let file = File { site, wording, settings };
    // Serialising to a vector cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&file.package()).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Lists the awards that are left out.
pub(super) fn left_out(site: &Site) -> Vec<u8> {
    let catalogue = &site.catalogue;
    let row = |of: AwardOf<'_>| {
        let reason = catalogue.grant(of).err()?;
        let place = of.activity.map(|activity| catalogue.scope_id(activity.scope).to_owned());
        let total = of.award.money.total();
        Some([
            catalogue.projects[of.project].id.to_string(),
            place.unwrap_or_default(),
            total.currency.code().to_owned(),
            total.amount.to_string(),
            reason.to_owned(),
        ])
    };
    let header = ["project", "place", "currency", "total", "reason"];
    table::plain(header, catalogue.awards().filter_map(row))
}

struct File<'a> {
    site: &'a Site,
    wording: Wording<'a>,
    settings: &'a Grants,
}

impl File<'_> {
    fn package(&self) -> Value {
        let catalogue = &self.site.catalogue;
        let settings = &catalogue.settings;
        let grants = catalogue.awards().filter_map(|of| Some(self.grant(of, &catalogue.grant(of).ok()?)));
        let description = self.site.absolute(&self.site.data_href(DataFile::Dcat));
        let mut publisher = json!({
            "name": self.text(&settings.publisher),
            "website": self.site.absolute(&self.site.root_href()),
        });
        if let Some(iati) = &settings.iati {
            publisher["identifier"] = iati.reporting_org.as_str().into();
        }
        let mut package = json!({
            "version": VERSION,
            "title": self.text(&settings.title),
            "description": self.text(&catalogue.pages.data.summary),
            "identifier": DataSet::Catalogue.resource(&description),
            "publisher": publisher,
            "license": settings.licence_url.as_str(),
            "downloadURL": self.site.absolute(&self.site.data_href(DataFile::Grants)),
            "accessURL": self.page(Subject::Data),
            "grants": grants.collect::<Vec<_>>(),
        });
        if let Some(change_log) = &self.site.change_log {
            package["issued"] = change_log.began().to_string().into();
            package["modified"] = change_log.last_change().to_string().into();
        }
        package
    }

    /// Describes a grant. If the amount is split, only the programme's part is granted.
    fn grant(&self, of: AwardOf<'_>, grant: &Grant) -> Value {
        let catalogue = &self.site.catalogue;
        let project = &catalogue.projects[of.project];
        let programme = &catalogue.programmes[project.programme];
        let total = of.award.money.total();
        let amount = of.award.money.split().map_or(total.amount, |split| split.programme);
        let mut described = json!({
            "id": self.id(of),
            "title": self.text(&project.words.title),
            "description": self.text(&project.words.summary),
            "currency": total.currency.code(),
            "amountAwarded": super::json::amount(amount),
            "awardDate": grant.day.to_string(),
            "url": self.page(Subject::Project(of.project)),
            "recipientOrganization": [self.organisation(grant.recipient)],
            "fundingOrganization": grant.funders.iter().map(|at| self.organisation(*at)).collect::<Vec<_>>(),
            "grantProgramme": [{
                "code": programme.id.as_str(),
                "title": self.text(&programme.words.title),
                "url": self.page(Subject::Programme(project.programme)),
            }],
            "dataSource": self.page(Subject::Data),
        });
        let period = of.activity.map_or(project.period, |activity| activity.period);
        if let Some(period) = period {
            described["plannedDates"] = json!([dates(period)]);
        }
        if let Some(at) = of.activity.and_then(|activity| activity.municipality()) {
            described["beneficiaryLocation"] = json!([self.location(at)]);
        }
        described
    }

    /// Makes the identifier of a grant. The ids of the content contain no dots.
    fn id(&self, of: AwardOf<'_>) -> String {
        let catalogue = &self.site.catalogue;
        let mut id = format!("{}-{}", self.settings.prefix, catalogue.projects[of.project].id);
        if let Some(activity) = of.activity {
            id = format!("{id}.{}", catalogue.scope_id(activity.scope));
        }
        if of.position > 0 {
            id = format!("{id}.{}", of.position + 1);
        }
        id
    }

    fn organisation(&self, at: Ref<Organisation>) -> Value {
        let organisation = &self.site.catalogue.organisations[at];
        let own = || format!("{}-ORG:{}", self.settings.prefix, organisation.id).into();
        let id = organisation.identifier().unwrap_or_else(own);
        json!({
            "id": id,
            "name": self.text(&organisation.name),
            "url": self.page(Subject::Organisation(at)),
        })
    }

    fn location(&self, at: Ref<Municipality>) -> Value {
        let municipality = &self.site.catalogue.municipalities[at];
        json!({
            "id": municipality.id.as_str(),
            "name": self.text(&municipality.name.name),
            "countryCode": "RS",
            "latitude": municipality.coordinates.latitude,
            "longitude": municipality.coordinates.longitude,
        })
    }

    /// Returns a text in the language of the file. The format has one.
    fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.wording.main_locale())
    }

    fn page(&self, subject: Subject) -> String {
        self.site.absolute(&self.site.subject_href(subject, self.wording.main_locale()))
    }
}

/// Describes a period, as precisely as it is known.
fn dates(period: Period) -> Value {
    let mut dates = json!({ "startDate": period.start().to_string() });
    if let Some(end) = period.end() {
        dates["endDate"] = end.to_string().into();
    }
    dates
}
