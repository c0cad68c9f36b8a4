//! The host half of `Intl`: what the ICU4X crates know (`intl/rules.rs`, `intl/text.rs`), time zones by jiff's
//! database (`intl/zones.rs`) and CLDR's texts and patterns (`intl/data.rs`). Formatting itself is in JavaScript,
//! decision 0009.

mod data;
mod rules;
#[cfg(test)]
mod tests;
mod text;
mod zones;

use rquickjs::{Ctx, Function, Object, Result};

/// Adds the functions `intl…`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    functions.set("intlData", Function::new(ctx.clone(), data::section)?)?;
    functions.set("intlCanonical", Function::new(ctx.clone(), rules::canonical)?)?;
    functions.set("intlMaximal", Function::new(ctx.clone(), rules::maximal)?)?;
    functions.set("intlMinimal", Function::new(ctx.clone(), rules::minimal)?)?;
    functions.set(
        "intlRightToLeft",
        Function::new(ctx.clone(), rules::right_to_left)?,
    )?;
    functions.set("intlPlural", Function::new(ctx.clone(), rules::plural)?)?;
    functions.set(
        "intlPluralRange",
        Function::new(ctx.clone(), rules::plural_range)?,
    )?;
    functions.set(
        "intlPluralCategories",
        Function::new(ctx.clone(), rules::plural_categories)?,
    )?;
    functions.set("intlCalendar", Function::new(ctx.clone(), rules::calendar)?)?;
    functions.set("intlCollator", Function::new(ctx.clone(), text::collator)?)?;
    functions.set("intlSegment", Function::new(ctx.clone(), text::segment)?)?;
    functions.set("intlCase", Function::new(ctx.clone(), text::case)?)?;
    functions.set("intlZone", Function::new(ctx.clone(), zones::name)?)?;
    functions.set("intlOffset", Function::new(ctx.clone(), zones::offset)?)?;
    functions.set("intlZones", Function::new(ctx.clone(), zones::all)?)
}
