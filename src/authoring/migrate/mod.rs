//! Rewrites content of a former format. Everything else, comments included, stays as it is.

mod documents;
mod target_groups;

use super::draft::Draft;
use crate::base::problem::Problems;
use crate::content::parse::Records;
use crate::content::read::Source;

/// Computes the changes that bring content to the current format. There are none if it has it already.
///
/// # Errors
/// If content of a former format cannot be read, or what it becomes exists already.
pub(super) fn migrate(records: &Records, source: &Source) -> Result<Draft, Problems> {
    let mut draft = Draft { changes: target_groups::changes(records, source), ..Draft::default() };
    documents::migrate(records, source, &mut draft)?;
    Ok(draft)
}
