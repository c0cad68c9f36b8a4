//! Language tags, plural rules and calendars, by ICU4X.

use fixed_decimal::UnsignedDecimal;
use icu_calendar::Date;
use icu_calendar::cal::Persian;
use icu_locale::{
    Direction, LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleDirectionality, LocaleExpander,
};
use icu_plurals::{
    PluralCategory, PluralOperands, PluralRuleType, PluralRules, PluralRulesOptions, PluralRulesWithRanges,
};

/// `tag` in its canonical form; `None` if it is none.
pub(super) fn canonical(tag: String) -> Option<String> {
    let mut locale = tag.parse::<Locale>().ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale.to_string())
}

/// `tag` with the script and the region that it most likely means.
pub(super) fn maximal(tag: String) -> Option<String> {
    let mut locale = tag.parse::<Locale>().ok()?;
    LocaleExpander::new_extended().maximize(&mut locale.id);
    Some(locale.to_string())
}

/// `tag` without what goes without saying.
pub(super) fn minimal(tag: String) -> Option<String> {
    let mut locale = tag.parse::<Locale>().ok()?;
    LocaleExpander::new_extended().minimize(&mut locale.id);
    Some(locale.to_string())
}

/// Whether text in `tag` runs from right to left.
pub(super) fn right_to_left(tag: String) -> bool {
    let id = tag
        .parse::<LanguageIdentifier>()
        .unwrap_or(LanguageIdentifier::UNKNOWN);
    LocaleDirectionality::new_extended().get(&id) == Some(Direction::RightToLeft)
}

fn rules_options(kind: &str) -> PluralRulesOptions {
    PluralRulesOptions::default().with_type(match kind {
        "ordinal" => PluralRuleType::Ordinal,
        _ => PluralRuleType::Cardinal,
    })
}

fn rules(locale: &str, kind: &str) -> Option<PluralRules> {
    let locale = locale.parse::<Locale>().ok()?;
    PluralRules::try_new((&locale).into(), rules_options(kind)).ok()
}

/// The name of the category of `digits` × 10^`exponent`.
pub(super) fn plural(locale: String, kind: String, digits: String, exponent: u32) -> &'static str {
    let exponent = u8::try_from(exponent).unwrap_or(u8::MAX);
    let operands = digits
        .parse::<UnsignedDecimal>()
        .map(|number| PluralOperands::from_significand_and_exponent(&number, exponent));
    match (rules(&locale, &kind), operands) {
        (Some(rules), Ok(operands)) => name(rules.category_for(operands)),
        _ => "other",
    }
}

/// The category of a range between numbers of two categories.
pub(super) fn plural_range(locale: String, start: String, end: String) -> String {
    let resolve = || {
        let locale = locale.parse::<Locale>().ok()?;
        let rules = PluralRulesWithRanges::try_new((&locale).into(), PluralRulesOptions::default()).ok()?;
        let start = PluralCategory::get_for_cldr_string(&start)?;
        let end = PluralCategory::get_for_cldr_string(&end)?;
        Some(name(rules.resolve_range(start, end)).to_owned())
    };
    resolve().unwrap_or(end.clone())
}

/// The names of the categories that `locale` has.
pub(super) fn plural_categories(locale: String, kind: String) -> Vec<&'static str> {
    rules(&locale, &kind).map_or_else(|| vec!["other"], |rules| rules.categories().map(name).collect())
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// Year, month and day of a Gregorian day in the Persian calendar.
pub(super) fn calendar(year: i32, month: u8, day: u8) -> Option<Vec<i32>> {
    let date = Date::try_new_iso(year, month, day).ok()?.to_calendar(Persian);
    Some(vec![
        date.year().extended_year(),
        i32::from(date.month().ordinal),
        i32::from(date.day_of_month().0),
    ])
}
