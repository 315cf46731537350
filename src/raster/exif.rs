//! How a picture must be turned, as cameras write it into the metadata.

/// The value of the tag `Orientation`: 1 is upright, 2 to 8 are the other ways of turning and mirroring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Orientation(pub(super) u8);

impl Orientation {
    pub(super) const UPRIGHT: Orientation = Orientation(1);

    /// Finds it in a block of Exif.
    pub(super) fn read(exif: &[u8]) -> Option<Self> {
        const TAG: u16 = 0x0112;
        let is_little = match exif.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let short = |at: usize| {
            let bytes = exif.get(at..)?.first_chunk::<2>()?;
            Some(if is_little { u16::from_le_bytes(*bytes) } else { u16::from_be_bytes(*bytes) })
        };
        let long = |at: usize| {
            let bytes = exif.get(at..)?.first_chunk::<4>()?;
            Some(if is_little { u32::from_le_bytes(*bytes) } else { u32::from_be_bytes(*bytes) })
        };
        let list = usize::try_from(long(4)?).ok()?;
        let first = list.checked_add(2)?;
        let entries = (0..usize::from(short(list)?)).map_while(|number| first.checked_add(number * 12));
        let entry = entries.take_while(|at| *at < exif.len()).find(|at| short(*at) == Some(TAG))?;
        let value = short(entry.checked_add(8)?)?;
        u8::try_from(value).ok().filter(|value| (1..=8).contains(value)).map(Orientation)
    }

    /// Writes a block of Exif that contains nothing else; `None` if the picture is upright.
    pub(super) fn exif(self) -> Option<Vec<u8>> {
        if self == Orientation::UPRIGHT {
            return None;
        }
        let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.push(self.0);
        exif.extend([0; 6]);
        Some(exif)
    }

    /// Returns whether width and height change places.
    pub(super) fn swaps_sides(self) -> bool {
        self.0 > 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_is_written() {
        for value in 2..=8 {
            let exif = Orientation(value).exif().expect("a block");
            assert_eq!(Orientation::read(&exif), Some(Orientation(value)));
            for end in 0..20 {
                assert_eq!(Orientation::read(&exif[..end]), None, "{end}");
            }
        }
        assert_eq!(Orientation::UPRIGHT.exif(), None);
        assert_eq!(Orientation::read(b"II*\0\xff\xff\xff\xff"), None);
        assert_eq!(Orientation::read(b"MM\0*\0\0\0\x08\xff\xff"), None);
    }
}
