// node:url: the standard's URL and Node's older parse, format and resolve.

import punycode from "partyrs:node/punycode";
import querystring from "partyrs:node/querystring";

const SLASHED = new Set(["http:", "https:", "ftp:", "gopher:", "file:", "ws:", "wss:"]);
const HOST_END = /[/?#\\]/;

export function Url() {
  Object.assign(this, {
    protocol: null, slashes: null, auth: null, host: null, port: null, hostname: null, hash: null, search: null,
    query: null, pathname: null, path: null, href: null,
  });
}

function checkText(value, name) {
  if (typeof value === "string") return;
  const shown = value === null || value === undefined ? String(value) : `type ${typeof value}`;
  throw Object.assign(new TypeError(`The "${name}" argument must be of type string. Received ${shown}`), { code: "ERR_INVALID_ARG_TYPE" });
}

const decodeAuth = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const UNSAFE = /[\s"'<>\\^`{|}]/g;
const escapeUnsafe = (text) => text.replace(UNSAFE, (character) => encodeURIComponent(character).replace("'", "%27"));

Url.prototype.parse = function (given, parseQuery = false, slashesMeanHost = false) {
  checkText(given, "url");
  const cut = given.trim().search(/[?#]/);
  const text = given.trim();
  let rest = cut < 0 ? text.replaceAll("\\", "/") : text.slice(0, cut).replaceAll("\\", "/") + text.slice(cut);
  const scheme = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  if (scheme) {
    this.protocol = scheme.toLowerCase();
    rest = rest.slice(scheme.length);
  }
  const isScript = this.protocol === "javascript:";
  const slashes = rest.startsWith("//");
  if (slashes && !isScript && (slashesMeanHost || scheme || /^\/\/[^@/]+@[^@/]+/.test(rest))) {
    this.slashes = true;
    rest = this.parseHost(rest.slice(2));
  } else if (scheme && !SLASHED.has(this.protocol) && !slashes && !isScript) {
    rest = this.parseHost(rest);
  }
  if (!isScript) rest = escapeUnsafe(rest);
  const hash = rest.indexOf("#");
  if (hash >= 0) {
    this.hash = rest.slice(hash);
    rest = rest.slice(0, hash);
  }
  const query = rest.indexOf("?");
  if (query >= 0) {
    this.search = rest.slice(query);
    this.query = parseQuery ? querystring.parse(this.search.slice(1)) : this.search.slice(1);
    rest = rest.slice(0, query);
  } else if (parseQuery) {
    this.search = null;
    this.query = querystring.parse("");
  }
  if (rest !== "") this.pathname = rest;
  if (SLASHED.has(this.protocol) && this.hostname && !this.pathname) this.pathname = "/";
  if (this.pathname || this.search) this.path = (this.pathname ?? "") + (this.search ?? "");
  this.href = this.format();
  return this;
};

/** Takes auth, host and port off `rest`. */
Url.prototype.parseHost = function (rest) {
  const end = rest.search(HOST_END);
  let host = end < 0 ? rest : rest.slice(0, end);
  const after = end < 0 ? "" : rest.slice(end);
  const at = host.lastIndexOf("@");
  if (at >= 0) {
    this.auth = decodeAuth(host.slice(0, at));
    host = host.slice(at + 1);
  }
  const port = /:(\d*)$/.exec(host);
  if (port) {
    if (port[1] !== "") this.port = port[1];
    host = host.slice(0, port.index);
  }
  const isIPv6 = host.startsWith("[") && host.endsWith("]");
  this.hostname = isIPv6 ? host.slice(1, -1).toLowerCase() : punycode.toASCII(host.toLowerCase());
  this.host = (isIPv6 ? `[${this.hostname}]` : this.hostname) + (this.port ? `:${this.port}` : "");
  return after !== "" && !after.startsWith("/") && !/^[?#]/.test(after) ? `/${after}` : after;
};

Url.prototype.format = function () {
  const auth = this.auth ? `${encodeURIComponent(this.auth).replace(/%3A/i, ":")}@` : "";
  let protocol = this.protocol ?? "";
  if (protocol && !protocol.endsWith(":")) protocol += ":";
  let host = "";
  if (this.host) host = auth + this.host;
  else if (this.hostname) {
    const name = this.hostname.includes(":") && !this.hostname.startsWith("[") ? `[${this.hostname}]` : this.hostname;
    host = auth + name + (this.port ? `:${this.port}` : "");
  }
  const query = this.query !== null && typeof this.query === "object" ? querystring.stringify(this.query) : "";
  let search = this.search || (query && `?${query}`) || "";
  let hash = this.hash ?? "";
  let pathname = (this.pathname ?? "").replace(/[?#]/g, encodeURIComponent);
  const slashes = this.slashes || ((!protocol || SLASHED.has(protocol)) && host !== "");
  if (slashes && (host !== "" || this.slashes)) {
    host = `//${host}`;
    if (pathname && !pathname.startsWith("/")) pathname = `/${pathname}`;
  }
  if (hash && !hash.startsWith("#")) hash = `#${hash}`;
  if (search && !search.startsWith("?")) search = `?${search}`;
  return protocol + host + pathname + search.replaceAll("#", "%23") + hash;
};

const parse = (url, parseQuery, slashesMeanHost) => (url instanceof Url ? url : new Url().parse(url, parseQuery, slashesMeanHost));

function format(url, options) {
  if (typeof url === "string") return parse(url).format();
  if (url instanceof URL) {
    const copy = new URL(url);
    if (options?.fragment === false) copy.hash = "";
    if (options?.search === false) copy.search = "";
    if (options?.auth === false) copy.username = copy.password = "";
    return options?.unicode ? copy.href.replace(copy.hostname, punycode.toUnicode(copy.hostname)) : copy.href;
  }
  if (typeof url !== "object" || url === null) {
    throw Object.assign(new TypeError('The "urlObject" argument must be one of type object or string.'), { code: "ERR_INVALID_ARG_TYPE" });
  }
  return Url.prototype.format.call(url);
}

/** `to` seen from `from`, either of which may be relative. */
function resolve(from, to) {
  const base = new URL(from, "resolve://-/");
  const resolved = new URL(to, base);
  if (resolved.protocol !== "resolve:") return resolved.href;
  const { pathname, search, hash } = resolved;
  const relative = !/^[/\\]/.test(from) && !/^[/\\]/.test(to);
  return (relative ? pathname.slice(1) : pathname) + search + hash;
}

function fileURLToPath(url) {
  const parsed = typeof url === "string" ? new URL(url) : url;
  if (parsed.protocol !== "file:") throw Object.assign(new TypeError("The URL must be of scheme file"), { code: "ERR_INVALID_URL_SCHEME" });
  return decodeURIComponent(parsed.pathname);
}

function pathToFileURL(path) {
  const url = new URL("file:///");
  url.pathname = (path.startsWith("/") ? path : `/${path}`).replaceAll("%", "%25").replaceAll("\\", "%5C").replaceAll("?", "%3F").replaceAll("#", "%23");
  return url;
}

function urlToHttpOptions(url) {
  const { hostname, hash, search, pathname, href, protocol, port, username, password } = url;
  return {
    __proto__: null, protocol, hostname: hostname.replace(/^\[|\]$/g, ""), hash, search, pathname, path: `${pathname}${search}`, href,
    ...(port !== "" && { port: Number(port) }),
    ...((username || password) && { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }),
  };
}

function domainToASCII(domain) {
  try {
    return new URL(`ws://${domain}`).hostname;
  } catch {
    return "";
  }
}

export default {
  Url,
  parse,
  format,
  resolve,
  resolveObject: (from, to) => parse(resolve(from, to)),
  URL: globalThis.URL,
  URLSearchParams: globalThis.URLSearchParams,
  domainToASCII,
  domainToUnicode: (domain) => punycode.toUnicode(domainToASCII(domain)),
  fileURLToPath,
  pathToFileURL,
  urlToHttpOptions,
};
