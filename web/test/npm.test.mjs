import assert from "node:assert/strict";
import { cpSync, createReadStream, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, root } from "./browser.mjs";
import { examples, native, run } from "./native.mjs";

let folder;
const here = (path) => join(folder, path);
const write = (path, text) => {
  mkdirSync(join(here(path), ".."), { recursive: true });
  writeFileSync(here(path), text);
};
/** The command as it is installed. */
const command = (args, options) => run(here("node_modules/.bin/star-lint"), args, { cwd: folder, ...options });

before(() => {
  folder = mkdtempSync(join(tmpdir(), "star-lint-npm-"));
  const npm = (...args) => assert.equal(run("npm", args, { cwd: folder }).status, 0, args.join(" "));
  npm("pack", "--silent", "--pack-destination", folder, root("npm"));
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  write("package.json", '{ "private": true, "type": "module" }\n');
  npm("install", "--offline", "--no-audit", "--no-fund", "--silent", `./${tarball}`);
  rmSync(here(tarball));
  write(".gitignore", "node_modules/\n");
  cpSync(root("examples"), here("examples"), { recursive: true });
});
after(() => rmSync(folder, { recursive: true }));

test("the package has no dependencies, its licence and all that it needs", () => {
  const files = readdirSync(here("node_modules/star-lint")).sort();
  const wanted = "LICENSE README.md browser.js cli.js engine.js index.d.ts node.js notes.js package.json paths.js star-lint.wasm";
  assert.equal(files.join(" "), wanted);
  assert.deepEqual(readdirSync(here("node_modules")).filter((name) => !name.startsWith(".")), ["star-lint"]);
  const { version } = JSON.parse(readFileSync(here("node_modules/star-lint/package.json"), "utf8"));
  assert.equal(command(["--version"]).out, native(["--version"]).out);
  assert.match(readFileSync(root("Cargo.toml"), "utf8"), new RegExp(`^version = "${version}"$`, "m"));
});

test("the README does as it says", () => {
  const readme = readFileSync(root("npm/README.md"), "utf8");
  const [, told] = readme.match(/```console\n\$ npx star-lint answer\.md\n([^]*?)```/);
  write("answer.md", readFileSync(root("examples/weak/export.md")));
  assert.equal(run("npx", ["star-lint", "answer.md"], { cwd: folder }).out, told);
  const [, sample] = readme.match(/```js\n([^]*?)```/);
  write("sample.js", sample);
  const { status, out, err } = run("node", ["sample.js"], { cwd: folder });
  assert.equal(status, 0, err);
  assert.match(out, /^3:1: warning missing-metric|warning missing-metric/m);
});

test("every format says the same as the program, for folders and for files", () => {
  const formats = ["concise", "json", "jsonl", "sarif", "github", "junit", "rdjson"];
  const cases = [
    ...formats.map((format) => ["--format", format, "--profile", "amazon", "--profile", "google", "examples"]),
    ...[["./examples/weak/", "examples/notebook"], examples, ["."], []].map((paths) => ["--format", "json", ...paths]),
  ];
  for (const args of cases) {
    const [told, expected] = [command(args), native(args, { cwd: folder })];
    assert.deepEqual([told.status, told.out], [expected.status, expected.out], args.join(" "));
    assert.ok(expected.out.includes("missing-metric"), args.join(" "));
  }
});

test("standard input is a note", () => {
  const input = readFileSync(root("examples/weak/export.md"));
  assert.equal(command(["-"], { input }).out, native(["--format", "concise", "-"], { cwd: folder, input }).out);
});

