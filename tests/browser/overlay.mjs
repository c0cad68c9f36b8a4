// What a page shows when the client does not build, in a real browser.
//
//   node tests/browser/overlay.mjs --cmd target/release/partyrs
//
// Needs Chromium, as run.mjs does.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { launch, shoot } from "./lib/browser.mjs";
import { Server } from "./lib/server.mjs";

const { values: options } = parseArgs({ options: { cmd: { type: "string", default: "partyrs" } } });
const command = options.cmd.includes("/") ? resolve(options.cmd) : options.cmd;
const folder = mkdtempSync(join(tmpdir(), "partyrs-overlay-"));
const write = (file, content) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
};

// The page would hide everything, and break what takes markup for text.
const GOOD = `const element = document.createElement("p");
element.textContent = "it works";
document.body.append(element);
`;
const BAD = `const markup = "<img src=x onerror=document.title='hacked'>";
import "./<i>nowhere</i>";
const broken = ;
`;

write("partykit.json", JSON.stringify({
  name: "overlay", main: "server.js", compatibilityDate: "2026-01-01", serve: { path: "public", build: "client.js" },
}));
write("server.js", `export default { onFetch() {
  return new Response('<!doctype html><title>rendered</title><body><script type=module src=/dist/client.js></script>',
    { headers: { 'content-type': 'text/html' } });
} }`);
write("public/index.html", `<!doctype html><title>page</title><style>* { display: none !important; color: red }</style>
<style>html, body, p { display: block !important }</style><body><script type="module" src="/dist/client.js"></script>`);
write("client.js", GOOD);

const server = await Server.start(command, folder);
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
const page = await context.newPage();
page.setDefaultTimeout(20_000);
const troubles = [];
page.on("pageerror", (error) => troubles.push(error.stack));
const url = `http://127.0.0.1:${server.port}`;
const dialog = page.getByRole("dialog", { name: "The client does not build" });
const works = () => page.getByText("it works").waitFor();

let failed = 0;
async function check(title, test) {
  try {
    await test();
    console.log(`ok ${title}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${title}\n${error.stack}\n--- the server's log\n${server.log}---`);
    await shoot(page, `failed-overlay-${failed}`);
  }
}

await check("a page that runs shows what is wrong: message, place, line", async () => {
  await page.goto(url);
  await works();
  write("client.js", BAD);
  await dialog.waitFor();
  const text = await dialog.innerText();
  assert.match(text, /Unexpected ";"/);
  assert.match(text, /client\.js:3:15/);
  assert.match(text, /3 │ const broken = ;\n {2}╵ {16}\^/);
  await shoot(page, "overlay");
  await page.emulateMedia({ colorScheme: "dark" });
  await shoot(page, "overlay-dark");
  await page.emulateMedia({ colorScheme: null });
});

await check("it has the focus, keeps it, and Escape or the button hides it", async () => {
  const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName);
  assert.equal(await focused(), "button");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.getByText("it works").waitFor();
  write("client.js", BAD.replace("const broken = ;", "const broken = );"));
  await dialog.waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
});

await check("it goes away when the client is fixed, and what did not change is not loaded again", async () => {
  write("client.js", BAD);
  await dialog.waitFor();
  await page.evaluate(() => (window.sameVisit = true));
  write("client.js", GOOD);
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => window.sameVisit), true);
  write("client.js", GOOD.replace("it works", "it works again"));
  await page.getByText("it works again").waitFor();
  assert.equal(await page.evaluate(() => window.sameVisit), undefined);
});

await check("what esbuild says is text, never markup", async () => {
  write("client.js", `import "./<img src=x onerror=document.title='hacked'>";\n`);
  await dialog.getByText("<img src=x").first().waitFor();
  assert.equal(await page.title(), "page");
});

await check("a page that is opened meanwhile says the same, and goes on by itself", async () => {
  const response = await page.goto(url);
  assert.equal(response.status(), 503);
  await dialog.waitFor();
  assert.equal(await page.title(), "The client does not build");
  assert.equal(await page.locator("img").count(), 0);
  await shoot(page, "overlay-instead");
  await page.setViewportSize({ width: 360, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(await dialog.isVisible());
  await shoot(page, "overlay-phone");
  await page.setViewportSize({ width: 1000, height: 700 });
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
  write("client.js", GOOD);
  await works();
});

await check("a page of the server's, whose bundle is missing, says so, too", async () => {
  rmSync(join(folder, "public/dist"), { recursive: true });
  write("client.js", `import "./is-not-there";\n`);
  await server.says("is-not-there");
  const response = await page.goto(`${url}/rendered`);
  assert.equal(response.status(), 200);
  await dialog.waitFor();
  assert.equal(await page.title(), "rendered");
  write("client.js", GOOD);
  await works();
  assert.equal(await page.title(), "rendered");
});

await check("a restart with a good client takes an old message away", async () => {
  write("client.js", BAD);
  await dialog.waitFor();
  assert.equal(await server.stop(), 0);
  write("client.js", GOOD);
  const again = await Server.start(command, folder, server.port);
  await dialog.waitFor({ state: "detached" });
  assert.equal(await again.stop(), 0);
});

await check("nothing threw in the page", async () => assert.deepEqual(troubles, []));

await browser.close();
server.kill();
rmSync(folder, { recursive: true, force: true });
console.log(failed === 0 ? "all passed" : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
