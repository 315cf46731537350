//! Names that say what is in a file, so that it can be cached for ever. The only user of `blake3`.

/// The first `digits` hexadecimal digits of the BLAKE3 hash of some bytes; at most 64.
pub(crate) fn hex(bytes: &[u8], digits: usize) -> String {
    let mut hash = blake3::hash(bytes).to_hex().to_string();
    hash.truncate(digits);
    hash
}
