// The chat room in a real browser: made with `partyrs init`, served by `partyrs dev --live`, used by two people.
//
//   node tests/browser/run.mjs --cmd target/release/partyrs
//
// Needs Chromium: CHROMIUM names it, else the usual places are tried. Screenshots go to tests/browser/screenshots.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { launch, shoot } from "./lib/browser.mjs";
import { Checks } from "./lib/checks.mjs";
import { mockOpenAi } from "./lib/openai.mjs";
import { Server, run } from "./lib/server.mjs";

const { values: options } = parseArgs({ options: { cmd: { type: "string", default: "partyrs" } } });
const command = options.cmd.includes("/") ? resolve(options.cmd) : options.cmd;
const folder = mkdtempSync(join(tmpdir(), "partyrs-browser-"));
const project = join(folder, "chat");

const checks = new Checks({ log: () => server.log, pages: () => ({ ann, bob }) });
const { check } = checks;

const edit = (file, change) => {
  const path = join(project, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  assert.notEqual(after, before, `nothing to change in ${file}`);
  writeFileSync(path, after);
};

await run(command, ["init", "chat", "--template", "chat-room", "--yes", "--no-git"], folder);
const openai = await mockOpenAi();
let server = await Server.start(command, project);
const port = server.port;
const browser = await launch();
const troubles = [];

/** A person with a browser of their own, in a room. */
async function visitor(name, viewport = { width: 1100, height: 760 }) {
  const context = await browser.newContext({ viewport });
  await context.addInitScript((name) => {
    if (!localStorage.getItem("chat-room:me")) {
      localStorage.setItem("chat-room:me", JSON.stringify({ id: `id-of-${name}`, name }));
    }
  }, name);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => troubles.push(`${name}: ${error.stack}`));
  return page;
}

const online = (page) => says(page.getByRole("status", { name: "Connection" }), "Online");
const messages = (page) => page.getByRole("log", { name: "Messages" }).locator("article");
const message = (page, text) => messages(page).filter({ hasText: text });
const input = (page) => page.getByLabel("Message", { exact: true });

async function says(locator, text) {
  await locator.filter({ hasText: text }).waitFor();
}

async function say(page, text) {
  await input(page).fill(text);
  await input(page).press("Enter");
}

const ann = await visitor("Ann");
const bob = await visitor("Bob");

await check("two pages open and are online", async () => {
  for (const page of [ann, bob]) await page.goto(`http://127.0.0.1:${port}/`);
  for (const page of [ann, bob]) await online(page);
  await says(ann.locator("body"), "It is quiet in here");
  await shoot(ann, "empty");
});

await check("everybody sees who is here", async () => {
  await says(ann.getByRole("region", { name: "Who is here" }), "Bob");
  await says(bob.getByRole("region", { name: "Who is here" }), "Ann");
});

await check("what one says, the other sees", async () => {
  await say(ann, "Hello from Ann");
  await message(bob, "Hello from Ann").waitFor();
  await say(bob, "Hello from Bob: <b>not bold</b>");
  await message(ann, "<b>not bold</b>").waitFor();
  await message(ann, "Hello from Ann").waitFor();
  assert.equal(await message(bob, "Hello from Ann").count(), 1);
  await says(message(bob, "Hello from Ann"), "Ann");
});

await check("without a key the chat is plain and says so", async () => {
  await says(ann.locator("form"), "AI replies are off");
});

await check("the room answers GET and POST", async () => {
  const url = `http://127.0.0.1:${port}/party/lobby`;
  const posted = await fetch(url, { method: "POST", body: JSON.stringify({ text: "Posted", name: "Robot" }) });
  assert.equal(posted.status, 201);
  await message(ann, "Posted").waitFor();
  const { messages } = await (await fetch(url)).json();
  assert.deepEqual(messages.map(({ text }) => text), ["Hello from Ann", "Hello from Bob: <b>not bold</b>", "Posted"]);
});

await check("who leaves is no longer here", async () => {
  const eve = await visitor("Eve");
  await eve.goto(`http://127.0.0.1:${port}/`);
  await says(ann.getByRole("region", { name: "Who is here" }), "Eve");
  await eve.context().close();
  await ann.getByRole("region", { name: "Who is here" }).getByText("Eve").waitFor({ state: "detached" });
});

