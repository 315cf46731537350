//! Builds the variables for the template of each kind of page.

mod attachments;
mod changes;
mod comparison;
mod continuation;
mod documents;
mod goals;
mod home;
mod indicators;
mod items;
mod money;
mod organisations;
mod places;
mod posts;
mod programmes;
mod projects;
mod rows;
mod texts;
mod tiles;
mod topics;
mod without_locale;

use super::context::PageContext;
use super::templates::{RenderError, View};
use crate::content::catalogue::{MoneyOrder, Subject};
use crate::site::route::Page;

impl<'a> PageContext<'a> {
    /// Returns the template of a page.
    pub(in crate::render) fn template(&self, page: Page) -> &'static str {
        match page.subject {
            _ if page.continues_entry() => "continuation.html",
            Subject::Home => "home.html",
            Subject::Programmes => "programmes.html",
            Subject::SupportTypes => "support-types.html",
            Subject::Organisations => "organisations.html",
            Subject::Programme(_) => "programme.html",
            Subject::Projects => "projects.html",
            Subject::Project(_) => "project.html",
            Subject::Municipalities => "municipalities.html",
            Subject::Municipality(_) => "municipality.html",
            Subject::Districts => "districts.html",
            Subject::District(_) => "district.html",
            Subject::Areas => "areas.html",
            Subject::Area(_) => "area.html",
            Subject::SubArea(_) => "sub-area.html",
            Subject::SupportType(_) => "support-type.html",
            Subject::TargetGroups => "target-groups.html",
            Subject::TargetGroup(_) => "target-group.html",
            Subject::Organisation(_) => "organisation.html",
            Subject::Documents => "documents.html",
            Subject::Document(_) => "document.html",
            Subject::Posts | Subject::PostGroup(_) => "posts.html",
            Subject::Post(_) => "post.html",
            Subject::Goals => "goals.html",
            Subject::Results => "results.html",
            Subject::Money | Subject::MoneyBy(_) => "money.html",
            Subject::Comparisons => "comparisons.html",
            Subject::Comparison(_) => "comparison.html",
            Subject::Data => "data.html",
            Subject::About | Subject::Accessibility | Subject::Page(_) => "text.html",
            Subject::Changes => "changes.html",
            Subject::Search => "search.html",
            Subject::NotFound => "404.html",
        }
    }

    /// Builds the variables for the template of a page.
    pub(in crate::render) fn context(&self, page: Page) -> Result<View, RenderError> {
        match page.subject {
            _ if page.continues_entry() => self.continuation(page),
            Subject::Home => self.home(page),
            Subject::Programmes => self.programmes(page),
            Subject::Programme(at) => self.programme_page(page, at),
            Subject::Projects => self.projects(page),
            Subject::Project(at) => self.project_page(page, at),
            Subject::Municipalities => self.municipalities_page(page),
            Subject::Municipality(at) => self.municipality_page(page, at),
            Subject::Districts => self.districts(page),
            Subject::District(at) => self.district_page(page, at),
            Subject::Areas => self.areas(page),
            Subject::Area(at) => self.area_page(page, at),
            Subject::SubArea(at) => self.sub_area_page(page, at),
            Subject::SupportTypes => self.support_types(page),
            Subject::SupportType(at) => self.support_type_page(page, at),
            Subject::TargetGroups => self.target_groups_page(page),
            Subject::TargetGroup(at) => self.target_group_page(page, at),
            Subject::Organisations => self.organisations_page(page),
            Subject::Organisation(at) => self.organisation_page(page, at),
            Subject::Documents => self.documents_page(page),
            Subject::Document(at) => self.document_page(page, at),
            Subject::Posts => self.posts_page(page),
            Subject::PostGroup(group) => self.post_group_page(page, group),
            Subject::Post(at) => self.post_page(page, at),
            Subject::Goals => self.goals(page),
            Subject::Results => self.results(page),
            Subject::Money => self.money_page(page, MoneyOrder::FIRST),
            Subject::MoneyBy(order) => self.money_page(page, order),
            Subject::Comparisons => self.comparisons(page),
            Subject::Comparison(at) => self.comparison(page, at),
            Subject::Data => self.data_page(page),
            Subject::About => self.text_page(page, &self.catalogue().pages.about),
            Subject::Accessibility => match &self.catalogue().pages.accessibility {
                Some(words) => self.text_page(page, words),
                None => self.not_found(page),
            },
            Subject::Page(at) => self.own_page(page, at),
            Subject::Changes => self.changes(page),
            Subject::Search => self.search(page),
            Subject::NotFound => self.not_found(page),
        }
    }
}
