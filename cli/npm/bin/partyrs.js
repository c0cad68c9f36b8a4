#!/usr/bin/env node
// Hands over to the partyrs binary of this machine, which npm has installed as an optional dependency, or which
// PARTYRS_BINARY names. Invariant: when this process is gone, so is partyrs. Never downloads anything.
"use strict";

const { accessSync, constants, existsSync } = require("node:fs");
const { spawn } = require("node:child_process");
const { resolve } = require("node:path");
const { optionalDependencies } = require("../package.json");

/** What the binaries for Linux are loaded by; without it the system says that the binary itself does not exist. */
const LOADERS = { arm64: "/lib/ld-linux-aarch64.so.1", x64: "/lib64/ld-linux-x86-64.so.2" };

const OWN_BINARY = "build partyrs there with `cargo install --path cli --locked`, and set PARTYRS_BINARY to its path";

/** Something that the user can put right. */
class Complaint extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

function binary() {
  const named = process.env.PARTYRS_BINARY;
  if (named) return runnable(resolve(named), "correct PARTYRS_BINARY, or unset it to use the installed package");
  const platform = `${process.platform}-${process.arch}`;
  const name = `@partyrs/${platform}`;
  if (process.platform === "win32") {
    throw new Complaint("partyrs does not run on Windows", "use it inside of WSL, with a Node that is installed there");
  }
  if (!(name in optionalDependencies)) throw new Complaint(`there is no partyrs for ${platform}`, OWN_BINARY);
  const found = installed(name);
  if (!found) throw missing(name, platform);
  if (process.platform === "linux" && !existsSync(LOADERS[process.arch])) {
    throw new Complaint(
      "the partyrs for Linux needs glibc, which this system does not have (is it Alpine?)",
      `use an image with glibc, such as \`node:22-slim\`; or ${OWN_BINARY}`,
    );
  }
  return runnable(found, "install it again: `npm install --force`");
}

/** The binary of a platform's package, if that is installed. */
function installed(name) {
  try {
    return require.resolve(`${name}/bin/partyrs`);
  } catch {
    return undefined;
  }
}

function missing(name, platform) {
  const other = Object.keys(optionalDependencies).find(installed);
  if (other) {
    const message = `${other} is installed, but this machine needs ${name}: was node_modules copied from another platform?`;
    return new Complaint(message, `install on ${platform}: \`rm -rf node_modules && npm install\``);
  }
  return new Complaint(
    `the package ${name}, which holds partyrs for this machine, is not installed`,
    "install again without leaving out optional dependencies: `npm install --include=optional`; " +
      "if a lock file from another platform still leaves it out, `npm install --no-save " + `${name}\``,
  );
}

function runnable(path, hint) {
  try {
    accessSync(path, constants.X_OK);
  } catch (error) {
    const trouble = error.code === "ENOENT" ? "there is no file" : "cannot run";
    throw new Complaint(`${trouble} \`${path}\``, hint);
  }
  return path;
}

/** Runs partyrs as a child: for Node before 22.15, which cannot become another program. */
function run(path, args) {
  // partyrs watches the process that is named here, since a wrapper that is killed cannot say so any more.
  const child = spawn(path, args, { stdio: "inherit", env: { ...process.env, PARTYRS_WRAPPER: String(process.pid) } });
  child.on("error", (error) => complain(new Complaint(`cannot run \`${path}\`: ${error.message}`, OWN_BINARY)));
  const signals = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (!signal) return process.exit(code);
    for (const caught of signals) process.removeAllListeners(caught);
    process.kill(process.pid, signal);
    // A signal takes a moment to arrive.
    setTimeout(() => process.exit(1), 1000);
  });
}

function complain({ message, hint }) {
  process.stderr.write(`✘ [ERROR] ${message}\n\n    hint: ${hint}\n\n`);
  process.exitCode = 1;
}

function main(args) {
  try {
    const path = binary();
    if (process.execve) process.execve(path, [path, ...args], process.env);
    run(path, args);
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    complain(error);
  }
}

main(process.argv.slice(2));
