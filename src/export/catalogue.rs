//! `data/catalogue.json`: the whole catalogue, with texts by locale and references by id. `data/catalogue.jsonl` has the
//! same entries, one in each line. Each entry is serialised once, and the files are assembled from the bytes.

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use super::json::{ByLocale, Details, Field, Fields, Object, amount, object};
use crate::base::date::Period;
use crate::base::id::{Id, Kind, Ref};
use crate::base::money::Money;
use crate::base::quantity::Quantity;
use crate::content::catalogue::{
    Activity, Actual, Aims, Award, Catalogue, Coordinates, DataFile, Detail, Document, DocumentFile, Entity,
    FactSource, Indicator, Location, Measure, Party, Phase, Post, Programme, Project, Publisher, Subject,
    Table, Target, Text, Unit, Words,
};
use crate::content::parse::{
    DetailKey, DistrictRecord, MunicipalityRecord, OrganisationRecord, PhaseRecord, ProgrammeRecord,
    ProjectRecord,
};
use crate::site::route::Site;
use crate::site::tables::file_url;

/// The version of the format. It changes when the meaning of a key changes or a key is removed.
pub(super) const FORMAT: u32 = 2;

/// All entries as JSON Lines: first the catalogue itself, then one entry in each line, which begins with its kind.
pub(super) struct Entries {
    pub(super) lines: Vec<u8>,
    sections: Vec<Section>,
}

/// The entries below one key of the JSON document.
struct Section {
    key: &'static str,
    kind: Kind,
    /// The lines of the entries, without their ends.
    lines: Vec<Range<usize>>,
}

impl Entries {
    pub(super) fn new(site: &Site) -> Self {
        let model = Model::new(site);
        let mut entries = Entries { lines: Vec::new(), sections: Vec::new() };
        let head = serde_json::to_vec(&object!({ "entry_kind": "catalogue", ..model.head().0 }));
        // Serialising to a vector cannot fail.
        entries.lines.extend(head.unwrap_or_default());
        entries.lines.push(b'\n');
        model.sections(&mut entries);
        entries
    }

    /// Writes the whole catalogue, with a line for each entry.
    pub(super) fn json(&self, site: &Site) -> Vec<u8> {
        let mut json = serde_json::to_vec(&Model::new(site).head()).unwrap_or_default();
        json.reserve(self.lines.len());
        json.pop();
        for section in &self.sections {
            json.extend(format!(",\n\"{}\": [", section.key).into_bytes());
            let kind = start_of_line(section.kind).len();
            for (number, line) in section.lines.iter().enumerate() {
                json.extend(if number == 0 { &b"\n{"[..] } else { b",\n{" });
                json.extend(&self.lines[line.start + kind..line.end]);
            }
            json.extend(if section.lines.is_empty() { &b"]"[..] } else { b"\n]" });
        }
        json.extend(b"\n}\n");
        json
    }

    /// Adds the entries of a table.
    fn add<T: Entity + Sync, F: Fields>(
        &mut self,
        key: &'static str,
        table: &Table<T>,
        view: impl Fn(Ref<T>) -> Object<F> + Sync,
    ) {
        let line = |at: Ref<T>| {
            let mut line = start_of_line(T::KIND).into_bytes();
            let entry = serde_json::to_vec(&view(at)).unwrap_or_default();
            line.extend(entry.get(1..).unwrap_or_default());
            line.push(b'\n');
            line
        };
        let refs: Vec<Ref<T>> = table.refs().collect();
        let made: Vec<Vec<u8>> = refs.into_par_iter().map(line).collect();
        let mut lines = Vec::with_capacity(made.len());
        self.lines.reserve_exact(made.iter().map(Vec::len).sum());
        for line in made {
            let start = self.lines.len();
            self.lines.extend(line);
            lines.push(start..self.lines.len() - 1);
        }
        self.sections.push(Section { key, kind: T::KIND, lines });
    }
}

/// Returns the beginning of the line of an entry.
fn start_of_line(kind: Kind) -> String {
    format!("{{\"entry_kind\":\"{}\",", kind.noun())
}

/// Makes the parts of the JSON document.
pub(super) struct Model<'a> {
    site: &'a Site,
    catalogue: &'a Catalogue,
}

