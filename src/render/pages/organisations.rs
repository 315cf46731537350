//! The list of organisations, and their pages.

use serde::Serialize;

use crate::base::address::readable;
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Organisation, Subject};
use crate::render::context::{ImageView, Item, Link, PageContext, Shown};
use crate::render::details::DetailView;
use crate::render::filters::{Facet, FacetValue, Facets, Narrowing};
use crate::render::templates::{RenderError, View};
use crate::site::listing::{self};
use crate::site::route::Page;
use crate::theme::locales::Argument;

/// The role of an organisation in a programme.
#[derive(Serialize)]
struct RoleView<'a> {
    programme: Link<'a>,
    role: String,
    money: Option<String>,
}

impl<'a> PageContext<'a> {
    pub(super) fn organisations_page(&self, page: Page) -> Result<View, RenderError> {
        let mut items = Vec::new();
        let all = self.order().organisations.all();
        let narrowing = self.narrowing(all.len(), self.site.part_count(page.subject));
        let traits: Vec<Facets> = match narrowing {
            Narrowing::InPlace => all.iter().map(|at| self.organisation_traits(*at)).collect(),
            Narrowing::None | Narrowing::Search => Vec::new(),
        };
        let mut shown = listing::part(&traits, page.part).iter();
        for at in listing::part(all, page.part) {
            let mut item = Item::new(self.organisation(*at));
            let activities = self.catalogue().index.of(Subject::Organisation(*at)).len();
            item.activities =
                (activities > 0).then(|| self.counter(activities, Subject::Organisation(*at), "activities"));
            let organisation = &self.catalogue().organisations[*at];
            item.detail = Some(Shown::Own(self.organisation_kind(organisation.kind)?));
            item.place = organisation.municipality.map(|at| self.municipality(at));
            item.traits = shown.next().map(|traits| traits.attributes(self)).unwrap_or_default();
            items.push(item);
        }
        let title = self.menu_name(page.subject)?;
        let description =
            self.message("organisations-description", &[("count", Argument::Count(all.len() as u64))])?;
        let view = self.list(page, title, &description, &items, all.len())?;
        self.with_choices(view, Kind::Organisation, narrowing, &traits)
    }

    fn organisation_traits(&self, at: Ref<Organisation>) -> Facets {
        let kind = self.catalogue().organisations[at].kind;
        let mut traits = self.traits(self.catalogue().index.of(Subject::Organisation(at)));
        traits.add(Facet::Kind, FacetValue::Kind(kind));
        traits
    }

    pub(super) fn organisation_page(&self, page: Page, at: Ref<Organisation>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct OrganisationView<'a> {
            kind: String,
            municipality: Option<Link<'a>>,
            url: Option<String>,
            details: Vec<DetailView<'a>>,
            statement: Option<Shown<'a>>,
            logo: Option<ImageView>,
            /// Its name without markup, which describes the logo.
            name: &'a str,
            roles: Vec<RoleView<'a>>,
            activities: usize,
        }
        let catalogue = self.catalogue();
        let organisation = &catalogue.organisations[at];
        let mut parts = catalogue.index.roles[at.index()].clone();
        parts.sort_by_key(|(programme, position)| (self.order().programmes.rank(*programme), *position));
        let mut roles = Vec::new();
        for (programme, position) in parts {
            let institution = &catalogue.programmes[programme].institutions[position];
            roles.push(RoleView {
                programme: self.programme(programme),
                role: self.role(institution.role, 1)?,
                money: institution.funding.map(|money| self.money(money)),
            });
        }
        let activities = catalogue.index.of(Subject::Organisation(at)).len();
        let details = OrganisationView {
            kind: self.organisation_kind(organisation.kind)?,
            municipality: organisation.municipality.map(|municipality| self.municipality(municipality)),
            url: organisation.url.as_ref().map(readable),
            details: self.details(&organisation.details)?,
            statement: organisation.statement.as_ref().map(|text| self.shown(text)),
            logo: organisation.logo.as_ref().map(|path| self.image(path)),
            name: organisation.name.get(self.locale),
            roles,
            activities,
        };
        let description = self.message(
            "organisation-description",
            &[
                ("name", Argument::Text(organisation.name.get(self.locale).to_owned())),
                ("count", Argument::Count(activities as u64)),
            ],
        )?;
        Ok(self
            .view(page, self.shown(&organisation.name), &description)?
            .with("organisation", &details)
            .with("tiles", &self.tiles(page.subject)?)
            .with("published", &self.documents_by(at)?)
            .with("groups", &self.groups(page)?))
    }
}
