// The text editor in a real browser: made with `partyrs init`, served by `partyrs dev --live`, written in by two people.
//
//   node tests/browser/text-editor.mjs --cmd target/release/partyrs
//
// Needs Chromium, as run.mjs does. Screenshots go to tests/browser/screenshots.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { launch, shoot } from "./lib/browser.mjs";
import { Checks } from "./lib/checks.mjs";
import { Server, run } from "./lib/server.mjs";

const { values: options } = parseArgs({ options: { cmd: { type: "string", default: "partyrs" } } });
const command = options.cmd.includes("/") ? resolve(options.cmd) : options.cmd;
const folder = mkdtempSync(join(tmpdir(), "partyrs-browser-"));
const project = join(folder, "notes");
const checks = new Checks({ log: () => server.log, pages: () => ({ ann, bob }) });
const { check } = checks;

await run(command, ["init", "notes", "--template", "text-editor", "--yes", "--no-git"], folder);
let server = await Server.start(command, project);
const port = server.port;
const url = `http://127.0.0.1:${port}`;
const browser = await launch();
const troubles = [];

/** A person with a browser of their own. */
async function visitor(name, viewport = { width: 1100, height: 760 }) {
  const context = await browser.newContext({ viewport });
  await context.addInitScript((name) => {
    if (location.protocol !== "about:" && !localStorage.getItem("text-editor:me")) {
      localStorage.setItem("text-editor:me", JSON.stringify({ id: `id-of-${name}`, name }));
    }
  }, name);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => troubles.push(`${name}: ${error.stack}`));
  return page;
}

const status = (page, text) => page.getByRole("status", { name: "Connection" }).filter({ hasText: text }).waitFor();
const text = (page) => page.getByRole("textbox", { name: "Text" });
const people = (page) => page.getByRole("region", { name: "Who is here" });
const cursor = (page, name) => page.locator(".cm-ySelectionInfo", { hasText: name });

async function has(page, words) {
  await text(page).filter({ hasText: words }).waitFor();
}

/** The text as the page shows it, line by line, without the cursors of others. */
function lines(page) {
  return page.locator(".cm-line").evaluateAll((all) =>
    all.map((line) => {
      const copy = line.cloneNode(true);
      for (const cursor of copy.querySelectorAll(".cm-ySelectionCaret, .cm-placeholder")) cursor.remove();
      return copy.textContent;
    }),
  );
}

/** Waits until the pages show `words` and nothing else in one of their lines. */
async function haveLine(pages, words) {
  for (const page of pages) {
    await page.waitForFunction((words) => {
      const plain = (line) => [...line.childNodes].map((node) => (node.className === "cm-ySelectionCaret" ? "" : node.textContent));
      return [...document.querySelectorAll(".cm-line")].some((line) => plain(line).join("").replaceAll("\u2060", "") === words);
    }, words);
  }
}

async function type(page, words) {
  await text(page).press("Control+End");
  await page.keyboard.type(words);
}

const ann = await visitor("Ann");
const bob = await visitor("Bob");

await check("two pages open the same document and are online", async () => {
  for (const page of [ann, bob]) await page.goto(url);
  for (const page of [ann, bob]) await status(page, "Saved");
  await ann.getByText("Write something.").waitFor();
  await people(ann).getByText("Bob").waitFor();
  await people(bob).getByText("Ann").waitFor();
  await shoot(ann, "editor-empty");
});

await check("what one types, the other sees, with the cursor and the name", async () => {
  await type(ann, "# Picnic\n\nWe meet at noon.\n");
  await has(bob, "We meet at noon.");
  await cursor(bob, "Ann").waitFor();
  await type(bob, "Bring a blanket.");
  await has(ann, "Bring a blanket.");
  await cursor(ann, "Bob").waitFor();
  const expected = ["# Picnic", "", "We meet at noon.", "Bring a blanket."];
  assert.deepEqual(await lines(ann), expected);
  assert.deepEqual(await lines(bob), expected);
});

await check("both type at once, and both end with the same text", async () => {
  await ann.locator(".cm-line").first().click();
  await ann.keyboard.press("End");
  await Promise.all([
    ann.keyboard.type(" in the park", { delay: 20 }),
    type(bob, "\nAnd something to drink, please."),
  ]);
  for (const page of [ann, bob]) {
    await has(page, "# Picnic in the park");
    await has(page, "something to drink, please.");
  }
  assert.deepEqual(await lines(ann), await lines(bob));
  assert.equal((await lines(ann)).length, 5);
});

