// structuredClone: a deep copy by way of the storage format, and the transfer of ArrayBuffers. What can be cloned is
// decided in isolate/clone.rs.
//
// Standard: HTML §2.7. Transfers ArrayBuffers only; there are no ports, and streams cannot be transferred.

import host from "partyrs:host";

export function structuredClone(value, options) {
  if (arguments.length === 0) throw new TypeError("structuredClone needs a value");
  const transfer = options?.transfer;
  if (transfer === undefined) return host.clone(value);
  const buffers = transferable(transfer);
  const copy = host.clone(value);
  for (const buffer of buffers) buffer.transfer();
  return copy;
}

/** The buffers of a transfer list, each whole and listed once. */
function transferable(transfer) {
  const buffers = new Set();
  for (const item of transfer) {
    if (!(item instanceof ArrayBuffer)) throw refused("Value not transferable");
    if (item.detached) throw refused("An ArrayBuffer is detached and could not be cloned.");
    if (buffers.has(item)) throw refused("ArrayBuffer occurs in the transfer list more than once");
    buffers.add(item);
  }
  return buffers;
}

const refused = (message) => new DOMException(message, "DataCloneError");
