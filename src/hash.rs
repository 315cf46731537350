//! Names that say what is in a file, so that it can be cached for ever. The only user of `blake3`.

/// The first `digits` hexadecimal digits of the BLAKE3 hash of some bytes; at most 64.
pub(crate) fn hex(bytes: &[u8], digits: usize) -> String {
    let mut hash = blake3::hash(bytes).to_hex().to_string();
    hash.truncate(digits);
    hash
}

/// The same of many texts, one after another.
pub(crate) fn hex_of_all<'a>(texts: impl Iterator<Item = &'a str>, digits: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(&text.len().to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let mut hash = hasher.finalize().to_hex().to_string();
    hash.truncate(digits);
    hash
}
