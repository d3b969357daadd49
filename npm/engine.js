// Talks to the WebAssembly module: a question goes in as JSON, the answer comes out as JSON. Nothing here knows where the
// module comes from, so the page, Node and browsers share it.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @param {WebAssembly.Module} module */
export function engine(module) {
  let instance;

  function ask(question) {
    instance ??= new WebAssembly.Instance(module, {});
    const { input, ask, output, memory } = instance.exports;
    // Half a surrogate pair is no character: it counts as the one that stands for what cannot be read.
    const whole = (_, value) => (typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : value);
    const bytes = encoder.encode(JSON.stringify(question, whole));
    try {
      // The memory may grow, so it is looked at only afterwards.
      const at = input(bytes.length);
      new Uint8Array(memory.buffer, at).set(bytes);
      const length = ask();
      const answer = JSON.parse(decoder.decode(new Uint8Array(memory.buffer, output(), length)));
      if (answer.failure !== undefined) throw new RangeError(answer.failure);
      return answer;
    } catch (error) {
      // After a trap the memory may be in any state.
      if (error instanceof WebAssembly.RuntimeError) instance = undefined;
      throw error;
    }
  }

  /** Everything about one text. */
  function examine(text, options = {}) {
    const { path = "answer.md", config = "" } = options;
    const answer = ask({ ask: "check", notes: [{ path, text: String(text) }], format: "json", setup: setup(options) });
    const { diagnostics, summary } = JSON.parse(answer.report);
    const [outline] = JSON.parse(answer.outline).files;
    const problems = answer.problems.split("\n").filter(Boolean).map((line) => problem(JSON.parse(line)));
    for (const answer of outline?.answers ?? []) {
      for (const section of answer.sections) section.share = share(section.words, answer.words);
    }
    placed(text, [diagnostics, outline]);
    for (const found of problems) placed(found.path === CONFIG ? config : text, found);
    return { diagnostics, summary, outline, problems };
  }

  return {
    ask,
    examine,
    lint: (text, options) => {
      const { diagnostics, summary, problems } = examine(text, options);
      return { diagnostics, summary, problems };
    },
    outline: (text, options) => examine(text, options).outline,
    profiles: () => ask({ ask: "profiles" }).profiles,
    explain: (rule, options) => JSON.parse(ask({ ask: "explain", rule, setup: setup(options) }).rule),
  };
}

const CONFIG = "star-lint.toml";

function setup({ config, profiles = [] } = {}) {
  return { files: config ? { [`/${CONFIG}`]: config } : {}, profiles };
}

/** What is wrong with a configuration is in no section and breaks no rule. */
function problem({ level, message, path, start, end, help }) {
  return path ? { level, message, path, start, end, help } : { level, message, path: null, start: null, end: null, help };
}

/** Whole per cent. */
function share(part, whole) {
  return whole ? Math.floor((part * 100) / whole) : 0;
}

/** Adds to every place in `value` its offset in `text` as JavaScript counts it. */
function placed(text, value) {
  const places = [];
  const find = (value) => {
    if (value === null || typeof value !== "object") return;
    if (typeof value.offset === "number") places.push(value);
    else Object.values(value).forEach(find);
  };
  find(value);
  places.sort((a, b) => a.offset - b.offset);
  let [bytes, units] = [0, 0];
  for (const place of places) {
    while (bytes < place.offset && units < text.length) {
      const point = text.codePointAt(units);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      units += point < 0x10000 ? 1 : 2;
    }
    place.utf16 = units;
  }
}
