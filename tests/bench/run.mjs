#!/usr/bin/env node
// Measures partyrs beside partykit@0.0.115 on one machine, in one run, in turns: what each needs to start, to answer
// requests, to spread messages, and in memory. Prints medians; asserts nothing. See README.md.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Server } from "./server.mjs";
import * as measures from "./measures.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    cmd: { type: "string", default: path.join(here, "../../target/release/partyrs") },
    only: { type: "string" },
    rounds: { type: "string", default: "3" },
    "without-partykit": { type: "boolean", default: false },
  },
});

const contestants = [{ name: "partyrs", command: [path.resolve(options.cmd)], args: [] }];
if (!options["without-partykit"]) {
  const bin = path.join(here, "node_modules/partykit/dist/bin.mjs");
  if (!fs.existsSync(bin)) throw new Error(`partykit is not installed: run \`npm install\` in ${here}`);
  contestants.push({ name: "partykit", command: [process.execPath, bin], args: ["--disable-request-cf-fetch"] });
}

/** A new folder with the project that a measure wants: the least one, or the template. */
function makeProject(kind, folder) {
  if (kind === "chat") {
    fs.cpSync(path.join(here, "../../templates/chat-room"), folder, { recursive: true });
    const config = path.join(folder, "partykit.json");
    const filled = fs.readFileSync(config, "utf8").replace("$PROJECT_NAME", "chat").replace("$COMPATIBILITY_DATE", "2024-07-18");
    fs.writeFileSync(config, filled);
    fs.symlinkSync(path.join(here, "node_modules"), path.join(folder, "node_modules"));
  } else {
    fs.cpSync(path.join(here, "project"), folder, { recursive: true });
  }
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const root = fs.mkdtempSync(path.join(os.tmpdir(), "partyrs-bench-"));
const chosen = Object.entries(measures).filter(([name]) => !options.only || options.only.split(",").includes(name));

for (const [name, { title, unit, project: kind, run }] of chosen) {
  console.log(`\n${title}`);
  const results = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const contestant of contestants) {
      const project = path.join(root, `${name}-${contestant.name}`);
      if (round === 0) makeProject(kind, project);
      const server = new Server(contestant, project);
      try {
        results.get(contestant.name).push(await run(server));
      } finally {
        await server.stop();
      }
    }
  }
  for (const [contestant, rounds] of results) {
    const named = rounds.map((values) => (typeof values === "number" ? { "": values } : values));
    for (const part of Object.keys(named[0])) {
      const values = named.map((round) => round[part]);
      const rest = values.map((value) => Math.round(value)).join(", ");
      const who = `${contestant} ${part}`.padEnd(16);
      console.log(`  ${who} ${String(Math.round(median(values))).padStart(9)} ${unit}   (${rest})`);
    }
  }
}
fs.rmSync(root, { recursive: true, force: true });
