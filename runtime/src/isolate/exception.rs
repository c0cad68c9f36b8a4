//! Exceptions as plain data: what was thrown and where, in the user's files. The one place that reads the engine's
//! stack text.

use super::project::BUNDLE_NAME;
use super::source_map::SourceMap;
use crate::event::{Exception, Origin, SourcePosition, StackFrame};
use crate::web::bytes::Text;
use rquickjs::{Coerced, Ctx, Object, String as JsString, Value};

/// How the source map names the party layer's files.
const PARTY_LAYER: &str = "partyrs:";

/// How places in our own modules begin; those that keep no source have no name.
const OURS: [&str; 2] = ["partyrs:", "<null>:"];

/// What a thrown `null` is called: an engine without memory for an error object throws that, too.
const NULL_THROWN: &str = "null (thrown by user code, or because the memory of the room is used up)";

/// What was thrown inside an isolate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Thrown {
    /// `name: message` of an error, or the value's text.
    pub(crate) summary: String,
    /// The message alone: what PartyKit answers with.
    pub(crate) message: String,
    /// The engine's stack text, unmapped; empty when no error object was thrown.
    pub(crate) stack: String,
}

impl Thrown {
    /// Describes a thrown value.
    pub(crate) fn of<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Self {
        let text = |object: &Object<'js>, key: &str| {
            let value = object.get::<_, Option<Coerced<JsString<'js>>>>(key);
            // A getter that throws leaves nothing behind.
            value
                .and_then(|text| text.map(written).transpose())
                .unwrap_or_else(|_| {
                    ctx.catch();
                    None
                })
        };
        if value.is_null() {
            return Self::engine(NULL_THROWN);
        }
        let Some(object) = value.as_object().filter(|object| object.is_error()) else {
            let shown = value
                .get::<Coerced<JsString<'js>>>()
                .and_then(written)
                .unwrap_or_else(|_| {
                    ctx.catch();
                    "an object that cannot be shown".to_owned()
                });
            return Self {
                summary: shown.clone(),
                message: shown,
                stack: String::new(),
            };
        };
        let name = text(object, "name").unwrap_or_else(|| "Error".to_owned());
        let message = text(object, "message").unwrap_or_default();
        let stack = text(object, "stack").unwrap_or_default();
        let summary = if message.is_empty() {
            name
        } else {
            format!("{name}: {message}")
        };
        Self {
            summary,
            message,
            stack,
        }
    }

    /// Whether the isolate's heap may be full.
    pub(crate) fn may_be_out_of_memory(&self) -> bool {
        self.summary == "InternalError: out of memory" || self.summary == NULL_THROWN
    }

    /// A failure of the engine itself.
    pub(crate) fn engine(message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            summary: message.clone(),
            message,
            stack: String::new(),
        }
    }

    fn frames(&self, map: &SourceMap) -> Vec<StackFrame> {
        let mut property = missed_property(&self.message);
        let lines = self.stack.lines().filter(|line| frame_parts(line).is_some());
        lines
            .filter_map(|line| frame(map, line, property.take()))
            .collect()
    }

    /// The exception to report: frames mapped, ours left out.
    pub(crate) fn exception(&self, map: &SourceMap, origin: &Origin, handler: &str) -> Exception {
        Exception {
            origin: origin.clone(),
            handler: handler.to_owned(),
            message: self.summary.clone(),
            frames: self.frames(map),
        }
    }
}

fn written(text: Coerced<JsString<'_>>) -> rquickjs::Result<String> {
    let Text(text) = text.0.into_value().get()?;
    Ok(text)
}

/// What stands before `at`, the function's name, empty where it has none, and the place, of one line of the engine's
/// stack: `at name (file:line:column)`, or `at file:line:column`.
fn frame_parts(line: &str) -> Option<(&str, &str, &str)> {
    let indented = line.trim_start();
    let head = &line[..line.len() - indented.len()];
    let rest = indented.trim_end().strip_prefix("at ")?;
    let (function, place) = match rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((function, place)) => (function, place),
        None => ("", rest),
    };
    let function = if function == "<anonymous>" { "" } else { function };
    Some((head, function, place))
}

/// A frame of the engine's stack that is in the user's files. `property` is what could not be read there.
fn frame(map: &SourceMap, line: &str, property: Option<&str>) -> Option<StackFrame> {
    let (_, function, place) = frame_parts(line)?;
    Some(StackFrame {
        function: function.to_owned(),
        position: position_of(map, place, property)?,
    })
}

/// The property that the engine could not read, by what it says of that. One that it could not set it has the place of.
fn missed_property(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("cannot read property '")?;
    let mut ends = ["' of undefined", "' of null"].iter();
    ends.find_map(|end| rest.strip_suffix(end))
}

/// The text `stack` with the bundle's positions as the user's, and without the frames of our own modules and the party
/// layer. Lines that are no frames of the engine stay as they are.
pub(crate) fn user_stack(map: &SourceMap, stack: &str) -> String {
    let mut property = stack.split('\n').next().and_then(missed_property);
    let lines = stack.split('\n').filter_map(|line| {
        let Some((head, function, place)) = frame_parts(line) else {
            return Some(line.to_owned());
        };
        let property = property.take();
        if OURS.iter().any(|name| place.starts_with(name)) {
            return None;
        }
        if !place.starts_with(BUNDLE_NAME) {
            return Some(line.to_owned());
        }
        let SourcePosition {
            file, line, column, ..
        } = position_of(map, place, property)?;
        Some(match function {
            "" => format!("{head}at {file}:{line}:{column}"),
            _ => format!("{head}at {function} ({file}:{line}:{column})"),
        })
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The user's position of `file:line:column`; none in our own modules and the party layer.
pub(crate) fn position(map: &SourceMap, place: &str) -> Option<SourcePosition> {
    position_of(map, place, None)
}

/// The same, or where behind it `property` is read.
fn position_of(map: &SourceMap, place: &str, property: Option<&str>) -> Option<SourcePosition> {
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    let (line, column) = (line.parse().ok()?, column.parse().ok()?);
    if file != BUNDLE_NAME {
        return None;
    }
    let position = property
        .and_then(|property| map.read_of(line, column, property))
        .or_else(|| map.position(line, column));
    let position = position.unwrap_or_else(|| SourcePosition {
        file: file.to_owned(),
        line,
        column,
        text: None,
    });
    (!position.file.starts_with(PARTY_LAYER)).then_some(position)
}

#[cfg(test)]
mod tests;
