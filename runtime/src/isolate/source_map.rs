//! From positions in the bundle to positions in the user's files.

use crate::event::SourcePosition;

/// How many lines may stand between the last position that the engine noted and the property that could not be read.
const READ_LINES: u32 = 10;

/// A parsed source map; without one, positions stay those of the bundle.
#[derive(Default)]
pub(crate) struct SourceMap(Option<sourcemap::SourceMap>);

impl SourceMap {
    /// Parses version 3 JSON; one that does not parse maps nothing.
    pub(crate) fn parse(json: Option<&str>) -> Self {
        Self(json.and_then(|json| sourcemap::SourceMap::from_slice(json.as_bytes()).ok()))
    }

    /// Where `property` is read first from line and column (from 1) of the bundle on. The engine notes positions of calls
    /// and operators only, so a property that could not be read is said to be at the last of those before it.
    pub(crate) fn read_of(&self, line: u32, column: u32, property: &str) -> Option<SourcePosition> {
        let token = self
            .0
            .as_ref()?
            .lookup_token(line.checked_sub(1)?, column.saturating_sub(1))?;
        let (view, first) = (token.get_source_view()?, token.get_src_line());
        (first..first + READ_LINES).find_map(|line| {
            let text = view.get_line(line)?;
            let from = if line == first { token.get_src_col() } else { 0 };
            Some(SourcePosition {
                file: token.get_source()?.to_owned(),
                line: line + 1,
                column: property_in(text, from, property)? + 1,
                text: Some(text.to_owned()),
            })
        })
    }

    /// The user's position of line and column (from 1) of the bundle.
    pub(crate) fn position(&self, line: u32, column: u32) -> Option<SourcePosition> {
        let token = self
            .0
            .as_ref()?
            .lookup_token(line.checked_sub(1)?, column.saturating_sub(1))?;
        let text = token
            .get_source_view()
            .and_then(|view| view.get_line(token.get_src_line()));
        let column = token.get_src_col() + 1;
        Some(SourcePosition {
            file: token.get_source()?.to_owned(),
            line: token.get_src_line() + 1,
            column: text.and_then(|text| new_before(text, column)).unwrap_or(column),
            text: text.map(str::to_owned),
        })
    }
}

/// The column of `new`, when `column` is in the name of the class that is made: the engine points there, people and
/// other engines start the expression at its first word (conformance D29b).
fn new_before(text: &str, column: u32) -> Option<u32> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let before = units.get(..usize::try_from(column).ok()?.checked_sub(1)?)?;
    let is = |unit: u16, what: fn(char) -> bool| char::from_u32(unit.into()).is_some_and(what);
    let name = before
        .iter()
        .rev()
        .take_while(|unit| is(**unit, |c| c.is_alphanumeric() || "_$.#".contains(c)));
    let before = &before[..before.len() - name.count()];
    let blanks = before
        .iter()
        .rev()
        .take_while(|unit| is(**unit, char::is_whitespace))
        .count();
    let head = before[..before.len() - blanks].strip_suffix(&[0x6e, 0x65, 0x77])?;
    let is_word = blanks > 0
        && !head
            .last()
            .is_some_and(|unit| is(*unit, |c| c.is_alphanumeric() || "_$.".contains(c)));
    is_word.then(|| u32::try_from(head.len() + 1).ok()).flatten()
}

/// The column (from 0, as `from`) of `property` in the first `.property`, `["property"]` or `[0]` of `text` from `from`
/// on, in UTF-16 units as all columns.
fn property_in(text: &str, from: u32, property: &str) -> Option<u32> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let name: Vec<u16> = property.encode_utf16().collect();
    let quotes = [u16::from(b'"'), u16::from(b'\'')];
    let is_word =
        |unit: &u16| char::from_u32((*unit).into()).is_some_and(|c| c.is_alphanumeric() || "_$".contains(c));
    let is_index = name.iter().all(|unit| (0x30..=0x39).contains(unit));
    let from = usize::try_from(from).ok()?;
    let found = (from.max(1)..units.len()).find(|at| {
        let (before, rest) = units.split_at(*at);
        let Some(after) = rest.strip_prefix(&name[..]) else {
            return false;
        };
        match before.last().copied() {
            Some(0x2e) => !after.first().is_some_and(is_word),
            Some(quote) if quotes.contains(&quote) => after.starts_with(&[quote, 0x5d]),
            Some(0x5b) => is_index && after.starts_with(&[0x5d]),
            _ => false,
        }
    })?;
    u32::try_from(found).ok()
}

#[cfg(test)]
mod tests {
    use super::{new_before, property_in};

    #[test]
    fn the_name_of_a_property_is_found_as_a_whole_word() {
        assert_eq!(property_in("const b = this.ai.foo;", 0, "foo"), Some(18));
        assert_eq!(property_in("a.food?.foo", 0, "foo"), Some(8));
        assert_eq!(property_in("foo + a.foo + b.foo", 9, "foo"), Some(16));
        assert_eq!(property_in("a['foo'] + a[\"b c\"]", 0, "b c"), Some(14));
        assert_eq!(property_in("é[0] + list[1]", 0, "1"), Some(12));
        assert_eq!(property_in("foo[bar](1)", 0, "1"), None);
        assert_eq!(property_in("", 5, "foo"), None);
    }

    #[test]
    fn an_expression_with_new_starts_at_the_word() {
        let column =
            |text: &str, at: &str| new_before(text, u32::try_from(text.find(at).unwrap() + 1).unwrap());
        assert_eq!(column("  throw new Error('x');", "Error"), Some(9));
        assert_eq!(column("throw new  a.b.Error()", "Error"), Some(7));
        assert_eq!(column("  renew Error()", "Error"), None);
        assert_eq!(column("f(new A(), fail())", "fail"), None);
        assert_eq!(column("new A().fail()", "fail"), None);
        assert_eq!(column("fail()", "fail"), None);
        assert_eq!(new_before("é", 9), None);
    }
}
