//! The same lines for programs: one JSON object each, told apart by `event`. Fields are only ever added.

use super::lines::in_words;
use super::{Reload, Site};
use crate::bundle::messages::{BuildMessage, MessageKind};
use crate::error::{Detail, Error, Place};
use partyrs_runtime::{ConsoleLevel, Exception, Origin, RuntimeEvent, SourcePosition};
use serde_json::{Map, Value, json};
use std::net::IpAddr;
use std::time::Duration;

pub(super) fn ready(site: Site, reachable: &[IpAddr]) -> Value {
    let urls: Vec<String> = reachable.iter().map(|ip| site.url(*ip)).collect();
    json!({ "event": "ready", "url": site.near(), "port": site.address.port(), "urls": urls })
}

pub(super) fn reload(reload: &Reload, took: Duration) -> Value {
    let what = match reload {
        Reload::Server(_) => "server",
        Reload::Client => "client",
    };
    json!({ "event": "reload", "what": what, "ms": millis(took) })
}

pub(super) fn error(error: &Error) -> Value {
    let mut object = json!({ "event": "error", "message": error.message });
    let place = error
        .place
        .as_deref()
        .or_else(|| error.details.first().map(|detail| &detail.place));
    add_place(&mut object, place);
    let mut because = Vec::new();
    let mut cause = error
        .source
        .as_deref()
        .map(|source| source as &dyn std::error::Error);
    while let Some(reason) = cause {
        because.push(in_words(reason));
        cause = reason.source();
    }
    if !because.is_empty() {
        object["because"] = because.into();
    }
    if let Some(hint) = &error.hint {
        object["hint"] = hint.as_str().into();
    }
    if !error.details.is_empty() {
        object["problems"] = error.details.iter().map(problem).collect();
    }
    object
}

fn problem(detail: &Detail) -> Value {
    let mut object = json!({ "message": detail.label });
    add_place(&mut object, Some(&detail.place));
    if let Some(hint) = &detail.hint {
        object["hint"] = hint.as_str().into();
    }
    object
}

pub(super) fn build_message(message: &BuildMessage) -> Value {
    let event = match message.kind {
        MessageKind::Error => "error",
        MessageKind::Warning => "warning",
    };
    let mut object = json!({ "event": event, "message": message.text });
    if let Some(place) = &message.location {
        object["file"] = place.file.as_str().into();
        object["line"] = place.line.into();
        object["column"] = (place.column_in_characters() + 1).into();
    }
    if !message.notes.is_empty() {
        object["notes"] = message.notes.iter().map(|note| note.text.as_str()).collect();
    }
    object
}

pub(super) fn runtime_event(event: &RuntimeEvent) -> Value {
    match event {
        RuntimeEvent::Request {
            method,
            path,
            status,
            took,
        } => {
            json!({ "event": "request", "method": method, "path": path, "status": status, "ms": millis(*took) })
        }
        RuntimeEvent::Console {
            origin,
            level,
            text,
            position,
        } => {
            let level = match level {
                ConsoleLevel::Debug => "debug",
                ConsoleLevel::Log => "log",
                ConsoleLevel::Warn => "warn",
                ConsoleLevel::Error => "error",
            };
            let mut object = json!({ "event": "console", "level": level, "text": text });
            add_origin(&mut object, origin);
            if let Some(position) = position {
                merge(&mut object, at(position));
            }
            object
        }
        RuntimeEvent::Cron {
            name,
            expression,
            took,
            failure,
        } => {
            let mut object =
                json!({ "event": "cron", "name": name, "cron": expression, "ms": millis(*took) });
            if let Some(why) = failure {
                object["error"] = why.as_str().into();
            }
            object
        }
        RuntimeEvent::Exception(thrown) => exception(thrown),
        RuntimeEvent::Notice { origin, text } => {
            let mut object = json!({ "event": "warning", "message": text });
            add_origin(&mut object, origin);
            object
        }
    }
}

pub(super) fn exception(exception: &Exception) -> Value {
    let frames: Vec<Value> = exception
        .frames
        .iter()
        .map(|frame| {
            let mut object = json!({ "function": frame.function });
            merge(&mut object, at(&frame.position));
            object
        })
        .collect();
    let mut object = json!({
        "event": "exception",
        "message": exception.message,
        "handler": exception.handler,
        "frames": frames,
    });
    add_origin(&mut object, &exception.origin);
    if let Some(frame) = exception.frames.first() {
        merge(&mut object, at(&frame.position));
    }
    object
}

fn at(position: &SourcePosition) -> Value {
    json!({ "file": position.file, "line": position.line, "column": position.column })
}

fn add_origin(object: &mut Value, origin: &Origin) {
    if let Origin::Room(room) = origin {
        object["party"] = room.party.as_str().into();
        object["room"] = room.id.as_str().into();
    }
}

fn add_place(object: &mut Value, place: Option<&Place>) {
    if let Some(place) = place {
        let file = place.file.display().to_string();
        merge(
            object,
            json!({ "file": file, "line": place.line, "column": place.column }),
        );
    }
}

fn merge(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        let more: Map<String, Value> = more;
        object.extend(more);
    }
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use partyrs_runtime::{PartyName, RoomId, RoomKey};

    #[test]
    fn what_a_room_writes_names_the_room_and_the_place() {
        let room = RoomKey::new(PartyName::new("chat").unwrap(), RoomId::new("lobby"));
        let event = RuntimeEvent::Console {
            origin: Origin::Room(room),
            level: ConsoleLevel::Warn,
            text: "two\nlines".to_owned(),
            position: Some(SourcePosition {
                file: "a.ts".to_owned(),
                line: 3,
                column: 7,
                text: None,
            }),
        };
        assert_eq!(
            runtime_event(&event).to_string(),
            r#"{"event":"console","level":"warn","text":"two\nlines","party":"chat","room":"lobby","file":"a.ts","line":3,"column":7}"#
        );
    }

    #[test]
    fn an_error_says_where_and_how_to_go_on() {
        let place = Place::in_text("partykit.json", "{ \"main\": 1 }", 10..11);
        let wrong = Error::new(crate::error::ErrorKind::Config, "wrong")
            .at(place)
            .hint("do it");
        assert_eq!(
            error(&wrong).to_string(),
            r#"{"event":"error","message":"wrong","file":"partykit.json","line":1,"column":11,"hint":"do it"}"#
        );
    }
}
