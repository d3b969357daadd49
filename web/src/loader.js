// The engine lies in the page itself, compressed and as text: there is nothing to fetch, so the page works from disk.

import { engine } from "../../npm/engine.js";
import { byId } from "./elements.js";

function bytes(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export async function load() {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  // What is wrong with the bytes is told by the reading end.
  writer.write(bytes(byId("engine").textContent)).catch(() => {});
  writer.close().catch(() => {});
  return engine(await WebAssembly.compile(await new Response(readable).arrayBuffer()));
}
