//! `data/activities.csv`: one row for each activity (RFC 4180, UTF-8).

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};

use crate::catalogue::{Activity, Entity, Subject, Table};
use crate::id::Ref;
use crate::language::{Language, Locale};
use crate::route::Site;

const COLUMNS: [&str; 22] = [
    "programme",
    "project",
    "title_en",
    "title_sr",
    "municipality",
    "municipality_name",
    "district",
    "area",
    "sub_area",
    "support_type",
    "implementers",
    "partners",
    "currency",
    "total",
    "programme_funds",
    "co_funding",
    "locations",
    "start",
    "end",
    "status",
    "url_en",
    "url_sr",
];

/// The rows, in the order of projects and municipalities.
pub(super) fn csv(site: &Site) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    // Writing to a vector can not fail.
    let _ = writer.write_record(COLUMNS);
    for (_, activity) in site.catalogue.activities.iter() {
        let row = row(site, activity);
        let _ = writer.write_record(row.iter().map(|cell| neutral(cell).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

fn row(site: &Site, activity: &Activity) -> [String; COLUMNS.len()] {
    let catalogue = &site.catalogue;
    let project = &catalogue.projects[activity.project];
    let municipality = &catalogue.municipalities[activity.municipality];
    let sub_area = &catalogue.sub_areas[project.sub_area];
    let funding = activity.funding;
    let split = funding.and_then(|funding| funding.split());
    let title = |language, locale| match project.words.title.is_in(language) {
        true => project.words.title.get(locale).to_owned(),
        false => String::new(),
    };
    // Of two Serbian locales the one that is named first; none where the language is not published.
    let url = |language: Language| {
        let locale = site.locales().iter().find(|locale| locale.language() == language);
        let href = locale.map(|locale| site.subject_href(Subject::Project(activity.project), *locale));
        href.map(|href| format!("{}#{}", site.absolute(&href), municipality.id)).unwrap_or_default()
    };
    [
        catalogue.programmes[project.programme].id.to_string(),
        project.id.to_string(),
        title(Language::En, Locale::En),
        title(Language::Sr, Locale::SrLatn),
        municipality.id.to_string(),
        municipality.name.name.get(Locale::SrLatn).to_owned(),
        catalogue.districts[municipality.district].id.to_string(),
        catalogue.areas[sub_area.area].id.to_string(),
        sub_area.id.to_string(),
        catalogue.support_types[activity.support].id.to_string(),
        ids(&catalogue.organisations, &activity.implementers),
        ids(&catalogue.organisations, &activity.partners),
        funding.map(|funding| funding.total().currency.code().to_owned()).unwrap_or_default(),
        funding.map(|funding| funding.total().amount.to_string()).unwrap_or_default(),
        split.map(|split| split.programme.to_string()).unwrap_or_default(),
        split.map(|split| split.co_funding.to_string()).unwrap_or_default(),
        ids(&catalogue.municipalities, &activity.locations),
        activity.period.map(|period| period.start().to_string()).unwrap_or_default(),
        activity.period.and_then(|period| period.end()).map(|end| end.to_string()).unwrap_or_default(),
        activity.status.map(|status| status.word().to_owned()).unwrap_or_default(),
        url(Language::En),
        url(Language::Sr),
    ]
}

/// Several ids in one cell.
fn ids<T: Entity>(table: &Table<T>, list: &[Ref<T>]) -> String {
    list.iter().map(|at| table[*at].id().as_str()).collect::<Vec<_>>().join("; ")
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV injection).
fn neutral(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::neutral;

    #[test]
    fn cells_that_look_like_formulas_are_neutralised() {
        for (cell, written) in
            [("=1+1", "'=1+1"), ("+381", "'+381"), ("-1", "'-1"), ("@x", "'@x"), ("a=b", "a=b"), ("", "")]
        {
            assert_eq!(neutral(cell), written);
        }
    }
}