await check("undo takes back what I did, not what others did", async () => {
  await type(bob, " Thanks!");
  await has(ann, "Thanks!");
  await ann.getByRole("button", { name: "Undo" }).click();
  await bob.locator(".cm-line").first().filter({ hasNotText: "park" }).waitFor();
  await has(ann, "Thanks!");
  await ann.getByRole("button", { name: "Redo" }).click();
  await has(bob, "in the park");
});

await check("a selection is made bold by a button, and by a second press plain again", async () => {
  const bold = ann.getByRole("button", { name: "Bold" });
  await ann.locator(".cm-line", { hasText: "Bring a blanket." }).dblclick({ position: { x: 20, y: 14 } });
  await bold.click();
  await haveLine([ann, bob], "**Bring** a blanket.");
  await bold.click();
  await haveLine([ann, bob], "Bring a blanket.");
});

await check("the room answers GET with the text", async () => {
  const response = await fetch(`${url}/party/notes`);
  assert.equal(response.headers.get("content-type"), "text/markdown; charset=utf-8");
  assert.equal(await response.text(), (await lines(ann)).join("\n"));
  assert.equal((await fetch(`${url}/party/notes`, { method: "POST" })).status, 405);
});

await check("a restart is survived: what was typed meanwhile is merged, and the text is there", async () => {
  assert.equal(await server.stop(), 0, "the exit code after Ctrl-C");
  for (const page of [ann, bob]) await status(page, "Offline");
  await type(ann, "\nTyped by Ann without a server.");
  await type(bob, "\nTyped by Bob without a server.");
  await shoot(ann, "editor-offline");
  server = await Server.start(command, project, port);
  for (const page of [ann, bob]) {
    await status(page, "Saved");
    await has(page, "Typed by Ann without a server.");
    await has(page, "Typed by Bob without a server.");
  }
  assert.deepEqual(await lines(ann), await lines(bob));
});

await check("the text is on disk: with nobody there and a server that was killed", async () => {
  const before = await lines(ann);
  for (const page of [ann, bob]) await page.goto("about:blank");
  server.kill();
  await server.ended;
  server = await Server.start(command, project, port);
  assert.equal(await (await fetch(`${url}/party/notes`)).text(), before.join("\n"));
  for (const page of [ann, bob]) await page.goto(url);
  for (const page of [ann, bob]) await has(page, "We meet at noon.");
  assert.deepEqual(await lines(bob), before);
});

await check("a new name is everywhere: in the list and at the cursor", async () => {
  await type(ann, " ");
  await cursor(bob, "Ann").waitFor();
  await ann.getByTitle("Change your name").click();
  await ann.getByLabel("Your name").fill("Anna");
  await ann.getByLabel("Your name").press("Enter");
  await people(bob).getByText("Anna").waitFor();
  await cursor(bob, "Anna").waitFor();
});

await check("every document has its own text, and the address names it", async () => {
  await bob.getByTitle("Go to another document").click();
  await bob.getByLabel("Document").fill("Shopping List");
  await bob.getByLabel("Document").press("Enter");
  await status(bob, "Saved");
  assert.equal(new URL(bob.url()).hash, "#shopping-list");
  assert.deepEqual(await lines(bob), [""]);
  await people(ann).getByText("Bob").waitFor({ state: "detached" });
  await bob.goBack();
  await has(bob, "We meet at noon.");
  await people(ann).getByText("Bob").waitFor();
});

await check("the page fits a phone, by day and by night", async () => {
  const phone = await visitor("Phone", { width: 375, height: 667 });
  await phone.goto(url);
  await status(phone, "Saved");
  await has(phone, "We meet at noon.");
  await type(bob, "\n\n## To bring\n\n- **bread**, _cheese_ and `knives`\n[a map](https://example.com)\n\n\n> Rain or shine.");
  await has(phone, "Rain or shine.");
  await ann.locator(".cm-line", { hasText: "We meet at noon." }).dblclick({ position: { x: 40, y: 12 } });
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
  await cursor(phone, "Anna").waitFor();
  for (const [name, page] of Object.entries({ phone, editor: bob })) {
    await shoot(page, name === "phone" ? "editor-phone" : name);
    await page.emulateMedia({ colorScheme: "dark" });
    await shoot(page, `${name === "phone" ? "editor-phone" : name}-dark`);
  }
  await phone.context().close();
});

await check("no page threw, and the server ends cleanly", async () => {
  assert.deepEqual(troubles, []);
  assert.equal(await server.stop(), 0, "the exit code after Ctrl-C");
});

await browser.close();
server.kill();
rmSync(folder, { recursive: true, force: true });
process.exit(checks.sum());
