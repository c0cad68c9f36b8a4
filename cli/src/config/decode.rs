//! From a [`Document`] to serde types, collecting *all* problems with their places instead of stopping at the first.
//!
//! Every field of the config is optional, so a value that does not fit can be left out and the rest tried again until
//! it fits: each round adds one problem. Enums whose variants are called `a string`, `an object` … choose by the kind
//! of value.

mod problem;

use super::document::{Document, Kind, Member, Node};
use super::suggest::did_you_mean;
use crate::error::Error;
use problem::{Problem, What, validation_error};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashSet;

/// A decoded value, with what was ignored on the way.
pub(crate) struct Decoded<T> {
    /// The value.
    pub(crate) value: T,
    /// A sentence for every key that means nothing.
    pub(crate) warnings: Vec<String>,
}

/// Decodes `node` of `document`.
pub(crate) fn decode<T: DeserializeOwned>(document: &Document, node: &Node) -> Result<Decoded<T>, Error> {
    let notes = Notes::default();
    let mut problems: Vec<Problem> = Vec::new();
    loop {
        let root = NodeDeserializer {
            node,
            path: Vec::new(),
            fields: &[],
            notes: &notes,
        };
        let problem = match T::deserialize(root) {
            Ok(value) if problems.is_empty() => {
                let warnings = notes
                    .ignored
                    .take()
                    .into_iter()
                    .map(|ignored| ignored.sentence(document))
                    .collect();
                return Ok(Decoded { value, warnings });
            }
            Ok(_) => break,
            Err(problem) => problem,
        };
        let is_new = problem
            .node
            .is_some_and(|at| notes.left_out.borrow_mut().insert(at));
        let is_root = problem.node == Some(node.span.start);
        problems.push(problem);
        if is_root || !is_new {
            break;
        }
    }
    problems.sort_by_key(|problem| problem.span.start);
    Err(validation_error(document, problems))
}

/// What one run leaves for the next, and for the user.
#[derive(Default)]
struct Notes {
    /// Values that do not fit, by where they start.
    left_out: RefCell<HashSet<usize>>,
    /// Keys that mean nothing, where that is no error.
    ignored: RefCell<Vec<Ignored>>,
}

struct Ignored {
    path: String,
    line_of: usize,
    meant: Option<&'static str>,
}

impl Ignored {
    fn sentence(self, document: &Document) -> String {
        let place = document.place(self.line_of..self.line_of + 1);
        let file = place.file.file_name().unwrap_or_default().display();
        let meant = self
            .meant
            .map(|meant| format!("; did you mean `{meant}`?"))
            .unwrap_or_default();
        format!(
            "unknown field `{}` ({file}:{}) is ignored{meant}",
            self.path, place.line
        )
    }
}

/// Deserializes one node.
#[derive(Clone)]
struct NodeDeserializer<'a> {
    node: &'a Node,
    path: Vec<String>,
    /// The fields the object that holds this node knows, to suggest one when this one is unknown.
    fields: &'static [&'static str],
    notes: &'a Notes,
}

impl<'a> NodeDeserializer<'a> {
    fn visit<'de, V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        let (node, path) = (self.node, self.path.clone());
        let value = match &node.kind {
            Kind::Scalar(Value::String(text)) => visitor.visit_str(text),
            Kind::Scalar(Value::Bool(value)) => visitor.visit_bool(*value),
            Kind::Scalar(Value::Number(number)) => {
                match (number.as_u64(), number.as_i64(), number.as_f64()) {
                    (Some(value), _, _) => visitor.visit_u64(value),
                    (None, Some(value), _) => visitor.visit_i64(value),
                    (None, None, value) => visitor.visit_f64(value.unwrap_or_default()),
                }
            }
            Kind::Scalar(_) => visitor.visit_unit(),
            Kind::List(nodes) => visitor.visit_seq(Items {
                of: self,
                nodes: nodes.iter(),
                index: 0,
            }),
            Kind::Object(members) => visitor.visit_map(Members {
                of: self,
                fields,
                members: members.iter(),
                current: None,
            }),
        };
        value.map_err(|problem| problem.at(&path, node))
    }

    /// Decodes the node; a problem without a place, as of a check after the decoding, gets this one.
    fn decode<'de, S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Problem> {
        let (node, path) = (self.node, self.path.clone());
        seed.deserialize(self).map_err(|problem| problem.at(&path, node))
    }

    fn child(&self, key: String, node: &'a Node) -> Self {
        let mut path = self.path.clone();
        path.push(key);
        Self {
            node,
            path,
            fields: &[],
            notes: self.notes,
        }
    }

    fn shape(&self) -> &'static str {
        match self.node.type_name() {
            "string" => "a string",
            "boolean" => "a boolean",
            "array" => "a list",
            "object" => "an object",
            _ => "something else",
        }
    }
}

