//! Encodes pictures as WebP. This is the only user of a library in C, which reads no files of strangers.

use super::picture::{LARGEST_PROFILE, Pixels};
use super::webp_parts;

/// The quality, of 100: at 80, hardly anybody sees a difference from the original.
const QUALITY: f32 = 80.0;

/// Encodes a picture. Returns `None` if a side is too long for WebP.
pub(super) fn webp(pixels: &Pixels, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    let (width, height) = (pixels.width, pixels.height);
    let mut config = webp::WebPConfig::new().ok()?;
    config.quality = QUALITY;
    let encoder = match pixels.has_alpha {
        true => webp::Encoder::from_rgba(&pixels.bytes, width, height),
        false => webp::Encoder::from_rgb(&pixels.bytes, width, height),
    };
    let encoded = encoder.encode_advanced(&config).ok()?;
    match profile {
        Some(profile) => webp_parts::with_profile(&encoded, (width, height), profile),
        None => Some(encoded.to_vec()),
    }
}

/// Returns whether colours would be shown wrong without a profile: browsers take a picture without one to be in sRGB.
pub(super) fn is_needed(profile: &[u8]) -> bool {
    let is_named = |name: &[u8]| profile.windows(name.len()).any(|part| part == name);
    profile.len() <= LARGEST_PROFILE
        && profile.get(16..).is_some_and(|space| space.starts_with(b"RGB "))
        && !is_named(b"sRGB")
        && !is_named(b"s\0R\0G\0B")
}
