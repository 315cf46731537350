//! The municipalities of a project as locations of the standard.

use std::io;

use super::{File, empty};
use crate::base::id::Ref;
use crate::content::catalogue::{Detail, Municipality, code_in};
use crate::content::parse::GeoNames;
use crate::export::xml::{Xml, leaf};

/// The code of GeoNames among the vocabularies of places. Of the registers that content can name, the standard knows
/// only this one.
const GEONAMES: &str = "G1";

impl File<'_> {
    /// Writes a municipality with its codes in GeoNames, and the position of its seat.
    pub(super) fn location(&self, at: Ref<Municipality>, xml: &mut Xml) -> io::Result<()> {
        let municipality = &self.site.catalogue.municipalities[at];
        let location = xml.create_element("location").with_attribute(("ref", municipality.id.as_str()));
        location.write_inner_content(|xml| {
            empty(xml, "location-reach", "1")?;
            in_geonames(xml, "location-id", None, &municipality.details)?;
            self.narratives(xml, "name", &[], &municipality.name.name)?;
            let district = &self.site.catalogue.districts[municipality.district];
            in_geonames(xml, "administrative", Some("1"), &district.details)?;
            let point = xml.create_element("point");
            let point = point.with_attribute(("srsName", "http://www.opengis.net/def/crs/EPSG/0/4326"));
            point.write_inner_content(|xml| {
                let coordinates = municipality.coordinates;
                leaf(xml, "pos", [], &format!("{} {}", coordinates.latitude, coordinates.longitude))
            })?;
            // The point is the seat, so it is approximate. A municipality is an administrative unit of the second
            // order.
            empty(xml, "exactness", "2")?;
            empty(xml, "location-class", "1")?;
            empty(xml, "feature-designation", "ADM2")
        })?;
        Ok(())
    }
}

/// Writes the number of a place in GeoNames, if it is known. A district is of the first order.
fn in_geonames(xml: &mut Xml, element: &str, level: Option<&str>, details: &[Detail]) -> io::Result<()> {
    let Some(code) = code_in(details, GeoNames::REGISTER) else { return Ok(()) };
    let mut attributes = vec![("vocabulary", GEONAMES)];
    attributes.extend(level.map(|level| ("level", level)));
    attributes.push(("code", code));
    xml.create_element(element).with_attributes(attributes).write_empty()?;
    Ok(())
}
