// cloudflare:sockets: importable, so that drivers load; a connection cannot be made.

export function connect() {
  const error = new Error(
    "[partyrs] connect of cloudflare:sockets is not implemented yet: rooms have no TCP sockets, which drivers such as " +
      "`postgres`, `pg` and `mysql2` need; use one that speaks HTTP or WebSockets, or serve this project by " +
      "`npx partykit dev`",
  );
  error.code = "ERR_METHOD_NOT_IMPLEMENTED";
  throw error;
}

export default { connect };
