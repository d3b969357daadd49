// The findings beside the text, and as Markdown.

import { byId, make, plural } from "./elements.js";

/** More than anybody reads at once. */
const MOST = 200;

/** Words between backticks are shown as quoted. */
function told(message) {
  return message.split(/`([^`]*)`/).map((part, at) => (at % 2 ? make("q", {}, part) : part));
}

/** Shows findings; an entry that stays the same stays as it is, with what is unfolded in it. */
export function findings({ select, apply, explain }) {
  let shown = new Map();

  function entry(finding) {
    const item = make("li", { class: finding.level });
    item.finding = finding;
    const go = make("button", { type: "button", class: "go", onclick: () => select(item.finding) });
    go.append(make("span", { class: "place" }, make("b", {}, finding.level), " ", make("span", { class: "line" })), ...told(finding.message));
    const why = make("details", {}, make("summary", {}, `Why? (${finding.rule})`));
    why.addEventListener("toggle", () => why.open && why.children.length === 1 && why.append(...explanation(explain(finding.rule))));
    const fix = finding.fix && make("button", { type: "button", class: "fix", onclick: () => apply(item.finding) }, "Fix");
    item.append(go, make("p", { class: "help" }, finding.help ?? ""), make("div", { class: "more" }, why, fix));
    return item;
  }

  function show(all) {
    const now = new Map();
    for (const finding of all.slice(0, MOST)) {
      let key = JSON.stringify([finding.rule, finding.level, finding.message, finding.help, Boolean(finding.fix)]);
      while (now.has(key)) key += "+";
      const item = shown.get(key) ?? entry(finding);
      item.finding = finding;
      const line = `line ${finding.start.line}${finding.profiles.length ? `, for ${finding.profiles.join(", ")}` : ""}`;
      item.querySelector(".line").textContent = line;
      now.set(key, item);
    }
    shown = now;
    const items = [...now.values()];
    const list = byId("list");
    // Moving an element loses its focus, so only what has changed is touched.
    const same = list.children.length === items.length && items.every((item, at) => list.children[at] === item);
    if (!same) list.replaceChildren(...items, ...(all.length > MOST ? [make("li", {}, `and ${all.length - MOST} more`)] : []));
  }

  /** Marks those at the cursor. */
  function at(head) {
    for (const item of shown.values()) {
      const { start, end } = item.finding;
      item.classList.toggle("here", start.utf16 <= head && head <= end.utf16);
    }
  }

  return { show, at };
}

function explanation({ summary, why, source, measured, examples }) {
  const parts = [why || summary, source && `Source: ${source}`, measured && `Measured: ${measured}`];
  const shown = examples.slice(0, 4).map(([mark, text]) => make("p", {}, make("b", {}, `${mark}: `), make("q", {}, text)));
  return [...parts.filter(Boolean).map((part) => make("p", {}, part)), ...shown];
}

/** In a few words. */
export function summary(findings, answers) {
  if (answers === 0) return "No answer found yet: label its Situation, Task, Action and Result.";
  const count = (level) => findings.filter((finding) => finding.level === level).length;
  const counts = ["error", "warning", "info"].map((level) => [count(level), level]).filter(([count]) => count > 0);
  return counts.length ? counts.map(([count, level]) => plural(count, level)).join(", ") : "No findings: none of the weaknesses that star-lint can see.";
}

/** For a message or an issue. */
export function markdown(findings) {
  const line = ({ level, rule, message, start, help }) =>
    `- **${level}** line ${start.line}, ${message} (${rule})${help ? `\n  ${help}` : ""}\n`;
  return findings.length ? findings.map(line).join("") : "No findings.\n";
}
