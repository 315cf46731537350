//! Decodes pictures. Each function returns `None` if the file is damaged or has too many pixels.

use std::io::Cursor;

use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::picture::{MOST_PIXELS, Pixels};
use super::webp_parts;

/// The memory in bytes that a decoder may use besides the pixels themselves.
const MOST_MEMORY: usize = 512 << 20;

/// The longest side of a JPEG, which its format allows.
const LONGEST_SIDE: usize = 65_535;

fn is_allowed(width: u32, height: u32) -> bool {
    width > 0 && height > 0 && u64::from(width) * u64::from(height) <= MOST_PIXELS
}

pub(super) fn jpeg(bytes: &[u8]) -> Option<Pixels> {
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::RGB)
        .set_max_width(LONGEST_SIDE)
        .set_max_height(LONGEST_SIDE);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    if !is_allowed(width, height) {
        return None;
    }
    let bytes = decoder.decode().ok()?;
    Some(Pixels { width, height, has_alpha: false, bytes })
}

pub(super) fn png(bytes: &[u8]) -> Option<Pixels> {
    let limits = png::Limits { bytes: MOST_MEMORY };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    // The decoder would unpack it to any length.
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    if !is_allowed(width, height) {
        return None;
    }
    let mut bytes = vec![0; reader.output_buffer_size()?];
    reader.next_frame(&mut bytes).ok()?;
    let (bytes, has_alpha) = match reader.output_color_type().0 {
        png::ColorType::Rgb => (bytes, false),
        png::ColorType::Rgba => (bytes, true),
        png::ColorType::Grayscale => (bytes.iter().flat_map(|grey| [*grey; 3]).collect(), false),
        png::ColorType::GrayscaleAlpha => {
            (bytes.chunks_exact(2).flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]).collect(), true)
        }
        png::ColorType::Indexed => return None,
    };
    Some(Pixels { width, height, has_alpha, bytes })
}

pub(super) fn webp(bytes: &[u8]) -> Option<Pixels> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).ok()?;
    decoder.set_memory_limit(MOST_MEMORY);
    let (width, height) = decoder.dimensions();
    // The decoder compares the size of the pixels with that of the header only when it has decoded them.
    if !is_allowed(width, height) || webp_parts::size(bytes) != Some((width, height)) {
        return None;
    }
    let mut bytes = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut bytes).ok()?;
    Some(Pixels { width, height, has_alpha: decoder.has_alpha(), bytes })
}
