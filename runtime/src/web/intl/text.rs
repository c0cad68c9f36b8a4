//! Comparing, cutting and changing the case of text, by ICU4X.

use icu_casemap::CaseMapper;
use icu_collator::options::{AlternateHandling, CaseLevel, CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale::{LanguageIdentifier, Locale};
use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions};
use icu_segmenter::{GraphemeClusterSegmenter, SentenceSegmenter, WordSegmenter};
use rquickjs::{Ctx, Exception, Function, Result};
use std::cmp::Ordering;

/// A function that compares two texts. `locale` carries `co`, `kn` and `kf`; `punctuation` is `kept` or `ignored`.
pub(super) fn collator<'js>(
    ctx: Ctx<'js>,
    locale: String,
    sensitivity: String,
    punctuation: String,
) -> Result<Function<'js>> {
    let mut options = CollatorOptions::default();
    options.strength = Some(match sensitivity.as_str() {
        "base" | "case" => Strength::Primary,
        "accent" => Strength::Secondary,
        _ => Strength::Tertiary,
    });
    options.case_level = Some(if sensitivity == "case" {
        CaseLevel::On
    } else {
        CaseLevel::Off
    });
    options.alternate_handling = Some(if punctuation == "ignored" {
        AlternateHandling::Shifted
    } else {
        AlternateHandling::NonIgnorable
    });
    let collator = locale
        .parse::<Locale>()
        .ok()
        .and_then(|locale| CollatorBorrowed::try_new(CollatorPreferences::from(&locale), options).ok());
    let Some(collator) = collator else {
        return Err(Exception::throw_range(
            &ctx,
            &format!("no collation for `{locale}`"),
        ));
    };
    Function::new(ctx, move |one: String, other: String| {
        match collator.compare(&one, &other) {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        }
    })
}

/// The ends of the segments of `text` in UTF-16 units, each followed by 1 if it is a word.
pub(super) fn segment(granularity: String, text: String) -> Vec<u32> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let plain = |end: usize| [u32::try_from(end).unwrap_or(u32::MAX), 0];
    // The first boundary is the beginning.
    match granularity.as_str() {
        "word" => {
            let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
            let words = segmenter.segment_utf16(&units).iter_with_word_type().skip(1);
            words
                .flat_map(|(end, kind)| [plain(end)[0], u32::from(kind.is_word_like())])
                .collect()
        }
        "sentence" => {
            let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
            segmenter.segment_utf16(&units).skip(1).flat_map(plain).collect()
        }
        _ => {
            let segmenter = GraphemeClusterSegmenter::new();
            segmenter.segment_utf16(&units).skip(1).flat_map(plain).collect()
        }
    }
}

/// `text` in the case `to` (`upper` or `lower`) by the rules of `locale`.
pub(super) fn case(text: String, locale: String, to: String) -> String {
    let id = locale
        .parse::<LanguageIdentifier>()
        .unwrap_or(LanguageIdentifier::UNKNOWN);
    let mapper = CaseMapper::new();
    if to == "upper" {
        mapper.uppercase_to_string(&text, &id).into_owned()
    } else {
        mapper.lowercase_to_string(&text, &id).into_owned()
    }
}
