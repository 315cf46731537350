//! The page of money: what is known of it by place, by district, and by programme and year.

use std::cmp::Reverse;

use serde::Serialize;

use crate::base::id::Ref;
use crate::base::money::{Currency, Money};
use crate::content::catalogue::{Activity, MoneyOrder, Municipality, Subject};
use crate::render::context::{Link, PageContext, Shown};
use crate::render::templates::{RenderError, View};
use crate::site::figures::Figures;
use crate::site::route::Page;
use crate::theme::locales::Argument;

/// A table of amounts.
#[derive(Serialize)]
struct MoneyTable<'a> {
    /// The columns after the names, in their order.
    columns: Vec<ColumnView>,
    rows: Vec<MoneyRow<'a>>,
    /// Whether each row is about one year.
    by_year: bool,
}

/// The head of a column.
#[derive(Serialize)]
struct ColumnView {
    /// What the column contains: `name`, `activities`, `projects`, `amount` or `known`.
    kind: &'static str,
    /// The currency of a column of amounts.
    currency: Option<String>,
    /// This table on the page with the rows in the order of this column.
    href: String,
    /// How the rows are ordered, if by this column: `ascending` or `descending`.
    sort: Option<&'static str>,
}

/// The figures of a place or of a programme in a year.
#[derive(Serialize)]
struct MoneyRow<'a> {
    link: Option<Link<'a>>,
    /// The year in which the activities began, if the table tells it and it is known.
    year: Option<i16>,
    activities: usize,
    projects: usize,
    amounts: Vec<AmountView>,
    /// Amounts in currencies without a column.
    others: Vec<String>,
    /// How many of the activities that count have a known amount.
    known: usize,
    counted: usize,
    /// The share of those in thousandths.
    share: usize,
}

/// An amount in the column of its currency.
#[derive(Serialize)]
struct AmountView {
    value: Option<String>,
    /// The amount for each 1,000 inhabitants, if their number is known.
    per_thousand: Option<String>,
    /// The amount in hundredths, to sort by.
    hundredths: u64,
}

/// The ids of the tables' headings.
const PLACES: &str = "municipalities";
const DISTRICTS: &str = "districts";
const PROGRAMMES: &str = "programmes";

impl<'a> PageContext<'a> {
    pub(super) fn money_page(&self, page: Page, order: MoneyOrder) -> Result<View, RenderError> {
        let catalogue = self.catalogue();
        let all: Vec<Ref<Activity>> = catalogue.activities.refs().collect();
        let together = self.money_row(None, None, &Figures::of(catalogue, &all), None);
        let places = self.places_by_money(order);
        let description =
            self.message("money-description", &[("count", Argument::Count(places.rows.len() as u64))])?;
        let title = self.money_title(page, order)?;
        Ok(self
            .view(page, Shown::Own(title), &description)?
            .with("places", &places)
            .with("districts", &self.districts_by_money(order))
            .with("programmes", &self.programmes_by_money(order))
            .with("together", &together)
            .with(
                "compare",
                &catalogue.has_page(Subject::Comparisons).then(|| self.href(Subject::Comparisons)),
            ))
    }

    /// Returns the title of a page, which names the order of the places if it is not the first.
    fn money_title(&self, page: Page, order: MoneyOrder) -> Result<String, RenderError> {
        if page.subject == Subject::Money {
            return self.menu_name(page.subject);
        }
        match order {
            MoneyOrder::Name => self.message("money-by-name", &[]),
            MoneyOrder::Activities => self.message("money-by-activities", &[]),
            MoneyOrder::Projects => self.message("money-by-projects", &[]),
            MoneyOrder::Known => self.message("money-by-known", &[]),
            MoneyOrder::Amount(column) => {
                let code = self.catalogue().money_columns.currencies().nth(column);
                let code = code.map(|currency| currency.code().to_owned()).unwrap_or_default();
                self.message("money-by-currency", &[("currency", Argument::Text(code))])
            }
        }
    }