impl<'de> de::Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        self.visit(&[], visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        let (node, path) = (self.node, self.path.clone());
        visitor
            .visit_newtype_struct(self)
            .map_err(|problem| problem.at(&path, node))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        if let Kind::List(_) = self.node.kind {
            // serde would take a list for the fields in order.
            let expected = "an object".to_owned();
            return Err(Problem::new(What::Type { expected }).at(&self.path, self.node));
        }
        self.visit(fields, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        let meant = self
            .path
            .last()
            .and_then(|key| did_you_mean(key, self.fields.iter().copied()));
        let ignored = Ignored {
            path: self.path.join("."),
            line_of: self.node.span.start,
            meant,
        };
        let mut all = self.notes.ignored.borrow_mut();
        if all.iter().all(|other| other.path != ignored.path) {
            all.push(ignored);
        }
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        let (node, path) = (self.node, self.path.clone());
        let by_shape = variants
            .first()
            .is_some_and(|first| first.starts_with("a ") || first.starts_with("an "));
        let result = match &node.kind {
            _ if by_shape && variants.contains(&self.shape()) => visitor.visit_enum(ByShape(self)),
            Kind::Scalar(Value::String(text)) if !by_shape => {
                let text: StrDeserializer<'_, Problem> = text.as_str().into_deserializer();
                visitor.visit_enum(text)
            }
            _ if by_shape => Err(Problem::new(What::Type {
                expected: variants.join(" or "),
            })),
            _ => Err(Problem::new(What::Type {
                expected: "a string".to_owned(),
            })),
        };
        result.map_err(|problem| problem.at(&path, node))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier
    }
}

/// A node as the variant that is called like its kind.
struct ByShape<'a>(NodeDeserializer<'a>);

impl<'de, 'a> de::EnumAccess<'de> for ByShape<'a> {
    type Error = Problem;
    type Variant = ByShape<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Problem> {
        let name: StrDeserializer<'_, Problem> = self.0.shape().into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for ByShape<'_> {
    type Error = Problem;

    fn unit_variant(self) -> Result<(), Problem> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Problem> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Problem> {
        self.0.visit(&[], visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        self.0.visit(fields, visitor)
    }
}

struct Items<'a> {
    of: NodeDeserializer<'a>,
    nodes: std::slice::Iter<'a, Node>,
    index: usize,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Problem;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Problem> {
        for node in self.nodes.by_ref() {
            let index = self.index;
            self.index += 1;
            if !self.of.notes.left_out.borrow().contains(&node.span.start) {
                return seed.deserialize(self.of.child(index.to_string(), node)).map(Some);
            }
        }
        Ok(None)
    }
}

struct Members<'a> {
    of: NodeDeserializer<'a>,
    fields: &'static [&'static str],
    members: std::slice::Iter<'a, Member>,
    current: Option<&'a Member>,
}

impl<'de> de::MapAccess<'de> for Members<'_> {
    type Error = Problem;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Problem> {
        let left_out = self.of.notes.left_out.borrow();
        let next = self
            .members
            .by_ref()
            .find(|member| !left_out.contains(&member.value.span.start));
        drop(left_out);
        let Some(member) = next else { return Ok(None) };
        self.current = Some(member);
        let key: StrDeserializer<'_, Problem> = member.key.as_str().into_deserializer();
        seed.deserialize(key)
            .map(Some)
            .map_err(|problem| problem.at_key(&self.of.path, member))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Problem> {
        let Some(member) = self.current.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        let mut child = self.of.child(member.key.clone(), &member.value);
        child.fields = self.fields;
        child.decode(seed)
    }
}
