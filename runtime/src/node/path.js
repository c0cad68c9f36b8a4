// node:path, POSIX: the current directory of a room is `/`.

import win32 from "partyrs:node/path_win32";
import { checkText, formatWith, parseWith } from "partyrs:node/path_win32";

/** `path` without `.`, `..` and doubled slashes. */
function normalParts(path, absolute) {
  const parts = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!absolute) parts.push("..");
  }
  return parts.join("/");
}

const posix = {
  sep: "/",
  delimiter: ":",

  normalize(path) {
    checkText(path, "path");
    if (path === "") return ".";
    const absolute = path.startsWith("/");
    let normal = normalParts(path, absolute);
    if (normal === "" && !absolute) normal = ".";
    if (normal !== "" && path.endsWith("/")) normal += "/";
    return absolute ? `/${normal}` : normal;
  },

  join(...paths) {
    paths.forEach((path) => checkText(path, "path"));
    const joined = paths.filter((path) => path !== "").join("/");
    return joined === "" ? "." : posix.normalize(joined);
  },

  resolve(...paths) {
    let resolved = "";
    for (let at = paths.length - 1; at >= 0 && !resolved.startsWith("/"); at--) {
      checkText(paths[at], `paths[${at}]`);
      if (paths[at] !== "") resolved = resolved === "" ? paths[at] : `${paths[at]}/${resolved}`;
    }
    return `/${normalParts(resolved, true)}`;
  },

  isAbsolute: (path) => (checkText(path, "path"), path.startsWith("/")),

  relative(from, to) {
    const [start, end] = [posix.resolve(from), posix.resolve(to)].map((path) => path.split("/").filter(Boolean));
    let same = 0;
    while (same < start.length && start[same] === end[same]) same++;
    return [...start.slice(same).map(() => ".."), ...end.slice(same)].join("/");
  },

  dirname(path) {
    checkText(path, "path");
    if (path === "") return ".";
    const trimmed = path.replace(/(?!^)\/+$/, "");
    const at = trimmed.lastIndexOf("/");
    if (at < 0) return ".";
    if (at === 0) return "/";
    const folder = trimmed.slice(0, at);
    return folder === "/" && path.startsWith("//") ? "//" : folder;
  },

  basename(path, suffix) {
    checkText(path, "path");
    if (suffix !== undefined) checkText(suffix, "suffix");
    const trimmed = path.replace(/\/+$/, "");
    const name = trimmed.slice(trimmed.lastIndexOf("/") + 1);
    return suffix && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  },

  extname(path) {
    const name = posix.basename(path);
    const at = name.lastIndexOf(".");
    return at <= 0 || name === ".." ? "" : name.slice(at);
  },

  format: (parts) => formatWith("/", parts),
  parse: (path) => (checkText(path, "path"), parseWith(posix, path, path.startsWith("/") ? "/" : "")),
  toNamespacedPath: (path) => path,
};
posix.posix = win32.posix = posix;
posix.win32 = win32.win32 = win32;

export default posix;
