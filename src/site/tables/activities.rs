//! The table of activities: one row for each, in the order of projects and municipalities.

use super::{Cell, Column, end, ids, optional_text, start, text, url};
use crate::base::id::Ref;
use crate::base::language::Locale;
use crate::base::money::{Funding, Split};
use crate::content::catalogue::{
    Activity, Area, District, Municipality, Organisation, Project, SubArea, Subject, Table,
};
use crate::site::route::Site;

/// The columns of the table of activities.
pub const ACTIVITIES: &[Column<Activity>] = &[
    Column::once("programme", |site, at| (&site.catalogue.programmes[project(site, at).programme].id).into()),
    Column::by_locale("programme_title", |site, at, locale| {
        text(&site.catalogue.programmes[project(site, at).programme].words.title, locale)
    }),
    Column::once("project", |site, at| (&project(site, at).id).into()),
    Column::by_locale("title", |site, at, locale| text(&project(site, at).words.title, locale)),
    Column::once("municipality", |site, at| municipality(site, at).map(|at| at.id.as_str()).into()),
    Column::by_locale("municipality_name", |site, at, locale| {
        optional_text(municipality(site, at).map(|at| &at.name.name), locale)
    }),
    Column::once("district", |site, at| district(site, at).map(|at| at.id.as_str()).into()),
    Column::by_locale("district_name", |site, at, locale| {
        optional_text(district(site, at).map(|at| &at.name.name), locale)
    }),
    Column::once("area", |site, at| (&area(site, at).id).into()),
    Column::by_locale("area_name", |site, at, locale| text(&area(site, at).name, locale)),
    Column::once("sub_area", |site, at| (&sub_area(site, at).id).into()),
    Column::by_locale("sub_area_name", |site, at, locale| text(&sub_area(site, at).name, locale)),
    Column::once("support_type", |site, at| {
        (&site.catalogue.support_types[activity(site, at).support].id).into()
    }),
    Column::by_locale("support_type_name", |site, at, locale| {
        text(&site.catalogue.support_types[activity(site, at).support].name, locale)
    }),
    Column::once("implementers", |site, at| {
        ids(&site.catalogue.organisations, &activity(site, at).implementers)
    }),
    Column::by_locale("implementer_names", |site, at, locale| {
        names(&site.catalogue.organisations, &activity(site, at).implementers, locale)
    }),
    Column::once("partners", |site, at| ids(&site.catalogue.organisations, &activity(site, at).partners)),
    Column::by_locale("partner_names", |site, at, locale| {
        names(&site.catalogue.organisations, &activity(site, at).partners, locale)
    }),
    Column::once("partner_municipalities", |site, at| {
        ids(&site.catalogue.municipalities, &activity(site, at).partner_municipalities)
    }),
    Column::once("locations", |site, at| ids(&site.catalogue.municipalities, &activity(site, at).locations)),
    Column::once("currency", |site, at| match &activity(site, at).funding {
        Some(funding) => Cell::Own(funding.total().currency.code().to_owned()),
        None => Cell::Empty,
    }),
    Column::once("total", |site, at| match &activity(site, at).funding {
        Some(funding) => Cell::Amount(funding.total().amount),
        None => Cell::Empty,
    }),
    Column::once("programme_funds", |site, at| {
        split(site, at).map_or(Cell::Empty, |split| Cell::Amount(split.programme))
    }),
    Column::once("co_funding", |site, at| {
        split(site, at).map_or(Cell::Empty, |split| Cell::Amount(split.co_funding))
    }),
    Column::once("start", |site, at| start(activity(site, at).period)),
    Column::once("end", |site, at| end(activity(site, at).period)),
    Column::once("status", |site, at| activity(site, at).status.map(|status| status.word()).into()),
    Column::by_locale("note", |site, at, locale| optional_text(activity(site, at).note.as_ref(), locale)),
    Column::once("sources", |site, at| ids(&site.catalogue.sources, &activity(site, at).sources)),
    Column::by_locale("url", |site, at, locale| {
        let place = site.catalogue.scope_id(activity(site, at).scope);
        let page = url(site, Subject::Project(activity(site, at).project), locale);
        Cell::Own(format!("{page}#{place}"))
    }),
    Column::once("scope", |site, at| Cell::Text(activity(site, at).scope.word())),
    Column::once("region", |site, at| {
        let catalogue = &site.catalogue;
        catalogue.region_of(activity(site, at)).map(|at| catalogue.regions[at].id.as_str()).into()
    }),
];

fn activity(site: &Site, at: Ref<Activity>) -> &Activity {
    &site.catalogue.activities[at]
}

fn project(site: &Site, at: Ref<Activity>) -> &Project {
    &site.catalogue.projects[activity(site, at).project]
}

fn municipality(site: &Site, at: Ref<Activity>) -> Option<&Municipality> {
    activity(site, at).municipality().map(|at| &site.catalogue.municipalities[at])
}

fn district(site: &Site, at: Ref<Activity>) -> Option<&District> {
    site.catalogue.district_of(activity(site, at)).map(|at| &site.catalogue.districts[at])
}

fn sub_area(site: &Site, at: Ref<Activity>) -> &SubArea {
    &site.catalogue.sub_areas[project(site, at).sub_area]
}

fn area(site: &Site, at: Ref<Activity>) -> &Area {
    &site.catalogue.areas[sub_area(site, at).area]
}

fn split(site: &Site, at: Ref<Activity>) -> Option<Split> {
    activity(site, at).funding.as_ref().and_then(Funding::split)
}

/// Returns the names of organisations, one for each id. A name that is missing in the language is given in the other.
fn names<'a>(table: &'a Table<Organisation>, list: &[Ref<Organisation>], locale: Locale) -> Cell<'a> {
    Cell::List(list.iter().map(|at| table[*at].name.get(locale)).collect())
}
