//! Hashes for file names, so that files can be cached for ever, and digests that show whether something has changed.
//! Only this file and the build script use `blake3`.

use std::str::FromStr;
use std::{fmt, io};

/// Returns the first `digits` hexadecimal digits (at most 64) of the BLAKE3 hash of `bytes`.
pub(crate) fn hex(bytes: &[u8], digits: usize) -> String {
    let mut hash = blake3::hash(bytes).to_hex().to_string();
    hash.truncate(digits);
    hash
}

/// Returns the first `digits` hexadecimal digits of one hash over several texts.
pub(crate) fn hex_of_all<'a>(texts: impl Iterator<Item = &'a str>, digits: usize) -> String {
    let mut hasher = Hasher::default();
    texts.for_each(|text| hasher.add(text.as_bytes()));
    let mut hash = hasher.0.finalize().to_hex().to_string();
    hash.truncate(digits);
    hash
}

/// The first 128 bits of a BLAKE3 hash. Data with equal digests is taken to be equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(u128);

impl fmt::Display for Digest {
    /// Writes 32 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Digest {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Digest)
    }
}

/// Hashes a sequence of byte strings. Their boundaries count too.
#[derive(Clone, Default)]
pub(crate) struct Hasher(blake3::Hasher);

impl Hasher {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(&bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    pub(crate) fn digest(&self) -> Digest {
        let mut first = [0; 16];
        self.0.finalize_xof().fill(&mut first);
        Digest(u128::from_be_bytes(first))
    }
}

impl Digest {
    /// Returns the digest of `bytes`: the first half of what `b3sum` prints.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        let hash = blake3::hash(bytes);
        let mut first = [0; 16];
        first.copy_from_slice(&hash.as_bytes()[..16]);
        Digest(u128::from_be_bytes(first))
    }

    /// Returns the digest of all bytes that a file or another reader still has, without keeping them.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(crate) fn of_reader(reader: impl io::Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        let mut first = [0; 16];
        hasher.finalize_xof().fill(&mut first);
        Ok(Digest(u128::from_be_bytes(first)))
    }

    /// Combines digests into one.
    pub(crate) fn of(parts: &[Digest]) -> Self {
        let mut hasher = Hasher::default();
        parts.iter().for_each(|part| hasher.add(&part.0.to_be_bytes()));
        hasher.digest()
    }
}
