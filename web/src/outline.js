// How the text was read: answers and their sections, how long they are, who acts, and what is measured.

import { byId, make, plural, time } from "./elements.js";

const titled = (kinds) => (kinds.length ? kinds.map((kind) => kind[0].toUpperCase() + kind.slice(1)).join(" + ") : "Other");

export function show({ answers, left_alone }) {
  const left = left_alone.map(({ reason, start }) => `line ${start.line}: ${reason}`);
  byId("answers").replaceChildren(
    ...answers.map(answer),
    ...(answers.length ? [] : [make("p", {}, "There is no answer yet.")]),
    ...(left.length ? [make("p", { class: "soft" }, `Left alone: ${left.join("; ")}.`)] : []),
  );
}

function answer({ title, inferred, words, seconds, sections, metrics, agency }) {
  const bar = make("div", { class: "bar", "aria-hidden": "true" });
  for (const section of sections) {
    const part = make("span", { class: section.kinds[0] ?? "other" });
    part.style.flexGrow = section.words;
    bar.append(part);
  }
  const row = (section) => {
    const spoken = words ? time((seconds * section.words) / words) : "0:00";
    const cells = [plural(section.words, "word"), `${section.share}%`, spoken].map((text) => make("td", {}, text));
    return make("tr", { class: section.kinds[0] ?? "other" }, make("th", { scope: "row" }, titled(section.kinds)), cells);
  };
  const head = ["Section", "Words", "Share", "Time"].map((text) => make("th", { scope: "col" }, text));
  const measured = metrics.map(({ text }) => text.replace(/\s+/g, " "));
  return make(
    "article",
    {},
    make("h3", {}, title?.trim() || "Untitled"),
    make("p", { class: "measure" }, `${plural(words, "word")}, ${time(seconds)} to say${inferred ? "; its sections are guessed" : ""}`),
    bar,
    make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, sections.map(row))),
    make("p", { class: "facts" }, `Who acts: you ${agency.own}, a group ${agency.team}, nobody named ${agency.nobody}`),
    measured.length > 0 && make("p", { class: "facts" }, `Measured: ${measured.join("; ")}`),
  );
}