    /// Makes the table of municipalities with activities.
    fn places_by_money(&self, order: MoneyOrder) -> MoneyTable<'a> {
        let catalogue = self.catalogue();
        let mut places: Vec<&(Ref<Municipality>, Figures)> = self.site.place_figures().iter().collect();
        places.sort_by_key(|(at, _)| self.order().municipalities.rank(*at));
        places.sort_by_key(|(_, figures)| self.rank(order, figures));
        let row = |(at, figures): &&(Ref<Municipality>, Figures)| {
            let population =
                catalogue.municipalities[*at].population.map(|population| population.value.into());
            self.money_row(Some(self.municipality(*at)), None, figures, population)
        };
        MoneyTable {
            columns: self.columns(order, PLACES),
            rows: places.iter().map(row).collect(),
            by_year: false,
        }
    }

    /// Returns what the rows are sorted by. The sorts are stable, so equal rows stay in the order of their names.
    fn rank(&self, order: MoneyOrder, figures: &Figures) -> Reverse<u64> {
        Reverse(match order {
            MoneyOrder::Name => 0,
            MoneyOrder::Activities => figures.activities as u64,
            MoneyOrder::Projects => figures.projects as u64,
            MoneyOrder::Known => figures.known_share() as u64,
            MoneyOrder::Amount(column) => {
                let currency = self.catalogue().money_columns.currencies().nth(column);
                currency.map_or(0, |currency| figures.amount(currency))
            }
        })
    }

    fn districts_by_money(&self, order: MoneyOrder) -> MoneyTable<'a> {
        let catalogue = self.catalogue();
        let districts = self.order().districts.all().iter().copied();
        let with_activities = districts.filter_map(|at| {
            let activities = catalogue.index.of(Subject::District(at));
            (!activities.is_empty()).then(|| (at, Figures::of(catalogue, activities)))
        });
        let mut districts: Vec<_> = with_activities.collect();
        districts.sort_by_key(|(_, figures)| self.rank(order, figures));
        let row =
            |(at, figures): &(_, Figures)| self.money_row(Some(self.district(*at)), None, figures, None);
        MoneyTable {
            columns: self.columns(order, DISTRICTS),
            rows: districts.iter().map(row).collect(),
            by_year: false,
        }
    }

    /// Makes the table of programmes, each year by year. Activities whose year is not known come last.
    fn programmes_by_money(&self, order: MoneyOrder) -> MoneyTable<'a> {
        let programmes = self.order().programmes.all().iter().copied();
        let years = programmes.flat_map(|at| {
            let years = self.catalogue().programme_years.iter().filter(move |(_, of)| of.programme == at);
            years.map(move |(_, of)| (at, of.year, Figures::of(self.catalogue(), &of.activities)))
        });
        let mut years: Vec<_> = years.collect();
        years.sort_by_key(|(.., figures)| self.rank(order, figures));
        let row = |(at, year, figures): &(_, _, Figures)| {
            self.money_row(Some(self.programme_short(*at)), *year, figures, None)
        };
        MoneyTable {
            columns: self.columns(order, PROGRAMMES),
            rows: years.iter().map(row).collect(),
            by_year: true,
        }
    }

    /// Makes the heads of the columns of a table. Amounts follow the names, so that a phone shows them without scrolling.
    fn columns(&self, order: MoneyOrder, table: &str) -> Vec<ColumnView> {
        let catalogue = self.catalogue();
        let currencies = catalogue.money_columns.currencies();
        let amounts = currencies.enumerate().map(|(at, currency)| (MoneyOrder::Amount(at), Some(currency)));
        let counts =
            [MoneyOrder::Known, MoneyOrder::Activities, MoneyOrder::Projects].map(|order| (order, None));
        let column = |(of, currency): (MoneyOrder, Option<Currency>)| ColumnView {
            kind: match of {
                MoneyOrder::Amount(_) => "amount",
                MoneyOrder::Name => "name",
                MoneyOrder::Activities => "activities",
                MoneyOrder::Projects => "projects",
                MoneyOrder::Known => "known",
            },
            currency: currency.map(|currency| currency.code().to_owned()),
            href: match of {
                MoneyOrder::FIRST => format!("{}#{table}", self.href(Subject::Money)),
                of => format!("{}#{table}", self.href(Subject::MoneyBy(of))),
            },
            sort: (order == of).then_some(match of {
                MoneyOrder::Name => "ascending",
                _ => "descending",
            }),
        };
        [(MoneyOrder::Name, None)].into_iter().chain(amounts).chain(counts).map(column).collect()
    }

    fn money_row(
        &self,
        link: Option<Link<'a>>,
        year: Option<i16>,
        figures: &Figures,
        population: Option<u64>,
    ) -> MoneyRow<'a> {
        let currencies: Vec<Currency> = self.catalogue().money_columns.currencies().collect();
        let amount = |currency: &Currency| {
            let money = figures.spending.totals.iter().find(|money| money.currency == *currency);
            let per_thousand = |money: Money| {
                let amount = money.amount.for_each_thousand(population?)?;
                Some(self.money(Money { amount, ..money }))
            };
            AmountView {
                value: money.map(|money| self.money(money)),
                per_thousand: money.and_then(per_thousand),
                hundredths: money.map_or(0, |money| money.amount.hundredths()),
            }
        };
        let others = figures.spending.totals.iter().filter(|money| !currencies.contains(&money.currency));
        MoneyRow {
            link,
            year,
            activities: figures.activities,
            projects: figures.projects,
            amounts: currencies.iter().map(amount).collect(),
            others: others.map(|money| self.money(money)).collect(),
            known: figures.spending.known,
            counted: figures.spending.activities,
            share: figures.known_share(),
        }
    }
}
