//! "Did you mean …": the nearest of the known names.

use crate::serbian::fold;

/// The known name nearest to what was written, if it is near enough to be meant.
///
/// Names are compared by their search keys, so that `šabac`, `Шабац` and `sabac` are the same.
pub(crate) fn did_you_mean<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let key = fold(written).replace(['_', ' '], "-");
    let length = key.chars().count();
    if length > 64 {
        return None;
    }
    let allowed = (length / 3).clamp(1, 4);
    known
        // Most names are in ASCII, and tell by their length alone that they are not meant.
        .filter(|name| !name.is_ascii() || name.len().abs_diff(length) <= allowed)
        .map(|name| (fold(name).replace('_', "-"), name))
        // Names of other lengths are further apart than that: most need no comparing.
        .filter(|(known, _)| known.chars().count().abs_diff(length) <= allowed)
        .map(|(known, name)| (strsim::osa_distance(&key, &known), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}
