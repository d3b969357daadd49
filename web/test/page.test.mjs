import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { launch, open, root, type } from "./browser.mjs";
import { examples, native } from "./native.mjs";
import { pack, unpack } from "../src/share.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const WEAK = readFileSync(root("examples/weak/export.md"), "utf8");

/** Opens the page, and holds it to what it promises: nothing on the console, no request. */
function held(name, options, body) {
  test(name, async () => {
    const { page, wrong, close } = await open(browser, options);
    await body(page);
    assert.deepEqual(wrong, []);
    await close();
  });
}

/** Until the last change has been linted. */
const quiet = (page) => page.waitForSelector("#list:not([aria-busy])", { state: "attached" });
const findings = async (page) => {
  await quiet(page);
  return page.$$eval("#list > li", (items) => items.map((item) => item.finding));
};
const rules = async (page) => (await findings(page)).map(({ rule }) => rule);
const state = async (page) => {
  await quiet(page);
  return page.evaluate(() => JSON.parse(sessionStorage.getItem("star-lint")));
};
const sum = async (page) => {
  await quiet(page);
  return page.textContent("#sum");
};
/** Until this text has been linted. */
const settled = (page, text) => page.waitForFunction((text) => JSON.parse(sessionStorage.getItem("star-lint"))?.text === text, text);

held("the example has findings at once", {}, async (page) => {
  assert.equal(await sum(page), "6 warnings, 1 info");
  assert.equal(await page.$$eval(".cm-lintRange", (marks) => marks.some((mark) => mark.textContent === "kind of")), true);
  assert.match(await page.textContent("#answers"), /87 words, 0:35 to say.*Action.*37 words.*42%.*0:15/);
});

held("typing gives findings, and they go as the text gets better", {}, async (page) => {
  await type(page, "Situation: Our deploys took a day.\nTask: I had to fix that.\nAction: We rebuilt the pipeline.\nResult: It is much better.");
  assert.ok((await rules(page)).includes("missing-metric"), await sum(page));
  for (let times = "much better.".length; times > 0; times--) await page.keyboard.press("Backspace");
  await page.keyboard.type("down from 24 hours to 10 minutes.");
  assert.ok(!(await rules(page)).includes("missing-metric"), await sum(page));
});

test("every example has the findings of the command line", async () => {
  const folder = mkdtempSync(join(tmpdir(), "star-lint-"));
  assert.ok(examples.length > 8, examples.join());
  let total = 0;
  for (const path of examples) {
    const text = readFileSync(root(path), "utf8");
    const { page, wrong, close } = await open(browser, { fragment: `#${await pack({ text })}` });
    await settled(page, text);
    const same = (value) => JSON.stringify(value, (key, value) => (key === "utf16" ? undefined : value));
    const told = native(["--format", "jsonl", "--stdin-filename", "answer.md", "-"], { cwd: folder, input: text });
    const expected = told.out.split("\n").filter(Boolean).map((line) => JSON.stringify(JSON.parse(line)));
    assert.deepEqual((await findings(page)).map(same), expected, path);
    assert.deepEqual(wrong, [], path);
    total += expected.length;
    await close();
  }
  assert.ok(total > 10, `${total}`);
});

held("places are those of JavaScript", {}, async (page) => {
  const text = "S: \u{1f600} \u00e9t\u00e9.\nT: I had to go.\nA: \u{1f600} I kind of ran.\nR: I was there in 5 minutes.";
  await page.evaluate((hash) => (location.hash = hash), await pack({ text }));
  await settled(page, text);
  const { start, end } = (await findings(page)).find(({ rule }) => rule === "hedging");
  assert.equal(text.slice(start.utf16, end.utf16), "kind of");
});

held("a problem of the settings is shown with its place, and the text is linted all the same", {}, async (page) => {
  await page.click("#settings summary");
  await page.fill("#config", "[rules.hedging]\nlevl = 3\n");
  await page.waitForSelector("#problems li");
  assert.equal(await page.textContent("#problems"), "star-lint.toml, line 2, column 1: unknown key `levl` in [rules.hedging]; did you mean `level`?");
  assert.equal(await sum(page), "6 warnings, 1 info");
  await page.fill("#config", 'extends = ["mine.toml"]\n');
  await page.waitForFunction(() => document.querySelector("#problems").textContent.includes("no such file"));
  await page.fill("#config", '[rules.hedging]\nlevel = "error"\n');
  await page.waitForFunction(() => document.querySelector("#sum").textContent.startsWith("1 error"));
  assert.equal(await page.textContent("#problems"), "");
});

held("an employer can be chosen", {}, async (page) => {
  const before = await rules(page);
  await page.selectOption("#profile", "amazon");
  await page.waitForFunction(() => JSON.parse(sessionStorage.getItem("star-lint")).profile === "amazon");
  assert.notDeepEqual(await rules(page), before);
  assert.ok((await page.$$("#profile option")).length > 10);
});

