//! What a document consists of, as plain data on its way to the isolate, and the changes that come back.

use crate::isolate::ops::OpValue;
use lol_html::html_content::{Comment, ContentType, Doctype, DocumentEnd, Element, EndTag, TextChunk};
use lol_html::{EndTagHandler, HandlerResult, RewriteStrSettings, comments, element, rewrite_str};

/// One part of a document, as a handler finds it.
pub(super) enum Token {
    Element {
        tag_name: String,
        namespace: &'static str,
        removed: bool,
        can_have_content: bool,
        /// Names and values in turn.
        attributes: Vec<String>,
    },
    EndTag {
        name: String,
    },
    Comment {
        text: String,
        removed: bool,
    },
    Text {
        text: String,
        removed: bool,
        last_in_text_node: bool,
    },
    Doctype {
        name: Option<String>,
        public_id: Option<String>,
        system_id: Option<String>,
    },
    End,
}

impl Token {
    pub(super) fn element(element: &Element<'_, '_>) -> Self {
        let attributes = element.attributes().iter();
        Self::Element {
            tag_name: element.tag_name(),
            namespace: element.namespace_uri(),
            removed: element.removed(),
            can_have_content: element.can_have_content(),
            attributes: attributes.flat_map(|one| [one.name(), one.value()]).collect(),
        }
    }

    pub(super) fn end_tag(tag: &EndTag<'_>) -> Self {
        Self::EndTag { name: tag.name() }
    }

    pub(super) fn comment(comment: &Comment<'_>) -> Self {
        Self::Comment {
            text: comment.text(),
            removed: comment.removed(),
        }
    }

    pub(super) fn text(chunk: &TextChunk<'_>) -> Self {
        Self::Text {
            text: chunk.as_str().to_owned(),
            removed: chunk.removed(),
            last_in_text_node: chunk.last_in_text_node(),
        }
    }

    pub(super) fn doctype(doctype: &Doctype<'_>) -> Self {
        Self::Doctype {
            name: doctype.name(),
            public_id: doctype.public_id(),
            system_id: doctype.system_id(),
        }
    }

    /// `[kind, handler, …]`, for `html_tokens.js`.
    pub(super) fn parts(self, handler: u32) -> OpValue {
        let optional = |text: Option<String>| text.map_or(OpValue::Null, OpValue::Text);
        let (kind, rest) = match self {
            Self::Element {
                tag_name,
                namespace,
                removed,
                can_have_content,
                attributes,
            } => {
                let attributes = attributes.into_iter().map(OpValue::Text).collect();
                let namespace = OpValue::Text(namespace.to_owned());
                let flags = [OpValue::Bool(removed), OpValue::Bool(can_have_content)];
                let mut parts = vec![OpValue::Text(tag_name), namespace];
                parts.extend(flags);
                parts.push(OpValue::List(attributes));
                ("element", parts)
            }
            Self::EndTag { name } => ("endTag", vec![OpValue::Text(name)]),
            Self::Comment { text, removed } => {
                ("comments", vec![OpValue::Text(text), OpValue::Bool(removed)])
            }
            Self::Text {
                text,
                removed,
                last_in_text_node,
            } => {
                let flags = [OpValue::Bool(removed), OpValue::Bool(last_in_text_node)];
                ("text", [OpValue::Text(text)].into_iter().chain(flags).collect())
            }
            Self::Doctype {
                name,
                public_id,
                system_id,
            } => (
                "doctype",
                vec![optional(name), optional(public_id), optional(system_id)],
            ),
            Self::End => ("end of document", Vec::new()),
        };
        let head = [
            OpValue::Text(kind.to_owned()),
            OpValue::Number(f64::from(handler)),
        ];
        OpValue::List(head.into_iter().chain(rest).collect())
    }
}

/// One change a handler made: the method's name and its arguments.
pub(super) struct Change {
    name: String,
    first: String,
    second: String,
}

impl Change {
    pub(super) fn new(name: String, first: String, second: String) -> Self {
        Self { name, first, second }
    }

