//! Says which links of two languages lead to the same.

use crate::text::markdown::{Destination, OUTSIDE};

/// Returns the part of a link that must be the same in both languages.
///
/// Links to entries must name the same entry. Headings, files and external addresses may differ, so only the fact that
/// there is one counts.
pub(super) fn target(link: &Destination) -> String {
    let text = link.text.as_str();
    match text.split_once(':') {
        _ if link.is_image => "a picture".to_owned(),
        _ if text.starts_with('#') => "#".to_owned(),
        Some((scheme, _)) if OUTSIDE.contains(&scheme.to_ascii_lowercase().as_str()) => "outside".to_owned(),
        Some(_) => text.split('#').next().unwrap_or(text).to_owned(),
        None => "a file".to_owned(),
    }
}
