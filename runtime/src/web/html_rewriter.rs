//! The host half of `HTMLRewriter`, by the crate `lol_html`. A document is rewritten on a thread of its own, since
//! the crate calls its handlers in the middle of parsing while a user's may be a promise. The thread sends what it
//! came upon (a [`Token`] as plain data), the isolate runs the handler in its own turn and answers with the changes.
//!
//! One of the two works while the other waits: a call here blocks for as long as a piece of the document takes to
//! parse, and the thread waits for nobody but the isolate. It belongs to a resource and ends when that is dropped.

mod document;
mod token;

use self::document::{Handlers, rewrite};
use self::token::{Change, Token, check};
use super::bytes::{self, ByteArray};
use crate::isolate::ops::{Host, OpValue};
use crate::limits::HTML_REWRITERS_MAX;
use crate::lock::lock;
use ::bytes::Bytes;
use lol_html::{AsciiCompatibleEncoding, Selector};
use rquickjs::{Array, Ctx, Exception, Function, Object, Result};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// Stack of a rewriter's thread, bytes: the parser does not recurse, and debug builds are wasteful.
const STACK_BYTES: usize = 512 * 1024;

/// What the isolate tells the thread. It sends one and waits for the reply.
enum Command {
    /// The next bytes of the document.
    Write(Bytes),
    /// There are no more.
    End,
    /// The handler that was called for is done.
    Resume(Vec<Change>),
}

/// What the thread answers.
enum Reply {
    /// All that was written is dealt with; this is what came out.
    Output(Vec<u8>),
    /// The document is finished; the thread has ended.
    End(Vec<u8>),
    /// The handler with this number is wanted.
    Call(u32, Token),
    /// It cannot be rewritten; the thread has ended.
    Failed(String),
}

/// The isolate's end of the line to a thread.
struct Rewriter {
    commands: SyncSender<Command>,
    replies: Receiver<Reply>,
}

/// Adds the functions of `html_rewriter.js`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    functions.set("rewriterSelector", Function::new(ctx.clone(), check_selector)?)?;
    functions.set("rewriterCheck", Function::new(ctx.clone(), check_change)?)?;
    // As many clones as threads.
    let seats = Arc::new(());
    let owner = host.clone();
    let start = move |ctx: Ctx<'js>, handlers: Array<'js>, charset: String| {
        if Arc::strong_count(&seats) > HTML_REWRITERS_MAX {
            let message = format!("more than {HTML_REWRITERS_MAX} HTMLRewriters are at work in this room");
            return Err(Exception::throw_type(&ctx, &message));
        }
        let encoding = encoding_named(&charset).map_err(|message| parser_error(&ctx, message))?;
        let rewriter = start(Handlers::of(&handlers)?, encoding, seats.clone());
        let rewriter = rewriter.map_err(|error| Exception::throw_type(&ctx, &error.to_string()))?;
        Ok(owner.resources(|all| all.add(Arc::new(Mutex::new(rewriter)))))
    };
    functions.set("rewriterStart", Function::new(ctx.clone(), start)?)?;
    let owner = host.clone();
    let write = move |ctx: Ctx<'js>, id: u32, array: ByteArray<'js>| {
        let command = Command::Write(bytes::copy(&ctx, &array)?);
        ask(&ctx, &owner, id, command)
    };
    functions.set("rewriterWrite", Function::new(ctx.clone(), write)?)?;
    let owner = host.clone();
    let end = move |ctx: Ctx<'js>, id: u32| ask(&ctx, &owner, id, Command::End);
    functions.set("rewriterEnd", Function::new(ctx.clone(), end)?)?;
    let owner = host.clone();
    let resume = move |ctx: Ctx<'js>, id: u32, changes: Vec<String>| {
        ask(&ctx, &owner, id, Command::Resume(Change::list(changes)))
    };
    functions.set("rewriterResume", Function::new(ctx.clone(), resume)?)?;
    let owner = host.clone();
    let forget = move |id: u32| drop(owner.resources(|all| all.take::<Arc<Mutex<Rewriter>>>(id)));
    functions.set("rewriterDrop", Function::new(ctx.clone(), forget)?)
}

/// Throws when `selector` is none.
fn check_selector(ctx: Ctx<'_>, selector: String) -> Result<()> {
    let parsed = selector.parse::<Selector>();
    parsed.map(drop).map_err(|error| parser_error(&ctx, error))
}

/// Throws when the change `name` to `text` is not allowed.
fn check_change(ctx: Ctx<'_>, name: String, text: String) -> Result<()> {
    let checked = check(&Change::new(name, text, String::new()));
    checked.map_err(|message| parser_error(&ctx, message))
}

fn parser_error(ctx: &Ctx<'_>, message: impl std::fmt::Display) -> rquickjs::Error {
    Exception::throw_type(ctx, &format!("Parser error: {message}"))
}

fn encoding_named(label: &str) -> std::result::Result<AsciiCompatibleEncoding, &'static str> {
    let encoding = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or("Unknown character encoding has been provided.")?;
    AsciiCompatibleEncoding::new(encoding).ok_or("Expected ASCII-compatible encoding.")
}

/// Starts the thread, which keeps `seat`.
fn start(handlers: Handlers, encoding: AsciiCompatibleEncoding, seat: Arc<()>) -> std::io::Result<Rewriter> {
    let (commands, received) = sync_channel(1);
    let (answers, replies) = sync_channel(1);
    let thread = thread::Builder::new()
        .name("html-rewriter".to_owned())
        .stack_size(STACK_BYTES);
    thread.spawn(move || {
        rewrite(&handlers, encoding, received, answers);
        drop(seat);
    })?;
    Ok(Rewriter { commands, replies })
}

/// The reply to `command`.
fn ask(ctx: &Ctx<'_>, host: &Host, id: u32, command: Command) -> Result<OpValue> {
    let rewriter = host.resources(|all| all.get::<Arc<Mutex<Rewriter>>>(id).cloned());
    let reply = rewriter.and_then(|rewriter| {
        let rewriter = lock(&rewriter);
        rewriter.commands.send(command).ok()?;
        rewriter.replies.recv().ok()
    });
    match reply {
        Some(Reply::Output(bytes)) => Ok(finished("output", bytes)),
        Some(Reply::End(bytes)) => Ok(finished("end", bytes)),
        Some(Reply::Call(handler, token)) => Ok(token.parts(handler)),
        Some(Reply::Failed(message)) => Err(parser_error(ctx, message)),
        None => Err(Exception::throw_type(ctx, "the HTMLRewriter has ended")),
    }
}

/// `[name, bytes]`; the other replies are `[kind of token, handler, …]`.
fn finished(name: &str, bytes: Vec<u8>) -> OpValue {
    OpValue::List(vec![OpValue::Text(name.to_owned()), OpValue::Bytes(bytes.into())])
}
