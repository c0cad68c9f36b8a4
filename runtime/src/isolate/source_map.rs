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
        Some(SourcePosition {
            file: token.get_source()?.to_owned(),
            line: token.get_src_line() + 1,
            column: token.get_src_col() + 1,
            text: text.map(str::to_owned),
        })
    }
}
