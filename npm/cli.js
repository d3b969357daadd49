#!/usr/bin/env node
// `npx star-lint`: arguments in, the report of the engine out. 0: nothing at or above --fail-on; 1: something; 2: a problem
// with the run.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ask } from "./node.js";
import { Notes } from "./notes.js";
import { plain } from "./paths.js";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

const HELP = `Lint behavioural-interview answers in STAR form

Usage: star-lint [OPTIONS] [PATH]...

PATH is a note, a folder of .md, .markdown and .txt files, or - for standard input; without one, the current folder.

Options:
      --format FORMAT     concise (as it is), json, jsonl, sarif, github, junit or rdjson
      --profile PROFILE   Check for this employer; may be repeated
      --profiles          List the profiles
      --explain RULE      Say what a rule is about
      --config FILE       Use this star-lint.toml instead of those beside and above the notes
      --no-config         Use none
      --min-level LEVEL   Show findings from this level on: info, warning or error
      --fail-on LEVEL     Fail from this level on: info, warning, error or off
  -h, --help              Print help
  -V, --version           Print the version

This is the engine of star-lint as WebAssembly: fixes, the bank of stories and the language server are in the program
itself, see https://github.com/star-lint/star-lint.
`;

const OPTIONS = {
  format: { type: "string", default: "concise" },
  profile: { type: "string", multiple: true, default: [] },
  profiles: { type: "boolean" },
  explain: { type: "string" },
  config: { type: "string" },
  "no-config": { type: "boolean" },
  "min-level": { type: "string" },
  "fail-on": { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "V" },
};

/** Only these say the same wherever they are made. */
const FORMATS = ["concise", "json", "jsonl", "sarif", "github", "junit", "rdjson"];
const LEVELS = ["off", "info", "warning", "error"];

/** What is wrong with the run, and no mistake of ours. */
class Trouble extends Error {}

function complain(message) {
  process.stderr.write(`error: ${message.replace(/\p{Cc}/gu, "\ufffd")}\n`);
}

function list() {
  const lines = ask({ ask: "profiles" }).profiles;
  return lines.map(({ name, title, basis, as_of }) => `${name.padEnd(17)} ${title} (${basis}, ${as_of})\n`).join("");
}

function explained(rule, profiles) {
  const { help, source, measured, examples, ...told } = JSON.parse(ask({ ask: "explain", rule, setup: { profiles } }).rule);
  const parts = [["", told.why], ["What to do: ", help], ["Source: ", source], ["Measured: ", measured]];
  return [
    `${told.rule}: ${told.summary}\n${told.group}, ${told.level}\n`,
    ...parts.filter(([, text]) => text).map(([name, text]) => `${name}${text}\n`),
    examples.map(([mark, text]) => `  ${mark}:\n${text.replace(/^/gm, "    ")}\n`).join(""),
  ].join("\n");
}

/** What is wrong with a configuration or a note, as it is said of a finding. */
function problem({ path, start, level, message, help }) {
  const place = path ? `${path}:${start.line}:${start.column}: ` : "";
  return `${place}${level}: ${message}${help ? `; ${help}` : ""}\n`;
}

function run() {
  let parsed;
  try {
    parsed = parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Trouble(`${error.message.split(". To specify")[0]}; --help lists the options`);
  }
  const { values, positionals } = parsed;
  const [least, fails] = [values["min-level"], values["fail-on"]];
  if (values.help) return [0, HELP];
  if (values.version) return [0, `star-lint ${version}\n`];
  if (values.profiles) return [0, list()];
  if (values.explain) return [0, explained(values.explain, values.profile)];
  if (!FORMATS.includes(values.format)) throw new Trouble(`there is no format ${values.format}; use ${FORMATS.join(", ")}`);
  for (const level of [least, fails].filter((level) => level !== undefined && !LEVELS.includes(level))) {
    throw new Trouble(`there is no level ${level}; use ${LEVELS.join(", ")}`);
  }
  const notes = new Notes(values.config, !values["no-config"]);
  const setup = () => ({
    folder: plain(process.cwd()),
    files: notes.files,
    config: values.config && plain(values.config),
    profiles: values.profile,
    "min-level": least,
    "fail-on": fails,
  });
  const found = notes.find(positionals.length ? positionals : ["."], (paths) => ask({ ask: "wants", paths, setup: setup() }));
  let answer;
  do {
    answer = ask({ ask: "check", notes: found, format: values.format, setup: setup() });
  } while (notes.add(answer.unread));
  notes.errors.forEach(complain);
  for (const line of answer.problems.split("\n").filter(Boolean)) process.stderr.write(problem(JSON.parse(line)));
  for (const told of notes.excluded) process.stderr.write(`note: ${told}\n`);
  const nothing = found.length + notes.errors.length + notes.excluded.length === 0;
  if (nothing) complain("no notes found: star-lint reads .md, .markdown and .txt files that git does not ignore");
  return [nothing || notes.errors.length ? 2 : answer.status, answer.report];
}

try {
  const [status, text] = run();
  process.exitCode = status;
  process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? status : 2));
  process.stdout.write(text);
} catch (error) {
  if (!(error instanceof Trouble || error instanceof RangeError)) throw error;
  complain(error.message);
  process.exitCode = 2;
}
