//! Where one SQL statement ends and the next begins: a semicolon, but not in quotes, comments or the body of a trigger.
//! The grammar is that of SQLite's `sqlite3_complete`.

/// The statements of `sql`, each with its semicolon. Empty ones are left out; a comment at the end is a statement of its
/// own, without [words](has_words).
pub(super) fn statements(sql: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut state = State::Start;
    while at < sql.len() {
        let length = token_length(&sql[at..]);
        let token = &sql[at..at + length];
        at += length;
        let ends = token == ";" && !matches!(state, State::Trigger | State::TriggerSemicolon);
        if ends {
            found.push(&sql[start..at]);
            (start, state) = (at, State::Start);
        } else {
            state = state.after(token);
        }
    }
    found.push(&sql[start..]);
    found.retain(|one| !one.trim_matches([';', ' ', '\t', '\n', '\r', '\x0C']).is_empty());
    found
}

/// Whether there is anything but space and comments.
pub(super) fn has_words(sql: &str) -> bool {
    let mut rest = sql;
    while !rest.is_empty() {
        let length = token_length(rest);
        if !is_space(&rest[..length]) && &rest[..length] != ";" {
            return true;
        }
        rest = &rest[length..];
    }
    false
}

#[derive(Clone, Copy)]
enum State {
    Start,
    Explain,
    Create,
    Other,
    Trigger,
    TriggerSemicolon,
    TriggerEnd,
}

impl State {
    fn after(self, token: &str) -> Self {
        if is_space(token) {
            return self;
        }
        let is = |word: &str| token.eq_ignore_ascii_case(word);
        match self {
            Self::Start if is("explain") => Self::Explain,
            Self::Start | Self::Explain if is("create") => Self::Create,
            Self::Explain if is("query") || is("plan") => Self::Explain,
            Self::Create if is("temp") || is("temporary") => Self::Create,
            Self::Create if is("trigger") => Self::Trigger,
            Self::Trigger | Self::TriggerSemicolon if is(";") => Self::TriggerSemicolon,
            Self::TriggerSemicolon if is("end") => Self::TriggerEnd,
            Self::Trigger | Self::TriggerSemicolon | Self::TriggerEnd => Self::Trigger,
            Self::Start | Self::Explain | Self::Create | Self::Other => Self::Other,
        }
    }
}

fn is_space(token: &str) -> bool {
    token.starts_with("--") || token.starts_with("/*") || token.trim().is_empty()
}

/// Bytes of the first token of `sql`, which is not empty.
fn token_length(sql: &str) -> usize {
    let end_after = |opening: usize, closing: &str| {
        let found = sql.get(opening..).and_then(|rest| rest.find(closing));
        found.map_or(sql.len(), |at| opening + at + closing.len())
    };
    let mut chars = sql.chars();
    match (chars.next(), chars.next()) {
        (Some('-'), Some('-')) => end_after(2, "\n"),
        (Some('/'), Some('*')) => end_after(2, "*/"),
        (Some(quote @ ('\'' | '"' | '`')), _) => end_after(1, quote.encode_utf8(&mut [0; 4])),
        (Some('['), _) => end_after(1, "]"),
        (Some(first), _) if is_word(first) => sql.find(|c| !is_word(c)).unwrap_or(sql.len()),
        (first, _) => first.map_or(0, char::len_utf8),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$') || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_end_statements_but_in_quotes_comments_and_triggers() {
        let whole = [
            "select ';' -- ; \n, \"a;b\", [x;y], `;` /* ; */;",
            " create trigger t after insert on a begin select 1; delete from b; end;",
            " insert into t values ('it''s; fine')",
        ];
        assert_eq!(statements(&whole.concat()), whole);
        assert_eq!(statements(" ; ;select 1; \n;"), ["select 1;"]);
        assert_eq!(statements("select 'unclosed"), ["select 'unclosed"]);
        assert!(!has_words(" -- nothing\n /* ; */ ;"));
    }
}
