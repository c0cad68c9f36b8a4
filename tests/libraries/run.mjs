// Libraries that people use in rooms: each is installed from npm, bundled into a room, and used on a real server.
//
//   node tests/libraries/run.mjs --cmd target/release/partyrs [--only zod,jose] [--json outcome.json]
//
// rooms/<library>.mjs is one library: the project that uses it and what must hold. Its default export is
//
//   library   the package's name, as it is imported
//   files     the project: path → text; server.ts is the main party, parties/<name>.ts the party <name>
//   services  optional: starts what the rooms talk to; its `vars` are the project's, `close` is called at the end
//   checks    title → a function of the Project (lib/project.mjs); they run one after another on one server
//
// package.json holds msgpackr-extract, native code that no room uses, at a version that is there for every platform:
// `npm ci` refuses a lock file that leaves one out.
//
// The file that --json names gets a list of { library, version, title, status, message }, status being passed or
// failed; it is what the table of tested libraries is made from.

import { readdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { resolve } from "node:path";
import { Project } from "./lib/project.mjs";
import { versionOf } from "./lib/packages.mjs";
import { within } from "./lib/wait.mjs";

const CHECK_DEADLINE_MS = 30_000;
/** Servers at once. Each is mostly waiting. */
const AT_ONCE = 2;

const { values: options } = parseArgs({
  options: { cmd: { type: "string", default: "partyrs" }, only: { type: "string" }, json: { type: "string" } },
});
const command = options.cmd.includes("/") ? resolve(options.cmd) : options.cmd;

/** Runs all checks of a library; returns their outcomes. */
async function run({ library, files, services, checks }) {
  const outcomes = [];
  const version = versionOf(library);
  const note = (title, status, message) => {
    outcomes.push({ library, version, title, status, ...(message && { message }) });
    console.log(`${status === "passed" ? "ok" : "not ok"} ${library}: ${title}${message ? `\n${message}` : ""}`);
  };
  const project = new Project(command, library, files);
  try {
    await project.start(services);
  } catch (error) {
    note("the server starts", "failed", `${error.stack}\n${project.log}`);
    await project.end();
    return outcomes;
  }
  for (const [title, check] of Object.entries(checks)) {
    try {
      await within(check(project), CHECK_DEADLINE_MS, "the end of the check");
      note(title, "passed");
    } catch (error) {
      note(title, "failed", `${error.stack}\n--- the server's log\n${project.log}---`);
    }
    project.disposeOfClients();
  }
  await project.end();
  return outcomes;
}

const only = options.only?.split(",");
const files = readdirSync(new URL("rooms", import.meta.url)).sort();
const libraries = [];
for (const file of files) {
  const { default: library } = await import(`./rooms/${file}`);
  if (!only || only.includes(library.library) || only.includes(file.replace(/\.mjs$/, ""))) libraries.push(library);
}

const queue = [...libraries];
const outcomes = new Map();
async function work() {
  for (let library = queue.shift(); library; library = queue.shift()) outcomes.set(library, await run(library));
}
await Promise.all(Array.from({ length: AT_ONCE }, work));

const all = libraries.flatMap((library) => outcomes.get(library));
if (options.json) writeFileSync(options.json, `${JSON.stringify(all, null, 2)}\n`);
const failed = all.filter(({ status }) => status === "failed").length;
console.log(`${all.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 && all.length > 0 ? 0 : 1);
