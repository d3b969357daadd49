// A browser of the system, with the page open in it from disk.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const PAGE = new URL("../dist/index.html", import.meta.url).href;
export const root = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

function executable() {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name]).toString().trim();
    } catch {
      // The next one.
    }
  }
  throw new Error("there is no Chromium");
}

export const launch = () => chromium.launch({ executablePath: executable(), args: ["--no-sandbox"] });

/** A page that records what it must not do: say something on the console, ask for anything, break its policy. */
export async function open(browser, { fragment = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => wrong.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("request", (request) => request.url().startsWith(PAGE) || /^(data|blob):/.test(request.url()) || wrong.push(request.url()));
  await page.goto(PAGE + fragment);
  await page.waitForFunction(() => !document.querySelector("#sum").textContent.startsWith("Loading"));
  return { page, wrong, close: () => context.close() };
}

/** Replaces the text as somebody does who types it. */
export async function type(page, text) {
  await page.getByRole("button", { name: "Start empty" }).click();
  await page.keyboard.type(text);
}
