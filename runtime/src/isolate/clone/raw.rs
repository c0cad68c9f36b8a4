//! The three looks into the engine that its safe interface does not offer. Nothing else in structured clone is
//! unsafe. Decision 0003.
#![expect(
    unsafe_code,
    reason = "decision 0003: read-only looks, no JavaScript runs meanwhile"
)]

use rquickjs::{ArrayBuffer, TypedArray, Value, qjs};

/// The engine's number for the class of `value`; 0 for what is no object.
pub(super) fn class_id(value: &Value<'_>) -> u32 {
    // SAFETY: reads one field of a live value, which `value` keeps alive.
    unsafe { qjs::JS_GetClassID(value.as_raw()) }
}

/// A copy of what `buffer` holds, `None` when it is detached.
pub(super) fn buffer_bytes(buffer: &ArrayBuffer<'_>) -> Option<Vec<u8>> {
    // SAFETY: copied at once; no JavaScript runs in between.
    unsafe { buffer.as_bytes() }.map(<[u8]>::to_vec)
}

/// A copy of what `view` shows, empty when its buffer is detached.
pub(super) fn view_bytes(view: &TypedArray<'_, u8>) -> Vec<u8> {
    // SAFETY: copied at once; no JavaScript runs in between.
    unsafe { view.as_bytes() }.map_or_else(Vec::new, <[u8]>::to_vec)
}
