//! The table of organisations: one row for each.

use std::sync::LazyLock;

use super::details::columns;
use super::{Cell, Column, text, url};
use crate::base::id::Ref;
use crate::content::catalogue::{Activity, Municipality, Organisation, Subject};
use crate::content::parse::OrganisationRecord;
use crate::site::route::Site;

/// The columns of the table of organisations.
pub static ORGANISATIONS: LazyLock<Vec<Column<Organisation>>> = LazyLock::new(|| {
    let own = [
        Column::once("id", |site, at| (&organisation(site, at).id).into()),
        Column::by_locale("name", |site, at, locale| text(&organisation(site, at).name, locale)),
        Column::once("kind", |site, at| Cell::Text(organisation(site, at).kind.word())),
        Column::once("seat", |site, at| seat(site, at).map(|seat| seat.id.as_str()).into()),
        Column::by_locale("seat_name", |site, at, locale| {
            seat(site, at).map_or(Cell::Empty, |seat| text(&seat.name.name, locale))
        }),
        Column::once("website", |site, at| organisation(site, at).url.as_ref().map(url::Url::as_str).into()),
        Column::once("activities", |site, at| Cell::Count(activities(site, at).len())),
        Column::once("as_implementer", |site, at| Cell::Count(carried_out(site, at))),
        Column::once("as_partner", |site, at| {
            Cell::Count(activities(site, at).len() - carried_out(site, at))
        }),
        Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::Organisation(at), locale))),
    ];
    own.into_iter()
        .chain(columns(OrganisationRecord::detail_keys(), |site, at| &organisation(site, at).details))
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

/// Counts the activities that an organisation carries out.
fn carried_out(site: &Site, at: Ref<Organisation>) -> usize {
    let carries_out =
        |activity: &&Ref<Activity>| site.catalogue.activities[**activity].implementers.contains(&at);
    activities(site, at).iter().filter(carries_out).count()
}
