//! Open Graph images: the map of activities. It has no words, so that one image suits every language.
//! The only user of `resvg`.

use std::fmt::Write as _;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::marks::{self, CLASSES, Counts, LEVELS, SHAPES};
use super::templates::RenderError;
use crate::base::colour::Accent;
use crate::base::id::Ref;
use crate::content::catalogue::{Activity, Catalogue, Picture, Subject};
use crate::site::borders::Detail;
use crate::site::map::Mosaic;

/// Width and height in pixels. Programs that show Open Graph images show this size large.
pub(super) const SIZE: (u32, u32) = (1200, 630);

/// The media type of the images.
pub(super) const MEDIA_TYPE: &str = "image/png";

/// The width of the bar at the left.
const BAR: u32 = 48;

/// The margin around the map, in pixels.
const MARGIN: u32 = 36;

/// The colours of the light theme in `style.css`. An image cannot adapt to readers who prefer dark colours.
const GROUND: &str = "#ffffff";
const ACCENT: &str = "#0b4a8f";
const QUIET: &str = "#4c5560";
const FIELDS: [&str; LEVELS + 1] = ["#eceff2", "#dde7f1", "#cddced", "#bdd2e8", "#adc7e3", "#9dbdde"];
const CLASS_FIELDS: [&str; CLASSES + 1] = ["#f3f6f9", "#aecbec", "#7ca5d4", "#4f83bf", "#2563ab"];
const BORDER: &str = "#333c46";
const MARKS: [&str; SHAPES] = ["#12467f", "#8f3a00", "#14532d", "#6b1f7a", "#0b4f56", "#8a1538"];

/// Draws a picture as PNG.
///
/// # Errors
/// When it cannot be drawn. Content cannot cause that.
pub(super) fn png(catalogue: &Catalogue, mosaic: &Mosaic, picture: Picture) -> Result<Vec<u8>, RenderError> {
    let svg = match picture {
        Picture::Catalogue => {
            let all: Vec<Ref<Activity>> = catalogue.activities.refs().collect();
            svg(catalogue, mosaic, &all)
        }
        Picture::Programme(at) => svg(catalogue, mosaic, catalogue.index.of(Subject::Programme(at))),
    };
    let tree = Tree::from_str(&svg, &Options::default()).map_err(fault)?;
    let (width, height) = SIZE;
    let mut pixels = Pixmap::new(width, height).ok_or_else(|| fault("it has no size"))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pack(&pixels).map_err(fault)
}

/// Compresses the pixels as PNG. Flat colours are smallest without a filter, and the ground covers everything, so no
/// transparency is needed. The encoder in `resvg` has neither option.
fn pack(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut colours = vec![0; pixels.data().len() / 4 * 3];
    for (colour, pixel) in colours.chunks_exact_mut(3).zip(pixels.data().chunks_exact(4)) {
        colour.copy_from_slice(&pixel[..3]);
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colours)?;
    writer.finish()?;
    Ok(bytes)
}

fn fault(reason: impl std::fmt::Display) -> RenderError {
    RenderError::new(format!("a picture cannot be drawn: {reason}"))
}

/// Draws the picture as SVG. It contains only numbers and colours, so no text of the content can get into it.
fn svg(catalogue: &Catalogue, mosaic: &Mosaic, activities: &[Ref<Activity>]) -> String {
    let (width, height) = SIZE;
    let accent = catalogue.settings.accent.as_ref().map_or_else(|| ACCENT.to_owned(), Accent::on_light);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
         <g shape-rendering=\"crispEdges\"><path fill=\"{GROUND}\" d=\"M0 0h{width}v{height}H0z\"/>\
         <path fill=\"{accent}\" d=\"M0 0h{BAR}v{height}H0z\"/></g>"
    );
    if let Some(frame) = mosaic.frame {
        // Equal space on both sides centres the map, so that it stays visible where the image is cropped to a square.
        let (x, y) = (BAR + MARGIN, MARGIN);
        let _ = write!(
            svg,
            "<svg x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" viewBox=\"{}\" overflow=\"visible\">",
            width - 2 * x,
            height - 2 * y,
            frame.view_box()
        );
        push_map(&mut svg, catalogue, mosaic, &Counts::of(catalogue, activities));
        svg.push_str("</svg>");
    }
    svg + "</svg>"
}

/// Draws the same map as the page, with fields and dots below the marks.
fn push_map(svg: &mut String, catalogue: &Catalogue, mosaic: &Mosaic, counts: &Counts) {
    let (line, width) =
        if mosaic.has_borders { (BORDER, "1.5\" fill-rule=\"evenodd") } else { (GROUND, "2") };
    let _ = write!(svg, "<g stroke=\"{line}\" stroke-width=\"{width}\" stroke-linejoin=\"round\">");
    for district in catalogue.districts.refs() {
        if let Some(tile) = mosaic.district(district, Detail::Usual) {
            let field = match mosaic.has_borders {
                true => CLASS_FIELDS[counts.class(district)],
                false => FIELDS[counts.level(district)],
            };
            let _ = write!(svg, "<path fill=\"{field}\" d=\"{}\"/>", tile.path);
        }
    }
    let _ = write!(svg, "</g><g fill=\"{QUIET}\" fill-opacity=\"0.55\">");
    for municipality in catalogue.municipalities.refs() {
        if counts.at(municipality).is_none() {
            let _ = write!(svg, "<path d=\"{}\"/>", marks::dot(mosaic.seat(municipality)));
        }
    }
    let _ = write!(svg, "</g><g stroke=\"{GROUND}\" stroke-width=\"1.5\">");
    for municipality in catalogue.municipalities.refs() {
        if let Some(place) = counts.at(municipality) {
            let (kind, path) = place.mark(mosaic.seat(municipality));
            let _ = write!(svg, "<path fill=\"{}\" d=\"{path}\"/>", MARKS[kind]);
        }
    }
    svg.push_str("</g>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_of_the_light_theme() {
        let style = include_str!("../../themes/default/assets/style.css");
        let light = style.split("@media").next().unwrap_or_default();
        let numbered = |name: &str, colours: &[&'static str]| -> Vec<(String, &'static str)> {
            colours.iter().enumerate().map(|(number, colour)| (format!("{name}-{number}"), *colour)).collect()
        };
        let mut all =
            vec![("ground".to_owned(), GROUND), ("accent".to_owned(), ACCENT), ("quiet".to_owned(), QUIET)];
        all.extend(numbered("field", &FIELDS));
        all.extend(numbered("class", &CLASS_FIELDS));
        all.push(("border".to_owned(), BORDER));
        all.extend(numbered("mark", &MARKS));
        for (name, colour) in all {
            let line = format!("--{name}: {colour};");
            assert!(light.contains(&line), "style.css has no {line}");
        }
    }
}
