//! Pseudorandom numbers that are the same in every run.

/// Knuth's MMIX generator.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        // The first numbers of neighbouring seeds are similar.
        for _ in 0..4 {
            dice.below(2);
        }
        dice
    }

    /// Returns a number below `end`, which must not be 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }

    /// Returns a number from `first` to `last`.
    pub(crate) fn from(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// Returns one of `items`, which must not be empty.
    pub(crate) fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Returns a seed for other dice.
    pub(crate) fn seed(&mut self) -> u64 {
        self.below(1 << 31) as u64
    }
}
