//! Quick searches for bytes of certain kinds, which most texts do not have.

/// The number of bytes that are tested at once.
const CHUNK: usize = 32;

/// Returns whether a text has a byte of a kind.
pub(crate) fn has_byte(text: &str, is_sought: impl Fn(u8) -> bool) -> bool {
    position(text.as_bytes(), is_sought).is_some()
}

/// Returns the position of the first byte of a kind.
pub(crate) fn position(bytes: &[u8], is_sought: impl Fn(u8) -> bool) -> Option<usize> {
    let mut start = 0;
    for chunk in bytes.chunks(CHUNK) {
        // Without an early end, the compiler tests all bytes of the chunk with a few instructions.
        if chunk.iter().fold(false, |found, byte| found | is_sought(*byte)) {
            return Some(start + chunk.iter().position(|byte| is_sought(*byte))?);
        }
        start += CHUNK;
    }
    None
}
