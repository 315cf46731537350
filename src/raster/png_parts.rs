//! The chunks of a PNG.

use std::io::Read;

use flate2::bufread::ZlibDecoder;

use super::exif::Orientation;
use super::picture::{LARGEST_PROFILE, Parts};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that are needed to show a picture: its pixels, colours and frames.
const KEPT: [&[u8; 4]; 15] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Returns the width and height of a picture, from the beginning of its file.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    // The header is always the first chunk: its length and name precede the width and the height.
    let (width, height) = bytes.strip_prefix(SIGNATURE)?.get(8..16)?.split_at(4);
    let side = |bytes: &[u8]| Some(u32::from_be_bytes(bytes.try_into().ok()?));
    Some((side(width)?, side(height)?))
}

/// Returns what is needed to show a picture. `None` if it does not begin like a PNG.
pub(super) fn kept(bytes: &[u8]) -> Option<Parts> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend(SIGNATURE);
    let (mut orientation, mut profile) = (Orientation::UPRIGHT, None);
    let (mut is_animated, mut is_whole) = (false, false);
    while let Some((length, named)) = rest.split_first_chunk::<4>()
        && let Some(name) = named.first_chunk::<4>()
        && !is_whole
    {
        // The name and a checksum are around the contents.
        let end = usize::try_from(u32::from_be_bytes(*length)).ok().and_then(|length| length.checked_add(12));
        let chunk = end.and_then(|end| rest.get(..end));
        let whole = chunk.unwrap_or(rest);
        if KEPT.contains(&name) {
            kept.extend(whole);
        }
        let contents = chunk.and_then(|chunk| chunk.get(8..chunk.len() - 4));
        match name {
            b"iCCP" if profile.is_none() => profile = contents.and_then(unpacked_profile),
            b"acTL" => is_animated = true,
            b"IEND" => is_whole = chunk.is_some(),
            b"eXIf" if orientation == Orientation::UPRIGHT => {
                orientation = contents.and_then(Orientation::read).unwrap_or(Orientation::UPRIGHT);
                if let Some(exif) = orientation.exif() {
                    push(*b"eXIf", &exif, &mut kept);
                }
            }
            _ => {}
        }
        rest = &rest[whole.len()..];
    }
    Some(Parts { bytes: kept, orientation, profile, is_animated, is_whole })
}

/// Unpacks a colour profile, which follows its name, a zero, and the way it is packed. One that is too large is unpacked
/// only to the length from which it is not used. `None` if it is damaged.
fn unpacked_profile(contents: &[u8]) -> Option<Vec<u8>> {
    let name = contents.iter().position(|byte| *byte == 0)?;
    let packed = contents.get(name + 2..)?;
    let mut profile = Vec::new();
    ZlibDecoder::new(packed).take(LARGEST_PROFILE as u64 + 1).read_to_end(&mut profile).ok()?;
    Some(profile)
}

/// Appends a chunk with little in it.
fn push(name: [u8; 4], contents: &[u8], to: &mut Vec<u8>) {
    let length = u32::try_from(contents.len()).unwrap_or(u32::MAX);
    to.extend(length.to_be_bytes());
    let start = to.len();
    to.extend(name);
    to.extend(contents);
    let mut checksum = flate2::Crc::new();
    checksum.update(&to[start..]);
    to.extend(checksum.sum().to_be_bytes());
}
