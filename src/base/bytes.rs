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

/// Returns the positions at which a byte and the next one are of a kind. Behind the last byte, the next one is 0.
pub(crate) fn pairs(bytes: &[u8], are_sought: impl Fn(u8, u8) -> bool + Copy) -> impl Iterator<Item = usize> {
    let starts = (0..bytes.len()).step_by(CHUNK);
    starts.flat_map(move |start| {
        let chunk = &bytes[start..bytes.len().min(start + CHUNK)];
        let next = bytes.get(start + chunk.len()).copied().unwrap_or_default();
        let found = chunk.windows(2).fold(false, |found, pair| found | are_sought(pair[0], pair[1]))
            | chunk.last().is_some_and(|last| are_sought(*last, next));
        let end = if found { start + chunk.len() } else { start };
        (start..end).filter(move |at| are_sought(bytes[*at], bytes.get(at + 1).copied().unwrap_or_default()))
    })
}
