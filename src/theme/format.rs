//! Formats numbers, money and dates for each locale. The only user of `icu_decimal` and `icu_datetime`.

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{Y, YM, YMD};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::{Locale as IcuLocale, locale};

use crate::base::date::{PartialDate, Period};
use crate::base::language::{Language, Locale, PerLocale};
use crate::base::money::{Amount, Money};
use crate::base::quantity::Quantity;

/// The formatters of one locale.
struct Formatters {
    decimal: DecimalFormatter,
    year: FixedCalendarDateTimeFormatter<Gregorian, Y>,
    month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    day: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
}

thread_local! {
    /// One set for each thread, because the formatters cannot be shared.
    static FORMATTERS: PerLocale<Formatters> = PerLocale::from_fn(Formatters::new);
}

impl Formatters {
    fn new(locale: Locale) -> Self {
        let icu: IcuLocale = match locale {
            Locale::SrLatn => locale!("sr-Latn"),
            Locale::SrCyrl => locale!("sr-Cyrl"),
            Locale::En => locale!("en-GB"),
        };
        let data = "formatting data are compiled in";
        Formatters {
            decimal: DecimalFormatter::try_new((&icu).into(), Default::default()).expect(data),
            year: FixedCalendarDateTimeFormatter::try_new((&icu).into(), Y::long()).expect(data),
            month: FixedCalendarDateTimeFormatter::try_new((&icu).into(), YM::long()).expect(data),
            day: FixedCalendarDateTimeFormatter::try_new((&icu).into(), YMD::long()).expect(data),
        }
    }
}

fn decimal(decimal: &Decimal, locale: Locale) -> String {
    FORMATTERS.with(|formatters| formatters[locale].decimal.format(decimal).to_string())
}

/// Formats a count: `14.163` in Serbian, `14,163` in English.
pub fn number(value: u64, locale: Locale) -> String {
    decimal(&Decimal::from(value), locale)
}

/// Formats an amount, with decimals only if it has any.
pub fn amount(amount: Amount, locale: Locale) -> String {
    let mut units = Decimal::from(amount.hundredths());
    units.multiply_pow10(-2);
    units.trim_end_if_integer();
    decimal(&units, locale)
}

/// Formats a measured value, with its decimals.
pub fn quantity(value: Quantity, locale: Locale) -> String {
    let mut number = Decimal::from(value.thousandths());
    number.multiply_pow10(-3);
    number.trim_end();
    decimal(&number, locale)
}

/// Formats the size of a file: `340 kB`; from one megabyte, `1,2 MB`.
pub fn file_size(bytes: u64, locale: Locale) -> String {
    let (tenths, unit) = match bytes {
        0..1_000_000 => (bytes.div_ceil(1_000) * 10, "kB"),
        _ => (bytes.div_ceil(100_000), "MB"),
    };
    let mut size = Decimal::from(tenths);
    size.multiply_pow10(-1);
    size.trim_end_if_integer();
    format!("{}\u{a0}{unit}", decimal(&size, locale))
}

/// Formats money: `14.163 EUR` in Serbian, `EUR 14,163` in English, with a non-breaking space.
pub fn money(money: Money, locale: Locale) -> String {
    let (amount, code) = (amount(money.amount, locale), money.currency.code().to_owned());
    match locale.language() {
        Language::Sr => format!("{amount}\u{a0}{code}"),
        Language::En => format!("{code}\u{a0}{amount}"),
    }
}

/// Formats a date at its precision: `25. avgust 2021.`, `jun 2019.`, `2015.`; `25 August 2021`, `June 2019`, `2015`.
pub fn date(date: PartialDate, locale: Locale) -> String {
    let first = date.first_day();
    let gregorian = Date::try_new_gregorian(
        i32::from(first.year()),
        first.month().unsigned_abs(),
        first.day().unsigned_abs(),
    );
    let Ok(day) = gregorian else { return date.to_string() };
    FORMATTERS.with(|formatters| match date {
        PartialDate::Year(_) => formatters[locale].year.format(&day).to_string(),
        PartialDate::Month(..) => formatters[locale].month.format(&day).to_string(),
        // CLDR pads Serbian days to two digits, which nobody does before the name of a month.
        PartialDate::Day(_) => {
            formatters[locale].day.format(&day).to_string().trim_start_matches('0').to_owned()
        }
    })
}

/// Formats a period as start, dash and end, years without spaces (`2015–2016.`); as one date if both are the same; without an end if it is open.
pub fn period(period: Period, locale: Locale) -> String {
    let start = date(period.start(), locale);
    match period.end() {
        Some(end) if end == period.start() => start,
        // Two years are one expression: 2015–2016.
        Some(end) if matches!((period.start(), end), (PartialDate::Year(_), PartialDate::Year(_))) => {
            format!("{}–{}", start.trim_end_matches('.'), date(end, locale))
        }
        Some(end) => format!("{start} – {}", date(end, locale)),
        None => format!("{start} –"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::money::Currency;

    #[test]
    fn numbers_and_money_are_grouped_as_the_locale_does() {
        assert_eq!(
            Locale::ALL.map(|locale| number(1_234_567, locale)),
            ["1.234.567", "1.234.567", "1,234,567"]
        );
        let sum =
            |text| Money { currency: Currency::parse("EUR").unwrap(), amount: Amount::parse(text).unwrap() };
        assert_eq!(
            Locale::ALL.map(|locale| money(sum("14163"), locale)),
            ["14.163\u{a0}EUR", "14.163\u{a0}EUR", "EUR\u{a0}14,163"]
        );
        assert_eq!(
            Locale::ALL.map(|locale| money(sum("18.50"), locale)),
            ["18,50\u{a0}EUR", "18,50\u{a0}EUR", "EUR\u{a0}18.50"]
        );
    }

    #[test]
    fn dates_are_as_precise_as_they_are_known() {
        let shown = |text| Locale::ALL.map(|locale| date(PartialDate::parse(text).unwrap(), locale));
        assert_eq!(shown("2021-08-25"), ["25. avgust 2021.", "25. август 2021.", "25 August 2021"]);
        assert_eq!(shown("2021-06-02"), ["2. jun 2021.", "2. јун 2021.", "2 June 2021"]);
        assert_eq!(shown("2019-06"), ["jun 2019.", "јун 2019.", "June 2019"]);
        assert_eq!(shown("2015"), ["2015.", "2015.", "2015"]);
    }
}