await check("a restart is survived: reconnecting, online again, the history is there", async () => {
  assert.equal(await server.stop(), 0, "the exit code after Ctrl-C");
  await says(ann.getByRole("status", { name: "Connection" }), "Reconnecting…");
  await say(ann, "Said into the gap");
  await shoot(ann, "reconnecting");
  server = await Server.start(command, project, port);
  for (const page of [ann, bob]) await online(page);
  await message(bob, "Said into the gap").waitFor();
  await message(bob, "Hello from Ann").waitFor();
  assert.equal(await messages(ann).count(), 4);
  await shoot(bob, "chat");
});

await check("a page opened later has the history", async () => {
  const late = await visitor("Late");
  await late.goto(`http://127.0.0.1:${port}/`);
  await message(late, "Said into the gap").waitFor();
  assert.equal(await messages(late).count(), 4);
  await late.context().close();
});

await check("a saved change of the server is live, with the sockets still open", async () => {
  await ann.evaluate(() => (window.sameVisit = true));
  edit("party/server.ts", (code) =>
    code.replace("author: { ...author }, text, nonce }", "author: { ...author }, text: `» ${text}`, nonce }"),
  );
  await server.says("Updated and ready");
  await say(bob, "after the change");
  await message(ann, "» after the change").waitFor();
  assert.equal(await ann.evaluate(() => window.sameVisit), true, "the page was not reloaded");
});

await check("a mistake in the server is shown in the terminal, and the chat goes on", async () => {
  edit("party/server.ts", (code) => code.replace("export default class", "export default klass"));
  await server.says("[ERROR]");
  await say(ann, "in spite of it");
  await message(bob, "» in spite of it").waitFor();
  edit("party/server.ts", (code) => code.replace("export default klass", "export default class"));
  await server.says("Updated and ready");
});

await check("a saved change of the client reloads the page by itself", async () => {
  await ann.evaluate(() => (window.sameVisit = true));
  edit("src/components/Composer.tsx", (code) => code.replace("Write a message", "Say something nice"));
  await ann.getByPlaceholder("Say something nice").waitFor();
  await bob.getByPlaceholder("Say something nice").waitFor();
  assert.equal(await ann.evaluate(() => window.sameVisit), undefined, "the page was reloaded");
  for (const page of [ann, bob]) await online(page);
  await message(ann, "» in spite of it").waitFor();
});

await check("a name can be changed, and everybody sees it", async () => {
  await ann.getByTitle("Change your name").click();
  await ann.getByLabel("Your name").fill("Anna");
  await ann.getByLabel("Your name").press("Enter");
  await says(bob.getByRole("region", { name: "Who is here" }), "Anna");
});

await check("with a key in .env the AI answers, piece by piece", async () => {
  writeFileSync(join(project, ".env"), `OPENAI_API_KEY=sk-test\nOPENAI_BASE_URL=${openai.url}\nOPENAI_MODEL=mock\n`);
  await server.says("Updated and ready");
  // Who is connected already was told that there is none: coming back to the page asks again.
  for (const page of [ann, bob]) {
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await says(page.locator("form"), "Mention @ai");
  }
  await say(bob, "@ai what is the answer?");
  // The question has the same words.
  const half = (page) => page.locator("article.assistant", { hasText: "The answer" });
  await half(bob).waitFor();
  await half(ann).waitFor();
  assert.equal(await message(ann, "The answer is 42").count(), 0, "the second half is still to come");
  await shoot(ann, "ai-writing");
  openai.goOn();
  await message(ann, "The answer is 42.").waitFor();
  await message(bob, "The answer is 42.").waitFor();
  assert.equal(openai.requests.length, 1);
  const [{ authorization, body }] = openai.requests;
  assert.equal(authorization, "Bearer sk-test");
  assert.equal(body.model, "mock");
  assert.match(body.messages.at(-1).content, /^Bob: .*what is the answer\?$/);
  await shoot(ann, "ai-done");
});

await check("the page fits a phone", async () => {
  const phone = await visitor("Phone", { width: 375, height: 667 });
  await phone.goto(`http://127.0.0.1:${port}/`);
  await online(phone);
  await message(phone, "The answer is 42.").waitFor();
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
  assert.ok(await input(phone).isVisible());
  await shoot(phone, "phone");
  await phone.emulateMedia({ colorScheme: "dark" });
  await shoot(phone, "phone-dark");
  await phone.context().close();
});

await check("no page threw, and the server ends cleanly", async () => {
  assert.deepEqual(troubles, []);
  assert.equal(await server.stop(), 0, "the exit code after Ctrl-C");
});

await browser.close();
server.kill();
openai.close();
rmSync(folder, { recursive: true, force: true });
process.exit(checks.sum());
