//! Results that are kept until their input changes.

use std::cmp::Ordering;

use rayon::prelude::*;

/// Makes the result of each input, in parallel, except of those whose result is in `kept` and still valid.
///
/// Afterwards, `kept` has the results in the order of the inputs. Both must be in the same order before, by which `order`
/// compares them. `make` also gets the position of the input.
pub(crate) fn renew<I: Send, R: Send>(
    kept: &mut Vec<R>,
    inputs: impl IntoIterator<Item = I>,
    order: impl Fn(&R, &I) -> Ordering,
    is_valid: impl Fn(&R, &I) -> bool,
    make: impl Fn(usize, I) -> R + Sync,
) {
    let mut before = std::mem::take(kept).into_iter().peekable();
    let inputs: Vec<(I, Option<R>)> = inputs
        .into_iter()
        .map(|input| {
            while before.next_if(|result| order(result, &input) == Ordering::Less).is_some() {}
            let result = before.next_if(|result| is_valid(result, &input));
            (input, result)
        })
        .collect();
    let results = inputs.into_par_iter().enumerate();
    results.map(|(at, (input, result))| result.unwrap_or_else(|| make(at, input))).collect_into_vec(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_results_are_reused_and_others_made() {
        // A result is its input and the round in which it was made.
        let mut kept: Vec<(u32, u32, u32)> = Vec::new();
        let mut round = |number: u32, inputs: &[(u32, u32)]| {
            let order = |kept: &(u32, u32, u32), input: &(u32, u32)| kept.0.cmp(&input.0);
            let is_valid = |kept: &(u32, u32, u32), input: &(u32, u32)| (kept.0, kept.1) == *input;
            renew(&mut kept, inputs.iter().copied(), order, is_valid, |_, (id, text)| (id, text, number));
            kept.clone()
        };
        assert_eq!(round(1, &[(1, 0), (3, 0), (5, 0)]), [(1, 0, 1), (3, 0, 1), (5, 0, 1)]);
        assert_eq!(round(2, &[(1, 0), (2, 0), (3, 7), (5, 0)]), [(1, 0, 1), (2, 0, 2), (3, 7, 2), (5, 0, 1)]);
        assert_eq!(round(3, &[(5, 0)]), [(5, 0, 1)]);
        assert_eq!(round(4, &[]), []);
    }
}
