// Static files, looked up as PartyKit does, on whatever service the host gives. Invariant: an exact, case-sensitive
// match of the decoded path and nothing else; a directory means its index.html only with a final slash. It does not
// answer ranges or conditions, and where the host serves complete answers it changes nothing in them.
import type { Fetcher } from "./host";

export interface AssetOptions {
  singlePageApp?: boolean;
  /** Names of all files, for services that would answer more than that (workerd's disk, Cloudflare's redirects). */
  files?: string[];
  /** Seconds a browser may keep a file. */
  browserTTL?: number;
}

/** By extension, what a disk service calls octet-stream. */
const TEXT_TYPES = new Map(Object.entries({
  css: "text/css", htm: "text/html", html: "text/html", js: "text/javascript", mjs: "text/javascript",
  json: "application/json", map: "application/json", md: "text/markdown", markdown: "text/markdown",
  txt: "text/plain", csv: "text/csv", xml: "text/xml", xhtml: "application/xhtml+xml",
}));
const OTHER_TYPES = new Map(Object.entries({
  avif: "image/avif", gif: "image/gif", ico: "image/x-icon", jpeg: "image/jpeg", jpg: "image/jpeg", png: "image/png",
  svg: "image/svg+xml", webp: "image/webp", otf: "font/otf", ttf: "font/ttf", woff: "font/woff", woff2: "font/woff2",
  mp3: "audio/mpeg", mp4: "video/mp4", ogg: "audio/ogg", wav: "audio/wav", webm: "video/webm", pdf: "application/pdf",
  wasm: "application/wasm", webmanifest: "application/manifest+json",
}));

export class Assets {
  private readonly files: Set<string> | undefined;

  constructor(
    private readonly service: Fetcher | undefined,
    private readonly options: AssetOptions,
  ) {
    this.files = options.files && new Set(options.files);
  }

  /** The file a request outside rooms asks for. Throws for a malformed escape (U20). */
  async forRequest(request: Request, pathname: string): Promise<Response | null> {
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") return null;
    const found = await this.find(pathname, method);
    if (found || !this.options.singlePageApp || request.headers.get("sec-fetch-mode") !== "navigate") return found;
    return this.find("/index.html", method);
  }

  /** `assets.fetch` of rooms and lobbies. */
  async fetch(path: string): Promise<Response | null> {
    if (!path.startsWith("/")) throw new Error("Path must start with /");
    return this.find(path.replace(/[?#].*$/s, ""), "GET");
  }

  /** The page for what nothing else answers. */
  async notFoundPage(): Promise<Response | null> {
    const page = await this.find("/404.html", "GET");
    return page && new Response(page.body, { status: 404, headers: page.headers });
  }

  private async find(pathname: string, method: string): Promise<Response | null> {
    const name = fileName(pathname);
    if (!this.service || (this.files && !this.files.has(name))) return null;
    const path = name.split("/").map(encodeURIComponent).join("/");
    const response = await this.service.fetch(new Request(`http://assets/${path}`, { method }));
    if (response.status === 404) return null;
    return this.files ? this.complete(response, name) : response;
  }

  /** Adds what a bare file service leaves out. */
  private complete(response: Response, name: string): Response {
    const headers = new Headers(response.headers);
    const type = headers.get("content-type");
    if (!type || type === "application/octet-stream") headers.set("content-type", contentType(name));
    headers.set("access-control-allow-origin", "*");
    const { browserTTL } = this.options;
    if (browserTTL) headers.set("cache-control", `max-age=${browserTTL}`);
    return new Response(response.body, { status: response.status, headers });
  }
}

function fileName(pathname: string): string {
  const name = decode(pathname).slice(1);
  return name === "" || name.endsWith("/") ? `${name}index.html` : name;
}

/** Engines word the failure differently; this is PartyKit's. */
function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw new URIError("URI malformed");
  }
}

function contentType(name: string): string {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  const text = TEXT_TYPES.get(extension);
  return text ? `${text}; charset=utf-8` : (OTHER_TYPES.get(extension) ?? "application/octet-stream");
}
