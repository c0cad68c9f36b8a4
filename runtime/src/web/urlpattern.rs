//! The host half of `URLPattern`: parsing patterns and canonicalising what is matched, by the crate `urlpattern`.
//! The regular expressions it makes are JavaScript's and are matched there; nothing is kept between calls.

use rquickjs::{Array, Ctx, Exception, Function, Object, Result, Value};
use urlpattern::quirks::{self, EcmaRegexp, StringOrInit, UrlPatternComponent, UrlPatternInit};
use urlpattern::regexp::RegExp;
use urlpattern::{Error, RegexSyntax, UrlPatternOptions};

/// Adds `patternParse` and `patternInput`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    functions.set("patternParse", Function::new(ctx.clone(), parse)?)?;
    functions.set("patternInput", Function::new(ctx.clone(), match_input)?)
}

/// A regular expression that JavaScript will compile: any text is accepted. Rust's engine is asked only whether a
/// protocol's pattern matches one of the special schemes, while parsing.
struct Unchecked(EcmaRegexp);

impl RegExp for Unchecked {
    fn syntax() -> RegexSyntax {
        RegexSyntax::EcmaScript
    }

    fn parse(pattern: &str, flags: &str, _force_eval: bool) -> std::result::Result<Self, ()> {
        EcmaRegexp::parse(pattern, flags, false).map(Self)
    }

    fn matches<'a>(&self, text: &'a str) -> Option<Vec<Option<&'a str>>> {
        self.0.matches(text)
    }

    fn pattern_string(&self) -> &str {
        self.0.pattern_string()
    }
}

/// `[hasRegExpGroups, pattern, regexp, [group name, …], pattern, …]`: three values for each of the eight components,
/// in the order that `urlpattern.js` names.
fn parse<'js>(ctx: Ctx<'js>, input: Value<'js>, base: Option<String>, case: String) -> Result<Array<'js>> {
    let options = UrlPatternOptions {
        regex_syntax: RegexSyntax::EcmaScript,
        ignore_case: case == "ignore",
    };
    let pattern = match input_of(&input)? {
        // The crate's own way would check the protocol's expression with Rust's engine.
        StringOrInit::String(text) => base_url(base.as_deref())
            .and_then(|base| urlpattern::UrlPatternInit::parse_constructor_string::<Unchecked>(&text, base)),
        init @ StringOrInit::Init(_) => quirks::process_construct_pattern_input(init, base.as_deref()),
    };
    let pattern = pattern.and_then(|init| quirks::parse_pattern::<Unchecked>(init, options));
    let pattern = pattern.map_err(|error| invalid(&ctx, &error))?;
    let array = Array::new(ctx.clone())?;
    array.set(0, pattern.has_regexp_groups)?;
    let components = [
        pattern.protocol,
        pattern.username,
        pattern.password,
        pattern.hostname,
        pattern.port,
        pattern.pathname,
        pattern.search,
        pattern.hash,
    ];
    for (place, component) in components.into_iter().enumerate() {
        let UrlPatternComponent {
            pattern_string,
            regexp_string,
            group_name_list,
            matcher: _,
        } = component;
        array.set(1 + 3 * place, pattern_string)?;
        array.set(2 + 3 * place, regexp_string)?;
        array.set(3 + 3 * place, group_name_list)?;
    }
    Ok(array)
}

/// The eight components of a URL as they are matched; `undefined` when it is none.
fn match_input<'js>(ctx: Ctx<'js>, input: Value<'js>, base: Option<String>) -> Result<Option<Vec<String>>> {
    let input = quirks::process_match_input(input_of(&input)?, base.as_deref());
    let Some((input, _)) = input.map_err(|error| invalid(&ctx, &error))? else {
        return Ok(None);
    };
    Ok(quirks::parse_match_input(input).map(|parts| {
        vec![
            parts.protocol,
            parts.username,
            parts.password,
            parts.hostname,
            parts.port,
            parts.pathname,
            parts.search,
            parts.hash,
        ]
    }))
}

/// A string, or the list of what an init has: `undefined` where it has nothing.
fn input_of(input: &Value<'_>) -> Result<StringOrInit<'static>> {
    if let Some(text) = input.as_string() {
        return Ok(StringOrInit::String(text.to_string()?.into()));
    }
    let list: Vec<Option<String>> = input.get()?;
    let mut list = list.into_iter();
    let mut next = || list.next().flatten();
    Ok(StringOrInit::Init(UrlPatternInit {
        protocol: next(),
        username: next(),
        password: next(),
        hostname: next(),
        port: next(),
        pathname: next(),
        search: next(),
        hash: next(),
        base_url: next(),
    }))
}

fn base_url(base: Option<&str>) -> std::result::Result<Option<url::Url>, Error> {
    base.map(url::Url::parse).transpose().map_err(Error::Url)
}

fn invalid(ctx: &Ctx<'_>, error: &Error) -> rquickjs::Error {
    Exception::throw_type(ctx, &format!("Invalid URLPattern: {error}"))
}
