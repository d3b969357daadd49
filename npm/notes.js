// The files of a run: notes as they are named or found in folders, and the configuration beside and above them.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { native, plain, shown } from "./paths.js";

const CONFIGS = ["star-lint.toml", ".star-lint.toml"];

/** Folders that never hold notes. */
const SKIPPED = [".git", "node_modules"];

/** The largest file that is read, in bytes: a hundred thousand answers take a fifth of that. */
const MOST = 256e6;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function read(path) {
  if (path === 0) return decoder.decode(readFileSync(path));
  const meta = statSync(path);
  if (meta.isCharacterDevice() || meta.isBlockDevice()) throw new Error("a device, not a note");
  if (meta.size > MOST) throw new Error(`larger than ${MOST / 1e6} MB`);
  return decoder.decode(readFileSync(path));
}

function why({ code, message }) {
  const known = {
    ENOENT: "no such file or folder",
    EACCES: "permission denied",
    ERR_ENCODING_INVALID_ENCODED_DATA: "not UTF-8; save the file as UTF-8",
  };
  return known[code] ?? message;
}

/** In the order of their names, folder by folder. */
function byName(a, b) {
  const key = (path) => Buffer.from(path.replaceAll("/", "\0"));
  return Buffer.compare(key(a), key(b));
}

export class Notes {
  /** The texts of configuration and rule files, by the paths of the engine. */
  files = {};
  /** What could not be read, a line each. */
  errors = [];
  /** What was named and is left out, a line each. */
  excluded = [];
  #looks;
  #asked = new Set();

  /** `config` is used for all notes; otherwise configurations are looked for if `looks`. */
  constructor(config, looks) {
    this.#looks = looks && config === undefined;
    if (config !== undefined) this.add([plain(config)]);
  }

  /**
   * The notes of some paths, each once, in their order. `wants` says which of many paths are to be read or entered, and
   * what excludes the others.
   */
  find(paths, wants) {
    const found = new Map();
    for (const path of paths) {
      for (const { path: name, named } of this.#of(path, wants)) {
        const key = name === "-" ? name : plain(name);
        const known = found.get(key);
        if (known) known.named ||= named;
        else found.set(key, { path: name, named });
      }
    }
    return [...found.values()].flatMap(({ path, named }) => {
      try {
        return [{ path, text: read(path === "-" ? 0 : path), named }];
      } catch (error) {
        return this.#complain(path, error);
      }
    });
  }

  /** Reads files that the configuration names; whether there was one. */
  add(paths) {
    const fresh = paths.filter((path) => !this.#asked.has(path));
    for (const path of fresh) {
      this.#asked.add(path);
      try {
        // A link may lead to what is none of the notes' business.
        if (realpathSync(dirname(native(path))) === dirname(realpathSync(native(path)))) this.files[path] = read(native(path));
      } catch {
        // The engine says that it cannot be read, and who names it.
      }
    }
    return fresh.some((path) => path in this.files);
  }

  #complain(path, error) {
    this.errors.push(`${shown(path)}: ${why(error)}`);
    return [];
  }

  #of(path, wants) {
    try {
      if (path === "-" || !statSync(path).isDirectory()) {
        this.#above(path === "-" ? process.cwd() : dirname(resolve(path)));
        return this.#leaveOut(path, wants) ? [] : [{ path: shown(path), named: true }];
      }
      this.#above(resolve(path));
      return this.#leaveOut(path, wants) ? [] : this.#walk(path, wants);
    } catch (error) {
      return this.#complain(path, error);
    }
  }

  #leaveOut(path, wants) {
    const [place] = path === "-" ? [null] : wants([plain(path)]).excluded;
    if (place !== null) this.excluded.push(`${shown(path)} is excluded by ${place}`);
    return place !== null;
  }

  /** Reads the configuration of a folder and of those above it. */
  #above(folder) {
    for (let at = folder, last; at !== last; last = at, at = dirname(at)) this.#configure(at, readdirSync(at));
  }

  #configure(folder, names) {
    const name = CONFIGS.find((name) => names.includes(name));
    if (name && this.#looks) this.add([plain(join(folder, name))]);
  }

  #walk(root, wants) {
    const all = [];
    const enter = (folder) => {
      let entries;
      try {
        entries = readdirSync(folder, { withFileTypes: true });
      } catch (error) {
        return this.#complain(folder, error);
      }
      this.#configure(folder, entries.map(({ name }) => name));
      for (const entry of entries.filter(({ name }) => !SKIPPED.includes(name))) {
        const path = join(folder, entry.name);
        // Links are not followed.
        if (entry.isFile()) all.push(path);
        if (entry.isDirectory()) {
          all.push(path + "/");
          enter(path);
        }
      }
    };
    enter(root);
    const ignored = ignoredByGit(root, all);
    const { wants: wanted } = wants(all.map((path) => plain(path) + (path.endsWith("/") ? "/" : "")));
    const out = new Set(all.filter((path, at) => !wanted[at] || ignored.has(path)));
    const within = (folder) => out.has(`${folder}/`) || (folder !== dirname(folder) && within(dirname(folder)));
    const kept = all.filter((path) => !path.endsWith("/") && !out.has(path) && !within(dirname(path)));
    return kept.map(shown).sort(byName).map((path) => ({ path, named: false }));
  }
}

/** Those of many paths that git ignores; none where there is no git. */
function ignoredByGit(folder, paths) {
  try {
    const options = { cwd: folder, input: paths.map((path) => resolve(path)).join("\0"), stdio: ["pipe", "pipe", "ignore"] };
    const told = execFileSync("git", ["check-ignore", "--stdin", "-z"], options).toString().split("\0");
    const ignored = new Set(told);
    return new Set(paths.filter((path) => ignored.has(resolve(path))));
  } catch {
    // Nothing is ignored (1), or this is no repository (128).
    return new Set();
  }
}
