//! The segments of a JPEG.

use std::collections::BTreeMap;

use super::exif::Orientation;
use super::picture::Parts;

const START: [u8; 2] = [0xff, 0xd8];
const END: [u8; 2] = [0xff, 0xd9];

/// The maximum number of scans. Each may cover the whole picture in a few bytes, and programs write a dozen.
const MOST_SCANS: usize = 64;

const EXIF: &[u8] = b"Exif\0\0";
const PROFILE: &[u8] = b"ICC_PROFILE\0";
const JFIF: &[u8] = b"JFIF\0";
const ADOBE: &[u8] = b"Adobe";

/// The length of the contents of a segment of JFIF up to its small picture, and of one of Adobe.
const JFIF_LENGTH: usize = 12;
const ADOBE_LENGTH: usize = 12;

enum Part<'a> {
    /// A segment: its marker and contents.
    Segment(u8, &'a [u8]),
    /// The pixels that follow the segment of a scan, with their restart markers.
    Scan(&'a [u8]),
    /// The end of the picture.
    End,
}

/// The parts of a JPEG up to its end, or to the place from which it cannot be read.
struct PartsOf<'a> {
    rest: &'a [u8],
    in_scan: bool,
}

impl<'a> PartsOf<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        Some(PartsOf { rest: bytes.strip_prefix(&START)?, in_scan: false })
    }
}

impl<'a> Iterator for PartsOf<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if std::mem::take(&mut self.in_scan) {
            let is_end = |two: &[u8]| two[0] == 0xff && !matches!(two[1], 0 | 0xd0..=0xd7 | 0xff);
            let end = self.rest.windows(2).position(is_end).unwrap_or(self.rest.len());
            let (scan, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Some(Part::Scan(scan));
        }
        loop {
            // Other bytes between segments have no meaning.
            let marker =
                self.rest.windows(2).position(|two| two[0] == 0xff && !matches!(two[1], 0 | 0xff))?;
            let code = self.rest[marker + 1];
            self.rest = &self.rest[marker + 2..];
            match code {
                0xd9 => {
                    self.rest = &[];
                    return Some(Part::End);
                }
                0x01 | 0xd0..=0xd8 => {}
                _ => {
                    let length = usize::from(u16::from_be_bytes(*self.rest.first_chunk::<2>()?));
                    let contents = self.rest.get(2..length)?;
                    self.rest = &self.rest[length..];
                    self.in_scan = code == 0xda;
                    return Some(Part::Segment(code, contents));
                }
            }
        }
    }
}

/// Returns how a picture is turned, from the beginning of its file.
fn orientation(bytes: &[u8]) -> Orientation {
    let before_pixels = PartsOf::new(bytes).into_iter().flatten();
    let before_pixels =
        before_pixels.take_while(|part| matches!(part, Part::Segment(code, _) if !is_frame(*code)));
    let found = before_pixels.filter_map(|part| match part {
        Part::Segment(0xe1, contents) => Orientation::read(contents.strip_prefix(EXIF)?),
        _ => None,
    });
    found.into_iter().next().unwrap_or(Orientation::UPRIGHT)
}

/// Returns the width and height at which a picture is shown, from the beginning of its file.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let frame = PartsOf::new(bytes)?.find_map(|part| match part {
        Part::Segment(code, contents) if is_frame(code) => Some(contents),
        _ => None,
    });
    // The number of bits of a colour precedes the height and the width.
    let sides = frame?.get(1..)?.first_chunk::<4>()?;
    let [height, width] =
        [[sides[0], sides[1]], [sides[2], sides[3]]].map(|side| u32::from(u16::from_be_bytes(side)));
    Some(if orientation(bytes).swaps_sides() { (height, width) } else { (width, height) })
}

/// Returns whether a segment says the size of the picture.
fn is_frame(code: u8) -> bool {
    matches!(code, 0xc0..=0xcf) && !matches!(code, 0xc4 | 0xc8 | 0xcc)
}

/// Returns what is needed to show a picture: its tables, pixels and colours. `None` if it does not begin like a JPEG.
pub(super) fn kept(bytes: &[u8]) -> Option<Parts> {
    let orientation = orientation(bytes);
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend(START);
    let mut profile: BTreeMap<u8, &[u8]> = BTreeMap::new();
    let mut exif = orientation.exif();
    let (mut frames, mut scans, mut is_whole) = (0, 0, false);
    for part in PartsOf::new(bytes)? {
        match part {
            // Programs do not agree which of several frames counts.
            Part::Segment(code, _) if is_frame(code) && frames > 0 => frames += 1,
            Part::End => {
                kept.extend(END);
                is_whole = true;
            }
            Part::Scan(pixels) => {
                kept.extend(pixels);
                scans += 1;
            }
            Part::Segment(0xe0, jfif) if jfif.starts_with(JFIF) => {
                let start = jfif.get(..JFIF_LENGTH).unwrap_or(jfif);
                push(0xe0, &[start, &[0, 0]], &mut kept);
            }
            Part::Segment(0xe1, contents) if contents.starts_with(EXIF) => {
                if let Some(exif) = exif.take() {
                    push(0xe1, &[EXIF, &exif], &mut kept);
                }
            }
            Part::Segment(0xe2, contents) if contents.starts_with(PROFILE) => {
                push(0xe2, &[contents], &mut kept);
                if let [number, _, piece @ ..] = &contents[PROFILE.len()..] {
                    profile.entry(*number).or_insert(piece);
                }
            }
            Part::Segment(0xee, adobe) if adobe.starts_with(ADOBE) => {
                push(0xee, &[adobe.get(..ADOBE_LENGTH).unwrap_or(adobe)], &mut kept);
            }
            Part::Segment(code @ (0xc0..=0xcf | 0xda..=0xdd), contents) => {
                frames += usize::from(is_frame(code));
                push(code, &[contents], &mut kept);
            }
            Part::Segment(..) => {}
        }
    }
    let profile: Vec<u8> = profile.into_values().flatten().copied().collect();
    Some(Parts {
        bytes: kept,
        orientation,
        profile: (!profile.is_empty()).then_some(profile),
        is_animated: false,
        is_whole: is_whole && frames == 1 && (1..=MOST_SCANS).contains(&scans),
    })
}

/// Appends a segment.
fn push(code: u8, contents: &[&[u8]], to: &mut Vec<u8>) {
    let length = contents.iter().map(|part| part.len()).sum::<usize>() + 2;
    // No part is longer than it was.
    let length = u16::try_from(length).unwrap_or(u16::MAX);
    to.extend([0xff, code]);
    to.extend(length.to_be_bytes());
    contents.iter().for_each(|part| to.extend(*part));
}
