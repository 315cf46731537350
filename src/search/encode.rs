//! Encodes numbers as text. Each character holds five bits, the lowest first, and a sixth that says whether more
//! follow.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The largest number that one character can hold.
pub(super) const ONE_DIGIT: usize = 63;

/// Appends a number of any size.
pub(super) fn push(mut number: usize, out: &mut String) {
    loop {
        let more = if number > 31 { 32 } else { 0 };
        out.push(digit((number & 31) | more));
        number >>= 5;
        if more == 0 {
            return;
        }
    }
}

/// Returns a number up to [`ONE_DIGIT`] as one character.
pub(super) fn digit(number: usize) -> char {
    char::from(DIGITS[number.min(ONE_DIGIT)])
}

/// Encodes numbers one after another.
pub(super) fn numbers(numbers: impl IntoIterator<Item = usize>) -> String {
    let mut out = String::new();
    for number in numbers {
        push(number, &mut out);
    }
    out
}
