//! Quick searches for bytes that most texts do not have. They test many bytes at once if the test has no branches, so it
//! is best written with `|` and `&`.

/// The number of bytes that are tested at once.
const CHUNK: usize = 32;

/// Returns whether a text has a byte of a kind.
pub(crate) fn has_byte(text: &str, is_sought: impl Fn(u8) -> bool + Copy) -> bool {
    position(text.as_bytes(), is_sought).is_some()
}

/// Returns the position of the first byte of a kind.
pub(crate) fn position(bytes: &[u8], is_sought: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    next_pair(bytes, 0, |byte, _| is_sought(byte))
}

/// Returns the positions at which a byte and the next one are of a kind. Behind the last byte, the next one is 0.
pub(crate) fn pairs(bytes: &[u8], are_sought: impl Fn(u8, u8) -> bool + Copy) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = next_pair(bytes, from, are_sought)?;
        from = at + 1;
        Some(at)
    })
}

/// Returns the first position from `from` on at which a byte and the next one are of a kind.
fn next_pair(bytes: &[u8], from: usize, are_sought: impl Fn(u8, u8) -> bool + Copy) -> Option<usize> {
    let mut start = from;
    while let Some(part) = bytes.get(start..start + CHUNK + 1) {
        // The fixed length lets the compiler test all pairs with a few instructions.
        let part: &[u8; CHUNK + 1] = part.try_into().ok()?;
        let mut found = false;
        for at in 0..CHUNK {
            found |= are_sought(part[at], part[at + 1]);
        }
        if found {
            break;
        }
        start += CHUNK;
    }
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or_default();
    (start..bytes.len()).find(|at| are_sought(bytes[*at], next(*at)))
}
