//! Grants: awards of which it is known when they were made, who receives them and who pays.

use super::{Activity, Award, Catalogue, Organisation, Project, Role, SupportType};
use crate::base::date::PartialDate;
use crate::base::id::Ref;

/// The finance type of standard grants.
const GRANT: &str = "110";

impl SupportType {
    /// Returns whether it is a grant according to its finance type. Without one, it is not known to be a grant.
    pub fn is_grant(&self) -> bool {
        self.finance_type.is_some_and(|code| code.code == GRANT)
    }
}

/// An award of a project, or of one of its activities.
#[derive(Clone, Copy, Debug)]
pub struct AwardOf<'a> {
    /// The project.
    pub project: Ref<Project>,
    /// The activity, if the money is for one.
    pub activity: Option<&'a Activity>,
    /// The position of the award among those of the project or activity.
    pub position: usize,
    /// The award.
    pub award: &'a Award,
}

/// An award with all that makes it a grant.
#[derive(Debug)]
pub struct Grant {
    /// The day of the award.
    pub day: PartialDate,
    /// Who receives it.
    pub recipient: Ref<Organisation>,
    /// Who pays for the programme, at least one.
    pub funders: Vec<Ref<Organisation>>,
}

impl Catalogue {
    /// Returns all awards, in the order of projects and activities.
    pub fn awards(&self) -> impl Iterator<Item = AwardOf<'_>> {
        self.projects.iter().flat_map(move |(at, project)| {
            let own = numbered(at, None, &project.funding);
            let activities = project.activities().map(move |activity| &self.activities[activity]);
            own.chain(activities.flat_map(move |activity| numbered(at, Some(activity), &activity.funding)))
        })
    }

    /// Returns what makes an award a grant.
    ///
    /// # Errors
    /// The reason why it is none, or why that is not known.
    pub fn grant(&self, of: AwardOf<'_>) -> Result<Grant, &'static str> {
        let project = &self.projects[of.project];
        let is_grant = |at: &Ref<SupportType>| self.support_types[*at].is_grant();
        if !of.activity.map_or(&project.support, |activity| &activity.support).iter().all(is_grant) {
            return Err("its type of support is not a grant");
        }
        let Some(day @ PartialDate::Day(_)) = of.award.awarded else {
            return Err("the day of the award is not recorded");
        };
        let Some(recipient) = of.award.recipient else {
            return Err("the recipient is not recorded");
        };
        let parts = self.programmes[project.programme].institutions.iter();
        let funders: Vec<_> =
            parts.filter(|part| part.role == Role::Funder).map(|part| part.organisation).collect();
        match funders.is_empty() {
            true => Err("the programme names no funder"),
            false => Ok(Grant { day, recipient, funders }),
        }
    }
}

fn numbered<'a>(
    project: Ref<Project>,
    activity: Option<&'a Activity>,
    awards: &'a [Award],
) -> impl Iterator<Item = AwardOf<'a>> {
    awards.iter().enumerate().map(move |(position, award)| AwardOf { project, activity, position, award })
}
