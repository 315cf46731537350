//! Makes pictures smaller, and turns them.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use super::exif::Orientation;
use super::picture::Pixels;

/// Scales a picture to a width and height. Returns `None` if one of them is zero.
pub(super) fn scaled(pixels: &Pixels, (width, height): (u32, u32)) -> Option<Pixels> {
    let kind = if pixels.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
    let from = ImageRef::new(pixels.width, pixels.height, &pixels.bytes, kind).ok()?;
    let mut to = Image::new(width, height, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    Some(Pixels { width, height, has_alpha: pixels.has_alpha, bytes: to.into_vec() })
}

/// Turns a picture so that it is upright.
pub(super) fn turned(pixels: &Pixels, orientation: Orientation) -> Pixels {
    let size = if pixels.has_alpha { 4 } else { 3 };
    let at = |length: u32| usize::try_from(length).unwrap_or_default();
    let (own_width, own_height) = (at(pixels.width), at(pixels.height));
    let (width, height) = match orientation.swaps_sides() {
        true => (pixels.height, pixels.width),
        false => (pixels.width, pixels.height),
    };
    let mut bytes = Vec::with_capacity(pixels.bytes.len());
    for y in 0..at(height) {
        for x in 0..at(width) {
            let (right, below) = (own_width.wrapping_sub(1), own_height.wrapping_sub(1));
            let (x, y) = match orientation.0 {
                2 => (right - x, y),
                3 => (right - x, below - y),
                4 => (x, below - y),
                5 => (y, x),
                6 => (y, below - x),
                7 => (right - y, below - x),
                8 => (right - y, x),
                _ => (x, y),
            };
            let start = (y * own_width + x) * size;
            bytes.extend(&pixels.bytes[start..start + size]);
        }
    }
    Pixels { width, height, has_alpha: pixels.has_alpha, bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of two by three pixels, named by letters.
    fn letters(orientation: u8) -> (u32, String) {
        let bytes = b"abcdef".iter().flat_map(|letter| [*letter; 3]).collect();
        let pixels = Pixels { width: 2, height: 3, has_alpha: false, bytes };
        let turned = turned(&pixels, Orientation(orientation));
        (turned.width, turned.bytes.chunks(3).map(|pixel| char::from(pixel[0])).collect())
    }

    #[test]
    fn pictures_are_turned_as_exif_says() {
        for (orientation, width, expected) in [
            (1, 2, "abcdef"),
            (2, 2, "badcfe"),
            (3, 2, "fedcba"),
            (4, 2, "efcdab"),
            (5, 3, "acebdf"),
            (6, 3, "ecafdb"),
            (7, 3, "fdbeca"),
            (8, 3, "bdface"),
        ] {
            assert_eq!(letters(orientation), (width, expected.to_owned()), "{orientation}");
        }
    }
}
