// The page: lints what is written as it is written.

import good from "../../examples/good/export.md";
import weak from "../../examples/weak/export.md";
import { editor } from "./editor.js";
import { byId, make } from "./elements.js";
import { findings, markdown, summary } from "./findings.js";
import { load } from "./loader.js";
import * as outline from "./outline.js";
import { pack, unpack } from "./share.js";

/** Work that takes longer than this many milliseconds waits for a pause. */
const QUICK = 12;

const [config, profile] = [byId("config"), byId("profile")];
let engine;
let last = { diagnostics: [] };
let [cost, warm] = [0, false];
let waiting;

const page = editor(byId("editor"), weak, { changed: soon, moved: (head) => list?.at(head) });
const list = findings({
  select: page.select,
  apply: page.apply,
  explain: (rule) => engine.explain(rule, options()),
});

function options() {
  return { config: config.value, profiles: profile.value ? [profile.value] : [] };
}

/** Everything that the page holds. */
const state = () => ({ text: page.text(), config: config.value, profile: profile.value });

function soon() {
  clearTimeout(waiting);
  byId("list").setAttribute("aria-busy", "true");
  if (cost <= QUICK) queueMicrotask(lint);
  else waiting = setTimeout(lint, Math.min(4 * cost, 1000));
}

function lint() {
  if (!engine) return;
  const start = performance.now();
  try {
    last = engine.examine(page.text(), options());
  } catch (error) {
    byId("sum").textContent = `The engine failed: ${error.message}`;
    return;
  }
  page.show(last.diagnostics);
  list.show(last.diagnostics);
  outline.show(last.outline);
  problems(last.problems);
  say("sum", summary(last.diagnostics, last.outline.answers.length));
  say("done", "");
  remember();
  byId("list").removeAttribute("aria-busy");
  // The first time says nothing: the engine is compiled as it runs.
  cost = warm ? performance.now() - start : 0;
  if (!warm) performance.mark("first finding");
  warm = true;
}

/** A screen reader repeats what is written anew, so only changes are. */
function say(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

function problems(all) {
  const line = ({ level, message, path, start, help }) => {
    const place = path ? `${path}, line ${start.line}, column ${start.column}: ` : "";
    return make("li", { class: level }, `${place}${message}${help ? `; ${help}` : ""}`);
  };
  byId("problems").replaceChildren(...all.map(line));
  if (all.some(({ level }) => level === "error")) config.setAttribute("aria-invalid", "true");
  else config.removeAttribute("aria-invalid");
}

/** In this tab only, so that reloading loses nothing. */
function remember() {
  try {
    sessionStorage.setItem("star-lint", JSON.stringify(state()));
  } catch {
    // Browsers may forbid it; then nothing is kept.
  }
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem("star-lint"));
  } catch {
    return null;
  }
}

function restore(saved) {
  config.value = saved.config ?? "";
  profile.value = saved.profile ?? "";
  if (profile.selectedIndex < 0) profile.value = "";
  byId("settings").open = config.value !== "";
  page.replace(saved.text);
  soon();
}

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say("done", done);
  } catch {
    byId("byhand-text").value = text;
    byId("byhand").showModal();
    byId("byhand-text").select();
  }
}

config.addEventListener("input", soon);
profile.addEventListener("change", soon);
byId("weak").addEventListener("click", () => page.replace(weak));
byId("good").addEventListener("click", () => page.replace(good));
byId("blank").addEventListener("click", () => (page.replace(""), page.view.focus()));
byId("copy").addEventListener("click", () => copy(markdown(last.diagnostics), "The findings are copied."));
byId("share").addEventListener("click", async () => {
  history.replaceState(null, "", `#${await pack(state())}`);
  await copy(location.href, "The link is copied. Your text is in the link itself.");
});
addEventListener("hashchange", async () => {
  const shared = await unpack(location.hash.slice(1));
  if (shared) restore(shared);
});

async function begin() {
  try {
    engine = await load();
  } catch (error) {
    byId("sum").textContent = `This browser cannot run the engine: ${error.message}`;
    return;
  }
  const saved = (await unpack(location.hash.slice(1))) ?? remembered();
  if (!saved) lint();
  const option = ({ name, title }) => make("option", { value: name }, title.split(":")[0]);
  profile.append(...engine.profiles().map(option));
  if (saved) restore(saved);
}

begin();
