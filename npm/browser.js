// For browsers and bundlers: the module is fetched from beside this file.

import { engine } from "./engine.js";

const response = await fetch(new URL("star-lint.wasm", import.meta.url));
if (!response.ok) throw new Error(`${response.url}: ${response.status}`);

export const { lint, outline, profiles, explain } = engine(await WebAssembly.compile(await response.arrayBuffer()));
