//! The page of the Sustainable Development Goals, with what contributes to each.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::content::catalogue::{Aims, Sdg, Subject};
use crate::render::context::{Link, PageContext, Shown};
use crate::render::details::Goal;
use crate::render::templates::{RenderError, View};
use crate::site::route::Page;
use crate::theme::locales::Argument;

/// A goal, and what contributes to it.
#[derive(Serialize)]
struct GoalView<'a> {
    goal: Goal,
    programmes: Vec<Link<'a>>,
    phases: Vec<PhaseView<'a>>,
    projects: Vec<Link<'a>>,
}

/// A phase of a programme.
#[derive(Clone, Serialize)]
struct PhaseView<'a> {
    name: Shown<'a>,
    programme: Link<'a>,
}

/// What contributes to a goal.
#[derive(Default)]
struct Contributions<'a> {
    programmes: Vec<Link<'a>>,
    phases: Vec<PhaseView<'a>>,
    projects: Vec<Link<'a>>,
}

impl<'a> PageContext<'a> {
    /// Builds the page of the goals to which something contributes.
    pub(super) fn goals(&self, page: Page) -> Result<View, RenderError> {
        let found = self.contributions();
        let description =
            self.message("goals-description", &[("count", Argument::Count(found.len() as u64))])?;
        let view = |(goal, found): (Sdg, Contributions<'a>)| {
            Ok(GoalView {
                goal: self.goal(goal)?,
                programmes: found.programmes,
                phases: found.phases,
                projects: found.projects,
            })
        };
        let goals = found.into_iter().map(view).collect::<Result<Vec<_>, RenderError>>()?;
        let title = self.message("sdgs", &[])?;
        Ok(self.view(page, Shown::Own(title), &description)?.with("goals", &goals))
    }

    /// Collects what contributes to each goal, in the order of the locale.
    fn contributions(&self) -> BTreeMap<Sdg, Contributions<'a>> {
        let catalogue = self.catalogue();
        let mut found: BTreeMap<Sdg, Contributions<'a>> = BTreeMap::new();
        for at in self.order().programmes.all() {
            let programme = &catalogue.programmes[*at];
            let link = self.entry(Subject::Programme(*at));
            add(&mut found, &programme.aims, |to| to.programmes.push(link.clone()));
            for phase in &programme.phases {
                let view = PhaseView { name: self.shown(&phase.name), programme: link.clone() };
                add(&mut found, &phase.aims, |to| to.phases.push(view.clone()));
            }
        }
        for at in self.order().projects.all() {
            let aims = &catalogue.projects[*at].aims;
            add(&mut found, aims, |to| to.projects.push(self.entry(Subject::Project(*at))));
        }
        found
    }
}

/// Adds something to each of its goals.
fn add<'a>(found: &mut BTreeMap<Sdg, Contributions<'a>>, aims: &Aims, push: impl Fn(&mut Contributions<'a>)) {
    for goal in &aims.sdgs {
        push(found.entry(*goal).or_default());
    }
}
