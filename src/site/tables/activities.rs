//! The table of activities: one row for each, in the order of projects and municipalities.

use super::{
    Cell, Column, Unit, Value, end, former_ids, ids, names, one_or_more, optional_text, start, text, url,
};
use crate::base::id::{Kind, Ref};
use crate::base::language::Locale;
use crate::content::catalogue::{
    Activity, Area, Award, District, FactSource, Municipality, Organisation, Party, Project, SubArea, Subject,
};
use crate::site::route::Site;

/// The columns of the table of activities.
pub const ACTIVITIES: &[Column<Activity>] = &[
    Column::once("programme", |site, at| (&site.catalogue.programmes[project(site, at).programme].id).into())
        .of(Value::Reference(Kind::Programme)),
    Column::by_locale("programme_title", |site, at, locale| {
        text(&site.catalogue.programmes[project(site, at).programme].words.title, locale)
    }),
    Column::once("project", |site, at| (&project(site, at).id).into()).of(Value::Reference(Kind::Project)),
    Column::by_locale("title", |site, at, locale| text(&project(site, at).words.title, locale)),
    Column::once("municipality", |site, at| municipality(site, at).map(|at| at.id.as_str()).into())
        .of(Value::Reference(Kind::Municipality)),
    Column::by_locale("municipality_name", |site, at, locale| {
        optional_text(municipality(site, at).map(|at| &at.name.name), locale)
    }),
    Column::once("district", |site, at| district(site, at).map(|at| at.id.as_str()).into())
        .of(Value::Reference(Kind::District)),
    Column::by_locale("district_name", |site, at, locale| {
        optional_text(district(site, at).map(|at| &at.name.name), locale)
    }),
    Column::once("area", |site, at| (&area(site, at).id).into()).of(Value::Reference(Kind::Area)),
    Column::by_locale("area_name", |site, at, locale| text(&area(site, at).name, locale)),
    Column::once("sub_area", |site, at| (&sub_area(site, at).id).into()),
    Column::by_locale("sub_area_name", |site, at, locale| text(&sub_area(site, at).name, locale)),
    Column::once("support_type", |site, at| {
        one_or_more(
            activity(site, at).support.iter().map(|at| (&site.catalogue.support_types[*at].id).into()),
        )
    })
    .of(Value::Reference(Kind::SupportType))
    .list(),
    Column::by_locale("support_type_name", |site, at, locale| {
        let names = activity(site, at).support.iter().map(|at| &site.catalogue.support_types[*at].name);
        one_or_more(names.map(|name| text(name, locale)))
    })
    .list(),
    Column::once("implementers", |site, at| ids_of(site, &activity(site, at).implementers))
        .of(Value::Reference(Kind::Organisation))
        .list(),
    Column::by_locale("implementer_names", |site, at, locale| {
        names_of(site, &activity(site, at).implementers, locale)
    })
    .list(),
    Column::once("partners", |site, at| ids_of(site, &activity(site, at).partners))
        .of(Value::Reference(Kind::Organisation))
        .list(),
    Column::by_locale("partner_names", |site, at, locale| {
        names_of(site, &activity(site, at).partners, locale)
    })
    .list(),
    Column::once("partner_municipalities", |site, at| {
        ids(&site.catalogue.municipalities, &activity(site, at).partner_municipalities)
    })
    .of(Value::Reference(Kind::Municipality))
    .list(),
    Column::once("locations", |site, at| ids(&site.catalogue.municipalities, &activity(site, at).locations))
        .of(Value::Reference(Kind::Municipality))
        .list(),
    Column::once("currency", |site, at| {
        of_awards(site, at, |award| Cell::Own(award.money.total().currency.code().to_owned()))
    })
    .list(),
    Column::once("total", |site, at| of_awards(site, at, |award| Cell::Amount(award.money.total().amount)))
        .of(Value::Number)
        .list()
        .unit(Unit::Column("currency")),
    Column::once("programme_funds", |site, at| {
        of_awards(site, at, |award| {
            award.money.split().map_or(Cell::Empty, |split| Cell::Amount(split.programme))
        })
    })
    .of(Value::Number)
    .list()
    .unit(Unit::Column("currency")),
    Column::once("co_funding", |site, at| {
        of_awards(site, at, |award| {
            award.money.split().map_or(Cell::Empty, |split| Cell::Amount(split.co_funding))
        })
    })
    .of(Value::Number)
    .list()
    .unit(Unit::Column("currency")),
    Column::once("start", |site, at| start(activity(site, at).period)).of(Value::Date),
    Column::once("end", |site, at| end(activity(site, at).period)).of(Value::Date),
    Column::once("status", |site, at| activity(site, at).status.map(|status| status.word()).into()),
    Column::by_locale("note", |site, at, locale| optional_text(activity(site, at).note.as_ref(), locale)),
    Column::once("sources", |site, at| ids(&site.catalogue.documents, &activity(site, at).sources))
        .of(Value::Reference(Kind::Document))
        .list(),
    Column::by_locale("url", |site, at, locale| {
        let place = site.catalogue.scope_id(activity(site, at).scope);
        let page = url(site, Subject::Project(activity(site, at).project), locale);
        Cell::Own(format!("{page}#{place}"))
    })
    .of(Value::Address),
    Column::once("scope", |site, at| Cell::Text(activity(site, at).scope.word())),
    Column::once("region", |site, at| {
        let catalogue = &site.catalogue;
        catalogue.region_of(activity(site, at)).map(|at| catalogue.regions[at].id.as_str()).into()
    })
    .of(Value::Reference(Kind::Region)),
    Column::once("target_groups", |site, at| {
        ids(&site.catalogue.target_groups, &activity(site, at).target_groups)
    })
    .of(Value::Reference(Kind::TargetGroup))
    .list(),
    Column::by_locale("target_group_names", |site, at, locale| {
        let names = activity(site, at).target_groups.iter().map(|at| &site.catalogue.target_groups[*at].name);
        self::names(names, locale)
    })
    .list(),
    Column::once("awarded", |site, at| {
        of_awards(site, at, |award| award.awarded.map(|date| date.to_string()).into())
    })
    .of(Value::Date)
    .list(),
    Column::once("recipient", |site, at| {
        let id = |at: Ref<Organisation>| site.catalogue.organisations[at].id.as_str();
        one_or_more(activity(site, at).funding.iter().map(|award| award.recipient.map(id).into()))
    })
    .of(Value::Reference(Kind::Organisation))
    .list(),
    Column::once("period_source", |site, at| {
        site.catalogue.period_source(activity(site, at)).map(FactSource::word).into()
    }),
    Column::once("status_source", |site, at| {
        site.catalogue.status_source(activity(site, at)).map(FactSource::word).into()
    }),
    Column::once("former_ids", |site, at| former_ids(site, Subject::Project(activity(site, at).project)))
        .list(),
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

/// Makes a cell with a value for each amount.
fn of_awards<'a>(site: &Site, at: Ref<Activity>, value: fn(&Award) -> Cell<'a>) -> Cell<'a> {
    one_or_more(activity(site, at).funding.iter().map(value))
}

fn ids_of<'a>(site: &'a Site, parties: &[Party]) -> Cell<'a> {
    let table = &site.catalogue.organisations;
    Cell::List(parties.iter().map(|party| table[party.organisation].id.as_str()).collect())
}

/// Returns the names of organisations, one for each id. A name that is missing in the language is given in the other.
fn names_of<'a>(site: &'a Site, parties: &[Party], locale: Locale) -> Cell<'a> {
    let table = &site.catalogue.organisations;
    names(parties.iter().map(|party| &table[party.organisation].name), locale)
}
