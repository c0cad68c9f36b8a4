// The URL scheme of rooms: /party/<room> and /parties/<party>/<room>. Invariant: names are taken raw from the path,
// never decoded. It does not know which parties exist.

export interface RoomRoute {
  party: string;
  room: string;
}

/** The room a normalised path names, or undefined; extra segments do not matter. An empty room is no room. */
export function roomRoute(pathname: string): RoomRoute | undefined {
  const parts = pathname.split("/", 4);
  if (parts[1] === "party") return parts[2] ? { party: "main", room: parts[2] } : undefined;
  if (parts[1] === "parties") return parts[3] ? { party: parts[2], room: parts[3] } : undefined;
  return undefined;
}

/** Origin and path of a request's URL. A plain one needs no parser: in most rooms nothing else does. */
export function addressOf(url: string): { origin: string; pathname: string } {
  const plain = /^(https?:\/\/[^/?#@]+)(\/[^?#]*)/.exec(url);
  return plain ? { origin: plain[1], pathname: plain[2] } : new URL(url);
}

export function isUpgrade(request: Request): boolean {
  return request.headers.get("upgrade")?.toLowerCase() === "websocket";
}

/** The connection id a client asked for, or a new one. */
export function connectionId(url: string): string {
  return askedId(url) || crypto.randomUUID();
}

/** `_pk` of the query; what is escaped is left to the platform. */
function askedId(url: string): string | null | undefined {
  if (!/_pk|%/.test(url)) return undefined;
  const query = url.slice(url.indexOf("?"));
  if (/[%+#]/.test(query)) return new URL(url).searchParams.get("_pk");
  return /[?&]_pk=([^&]*)/.exec(query)?.[1];
}

/**
 * The raw segment by which a URL names the room `id`, so that a stub and a client reach the same room: what cannot
 * stand in a path is escaped, an escape already there is kept.
 */
export function roomSegment(id: unknown): string {
  const text = String(id);
  if (/^[\w~!$&'()*+,;=:@%.-]*$/.test(text)) return text;
  return new URL(`http://room/${text.replace(/[/?#\\]/g, encodeURIComponent)}`).pathname.slice(1);
}