test("configurations are found above notes, with what they extend, and are obeyed", () => {
  write("job/star-lint.toml", 'extends = ["rules/mine.toml"]\n[files]\nexclude = ["old/"]\n');
  write("job/rules/mine.toml", "[rules.missing-metric]\nlevel = \"error\"\n");
  for (const path of ["job/deep/a.md", "job/old/b.md", "job/c.txt", "job/d.rs"]) write(path, readFileSync(here("answer.md")));
  for (const cwd of [folder, here("job"), here("job/deep")]) {
    const expected = native(["--format", "concise", "."], { cwd });
    assert.match(expected.out, /error\[missing-metric\]/);
    const told = command(["."], { cwd });
    assert.deepEqual([told.status, told.out], [expected.status, expected.out]);
  }
  assert.doesNotMatch(command(["--no-config", "job/c.txt"]).out, /error\[/);
  assert.match(command(["--config", "job/rules/mine.toml", "answer.md"]).out, /error\[missing-metric\]/);
});

test("what git ignores is left alone", () => {
  write("ignored/.gitignore", "drafts/\n");
  write("ignored/drafts/a.md", readFileSync(here("answer.md")));
  write("ignored/b.md", readFileSync(here("answer.md")));
  assert.equal(run("git", ["init", "-q"], { cwd: here("ignored") }).status, 0);
  assert.equal(command(["ignored"]).out, native(["--format", "concise", "ignored"], { cwd: folder }).out);
  assert.doesNotMatch(command(["ignored"]).out, /drafts/);
});

test("the exit code is 0, 1 or 2", () => {
  write("broken/star-lint.toml", "[rules.hedging]\nlevl = 3\n");
  write("broken/a.md", readFileSync(here("answer.md")));
  mkdirSync(here("empty"));
  write("binary.md", Buffer.from([0x53, 0x3a, 0xff]));
  const cases = [
    [0, ["--fail-on", "off", "answer.md"], /^$/],
    [0, ["--fail-on", "error", "answer.md"], /^$/],
    [1, ["answer.md"], /^$/],
    [2, ["nowhere.md"], /^error: nowhere\.md: no such file or folder\n$/],
    [2, ["binary.md", "answer.md"], /^error: binary\.md: not UTF-8/],
    [2, ["--bogus"], /^error: Unknown option '--bogus'; --help/],
    [2, ["--format", "pdf", "answer.md"], /^error: there is no format pdf; use concise/],
    [2, ["--min-level", "loud", "answer.md"], /^error: there is no level loud/],
    [2, ["--profile", "amazn", "answer.md"], /did you mean `amazon`/],
    [2, ["--config", "none.toml", "answer.md"], /none\.toml: no such file/],
    [2, ["broken"], /^broken\/star-lint\.toml:2:1: error: unknown key `levl` in \[rules\.hedging\]; did you mean `level`\?\n$/],
    [2, ["--explain", "nothing"], /there is no rule `nothing`/],
    [2, ["empty"], /no notes found/],
    [0, ["examples/notebook/drafts/idea.md"], /^note: examples\/notebook\/drafts\/idea\.md is excluded by examples\/notebook\/star-lint\.toml:\d+\n$/],
  ];
  for (const [status, args, err] of cases) {
    const told = command(args);
    assert.deepEqual([told.status, err.test(told.err)], [status, true], `${args.join(" ")}: ${told.status} ${told.err}`);
  }
  // A broken file costs no findings of the others.
  assert.match(command(["binary.md", "answer.md"]).out, /answer\.md:9:13: warning\[missing-metric\]/);
  assert.match(command(["broken"]).out, /hedging/);
  assert.match(command(["--help"]).out, /^Usage: star-lint/m);
  assert.match(command(["--profiles"]).out, /^amazon /m);
  assert.match(command(["--explain", "hedging"]).out, /^hedging: words that take back/);
});

test("a link that leads out of the notes is not read for a configuration", () => {
  write("secret.toml", "key = \"hunter2\"\n");
  write("linked/star-lint.toml", 'extends = ["mine.toml"]\n');
  write("linked/a.md", readFileSync(here("answer.md")));
  symlinkSync(here("secret.toml"), here("linked/mine.toml"));
  const { status, out, err } = command(["linked"]);
  assert.equal(status, 2);
  assert.match(err, /cannot read `mine\.toml`/);
  assert.doesNotMatch(out + err, /hunter2/);
});

test("nothing that is deep, odd or half brings the engine down", async () => {
  const { lint } = await import(here("node_modules/star-lint/node.js"));
  const story = "S: It was late.\n\nT: I had to go.\n\nA: I ran.\n\nR: I was there.\n";
  const expected = lint(story).diagnostics.length;
  assert.ok(expected > 0);
  for (const part of [">", "[", "*", "<div>", "\0", "\ud800", "\u{1f600}", "- > "]) {
    assert.ok(lint(`${part.repeat(20000)}\n\n${story}`).diagnostics.length > 0, part);
  }
  for (const config of ["a=" + "[".repeat(50000), "a" + ".a".repeat(50000) + "=1", "a=" + "{a=".repeat(50000), "\ud800"]) {
    const { diagnostics, problems } = lint(story, { config });
    assert.deepEqual([diagnostics.length, problems.length > 0], [expected, true], config.slice(0, 9));
  }
  assert.equal(lint(story, { path: "" }).diagnostics.length, expected);
});

const SAMPLE = `
import { explain, lint, outline, profiles, type Finding, type Options } from "star-lint";

const options: Options = { path: "story.md", config: "[rules.hedging]\\nlevel = 'error'\\n", profiles: ["amazon"] };
const { diagnostics, summary, problems } = lint("S: It was late.\\n\\nT: I had to go.\\n\\nA: \\ud800 I kind of ran.\\n\\nR: I was there.\\n", options);
const found: Finding[] = diagnostics.filter((finding) => finding.level === "error");
console.log(JSON.stringify([found.map(({ rule, path, start }) => [rule, path, start.utf16]), summary.answers, problems]));
console.log(JSON.stringify(outline("S: It was late.\\n\\nT: I had to go.\\n\\nA: I ran.\\n\\nR: I was there.\\n").answers[0]?.sections.map(({ kinds, words, share }) => [kinds[0], words, share])));
console.log(profiles().length, explain("hedging").examples[0]?.[0], lint("", { config: "levl = 1" }).problems[0]?.start?.line);
try { explain("nothing"); } catch (error) { console.log((error as RangeError).message); }
`;

test("the types are right, and so is what they promise", () => {
  write("sample.ts", SAMPLE);
  const tsc = (...more) => run(root("web/node_modules/.bin/tsc"), ["--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom", "--types", "", ...more, "sample.ts"], { cwd: folder });
  assert.deepEqual(tsc("--noEmit"), { status: 0, out: "", err: "" });
  write("wrong.ts", 'import { lint } from "star-lint";\nlint(3).diagnostics[0].colour;\n');
  assert.match(run(root("web/node_modules/.bin/tsc"), ["--noEmit", "--strict", "--module", "nodenext", "--types", "", "wrong.ts"], { cwd: folder }).out, /TS2345[^]*TS2339/);
  assert.equal(tsc().status, 0);
  assert.deepEqual(run("node", ["sample.js"], { cwd: folder }).out.split("\n"), [
    '[[["hedging","story.md",41]],1,[]]',
    '[["situation",3,25],["task",4,33],["action",2,16],["result",3,25]]',
    `${native(["profiles"]).out.split("\n\n")[0].split("\n").length} weak 1`,
    "there is no rule `nothing`",
    "",
  ]);
});

test("browsers import it as well", async () => {
  const types = { js: "text/javascript", wasm: "application/wasm", html: "text/html" };
  write("index.html", "<!doctype html>");
  const server = createServer(({ url }, response) => {
    response.setHeader("Content-Type", types[url.split(".").at(-1)] ?? "text/plain");
    createReadStream(here(url)).on("error", () => response.writeHead(404).end()).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const browser = await launch();
  const page = await browser.newPage();
  const origin = `http://127.0.0.1:${server.address().port}`;
  await page.goto(`${origin}/index.html`);
  const text = readFileSync(here("answer.md"), "utf8");
  const found = await page.evaluate(async ([url, text]) => (await import(url)).lint(text).diagnostics.map(({ rule }) => rule), [
    `${origin}/node_modules/star-lint/browser.js`,
    text,
  ]);
  const expected = native(["--format", "jsonl", "answer.md"], { cwd: folder }).out.trim().split("\n");
  assert.deepEqual(found, expected.map((line) => JSON.parse(line).rule));
  await browser.close();
  server.close();
});
