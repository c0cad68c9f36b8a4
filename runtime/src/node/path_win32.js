// path.win32, and what both kinds of paths share. The current directory is `C:\`.

export function checkText(value, name) {
  if (typeof value === "string") return;
  const shown = value === null || value === undefined ? String(value) : `type ${typeof value}`;
  const error = new TypeError(`The "${name}" argument must be of type string. Received ${shown}`);
  throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
}

export function formatWith(separator, parts) {
  const folder = parts.dir || parts.root;
  const extension = parts.ext && !parts.ext.startsWith(".") ? `.${parts.ext}` : (parts.ext ?? "");
  const base = parts.base || `${parts.name ?? ""}${extension}`;
  if (!folder) return base;
  return folder === parts.root ? `${folder}${base}` : `${folder}${separator}${base}`;
}

export function parseWith(path, text, root) {
  const base = path.basename(text.slice(root.length));
  const ext = path.extname(base);
  const folder = path.dirname(text);
  const dir = base === "" ? root : folder === "." && !/^\.[\\/]/.test(text) ? "" : folder;
  return { root, dir, base, ext, name: ext === "" ? base : base.slice(0, -ext.length) };
}

/** Device or share, the slash of the root, the rest. */
function split(path) {
  const match = /^([A-Za-z]:|[\\/]{2}[^\\/]+[\\/]+[^\\/]+)?([\\/])?([^]*)$/.exec(path);
  const device = (match[1] ?? "").replaceAll("/", "\\");
  return { device, rooted: match[2] !== undefined || device.startsWith("\\"), rest: match[3] };
}

function normalParts(path, absolute) {
  const parts = [];
  for (const part of path.split(/[\\/]/)) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!absolute) parts.push("..");
  }
  return parts.join("\\");
}

const win32 = {
  sep: "\\",
  delimiter: ";",

  normalize(path) {
    checkText(path, "path");
    if (path === "") return ".";
    const { device, rooted, rest } = split(path);
    let normal = normalParts(rest, rooted);
    if (normal === "" && !rooted) normal = ".";
    if (normal !== "" && /[\\/]$/.test(rest)) normal += "\\";
    return `${device}${rooted ? "\\" : ""}${normal}`;
  },

  join(...paths) {
    paths.forEach((path) => checkText(path, "path"));
    const given = paths.filter((path) => path !== "");
    if (given.length === 0) return ".";
    const joined = given.join("\\");
    return win32.normalize(/^[\\/]{2}[^\\/]/.test(given[0]) ? joined : joined.replace(/^[\\/]{2,}/, "\\"));
  },

  resolve(...paths) {
    let [device, tail, rooted] = ["", "", false];
    for (let at = paths.length - 1; at >= -1 && !(rooted && device); at--) {
      const path = at >= 0 ? paths[at] : "C:\\";
      checkText(path, `paths[${at}]`);
      if (path === "") continue;
      const parts = split(path);
      if (parts.device && device && parts.device.toLowerCase() !== device.toLowerCase()) continue;
      device ||= parts.device;
      if (!rooted) {
        tail = tail === "" ? parts.rest : `${parts.rest}\\${tail}`;
        rooted = parts.rooted;
      }
    }
    return `${device}\\${normalParts(tail, true)}`;
  },

  isAbsolute: (path) => (checkText(path, "path"), split(path).rooted),

  relative(from, to) {
    const [start, end] = [win32.resolve(from), win32.resolve(to)].map((path) => path.split("\\").filter(Boolean));
    let same = 0;
    while (same < start.length && start[same].toLowerCase() === end[same]?.toLowerCase()) same++;
    if (same === 0) return win32.resolve(to);
    return [...start.slice(same).map(() => ".."), ...end.slice(same)].join("\\");
  },

  dirname(path) {
    checkText(path, "path");
    const match = /^([A-Za-z]:)?([\\/]*)([^]*)$/.exec(path);
    const root = `${match[1] ?? ""}${match[2].slice(0, 1)}`;
    const rest = match[3].replace(/[\\/]+$/, "");
    const at = Math.max(rest.lastIndexOf("\\"), rest.lastIndexOf("/"));
    return at < 0 ? root || "." : root + rest.slice(0, at).replace(/[\\/]+$/, "");
  },

  basename(path, suffix) {
    checkText(path, "path");
    const trimmed = path.replace(/^[A-Za-z]:/, "").replace(/[\\/]+$/, "");
    const name = trimmed.slice(Math.max(trimmed.lastIndexOf("\\"), trimmed.lastIndexOf("/")) + 1);
    return suffix && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  },

  extname(path) {
    const name = win32.basename(path);
    const at = name.lastIndexOf(".");
    return at <= 0 || name === ".." ? "" : name.slice(at);
  },

  format: (parts) => formatWith("\\", parts),

  parse(path) {
    checkText(path, "path");
    const { device, rooted } = split(path);
    return parseWith(win32, path, path.slice(0, device.length + (rooted && !device.startsWith("\\") ? 1 : 0)));
  },

  toNamespacedPath: (path) => path,
};

export default win32;
