// Builds everything for browsers and Node: the engine as WebAssembly (npm/star-lint.wasm), and the page with all that it
// needs in one file (web/dist/index.html). `npm ci` before, once.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const TARGET = "wasm32-unknown-unknown";

/** What a command prints; nothing where it cannot be run. */
function told(command, args) {
  try {
    return execFileSync(command, args, { cwd: here(".."), stdio: ["ignore", "pipe", "ignore"] }).toString().trim();
  } catch {
    return "";
  }
}

/** How to build for WebAssembly: with a target of rustup, or with the standard library's source as Debian packs it. */
function toolchain() {
  const libraries = told("rustc", ["--print", "target-libdir", "--target", TARGET]);
  if (libraries && existsSync(libraries)) return ["cargo", ["--locked"], {}];
  if (["/usr/bin/rustc", "/usr/bin/cargo", "/usr/bin/wasm-ld", "/usr/lib/rustlib/src/rust/library/std"].every(existsSync)) {
    const variables = { RUSTC: "/usr/bin/rustc", RUSTC_BOOTSTRAP: "1", CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: "wasm-ld" };
    return ["/usr/bin/cargo", ["-Z", "build-std=std,panic_abort"], variables];
  }
  return undefined;
}

function engine() {
  const found = toolchain();
  if (!found) {
    console.error(
      `no Rust for WebAssembly: rustup target add ${TARGET}\nor, on Debian: apt-get install rustc-web cargo-web rust-web-src lld`,
    );
    process.exit(3);
  }
  const [cargo, more, variables] = found;
  const folder = process.env.CARGO_TARGET_DIR ?? here("../target");
  const args = ["build", "-p", "star-lint-wasm", "--profile", "wasm", "--target", TARGET, ...more];
  execFileSync(cargo, args, { cwd: here(".."), stdio: "inherit", env: { ...process.env, ...variables } });
  copyFileSync(`${folder}/${TARGET}/wasm/star_lint_wasm.wasm`, here("../npm/star-lint.wasm"));
  copyFileSync(here("../LICENSE"), here("../npm/LICENSE"));
}

async function page() {
  const bundle = await build({
    entryPoints: [here("src/main.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    loader: { ".md": "text" },
    legalComments: "none",
  });
  const style = (await build({ entryPoints: [here("page.css")], minify: true, write: false })).outputFiles[0].text;
  // `</script` would end the script; within a string it means the same with a backslash.
  const script = bundle.outputFiles[0].text.replaceAll("</script", "<\\/script");
  const packed = gzipSync(readFileSync(here("../npm/star-lint.wasm")), { level: 9 });
  const digest = (text) => createHash("sha256").update(text).digest("base64");
  const parts = {
    SCRIPT: script,
    SCRIPT_DIGEST: digest(script),
    STYLE: style,
    // Only the page's own styles and those of the editor, which it adds as it runs.
    NONCE: digest(style + script).replace(/\W/g, "").slice(0, 20),
    ENGINE: packed.toString("base64"),
    // What the licence of the editor asks for.
    NOTICE: readFileSync(here("node_modules/@codemirror/view/LICENSE"), "utf8").trim(),
    VERSION: JSON.parse(readFileSync(here("../npm/package.json"), "utf8")).version,
  };
  const html = readFileSync(here("page.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
  mkdirSync(here("dist"), { recursive: true });
  writeFileSync(here("dist/index.html"), html);
  const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
  console.log(`web/dist/index.html: ${kilobytes(html.length)}, compressed ${kilobytes(gzipSync(html, { level: 9 }).length)}`);
}

if (!process.argv.includes("--page-only")) engine();
await page();
