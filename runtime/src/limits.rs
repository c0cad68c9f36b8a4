//! Every limit of the runtime, with its unit and its reason. Nothing else defines one.

use std::time::Duration;

/// Memory of one isolate's JavaScript heap, bytes: what Cloudflare gives a Durable Object.
pub(crate) const ISOLATE_HEAP_BYTES_MAX: usize = 128 * 1024 * 1024;

/// JavaScript stack of one isolate, bytes. Isolate threads are created with room for it.
pub(crate) const ISOLATE_STACK_BYTES_MAX: usize = 1024 * 1024;

/// CPU time of one event in one isolate: what Cloudflare gives by default.
pub(crate) const EVENT_CPU_MAX: Duration = Duration::from_secs(30);

/// How long a module's top level may wait for what it awaits: a start that hangs is to be noticed.
pub(crate) const TOP_LEVEL_MAX: Duration = Duration::from_secs(30);

/// A WebSocket message from a client, bytes: PartyKit closes with 1009 above it.
pub(crate) const MESSAGE_BYTES_MAX: usize = 1_048_576;

/// Unsent bytes to one client before it is closed with 1013: a reader this far behind is not reading.
pub(crate) const SEND_QUEUE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Events waiting in one room's mailbox before senders wait.
pub(crate) const MAILBOX_EVENTS_MAX: usize = 1024;

/// How long a room without in-memory sockets, timers and pending work keeps its instance: PartyKit evicts after
/// about 10 s.
pub(crate) const INSTANCE_IDLE_MAX: Duration = Duration::from_secs(10);

/// How long such a room keeps its isolate: module-level state outlives an instance, as it does on workerd, but only
/// for so long. Then the room costs its sockets and nothing else.
pub(crate) const ISOLATE_IDLE_MAX: Duration = Duration::from_secs(30);

/// A request body, bytes: PartyKit's production cap.
pub(crate) const REQUEST_BODY_BYTES_MAX: u64 = 100 * 1024 * 1024;

/// A storage value in V8's format, bytes: 128 KiB and the 34 bytes of slack the real thing allows.
pub(crate) const STORAGE_VALUE_BYTES_MAX: usize = 131_072 + 34;

/// A value written by `storage.kv`, bytes: Cloudflare's limit of a row.
pub(crate) const STORAGE_ROW_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Rows of one SQL query, bytes: a cursor holds them all, and an isolate's heap must have room for them.
pub(crate) const SQL_RESULT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// A serialized attachment, bytes: Cloudflare's limit.
pub(crate) const ATTACHMENT_BYTES_MAX: usize = 16_384;

/// Levels of nesting in a value that is cloned or stored: what fits an isolate thread's stack with room to spare.
pub(crate) const CLONE_DEPTH_MAX: usize = 500;

/// Bytes of all responses in `caches`: half an isolate's heap, so that caching never is what fills the machine.
pub(crate) const CACHE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A key of KV, bytes: Cloudflare's limit, as all of KV and R2.
pub(crate) const KV_KEY_BYTES_MAX: usize = 512;

/// A value of KV, bytes.
pub(crate) const KV_VALUE_BYTES_MAX: u64 = 25 * 1024 * 1024;

/// The metadata of a key of KV, bytes of JSON.
pub(crate) const KV_METADATA_BYTES_MAX: usize = 1024;

/// How soon a key of KV may expire, seconds.
pub(crate) const KV_TTL_S_MIN: i64 = 60;

/// How short reads of KV may be cached, seconds.
pub(crate) const KV_CACHE_TTL_S_MIN: i64 = 30;

/// Keys of one page of KV or R2.
pub(crate) const LIST_KEYS_MAX: usize = 1000;

/// Keys of KV that are read at once.
pub(crate) const KV_BULK_KEYS_MAX: usize = 100;

/// A key of R2, bytes.
pub(crate) const R2_KEY_BYTES_MAX: usize = 1024;

/// The custom metadata of an object of R2, bytes of names and values.
pub(crate) const R2_METADATA_BYTES_MAX: usize = 2048;

/// A part of an upload to R2 that is not the last one, bytes.
pub(crate) const R2_PART_BYTES_MIN: u64 = 5 * 1024 * 1024;

/// HTMLRewriters at work in one room: each has a thread while its document is being read.
pub(crate) const HTML_REWRITERS_MAX: usize = 64;

/// What one HTMLRewriter keeps, bytes: the tag it has not seen the end of, and the elements that are open.
pub(crate) const HTML_REWRITER_BYTES_MAX: usize = 4 * 1024 * 1024;
