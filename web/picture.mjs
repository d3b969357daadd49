// Makes docs/page.png.

import { launch, open, root } from "./test/browser.mjs";

const browser = await launch();
const { page, close } = await open(browser, { viewport: { width: 1240, height: 960 } });
await page.locator("#list > li", { hasText: "we rewrote" }).locator(".go").click();
await page.evaluate(() => (document.activeElement.blur(), scrollTo(0, 0)));
await page.mouse.move(0, 0);
await page.screenshot({ path: root("docs/page.png") });
await close();
await browser.close();
