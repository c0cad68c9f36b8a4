// A registry with nothing but the tarballs of a folder; everything else is a 404.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";

/** `url` is what npm's `registry` has to be; `asked` holds the paths of all requests. */
export async function registry(folder) {
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const manifests = tarballs.map((name) => [name, JSON.parse(inTarball(join(folder, name), "package/package.json"))]);
  const asked = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://registry").pathname.slice(1));
    asked.push(path);
    if (path.startsWith("tarballs/")) return response.end(readFileSync(join(folder, basename(path))));
    const [tarball, manifest] = manifests.find(([, { name }]) => name === path) ?? [];
    if (!manifest) return response.writeHead(404, { "content-type": "application/json" }).end("{}");
    const integrity = `sha512-${createHash("sha512").update(readFileSync(join(folder, tarball))).digest("base64")}`;
    const dist = { tarball: `${url}tarballs/${tarball}`, integrity };
    const { name, version } = manifest;
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } }),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}/`;
  return { url, asked, close: () => server.close() };
}

/** The text of a file in a tarball. */
export function inTarball(tarball, path) {
  return execFileSync("tar", ["-xzOf", tarball, path], { encoding: "utf8" });
}