held("a finding leads to its words, says why, and can be fixed", {}, async (page) => {
  const hedging = page.locator("#list > li", { hasText: "kind of" });
  await hedging.getByRole("button", { name: /weakens/ }).click();
  assert.equal(await page.evaluate(() => getSelection().toString()), "kind of");
  assert.ok((await hedging.getAttribute("class")).includes("here"));
  await hedging.getByText("Why?").click();
  await hedging.getByText("makes the listener doubt").waitFor();
  await hedging.getByRole("button", { name: "Fix" }).click();
  await page.waitForFunction(() => document.querySelector("#sum").textContent === "5 warnings, 2 infos");
  assert.ok(!(await state(page)).text.includes("kind of"));
});

held("the keyboard reaches everything", {}, async (page) => {
  await page.click(".cm-content");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("F8");
  assert.equal(await page.evaluate(() => getSelection().toString()), "**Action:**");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest("#editor")), null, "Tab leaves the editor");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  assert.equal(await sum(page), "No answer found yet: label its Situation, Task, Action and Result.");
  await page.keyboard.press("Control+z");
  assert.equal(await sum(page), "6 warnings, 1 info");
});

test("a link holds everything and is never sent", async () => {
  const { page, wrong, close } = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.click("#settings summary");
  await page.fill("#config", '[rules.hedging]\nlevel = "error"\n');
  await page.selectOption("#profile", "google");
  await type(page, "S: caf\u00e9 \u{1f600}\n");
  await quiet(page);
  await page.click("#share");
  await page.waitForFunction(() => document.querySelector("#done").textContent !== "");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const saved = await state(page);
  assert.equal(link, page.url());
  assert.deepEqual(await unpack(new URL(link).hash.slice(1)), saved);
  const other = await open(browser, { fragment: new URL(link).hash });
  await settled(other.page, saved.text);
  assert.deepEqual(await state(other.page), saved);
  assert.deepEqual([...wrong, ...other.wrong], []);
  await close();
  await other.close();
  for (const broken of ["#1.", "#1.AAAA", "#2.x", "#%00", "#1.!!"]) {
    const { page, wrong, close } = await open(browser, { fragment: broken });
    assert.equal(await sum(page), "6 warnings, 1 info", broken);
    assert.deepEqual(wrong, []);
    await close();
  }
});

test("findings are copied as Markdown", async () => {
  const { page, wrong, close } = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.click("#copy");
  await page.waitForFunction(() => document.querySelector("#done").textContent !== "");
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^- \*\*warning\*\* line 7, `kind of` weakens what you claim \(hedging\)\n {2}take the hedge out/m);
  assert.equal(text.match(/^- /gm).length, 7);
  assert.deepEqual(wrong, []);
  await close();
});

held("reloading loses nothing", {}, async (page) => {
  await type(page, "S: It was late.");
  await quiet(page);
  await page.reload();
  await settled(page, "S: It was late.");
  assert.match(await page.textContent(".cm-content"), /It was late/);
});

held("text never becomes markup", {}, async (page) => {
  await type(page, "# <img src=x onerror=alert(1)>\nS: <b>late</b>.\nT: I had to.\nA: We kind of <script>alert(1)</script> ran.\nR: fine.");
  assert.ok((await findings(page)).length > 0);
  assert.equal(await page.evaluate(() => document.querySelectorAll("main img, main script, main b b").length), 0);
});

test("the policy forbids connections", async () => {
  const { page, close } = await open(browser);
  const outcome = await page.evaluate(async () => {
    const broken = [];
    addEventListener("securitypolicyviolation", ({ effectiveDirective }) => broken.push(effectiveDirective));
    await fetch("https://example.org/").catch(() => {});
    await fetch("data:text/plain,x").catch(() => {});
    navigator.sendBeacon("https://example.org/", "x");
    new Image().src = "https://example.org/x.png";
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    await new Promise((done) => setTimeout(done, 300));
    return { ran: globalThis.ran === true, broken: [...new Set(broken)].sort() };
  });
  assert.deepEqual(outcome, { ran: false, broken: ["connect-src", "img-src", "script-src-elem"] });
  await close();
});

for (const [name, options] of [
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
]) {
  held(`axe finds nothing: ${name}`, options, async (page) => {
    await page.click("#settings summary");
    await page.fill("#config", "levl = 3\n");
    await page.click("#list > li:nth-child(2) summary");
    await page.click("#list > li:nth-child(3) .go");
    await page.waitForSelector("#problems li");
    await page.evaluate(axe.source);
    const { violations, passes } = await page.evaluate(() => axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]), []);
    assert.ok(passes.length > 15);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing sticks out");
  });
}
