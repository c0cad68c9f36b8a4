//! The thread that rewrites one document. It sleeps while the isolate runs a handler or has no bytes to give, and
//! gives up as soon as the isolate's end of the line is gone.

use super::token::{Change, Token, change_comment, change_element, change_end, change_end_tag, change_text};
use super::{Command, Reply};
use crate::limits::HTML_REWRITER_BYTES_MAX;
use lol_html::{
    AsciiCompatibleEncoding, DocumentContentHandlers, ElementContentHandlers, HandlerResult, HtmlRewriter,
    MemorySettings, Selector, Settings,
};
use rquickjs::{Array, Result};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, SyncSender};

/// What the user listens to: element and document handlers in the order they were added. A handler's number is its
/// place.
pub(super) struct Handlers(Vec<(Option<Selector>, Vec<String>)>);

/// The isolate is gone: nobody wants the rest.
#[derive(Debug, thiserror::Error)]
#[error("nobody waits for the document")]
struct Gone;

/// The thread's end of the line.
struct Line {
    commands: Receiver<Command>,
    replies: SyncSender<Reply>,
}

impl Handlers {
    /// From `[selector or null, [kind of token, …]]` each; the selectors were checked before.
    pub(super) fn of(list: &Array<'_>) -> Result<Self> {
        let handlers = list.iter::<Array<'_>>().map(|handler| {
            let handler = handler?;
            let selector: Option<String> = handler.get(0)?;
            Ok((selector.and_then(|text| text.parse().ok()), handler.get(1)?))
        });
        handlers.collect::<Result<_>>().map(Self)
    }
}

impl Line {
    fn next(&self) -> Option<Command> {
        self.commands.recv().ok()
    }

    fn say(&self, reply: Reply) -> std::result::Result<(), Gone> {
        self.replies.send(reply).map_err(|_| Gone)
    }

    /// Has the isolate run a handler: what it wants changed.
    fn call(&self, handler: u32, token: Token) -> std::result::Result<Vec<Change>, Gone> {
        self.say(Reply::Call(handler, token))?;
        match self.next() {
            Some(Command::Resume(changes)) => Ok(changes),
            Some(Command::Write(_) | Command::End) | None => Err(Gone),
        }
    }
}

/// Rewrites until the document ends, cannot be rewritten, or nobody wants it any more.
pub(super) fn rewrite(
    handlers: &Handlers,
    encoding: AsciiCompatibleEncoding,
    commands: Receiver<Command>,
    replies: SyncSender<Reply>,
) {
    let line = Rc::new(Line { commands, replies });
    // Whoever should hear of the end is gone, too.
    let _ = run(handlers, encoding, &line);
}

fn run(
    handlers: &Handlers,
    encoding: AsciiCompatibleEncoding,
    line: &Rc<Line>,
) -> std::result::Result<(), Gone> {
    let output = RefCell::new(Vec::new());
    let write = |bytes: &[u8]| output.borrow_mut().extend_from_slice(bytes);
    let mut rewriter = HtmlRewriter::new(settings(handlers, encoding, line), write);
    while let Some(command) = line.next() {
        let written = match command {
            Command::Write(bytes) => rewriter.write(&bytes),
            Command::End => {
                return line.say(match rewriter.end() {
                    Ok(()) => Reply::End(output.take()),
                    Err(error) => Reply::Failed(error.to_string()),
                });
            }
            Command::Resume(_) => return Err(Gone),
        };
        match written {
            Ok(()) => line.say(Reply::Output(output.take()))?,
            Err(error) => return line.say(Reply::Failed(error.to_string())),
        }
    }
    Ok(())
}

fn settings<'h>(
    handlers: &'h Handlers,
    encoding: AsciiCompatibleEncoding,
    line: &Rc<Line>,
) -> Settings<'h, 'h> {
    let memory = MemorySettings::new().with_max_allowed_memory_usage(HTML_REWRITER_BYTES_MAX);
    let mut settings = Settings::new()
        .with_encoding(encoding)
        .with_memory_settings(memory)
        // A document that could be read in two ways fails, as on workerd.
        .with_strict(true);
    for (number, (selector, kinds)) in (0..).zip(&handlers.0) {
        settings = match selector {
            Some(selector) => {
                let content = element_handlers(number, kinds, line);
                settings.append_element_content_handler((Cow::Borrowed(selector), content))
            }
            None => settings.append_document_content_handler(document_handlers(number, kinds, line)),
        };
    }
    settings
}

fn element_handlers<'h>(number: u32, kinds: &[String], line: &Rc<Line>) -> ElementContentHandlers<'h> {
    let mut handlers = ElementContentHandlers::default();
    for kind in kinds {
        let line = line.clone();
        handlers = match kind.as_str() {
            "element" => handlers.element(move |element: &mut lol_html::html_content::Element<'_, '_>| {
                let changes = line.call(number, Token::element(element))?;
                let line = line.clone();
                let on_end_tag = move |end_tag: u32| -> lol_html::EndTagHandler<'static> {
                    let line = line.clone();
                    Box::new(move |tag| change_end_tag(tag, line.call(end_tag, Token::end_tag(tag))?))
                };
                change_element(element, changes, on_end_tag)
            }),
            "comments" => handlers.comments(move |comment: &mut lol_html::html_content::Comment<'_>| {
                change_comment(comment, line.call(number, Token::comment(comment))?)
            }),
            _ => handlers.text(move |text: &mut lol_html::html_content::TextChunk<'_>| {
                change_text(text, line.call(number, Token::text(text))?)
            }),
        };
    }
    handlers
}

fn document_handlers<'h>(number: u32, kinds: &[String], line: &Rc<Line>) -> DocumentContentHandlers<'h> {
    let mut handlers = DocumentContentHandlers::default();
    for kind in kinds {
        let line = line.clone();
        handlers = match kind.as_str() {
            "doctype" => handlers.doctype(move |doctype: &mut lol_html::html_content::Doctype<'_>| {
                line.call(number, Token::doctype(doctype))?;
                HandlerResult::Ok(())
            }),
            "comments" => handlers.comments(move |comment: &mut lol_html::html_content::Comment<'_>| {
                change_comment(comment, line.call(number, Token::comment(comment))?)
            }),
            "text" => handlers.text(move |text: &mut lol_html::html_content::TextChunk<'_>| {
                change_text(text, line.call(number, Token::text(text))?)
            }),
            _ => handlers.end(move |end: &mut lol_html::html_content::DocumentEnd<'_>| {
                change_end(end, line.call(number, Token::End)?);
                Ok(())
            }),
        };
    }
    handlers
}