impl<'a> Model<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        Model { site, catalogue: &site.catalogue }
    }

    /// Describes the catalogue itself.
    fn head(&self) -> Object<impl Fields> {
        let settings = &self.catalogue.settings;
        let change_log = self.site.change_log.as_ref();
        object!({
            "$schema": self.site.absolute(&self.site.data_href(DataFile::CatalogueSchema)),
            "format": FORMAT,
            "commit": change_log.map(|known| known.version()),
            "date": change_log.map(|known| known.last_change().day().to_string()),
            "latest_release": self.catalogue.releases.first().map(|release| release.name.as_str()),
            "title": self.text(&settings.title),
            "publisher": self.text(&settings.publisher),
            "licence": self.licence(),
            "locales": self.site.locales().iter().map(|locale| locale.tag()).collect::<Vec<_>>(),
        })
    }

    fn former_ids(&self, subject: Subject) -> Vec<&'a str> {
        self.catalogue.former_ids(subject).iter().map(Id::as_str).collect()
    }

    /// Adds all entries in a fixed order.
    fn sections(&self, entries: &mut Entries) {
        let catalogue = self.catalogue;
        entries.add("programmes", &catalogue.programmes, |at| self.programme(at, &catalogue.programmes[at]));
        entries.add("projects", &catalogue.projects, |at| self.project(at, &catalogue.projects[at]));
        entries.add("municipalities", &catalogue.municipalities, |at| {
            let municipality = &catalogue.municipalities[at];
            object!({
                "id": municipality.id.as_str(),
                "former_ids": self.former_ids(Subject::Municipality(at)),
                "name": self.text(&municipality.name.name),
                "type": municipality.municipality_type.word(),
                "district": self.id(&catalogue.districts, municipality.district),
                "coordinates": coordinates(municipality.coordinates),
                "population": municipality.population.map(|population| object!({
                    "value": population.value,
                    "date": population.date.to_string(),
                    "source": population.source.map(|at| self.id(&catalogue.documents, at)),
                })),
                "url": self.urls(Subject::Municipality(at)),
                ..self.details(MunicipalityRecord::detail_keys(), &municipality.details)
            })
        });
        entries.add("districts", &catalogue.districts, |at| {
            let district = &catalogue.districts[at];
            object!({
                "id": district.id.as_str(),
                "former_ids": self.former_ids(Subject::District(at)),
                "name": self.text(&district.name.name),
                "region": self.id(&catalogue.regions, district.region),
                "seat": district.seat.map(|seat| self.id(&catalogue.municipalities, seat)),
                "iso_3166_2": district.iso.as_str(),
                "coordinates": coordinates(district.coordinates),
                "url": self.urls(Subject::District(at)),
                ..self.details(DistrictRecord::detail_keys(), &district.details)
            })
        });
        entries.add("regions", &catalogue.regions, |at| {
            let region = &catalogue.regions[at];
            object!({
                "id": region.id.as_str(),
                "name": self.text(&region.name),
                ..self.url(at)
            })
        });
        entries.add("areas", &catalogue.areas, |at| {
            let area = &catalogue.areas[at];
            object!({
                "id": area.id.as_str(),
                "former_ids": self.former_ids(Subject::Area(at)),
                "name": self.text(&area.name),
                "description": self.text(&area.description),
                "sub_areas": area.sub_areas().map(|sub_area| {
                    let record = &catalogue.sub_areas[sub_area];
                    object!({
                        "id": record.id.as_str(),
                        "former_ids": self.former_ids(Subject::SubArea(sub_area)),
                        "name": self.text(&record.name),
                        "description": self.text(&record.description),
                        "url": self.urls(Subject::SubArea(sub_area)),
                    })
                }).collect::<Vec<_>>(),
                "url": self.urls(Subject::Area(at)),
            })
        });
        entries.add("support_types", &catalogue.support_types, |at| {
            let support = &catalogue.support_types[at];
            object!({
                "id": support.id.as_str(),
                "former_ids": self.former_ids(Subject::SupportType(at)),
                "name": self.text(&support.name),
                "description": self.text(&support.description),
                "url": self.urls(Subject::SupportType(at)),
            })
        });
        entries.add("target_groups", &catalogue.target_groups, |at| {
            let group = &catalogue.target_groups[at];
            object!({
                "id": group.id.as_str(),
                "former_ids": self.former_ids(Subject::TargetGroup(at)),
                "name": self.text(&group.name),
                "description": group.description.as_ref().map(|text| self.text(text)),
                "url": self.urls(Subject::TargetGroup(at)),
            })
        });
        entries.add("organisations", &catalogue.organisations, |at| {
            let organisation = &catalogue.organisations[at];
            object!({
                "id": organisation.id.as_str(),
                "former_ids": self.former_ids(Subject::Organisation(at)),
                "name": self.text(&organisation.name),
                "kind": organisation.kind.word(),
                "municipality": organisation.municipality.map(|seat| self.id(&catalogue.municipalities, seat)),
                "website": organisation.url.as_ref().map(url::Url::as_str),
                "logo": organisation.logo.as_ref().map(|path| self.site.absolute(&self.site.file_href(path))),
                "statement": organisation.statement.as_ref().map(|text| self.text(text)),
                "url": self.urls(Subject::Organisation(at)),
                ..self.details(OrganisationRecord::detail_keys(), &organisation.details)
            })
        });
        entries.add("pages", &catalogue.own_pages, |at| {
            let page = &catalogue.own_pages[at];
            object!({
                "id": page.id.as_str(),
                "former_ids": self.former_ids(Subject::Page(at)),
                "title": self.text(&page.words.title),
                "summary": self.text(&page.words.summary),
                "text": self.html(Subject::Page(at), &page.words),
                "below": page.below.map(|above| self.id(&catalogue.own_pages, above)),
                "url": self.urls(Subject::Page(at)),
            })
        });
        entries.add("documents", &catalogue.documents, |at| self.document(at, &catalogue.documents[at]));
        entries.add("posts", &catalogue.posts, |at| self.post(at, &catalogue.posts[at]));
    }

    fn programme<'m>(
        &'m self,
        at: Ref<Programme>,
        programme: &'a Programme,
    ) -> Object<impl Fields + use<'m, 'a>> {
        let catalogue = self.catalogue;
        object!({
            "id": programme.id.as_str(),
            "former_ids": self.former_ids(Subject::Programme(at)),
            "acronym": programme.acronym.as_ref().map(|text| self.text(text)),
            "title": self.text(&programme.words.title),
            "summary": self.text(&programme.words.summary),
            "text": self.html(Subject::Programme(at), &programme.words),
            "status": programme.status.map(|status| status.word()),
            "period": period(programme.period),
            "areas": self.ids(&catalogue.areas, &programme.areas),
            "institutions": programme.institutions.iter().map(|institution| object!({
                "organisation": self.id(&catalogue.organisations, institution.organisation),
                "role": institution.role.word(),
                "funding": institution.funding.map(money),
            })).collect::<Vec<_>>(),
            "budget": programme.budget.map(money),
            "regions": self.ids(&catalogue.regions, &programme.regions),
            "sdgs": goals(&programme.aims),
            "target_groups": self.ids(&catalogue.target_groups, &programme.target_groups),
            "phases": programme.phases.iter().map(|phase| object!({
                "id": phase.id.as_str(),
                "name": self.text(&phase.name),
                "period": period(phase.period),
                "note": phase.note.as_ref().map(|text| self.text(text)),
                "sdgs": goals(&phase.aims),
                "objectives": self.texts(&phase.aims.objectives),
                "results": self.texts(&phase.aims.results),
                ..self.details(PhaseRecord::detail_keys(), &phase.details)
            })).collect::<Vec<_>>(),
            "indicators": self.indicators(&programme.indicators, &programme.phases),
            "objectives": self.texts(&programme.aims.objectives),
            "results": self.texts(&programme.aims.results),
            "follows": self.ids(&catalogue.programmes, &programme.follows),
            "sources": self.ids(&catalogue.documents, &programme.sources),
            "url": self.urls(Subject::Programme(at)),
            ..self.details(ProgrammeRecord::detail_keys(), &programme.details)
        })
    }

    fn project<'m>(&'m self, at: Ref<Project>, project: &'a Project) -> Object<impl Fields + use<'m, 'a>> {
        let catalogue = self.catalogue;
        let programme = &catalogue.programmes[project.programme];
        let sub_area = &catalogue.sub_areas[project.sub_area];
        object!({
            "id": project.id.as_str(),
            "former_ids": self.former_ids(Subject::Project(at)),
            "programme": programme.id.as_str(),
            "phase": project.phase.map(|phase| programme.phases[phase].id.as_str()),
            "area": self.id(&catalogue.areas, sub_area.area),
            "sub_area": sub_area.id.as_str(),
            "support_types": self.ids(&catalogue.support_types, &project.support),
            "target_groups": self.ids(&catalogue.target_groups, &project.target_groups),
            "title": self.text(&project.words.title),
            "summary": self.text(&project.words.summary),
            "text": self.html(Subject::Project(at), &project.words),
            "status": project.status.map(|status| status.word()),
            "status_source": catalogue.status_source_of(project).map(FactSource::word),
            "period": period(project.period),
            "period_source": catalogue.period_source_of(project).map(FactSource::word),
            "funding": self.awards(&project.funding),
            "part_of": project.part_of.map(|whole| self.id(&catalogue.projects, whole)),
            "sdgs": goals(&project.aims),
            "indicators": self.indicators(&project.indicators, &[]),
            "objectives": self.texts(&project.aims.objectives),
            "results": self.texts(&project.aims.results),
            "sources": self.ids(&catalogue.documents, &project.sources),
            "activities": project.activities().map(|at| self.activity(&catalogue.activities[at])).collect::<Vec<_>>(),
            "url": self.urls(Subject::Project(at)),
            ..self.details(ProjectRecord::detail_keys(), &project.details)
        })
    }

    fn activity<'t>(&'t self, activity: &'t Activity) -> impl Serialize {
        let catalogue = self.catalogue;
        object!({
            "scope": activity.scope.word(),
            "municipality": activity.municipality().map(|at| self.id(&catalogue.municipalities, at)),
            "district": catalogue.district_of(activity).map(|at| self.id(&catalogue.districts, at)),
            "region": catalogue.region_of(activity).map(|at| self.id(&catalogue.regions, at)),
            "support_types": self.ids(&catalogue.support_types, &activity.support),
            "target_groups": self.ids(&catalogue.target_groups, &activity.target_groups),
            "implementers": self.parties(&activity.implementers),
            "partners": self.parties(&activity.partners),
            "partner_municipalities": self.ids(&catalogue.municipalities, &activity.partner_municipalities),
            "locations": self.ids(&catalogue.municipalities, &activity.locations),
            "notes": self.notes(activity),
            "funding": self.awards(&activity.funding),
            "status": activity.status.map(|status| status.word()),
            "status_source": catalogue.status_source(activity).map(FactSource::word),
            "period": period(activity.period),
            "period_source": catalogue.period_source(activity).map(FactSource::word),
            "note": activity.note.as_ref().map(|text| self.text(text)),
            "sources": self.ids(&catalogue.documents, &activity.sources),
        })
    }

    /// Makes the indicators of a programme or project.
    fn indicators<'t>(&'t self, list: &'t [Indicator], phases: &'t [Phase]) -> impl Serialize {
        let measure = |measure: Measure| object!({ "value": quantity(measure.value), "date": measure.date.map(|date| date.to_string()) });
        let actual = |actual: &'t Actual| {
            object!({
                "value": quantity(actual.value),
                "date": actual.date.to_string(),
                "source": actual.source.map(|at| self.id(&self.catalogue.documents, at)),
                "municipality": actual.municipality.map(|at| self.id(&self.catalogue.municipalities, at)),
            })
        };
        let indicator = |indicator: &'t Indicator| {
            object!({
                "id": indicator.id.as_str(),
                "name": self.text(&indicator.name),
                "kind": indicator.kind.word(),
                "unit": match &indicator.unit {
                    Some(Unit::Things(text)) => Some(self.text(text)),
                    Some(Unit::Percent) => Some(self.everywhere("%")),
                    None => None,
                },
                "phase": indicator.phase.and_then(|at| Some(phases.get(at)?.id.as_str())),
                "baseline": indicator.baseline.map(measure),
                "target": indicator.target.map(measure),
                "actual": indicator.actual.iter().map(actual).collect::<Vec<_>>(),
            })
        };
        list.iter().map(indicator).collect::<Vec<_>>()
    }

    fn document<'m>(
        &'m self,
        at: Ref<Document>,
        document: &'a Document,
    ) -> Object<impl Fields + use<'m, 'a>> {
        let catalogue = self.catalogue;
        let about = document.about.iter().filter_map(|subject| catalogue.typed_id(*subject));
        let (organisation, name) = match &document.publisher {
            Some(Publisher::Organisation(at)) => {
                (Some(self.id(&catalogue.organisations, *at)), Some(&catalogue.organisations[*at].name))
            }
            Some(Publisher::Named(name)) => (None, Some(name)),
            None => (None, None),
        };
        let file = |file: &'a DocumentFile| {
            object!({
                "url": file_url(self.site, file),
                "media_type": file.media_type(),
                "language": file.language.map(|language| language.word()),
                "bytes": match file.location {
                    Location::Folder { size, .. } => Some(size),
                    Location::Web(_) => None,
                },
            })
        };
        object!({
            "id": document.id.as_str(),
            "former_ids": self.former_ids(Subject::Document(at)),
            "title": self.text(&document.title),
            "kind": document.kind.word(),
            "date": document.date.map(|date| date.to_string()),
            "publisher": name.map(|name| object!({ "organisation": organisation, "name": self.text(name) })),
            "files": document.files.iter().map(file).collect::<Vec<_>>(),
            "about": about.collect::<Vec<_>>(),
            "citations": catalogue.document_index.citing(at).len(),
            "note": document.note.as_ref().map(|text| self.text(text)),
            "url": self.urls(Subject::Document(at)),
        })
    }

    fn post<'m>(&'m self, at: Ref<Post>, post: &'a Post) -> Object<impl Fields + use<'m, 'a>> {
        let catalogue = self.catalogue;
        let about = post.about.iter().filter_map(|subject| catalogue.typed_id(*subject));
        object!({
            "id": post.id.as_str(),
            "former_ids": self.former_ids(Subject::Post(at)),
            "title": self.text(&post.words.title),
            "summary": self.text(&post.words.summary),
            "text": self.html(Subject::Post(at), &post.words),
            "kind": post.kind().word(),
            "date": post.date.to_string(),
            "about": about.collect::<Vec<_>>(),
            "picture": post.picture.as_ref().map(|picture| object!({
                "url": self.site.absolute(&self.site.file_href(&picture.path)),
                "description": self.text(&picture.description),
                "credit": picture.credit.as_ref().map(|credit| self.text(credit)),
            })),
            "call": post.call().map(|call| object!({
                "opens": call.opens.map(|day| day.to_string()),
                "deadline": call.deadline.map(|deadline| deadline.to_string()),
                "who": call.who.iter().map(|who| who.word()).collect::<Vec<_>>(),
                "budget": call.budget.map(money),
            })),
            "documents": self.ids(&catalogue.documents, &post.documents),
            "sources": self.ids(&catalogue.documents, &post.sources),
            "url": self.urls(Subject::Post(at)),
        })
    }

    /// Makes a text that is the same in every locale.
    fn everywhere<'t>(&self, text: &'t str) -> ByLocale<&'t str> {
        ByLocale(self.site.locales().iter().map(|locale| (locale.tag(), text)).collect())
    }

    /// Makes the ids of organisations that take part.
    fn parties<'t>(&'t self, list: &'t [Party]) -> Vec<&'t str> {
        list.iter().map(|party| self.id(&self.catalogue.organisations, party.organisation)).collect()
    }

    /// Makes the notes on organisations that take part.
    fn notes<'t>(&'t self, activity: &'t Activity) -> impl Serialize {
        let parties = activity.implementers.iter().chain(&activity.partners);
        let note = |party: &'t Party| {
            let note = party.note.as_ref()?;
            let organisation = self.id(&self.catalogue.organisations, party.organisation);
            Some(object!({ "organisation": organisation, "note": self.text(note) }))
        };
        parties.filter_map(note).collect::<Vec<_>>()
    }

    /// Makes the amounts of an activity or project.
    fn awards<'t>(&'t self, list: &'t [Award]) -> impl Serialize {
        let award = |award: &'t Award| {
            let (total, split) = (award.money.total(), award.money.split());
            object!({
                "currency": total.currency.code().to_owned(),
                "total": amount(total.amount),
                "programme": split.map(|split| amount(split.programme)),
                "co_funding": split.map(|split| amount(split.co_funding)),
                "awarded": award.awarded.map(|date| date.to_string()),
                "recipient": award.recipient.map(|at| self.id(&self.catalogue.organisations, at)),
            })
        };
        list.iter().map(award).collect::<Vec<_>>()
    }

    /// Makes a field of each detail that the record of an entry declares.
    fn details(&self, keys: &'static [DetailKey], details: &'a [Detail]) -> Details<'a> {
        Details { keys, site: self.site, details }
    }

    /// Makes the licence of the data.
    pub(super) fn licence(&self) -> impl Serialize {
        let settings = &self.catalogue.settings;
        object!({ "name": self.text(&settings.licence), "url": settings.licence_url.as_str() })
    }

    /// Makes a text by locale, with only the locales in whose language it is written.
    pub(super) fn text<'t>(&self, text: &'t Text) -> ByLocale<&'t str> {
        let written = self.site.locales().iter().filter(|locale| text.is_in(locale.language()));
        ByLocale(written.map(|locale| (locale.tag(), text.get(*locale))).collect())
    }

    fn texts<'t>(&self, texts: &'t [Text]) -> Vec<ByLocale<&'t str>> {
        texts.iter().map(|text| self.text(text)).collect()
    }

    /// Makes the body of an entry by locale, as HTML.
    fn html(&self, subject: Subject, words: &Words) -> ByLocale<String> {
        let mut by_locale = Vec::new();
        for locale in self.site.locales() {
            let (prose, shown_in) = words.body.shown(*locale);
            if shown_in == *locale {
                let html = prose.html(|target| {
                    let page = self.site.subject_href(subject, *locale);
                    let href = match target {
                        Target::Here(anchor) => format!("{page}#{anchor}"),
                        other => self.site.target_href(other, *locale),
                    };
                    self.site.absolute(&href)
                });
                by_locale.push((locale.tag(), html));
            }
        }
        ByLocale(by_locale)
    }

    /// Makes the field of the addresses of an entry, if its kind has pages.
    fn url<T: Entity>(&self, at: Ref<T>) -> Option<Field<ByLocale<String>, ()>> {
        Subject::of(T::KIND, at.index()).map(|subject| Field("url", self.urls(subject), ()))
    }

    pub(super) fn urls(&self, subject: Subject) -> ByLocale<String> {
        let url = |locale| self.site.absolute(&self.site.subject_href(subject, locale));
        ByLocale(self.site.locales().iter().map(|locale| (locale.tag(), url(*locale))).collect())
    }

    fn id<'t, T: Entity>(&self, table: &'t Table<T>, at: Ref<T>) -> &'t str {
        table[at].id().as_str()
    }

    fn ids<'t, T: Entity>(&self, table: &'t Table<T>, list: &[Ref<T>]) -> Vec<&'t str> {
        list.iter().map(|at| self.id(table, *at)).collect()
    }
}

fn goals(aims: &Aims) -> Vec<u8> {
    aims.sdgs.iter().map(|goal| goal.0).collect()
}

fn coordinates(point: Coordinates) -> impl Serialize {
    object!({ "latitude": point.latitude, "longitude": point.longitude })
}

fn period(period: Option<Period>) -> impl Serialize {
    period.map(|period| {
        object!({ "start": period.start().to_string(), "end": period.end().map(|end| end.to_string()) })
    })
}

/// Makes a number of a measured value.
fn quantity(value: Quantity) -> serde_json::Value {
    let text = value.to_string();
    match text.parse::<i64>() {
        Ok(whole) => whole.into(),
        Err(_) => text.parse::<f64>().map_or(serde_json::Value::Null, serde_json::Value::from),
    }
}

fn money(money: Money) -> impl Serialize {
    object!({ "currency": money.currency.code().to_owned(), "amount": amount(money.amount) })
}
