//! Values that are more than their JSON type: checked when they are read.

use crate::config::flags::Persist;
use partyrs_runtime::PartyName;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;

/// `persist`: a boolean or a folder.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum PersistField {
    /// On or off.
    #[serde(rename = "a boolean")]
    Flag(bool),
    /// A folder.
    #[serde(rename = "a string")]
    Folder(String),
}

impl From<PersistField> for Persist {
    fn from(field: PersistField) -> Self {
        match field {
            PersistField::Flag(true) => Self::Default,
            PersistField::Flag(false) => Self::Off,
            PersistField::Folder(text) => Self::from(text.as_str()),
        }
    }
}

/// A string or a list of strings.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum OneOrMany {
    /// One.
    #[serde(rename = "a string")]
    One(String),
    /// Any number.
    #[serde(rename = "a list")]
    Many(Vec<String>),
}

impl OneOrMany {
    /// As a list.
    pub(crate) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// A project's name as written, checked against PartyKit's pattern.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct WrittenName(pub(crate) String);

impl TryFrom<String> for WrittenName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        // The pattern and its message are those of party names (conformance G08a).
        PartyName::new(&name)
            .map(|_| Self(name))
            .map_err(|_| "must satisfy /^[a-z0-9_-]+$/")
    }
}

/// A TCP port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "f64")]
pub(crate) struct Port(pub(crate) u16);

impl TryFrom<f64> for Port {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        let valid = number.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(&number);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked in the line above"
        )]
        valid
            .then_some(Self(number as u16))
            .ok_or("expected a whole number from 0 to 65535")
    }
}

impl JsonSchema for WrittenName {
    fn schema_name() -> Cow<'static, str> {
        "Name".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // Without the underscore, which only package.json may have (conformance G08b).
        json_schema!({ "type": "string", "pattern": "^[a-z0-9-]+$" })
    }
}

impl JsonSchema for Port {
    fn schema_name() -> Cow<'static, str> {
        "Port".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 0, "maximum": u16::MAX })
    }
}
