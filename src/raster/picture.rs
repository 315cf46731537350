//! A picture as a file, and as pixels.

use super::exif::Orientation;

/// The maximum number of pixels of a picture: twice as many as most cameras take.
pub const MOST_PIXELS: u64 = 50_000_000;

/// The maximum size of a colour profile in bytes, which is in each copy.
pub(super) const LARGEST_PROFILE: usize = 16 << 10;

/// A picture without metadata.
pub(super) struct Parts {
    /// The file: pixels, colour profile, and how it is turned.
    pub(super) bytes: Vec<u8>,
    pub(super) orientation: Orientation,
    /// Its colour profile.
    pub(super) profile: Option<Vec<u8>>,
    pub(super) is_animated: bool,
    /// Whether the file has an end.
    pub(super) is_whole: bool,
}

/// The pixels of a picture, with three bytes for each, or four with an alpha channel.
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) has_alpha: bool,
    pub(super) bytes: Vec<u8>,
}
