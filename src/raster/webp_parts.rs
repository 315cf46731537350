//! The chunks of a WebP.

use super::exif::Orientation;
use super::picture::Parts;

/// The flags in the chunk `VP8X`.
const HAS_PROFILE: u8 = 0x20;
const HAS_ALPHA: u8 = 0x10;
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;
const IS_ANIMATED: u8 = 0x02;

/// The length of what precedes the chunks of a frame.
const FRAME_HEADER: usize = 16;

/// The chunks with pixels.
const PIXELS: [&[u8; 4]; 3] = [b"ALPH", b"VP8 ", b"VP8L"];

/// A chunk: its name and contents, and whether all of it is there.
struct Chunk<'a> {
    name: [u8; 4],
    contents: &'a [u8],
    is_whole: bool,
}

fn chunks(mut rest: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    std::iter::from_fn(move || {
        let (name, sized) = rest.split_first_chunk::<4>()?;
        let (length, contents) = sized.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let is_whole = length <= contents.len();
        let (contents, behind) = contents.split_at(length.min(contents.len()));
        // Chunks have an even length.
        rest = if length % 2 == 1 { behind.get(1..).unwrap_or_default() } else { behind };
        Some(Chunk { name: *name, contents, is_whole })
    })
}

fn push(name: [u8; 4], contents: &[u8], to: &mut Vec<u8>) {
    to.extend(name);
    to.extend(length(contents.len()));
    to.extend(contents);
    if contents.len() % 2 == 1 {
        to.push(0);
    }
}

fn length(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

/// Returns the chunks of a file; `None` if it does not begin like a WebP.
fn body(bytes: &[u8]) -> Option<&[u8]> {
    let (length, named) = bytes.strip_prefix(b"RIFF")?.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    named.get(..length).unwrap_or(named).strip_prefix(b"WEBP")
}

/// Makes a file of chunks.
fn file(chunks: &[u8]) -> Vec<u8> {
    let mut file = b"RIFF".to_vec();
    file.extend(length(chunks.len() + 4));
    file.extend(b"WEBP");
    file.extend(chunks);
    file
}

/// Returns what is needed to show a picture: its pixels, colours and frames. `None` if it does not begin like a WebP.
pub(super) fn kept(bytes: &[u8]) -> Option<Parts> {
    let body = body(bytes)?;
    let of_exif = |chunk: Chunk<'_>| {
        // Some programs write the same bytes as in JPEG.
        let exif = chunk.contents.strip_prefix(b"Exif\0\0").unwrap_or(chunk.contents);
        Orientation::read(exif)
    };
    let exif = chunks(body).filter(|chunk| has(body, HAS_EXIF) && &chunk.name == b"EXIF").find_map(of_exif);
    let orientation = exif.unwrap_or(Orientation::UPRIGHT);
    let exif = orientation.exif();
    let mut kept = Vec::with_capacity(bytes.len());
    let (mut profile, mut is_whole) = (None, false);
    for Chunk { name, contents, is_whole: is_whole_chunk } in chunks(body) {
        match &name {
            b"VP8X" => {
                let mut contents = contents.to_vec();
                if let Some(flags) = contents.first_mut() {
                    *flags &= !(HAS_EXIF | HAS_XMP);
                    *flags |= if exif.is_some() { HAS_EXIF } else { 0 };
                }
                push(name, &contents, &mut kept);
            }
            b"ANMF" => {
                let (header, pixels) = contents.split_at(contents.len().min(FRAME_HEADER));
                let mut frame = header.to_vec();
                for chunk in chunks(pixels).filter(|chunk| PIXELS.contains(&&chunk.name)) {
                    push(chunk.name, chunk.contents, &mut frame);
                }
                push(name, &frame, &mut kept);
                is_whole |= is_whole_chunk;
            }
            b"ICCP" => {
                profile = Some(contents.to_vec());
                push(name, contents, &mut kept);
            }
            b"ANIM" | b"ALPH" => push(name, contents, &mut kept),
            b"VP8 " | b"VP8L" => {
                push(name, contents, &mut kept);
                is_whole |= is_whole_chunk;
            }
            _ => {}
        }
    }
    if let Some(exif) = exif {
        push(*b"EXIF", &exif, &mut kept);
    }
    Some(Parts { bytes: file(&kept), orientation, profile, is_animated: has(body, IS_ANIMATED), is_whole })
}

/// Returns the width and height of a picture, from the beginning of its file. `None` if its header and its pixels do not
/// agree, except for an animation, whose frames may be smaller than the picture.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let body = body(bytes)?;
    let header = chunks(body).next().filter(|chunk| &chunk.name == b"VP8X");
    let of_header = header.map(|chunk| size_in_header(chunk.contents));
    if let Some(size) = of_header.filter(|_| has(body, IS_ANIMATED)) {
        return size;
    }
    let of_pixels = chunks(body).find_map(|chunk| size_of_pixels(&chunk))?;
    of_header.is_none_or(|size| size == Some(of_pixels)).then_some(of_pixels)
}

/// Reads the size in a chunk `VP8X`: flags, and both sides minus one.
fn size_in_header(contents: &[u8]) -> Option<(u32, u32)> {
    let side =
        |bytes: &[u8]| Some(u32::from_le_bytes([*bytes.first()?, *bytes.get(1)?, *bytes.get(2)?, 0]) + 1);
    Some((side(contents.get(4..7)?)?, side(contents.get(7..10)?)?))
}

/// Reads the size in a chunk with pixels. The sides have 14 bits each: in `VP8 ` behind a tag and a code, in `VP8L` behind
/// a code, minus one.
fn size_of_pixels(chunk: &Chunk<'_>) -> Option<(u32, u32)> {
    const SIDE: u32 = 0x3fff;
    let four = |from: usize| Some(u32::from_le_bytes(*chunk.contents.get(from..)?.first_chunk::<4>()?));
    match &chunk.name {
        b"VP8 " => four(6).map(|sides| (sides & SIDE, (sides >> 16) & SIDE)),
        b"VP8L" => four(1).map(|sides| ((sides & SIDE) + 1, ((sides >> 14) & SIDE) + 1)),
        _ => None,
    }
}

/// Returns whether a flag is set in the header.
fn has(body: &[u8], flag: u8) -> bool {
    chunks(body).next().is_some_and(|chunk| {
        &chunk.name == b"VP8X" && chunk.contents.first().is_some_and(|it| it & flag != 0)
    })
}

/// Adds a colour profile to a picture of this size that was just encoded.
pub(super) fn with_profile(encoded: &[u8], (width, height): (u32, u32), profile: &[u8]) -> Option<Vec<u8>> {
    let body = body(encoded)?;
    let has_alpha = chunks(body).any(|chunk| matches!(&chunk.name, b"ALPH" | b"VP8L"));
    let flags = HAS_PROFILE | if has_alpha { HAS_ALPHA } else { 0 };
    let mut header = vec![flags, 0, 0, 0];
    for side in [width, height] {
        header.extend(&side.checked_sub(1)?.to_le_bytes()[..3]);
    }
    let mut kept = Vec::with_capacity(encoded.len() + profile.len());
    push(*b"VP8X", &header, &mut kept);
    push(*b"ICCP", profile, &mut kept);
    for chunk in chunks(body).filter(|chunk| PIXELS.contains(&&chunk.name)) {
        push(chunk.name, chunk.contents, &mut kept);
    }
    Some(file(&kept))
}
