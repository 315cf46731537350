//! The words of a paragraph as one plain text, without the markup between them.

use std::ops::Range;

/// The words of a block in one text, in which each break of a line is a space.
pub(super) struct Plain {
    pub(super) text: String,
    /// Where each run of words begins, here and as written.
    pieces: Vec<(usize, usize)>,
}

impl Plain {
    pub(super) fn of(body: &str, block: &[Range<usize>]) -> Self {
        let mut plain = Plain { text: String::new(), pieces: Vec::with_capacity(block.len()) };
        let mut end = None;
        for words in block {
            let is_new_line = end.is_some_and(|end| body[end..words.start].contains('\n'));
            if is_new_line && !plain.text.ends_with(' ') {
                plain.text.push(' ');
            }
            plain.pieces.push((plain.text.len(), words.start));
            plain.text.push_str(&body[words.clone()]);
            end = Some(words.end);
        }
        plain
    }

    /// Returns where some bytes of the text are written.
    pub(super) fn written(&self, span: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            let after = self.pieces.partition_point(|(here, _)| *here <= byte);
            let piece = after.checked_sub(1).and_then(|last| self.pieces.get(last));
            piece.map_or(byte, |(here, written)| written + byte - here)
        };
        at(span.start)..at(span.end.saturating_sub(1)) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_as_readers_see_them() {
        let body = "u [Boru](x), Nišu\ni Kuli";
        let plain = Plain::of(body, &[0..2, 3..7, 11..18, 19..25]);
        assert_eq!(plain.text, "u Boru, Nišu i Kuli");
        assert_eq!(&body[plain.written(&(2..6))], "Boru");
        assert_eq!(&body[plain.written(&(16..20))], "Kuli");
    }
}
