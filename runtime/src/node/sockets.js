// cloudflare:sockets: importable, so that drivers load; a connection cannot be made.

import { notImplemented } from "partyrs:node/missing";

export function connect() {
  throw notImplemented("connect of cloudflare:sockets");
}

export default { connect };
