// For Node: the module lies beside this file.

import { readFileSync } from "node:fs";
import { engine } from "./engine.js";

const bytes = readFileSync(new URL("star-lint.wasm", import.meta.url));

export const { ask, lint, outline, profiles, explain } = engine(new WebAssembly.Module(bytes));