    /// From a flat list of names and arguments.
    pub(super) fn list(flat: Vec<String>) -> Vec<Self> {
        let mut flat = flat.into_iter();
        std::iter::from_fn(|| Some(Self::new(flat.next()?, flat.next()?, flat.next()?))).collect()
    }

    /// What `before`, `append` and their like insert.
    fn content(&self) -> (&str, ContentType) {
        let kind = match self.second.as_str() {
            "html" => ContentType::Html,
            _ => ContentType::Text,
        };
        (&self.first, kind)
    }
}

/// Why a change cannot be made: the crate's own words, which it has only for a document at hand.
pub(super) fn check(change: &Change) -> Result<(), String> {
    let of_elements = element!("p", |element| match change.name.as_str() {
        "setAttribute" => Ok(element.set_attribute(&change.first, "")?),
        "tagName" => Ok(element.set_tag_name(&change.first)?),
        _ => Ok(()),
    });
    let of_comments = comments!("p", |comment| match change.name.as_str() {
        "text" => Ok(comment.set_text(&change.first)?),
        _ => Ok(()),
    });
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(of_elements)
        .append_element_content_handler(of_comments);
    let rewritten = rewrite_str("<p><!-- --></p>", settings);
    rewritten.map(drop).map_err(|error| error.to_string())
}

/// Applies `changes`; `on_end_tag` makes the handler behind a number.
pub(super) fn change_element(
    element: &mut Element<'_, '_>,
    changes: Vec<Change>,
    on_end_tag: impl Fn(u32) -> EndTagHandler<'static>,
) -> HandlerResult {
    for change in changes {
        let (content, kind) = change.content();
        match change.name.as_str() {
            "before" => element.before(content, kind),
            "after" => element.after(content, kind),
            "prepend" => element.prepend(content, kind),
            "append" => element.append(content, kind),
            "replace" => element.replace(content, kind),
            "setInnerContent" => element.set_inner_content(content, kind),
            "remove" => element.remove(),
            "removeAndKeepContent" => element.remove_and_keep_content(),
            "setAttribute" => element.set_attribute(&change.first, &change.second)?,
            "removeAttribute" => element.remove_attribute(&change.first),
            "tagName" => element.set_tag_name(&change.first)?,
            _ => {
                // The last one counts, as on workerd.
                if let Some(handlers) = element.end_tag_handlers() {
                    handlers.clear();
                    handlers.push(on_end_tag(change.first.parse()?));
                }
            }
        }
    }
    Ok(())
}

pub(super) fn change_end_tag(tag: &mut EndTag<'_>, changes: Vec<Change>) -> HandlerResult {
    for change in changes {
        let (content, kind) = change.content();
        match change.name.as_str() {
            "before" => tag.before(content, kind),
            "after" => tag.after(content, kind),
            "name" => tag.set_name_str(change.first),
            _ => tag.remove(),
        }
    }
    Ok(())
}

pub(super) fn change_comment(comment: &mut Comment<'_>, changes: Vec<Change>) -> HandlerResult {
    for change in changes {
        let (content, kind) = change.content();
        match change.name.as_str() {
            "before" => comment.before(content, kind),
            "after" => comment.after(content, kind),
            "replace" => comment.replace(content, kind),
            "text" => comment.set_text(content)?,
            _ => comment.remove(),
        }
    }
    Ok(())
}

pub(super) fn change_text(chunk: &mut TextChunk<'_>, changes: Vec<Change>) -> HandlerResult {
    for change in changes {
        let (content, kind) = change.content();
        match change.name.as_str() {
            "before" => chunk.before(content, kind),
            "after" => chunk.after(content, kind),
            "replace" => chunk.replace(content, kind),
            _ => chunk.remove(),
        }
    }
    Ok(())
}

pub(super) fn change_end(end: &mut DocumentEnd<'_>, changes: Vec<Change>) {
    for change in changes {
        let (content, kind) = change.content();
        end.append(content, kind);
    }
}
