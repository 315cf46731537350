//! What entries of several kinds show: details, each below its label, and aims.

use serde::Serialize;

use super::context::{Link, PageContext, Shown};
use super::templates::RenderError;
use crate::base::address::readable;
use crate::content::catalogue::{Aims, Detail, Fact, Sdg, Subject};
use crate::site::tables::DETAIL;
use crate::theme::format;
use crate::theme::locales::Argument;

/// A detail as pages show it.
#[derive(Serialize)]
pub(super) struct DetailView<'a> {
    label: String,
    values: Vec<ValueView<'a>>,
}

/// A value of a detail: a text or a link.
#[derive(Serialize)]
struct ValueView<'a> {
    text: Option<Shown<'a>>,
    link: Option<Link<'a>>,
}

/// What a programme, phase or project aims to achieve and has achieved, as pages show it.
#[derive(Serialize)]
pub(super) struct AimsView<'a> {
    objectives: Vec<Shown<'a>>,
    results: Vec<Shown<'a>>,
    goals: Vec<Goal>,
}

/// A Sustainable Development Goal, with the address where the site shows what contributes to it.
#[derive(Serialize)]
pub(super) struct Goal {
    number: u8,
    name: String,
    href: String,
}

impl<'a> PageContext<'a> {
    pub(super) fn aims(&self, aims: &'a Aims) -> Result<AimsView<'a>, RenderError> {
        Ok(AimsView {
            objectives: self.all_shown(&aims.objectives),
            results: self.all_shown(&aims.results),
            goals: aims.sdgs.iter().map(|goal| self.goal(*goal)).collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn goal(&self, goal: Sdg) -> Result<Goal, RenderError> {
        let href = format!("{}#goal-{}", self.href(Subject::Goals), goal.0);
        Ok(Goal { number: goal.0, name: self.message(&format!("sdg-{}", goal.0), &[])?, href })
    }

    pub(super) fn details(&self, details: &'a [Detail]) -> Result<Vec<DetailView<'a>>, RenderError> {
        details.iter().map(|detail| self.detail(detail)).collect()
    }

    fn detail(&self, detail: &'a Detail) -> Result<DetailView<'a>, RenderError> {
        let id = format!("{DETAIL}{}", detail.name.replace('_', "-"));
        let values = detail.values.iter().map(|fact| self.fact(fact, &id));
        Ok(DetailView { label: self.message(&id, &[])?, values: values.collect::<Result<_, _>>()? })
    }

    fn fact(&self, fact: &'a Fact, id: &str) -> Result<ValueView<'a>, RenderError> {
        let text = |text| ValueView { text: Some(text), link: None };
        let link = |href: String, text| ValueView { text: None, link: Some(Link::new(href, text)) };
        Ok(match fact {
            Fact::Text(words) => text(self.shown(words)),
            Fact::Entry(subject) => link(self.href(*subject), self.name_of(*subject)),
            Fact::Address(url) => link(url.to_string(), Shown::Own(readable(url))),
            Fact::Mail(address) => link(format!("mailto:{address}"), Shown::Plain(address)),
            Fact::Phone { written, digits } => link(format!("tel:+{digits}"), Shown::Plain(written)),
            Fact::Code { code, .. } => match fact.identity() {
                Some(address) => link(address, Shown::Plain(code)),
                None => text(Shown::Plain(code)),
            },
            Fact::Date(date) => text(Shown::Own(format::date(*date, self.locale))),
            Fact::Count(count) => {
                let count = Argument::Count(u64::from(*count));
                let value = format!("{id}-value");
                text(Shown::Own(self.message(&value, &[("count", count)])?))
            }
        })
    }
}
