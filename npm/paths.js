// Paths as the engine knows them: with `/` on every system, absolute ones from `/`.

import { resolve, sep } from "node:path";

/** As people are shown it. */
export function shown(path) {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** As an absolute path: `C:\notes` is `/C:/notes`. */
export function plain(path) {
  const whole = shown(resolve(path));
  return whole.startsWith("/") ? whole : `/${whole}`;
}

/** A path of the engine as the system knows it. */
export function native(path) {
  return sep === "/" ? path : path.replace(/^\//, "").replaceAll("/", sep);
}
