//! Measured values: exact decimal numbers.

use std::fmt;

/// A measured value, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

impl Quantity {
    /// The largest accepted value: a million million.
    pub const MAXIMUM: i64 = 1_000_000_000_000;
    /// The ECMA 262 pattern that every value matches.
    pub const PATTERN: &str = r"^-?[0-9]+(\.[0-9]{1,2}|\.[0-9]{2}[1-9])?$";

    /// Parses a number with at most three decimals after a point, of which the third is not zero; no separators.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        // Nobody writes one and a quarter as `1.250`: it is one thousand and a quarter.
        let is_of_thousands = decimals.len() == 3 && decimals.ends_with('0');
        if !is_number(whole) || !is_number(decimals) || decimals.len() > 3 || is_of_thousands {
            return None;
        }
        let decimals: i64 = format!("{decimals:0<3}").parse().ok()?;
        let thousandths = whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(decimals)?;
        (thousandths <= 1000 * Self::MAXIMUM).then_some(Quantity(sign * thousandths))
    }

    /// Returns the value as it is written with three decimals, and without the point; `None` if it needs fewer decimals,
    /// or has more than three digits before them, as no thousands have.
    pub fn as_thousands(self) -> Option<(String, String)> {
        let is_doubtful = self.0 % 10 != 0 && self.0.unsigned_abs() < 1_000_000;
        is_doubtful.then(|| (self.to_string(), self.0.to_string()))
    }

    /// Makes a value of its thousandths.
    pub const fn of_thousandths(thousandths: i64) -> Self {
        Quantity(thousandths)
    }

    /// The value in thousandths.
    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// Returns how far it is on the way from `start` to `target`, in thousandths, at least 0 and at most 1000. `None` if
    /// the two are equal.
    pub fn progress(self, start: Quantity, target: Quantity) -> Option<i32> {
        let way = i128::from(target.0) - i128::from(start.0);
        let done = (i128::from(self.0) - i128::from(start.0)) * 1000;
        let share = done.checked_div(way)?;
        i32::try_from(share.clamp(0, 1000)).ok()
    }

    /// Zero.
    pub const ZERO: Quantity = Quantity(0);
}

impl fmt::Display for Quantity {
    /// Writes the value for programs: `20`, `12.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, decimals) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        match decimals {
            0 => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{}", format!("{decimals:03}").trim_end_matches('0')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_exact_values_and_nothing_else() {
        for (text, thousandths) in
            [("0", 0), ("20", 20_000), ("-1.5", -1500), ("0.125", 125), ("12.50", 12_500)]
        {
            assert_eq!(Quantity::parse(text), Some(Quantity(thousandths)), "{text}");
        }
        for text in
            ["", "-", "1,5", "1.", ".5", "1e3", "0.1234", "9999999999999", "1 000", "+1", "1.250", "12.000"]
        {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
        for text in ["0", "20", "-1.5", "0.125", "-0.05"] {
            assert_eq!(Quantity::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn progress_is_the_part_of_the_way_that_is_done() {
        let at = |text| Quantity::parse(text).unwrap();
        for (value, start, target, progress) in [
            ("17", "0", "20", Some(850)),
            ("25", "0", "20", Some(1000)),
            ("30", "40", "20", Some(500)),
            ("-1", "0", "20", Some(0)),
            ("5", "5", "5", None),
        ] {
            assert_eq!(
                at(value).progress(at(start), at(target)),
                progress,
                "{value} from {start} to {target}"
            );
        }
    }
}
