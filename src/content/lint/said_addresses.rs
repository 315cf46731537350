//! Finds the links of texts to pages of this site by their web addresses.

use super::content::Part;
use crate::base::problem::Place;

/// A link to a page of the site by its address.
pub(super) struct OwnAddress {
    /// The address.
    pub(super) address: String,
    /// What follows the address of the site.
    pub(super) path: String,
    pub(super) place: Place,
}

/// Finds the links of a part to the site. The address of the site is that of its home page, which texts may name.
pub(super) fn own_addresses(part: &Part<'_>) -> Vec<OwnAddress> {
    let Some(site) = part.known.site.map(without_scheme) else { return Vec::new() };
    let site = site.trim_end_matches('/').to_ascii_lowercase();
    let links = part.destinations().into_iter().filter(|(link, _)| !link.is_image);
    let found = links.filter_map(|(link, place)| {
        let rest = Some(without_scheme(&link.text)).filter(|rest| rest.len() < link.text.len())?;
        let start = rest.get(..site.len()).filter(|start| start.eq_ignore_ascii_case(&site))?;
        let path = rest[start.len()..].strip_prefix('/')?;
        let is_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
        (!path.is_empty() && !is_file).then(|| OwnAddress {
            address: link.text.clone(),
            path: path.to_owned(),
            place,
        })
    });
    found.collect()
}

/// Returns a web address without its scheme and `www.`.
fn without_scheme(address: &str) -> &str {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| address.strip_prefix(scheme));
    let rest = rest.unwrap_or(address);
    rest.strip_prefix("www.").unwrap_or(rest)
}
