//! Pictures: takes out what else a camera has written into them, and makes narrower copies for small screens.
//!
//! Pictures come from strangers. So a picture with too many pixels is never decoded, and only a few large ones are
//! decoded at the same time. The decoders are written in safe Rust; the encoder of WebP, which is not, gets only pixels.

mod decode;
mod encode;
mod exif;
mod jpeg_parts;
mod picture;
mod png_parts;
mod room;
mod scale;
mod webp_parts;

use crate::base::file_type::FileType;
pub use picture::MOST_PIXELS;
use picture::Parts;
pub use room::Room;

/// The widths in pixels at which a wider picture is published too.
pub const WIDTHS: [u32; 3] = [480, 960, 1600];

/// The formats whose metadata is known.
#[derive(Clone, Copy)]
enum Format {
    Jpeg,
    Png,
    WebP,
}

impl Format {
    fn of(found: FileType) -> Option<Self> {
        match found {
            FileType::Jpeg => Some(Format::Jpeg),
            FileType::Png => Some(Format::Png),
            FileType::WebP => Some(Format::WebP),
            _ => None,
        }
    }
}

/// Returns whether [`make`] changes files of a type.
pub fn is_known(found: FileType) -> bool {
    Format::of(found).is_some()
}

/// A picture as it is published.
pub struct Made {
    /// The picture without metadata.
    pub original: Vec<u8>,
    /// Narrower copies in WebP, each with its width.
    pub narrower: Vec<(u32, Vec<u8>)>,
    /// Whether the file is damaged, or too large to be decoded.
    pub is_damaged: bool,
}

/// Takes the metadata out of a picture and, if `is_shown`, makes narrower copies of it. `pixels` are its width and
/// height. Files of other types stay as they are.
pub fn make(file: Vec<u8>, pixels: Option<(u32, u32)>, is_shown: bool) -> Made {
    let found = FileType::of(&file);
    let parts = Format::of(found).and_then(|format| {
        let parts = match format {
            Format::Jpeg => jpeg_parts::kept(&file),
            Format::Png => png_parts::kept(&file),
            Format::WebP => webp_parts::kept(&file),
        };
        Some((format, parts?))
    });
    let Some((format, parts)) = parts else {
        return Made { original: file, narrower: Vec::new(), is_damaged: false };
    };
    drop(file);
    let is_wide = pixels.is_some_and(|(width, _)| width > WIDTHS[0]);
    let is_damaged = !parts.is_whole || size(&parts.bytes, found).is_none();
    if is_damaged || !is_shown || !is_wide || parts.is_animated {
        return Made { is_damaged, original: parts.bytes, narrower: Vec::new() };
    }
    match narrower(format, &parts) {
        Some(narrower) => Made { original: parts.bytes, narrower, is_damaged: false },
        None => Made { original: parts.bytes, narrower: Vec::new(), is_damaged: true },
    }
}

/// Makes narrower copies, from the widest to the narrowest. Those that are not smaller files than the original are left
/// out. Returns `None` if the picture cannot be decoded.
fn narrower(format: Format, parts: &Parts) -> Option<Vec<(u32, Vec<u8>)>> {
    let mut pixels = match format {
        Format::Jpeg => decode::jpeg(&parts.bytes)?,
        Format::Png => decode::png(&parts.bytes)?,
        Format::WebP => decode::webp(&parts.bytes)?,
    };
    let profile = parts.profile.as_deref().filter(|profile| encode::is_needed(profile));
    let mut made = Vec::new();
    for width in WIDTHS.into_iter().rev() {
        let (own, other) = (pixels.width, pixels.height);
        let (shown, other) = if parts.orientation.swaps_sides() { (other, own) } else { (own, other) };
        if width >= shown {
            continue;
        }
        let height = (u64::from(other) * u64::from(width) + u64::from(shown) / 2) / u64::from(shown);
        let height = u32::try_from(height.max(1)).ok()?;
        let size = if parts.orientation.swaps_sides() { (height, width) } else { (width, height) };
        pixels = scale::scaled(&pixels, size)?;
        let turned = scale::turned(&pixels, parts.orientation);
        let encoded = encode::webp(&turned, profile);
        made.extend(encoded.filter(|bytes| bytes.len() < parts.bytes.len()).map(|bytes| (width, bytes)));
    }
    Some(made)
}

/// Returns the width and height at which a picture is shown, from the beginning of its file. They are read from the parts
/// that [`make`] keeps, so that no other part can pretend another size.
pub fn size(beginning: &[u8], found: FileType) -> Option<(u32, u32)> {
    match Format::of(found)? {
        Format::Jpeg => jpeg_parts::size(beginning),
        Format::Png => png_parts::size(beginning),
        Format::WebP => webp_parts::size(beginning),
    }
}
