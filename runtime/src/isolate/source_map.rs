//! From positions in the bundle to positions in the user's files.

use crate::event::SourcePosition;

/// A parsed source map; without one, positions stay those of the bundle.
#[derive(Default)]
pub(crate) struct SourceMap(Option<sourcemap::SourceMap>);

impl SourceMap {
    /// Parses version 3 JSON; one that does not parse maps nothing.
    pub(crate) fn parse(json: Option<&str>) -> Self {
        Self(json.and_then(|json| sourcemap::SourceMap::from_slice(json.as_bytes()).ok()))
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

#[cfg(test)]
mod tests {
    use super::new_before;

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
