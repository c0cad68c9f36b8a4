// Makes npm's packages: the wrapper `partyrs`, and one package with a binary for each platform that is asked for.
//
//   node cli/npm/pack.mjs [--out FOLDER] [--binary PLATFORM=PATH]…
//
// Without --binary it packs target/release/partyrs for this machine. The wrapper depends on the platforms that are
// packed with it: `npm ci` refuses a lock file in which an optional dependency is missing. The version is that of
// Cargo.toml; the platforms there can be stand in package.json. Prints the path of each tarball.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = resolve(HERE, "../..");
const WRAPPER = JSON.parse(readFileSync(join(HERE, "package.json"), "utf8"));

const { values: options } = parseArgs({
  options: { out: { type: "string", default: "." }, binary: { type: "string", multiple: true } },
});
const out = resolve(options.out);
const binaries = options.binary ?? [`${process.platform}-${process.arch}=${join(ROOT, "target/release/partyrs")}`];

const manifest = readFileSync(join(ROOT, "Cargo.toml"), "utf8");
const version = manifest.match(/^\[workspace\.package\][^[]*?^version = "([^"]+)"/m)?.[1];
if (!version) throw new Error("Cargo.toml has no version in [workspace.package]");

const platforms = binaries.map((binary) => {
  const [name, path] = binary.split("=");
  if (!path || !(`@partyrs/${name}` in WRAPPER.optionalDependencies)) {
    const known = Object.keys(WRAPPER.optionalDependencies).join(", ");
    throw new Error(`--binary ${binary}: expected PLATFORM=PATH, with a platform of ${known}`);
  }
  return { name, path: resolve(path) };
});
mkdirSync(out, { recursive: true });
pack(wrapper);
for (const { name, path } of platforms) pack((folder) => platform(folder, name, path));

/** Fills a folder and makes a tarball of it. */
function pack(fill) {
  const folder = mkdtempSync(join(tmpdir(), "partyrs-pack-"));
  try {
    fill(folder);
    copyFileSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
    const args = ["pack", "--silent", "--pack-destination", out];
    console.log(join(out, execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function wrapper(folder) {
  cpSync(join(HERE, "bin"), join(folder, "bin"), { recursive: true });
  copyFileSync(join(HERE, "README.md"), join(folder, "README.md"));
  copyFileSync(join(ROOT, "runtime/types/partykit-server.d.ts"), join(folder, "partykit-server.d.ts"));
  copyFileSync(join(ROOT, "cli/schema/partykit.schema.json"), join(folder, "partykit.schema.json"));
  const optionalDependencies = Object.fromEntries(platforms.map(({ name }) => [`@partyrs/${name}`, version]));
  describe(folder, { ...WRAPPER, version, optionalDependencies });
}

function platform(folder, name, binary) {
  const [os, cpu] = name.split("-");
  mkdirSync(join(folder, "bin"));
  copyFileSync(binary, join(folder, "bin/partyrs"));
  chmodSync(join(folder, "bin/partyrs"), 0o755);
  writeFileSync(join(folder, "README.md"), `The partyrs binary for ${name}. Install the package \`partyrs\`, which brings it.\n`);
  describe(folder, {
    name: `@partyrs/${name}`,
    version,
    description: `The partyrs binary for ${name}`,
    license: WRAPPER.license,
    os: [os],
    cpu: [cpu],
    ...(os === "linux" && { libc: ["glibc"] }),
    // Yarn's Plug'n'Play keeps packages in archives, from which nothing can be run.
    preferUnplugged: true,
    files: ["bin"],
  });
}

function describe(folder, description) {
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(description, null, 2)}\n`);
}
