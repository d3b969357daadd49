// The program itself, which everything is compared with.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { root } from "./browser.mjs";

const binary = process.env.STAR_LINT ?? root("target/debug/star-lint");

/** What a program says, and how it ends. */
export function run(program, args, options = {}) {
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd: root("."), encoding: "utf8", ...options });
  if (error) throw error;
  return { status, out: stdout, err: stderr };
}

export const native = (args, options) => run(binary, args, options);

/** Every note among the examples. */
export const examples = readdirSync(root("examples"), { recursive: true })
  .filter((path) => /\.(md|txt)$/.test(path) && path !== "README.md")
  .map((path) => `examples/${path}`)
  .sort();
