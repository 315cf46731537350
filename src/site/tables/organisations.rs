//! The table of organisations: one row for each.

use std::sync::LazyLock;

use super::{Cell, Column, Value, former_ids, spending, text, url};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Activity, Municipality, Organisation, Part, Spending, Subject};
use crate::content::parse::OrganisationRecord;
use crate::site::route::Site;

/// The columns of the table of organisations.
pub(super) static ORGANISATIONS: LazyLock<Vec<Column<Organisation>>> = LazyLock::new(|| {
    let own = [
        Column::once("id", |site, at| (&organisation(site, at).id).into()).of(Value::Id),
        Column::by_locale("name", |site, at, locale| text(&organisation(site, at).name, locale)),
        Column::once("kind", |site, at| Cell::Text(organisation(site, at).kind.word())),
        Column::once("municipality", |site, at| seat(site, at).map(|seat| seat.id.as_str()).into())
            .of(Value::Reference(Kind::Municipality)),
        Column::by_locale("municipality_name", |site, at, locale| {
            seat(site, at).map_or(Cell::Empty, |seat| text(&seat.name.name, locale))
        }),
        Column::once("website", |site, at| organisation(site, at).url.as_ref().map(url::Url::as_str).into())
            .of(Value::Address),
        Column::totals(money),
        Column::once("activities", |site, at| Cell::Count(activities(site, at).len())).of(Value::Count),
        Column::once("as_implementer", |site, at| count(site, at, Part::Implementer)).of(Value::Count),
        Column::once("as_partner", |site, at| count(site, at, Part::Partner)).of(Value::Count),
        Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::Organisation(at), locale)))
            .of(Value::Address),
        Column::once("as_recipient", |site, at| count(site, at, Part::Recipient)).of(Value::Count),
        Column::once("former_ids", |site, at| former_ids(site, Subject::Organisation(at))).list(),
    ];
    own.into_iter()
        .chain(Column::total(money))
        .chain(Column::details(OrganisationRecord::detail_keys(), |site, at| &organisation(site, at).details))
        .collect()
});

fn organisation(site: &Site, at: Ref<Organisation>) -> &Organisation {
    &site.catalogue.organisations[at]
}

fn seat(site: &Site, at: Ref<Organisation>) -> Option<&Municipality> {
    organisation(site, at).municipality.map(|seat| &site.catalogue.municipalities[seat])
}

fn activities(site: &Site, at: Ref<Organisation>) -> &[Ref<Activity>] {
    site.catalogue.index.of(Subject::Organisation(at))
}

/// Counts the activities in which an organisation has a part.
fn count(site: &Site, at: Ref<Organisation>, part: Part) -> Cell<'static> {
    let has_part = |activity: &&Ref<Activity>| site.catalogue.activities[**activity].part_of(at) == part;
    Cell::Count(activities(site, at).iter().filter(has_part).count())
}

fn money(site: &Site, at: Ref<Organisation>) -> Spending {
    spending(site, activities(site, at).iter().copied())
}
