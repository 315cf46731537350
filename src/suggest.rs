//! "Did you mean …": the nearest of the known names.

use crate::serbian::fold;

/// The known name nearest to what was written, if it is near enough to be meant.
///
/// Names are compared by their search keys, so that `šabac`, `Шабац` and `sabac` are the same.
pub(crate) fn did_you_mean<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let key = fold(written).replace(['_', ' '], "-");
    if key.chars().count() > 64 {
        return None;
    }
    let allowed = (key.chars().count() / 3).clamp(1, 4);
    known
        .map(|name| (strsim::osa_distance(&key, &fold(name).replace('_', "-")), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}
