//! Money: an amount and a currency. Amounts in different currencies are never added.

use std::fmt;

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The codes of the currencies of countries, in their order (ISO 4217), with HRK and BGN, which the euro has replaced.
    pub const CODES: &[&str] = &[
        "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD",
        "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP",
        "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR",
        "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG",
        "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF",
        "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA",
        "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO",
        "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD",
        "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN",
        "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX",
        "USD", "UYU", "UZS", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XOF", "XPF", "YER", "ZAR", "ZMW",
        "ZWG",
    ];

    /// The ECMA 262 pattern that every code matches.
    pub const PATTERN: &str = "^[A-Z]{3}$";

    /// Parses three capital letters.
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Currency(bytes))
    }

    /// Returns whether a country has this currency.
    pub fn exists(&self) -> bool {
        Self::CODES.binary_search(&self.code()).is_ok()
    }

    /// The code, such as `EUR`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An exact amount, in hundredths of the currency's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

impl Amount {
    /// The largest accepted amount, in units: a million million.
    pub const MAXIMUM: u64 = 1_000_000_000_000;
    /// An ECMA 262 pattern that every amount matches.
    pub const PATTERN: &str = r"^[0-9]+(\.[0-9]{1,2})?$";

    /// Parses whole units, or units with one or two decimals after a point; no separators and no sign.
    pub fn parse(text: &str) -> Option<Self> {
        let (units, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(units) || !digits(decimals) || decimals.len() > 2 {
            return None;
        }
        let hundredths: u64 = format!("{decimals:0<2}").parse().ok()?;
        let total = units.parse::<u64>().ok()?.checked_mul(100)?.checked_add(hundredths)?;
        (total <= 100 * Self::MAXIMUM).then_some(Amount(total))
    }

    /// The amount in hundredths of the unit.
    pub fn hundredths(self) -> u64 {
        self.0
    }

    /// A hundred units, for dividing into percentages.
    pub const HUNDRED: Amount = Amount(100 * 100);

    /// Divides the amount in proportion to `weights`. The parts add up to the amount; there are none if all weights
    /// are zero.
    pub fn divided(self, weights: &[u64]) -> Vec<Amount> {
        let all: u128 = weights.iter().copied().map(u128::from).sum();
        let (mut weighed, mut given) = (0, 0);
        let part = |weight: &u64| {
            weighed += u128::from(*weight);
            // This is at most the whole amount, so it fits.
            let up_to_here = u64::try_from(u128::from(self.0) * weighed / all).unwrap_or(self.0);
            let part = up_to_here - given;
            given = up_to_here;
            Amount(part)
        };
        if all == 0 { Vec::new() } else { weights.iter().map(part).collect() }
    }

    /// Returns the amount for each 1,000 of `number`, in whole units. `None` for none.
    pub fn for_each_thousand(self, number: u64) -> Option<Amount> {
        let units = (u128::from(self.0) * 10 + u128::from(number) / 2).checked_div(u128::from(number))?;
        u64::try_from(units.checked_mul(100)?).ok().map(Amount)
    }

    /// Adds two amounts. Sums of fewer than a hundred thousand amounts cannot overflow.
    pub fn plus(self, other: Amount) -> Amount {
        Amount(self.0.saturating_add(other.0))
    }
}

impl fmt::Display for Amount {
    /// Writes the amount for programs: `18460` or `18460.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (units, 0) => write!(f, "{units}"),
            (units, hundredths) => write!(f, "{units}.{hundredths:02}"),
        }
    }
}

impl Amount {
    /// Returns its share of `whole` in thousandths; 1000 if `whole` is zero.
    pub fn thousandths_of(self, whole: Amount) -> u32 {
        let part = u128::from(self.0) * 1000;
        part.checked_div(u128::from(whole.0)).map_or(1000, |share| u32::try_from(share).unwrap_or(u32::MAX))
    }
}

/// An amount in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// The currency.
    pub currency: Currency,
    /// The amount.
    pub amount: Amount,
}

/// The funding of one activity. If it is split, the parts add up to the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Funding {
    total: Money,
    split: Option<Split>,
}

/// The shares of a total paid by the programme and by others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The amount that the programme pays.
    pub programme: Amount,
    /// The amount that others pay.
    pub co_funding: Amount,
}

impl Funding {
    /// Makes a total that is not split.
    pub fn total_only(total: Money) -> Self {
        Funding { total, split: None }
    }

    /// Makes a total as the sum of its parts.
    pub fn of_parts(currency: Currency, split: Split) -> Self {
        let amount = split.programme.plus(split.co_funding);
        Funding { total: Money { currency, amount }, split: Some(split) }
    }

    /// The total.
    pub fn total(&self) -> Money {
        self.total
    }

    /// The parts, if they are known.
    pub fn split(&self) -> Option<Split> {
        self.split
    }
}

/// Sums by currency, sorted by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals(Vec<Money>);

impl Totals {
    /// Adds up `parts`, separately for each currency.
    pub fn of(parts: impl IntoIterator<Item = Money>) -> Self {
        let mut sums: Vec<Money> = Vec::new();
        for part in parts {
            match sums.binary_search_by_key(&part.currency, |sum| sum.currency) {
                Ok(at) => sums[at].amount = sums[at].amount.plus(part.amount),
                Err(at) => sums.insert(at, part),
            }
        }
        Totals(sums)
    }

    /// Iterates over the sums, one for each currency.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_exact_amounts_and_nothing_else() {
        for (text, hundredths) in [("0", 0), ("18460", 1_846_000), ("18.4", 1840), ("18.46", 1846)] {
            assert_eq!(Amount::parse(text), Some(Amount(hundredths)), "{text}");
        }
        for text in
            ["", "-1", "1,000", "1.000.000", "1.234", "1.", ".5", "1e3", "99999999999999999999", "1 000"]
        {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        for (whole, weights, parts) in [
            (10_000, &[1, 1, 1][..], &[3333, 3333, 3334][..]),
            (10_000, &[5], &[10_000]),
            (1, &[1, 1], &[0, 1]),
            (90_000_000_050, &[365, 366], &[44_938_440_517, 45_061_559_533]),
            (7, &[], &[]),
            (7, &[0], &[]),
        ] {
            let divided: Vec<u64> = Amount(whole).divided(weights).iter().map(|part| part.0).collect();
            assert_eq!(divided, parts, "{whole} by {weights:?}");
        }
    }

    #[test]
    fn currencies_are_never_added_together() {
        let money = |code, text| Money {
            currency: Currency::parse(code).unwrap(),
            amount: Amount::parse(text).unwrap(),
        };
        let totals = Totals::of([money("EUR", "1"), money("CHF", "3000"), money("EUR", "2.50")]);
        assert_eq!(totals.iter().collect::<Vec<_>>(), [money("CHF", "3000"), money("EUR", "3.50")]);
    }
}
