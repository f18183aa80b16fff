// A page in Chromium, which may neither complain nor ask for anything from
// outside. Without Chromium there is none, and a line says so.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { CHROMIUM } = process.env;
const BROWSER = (CHROMIUM ? [CHROMIUM] : [
    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
]).find((path) => existsSync(path));

/** What `test` takes to skip what needs a browser. */
export const needsBrowser = BROWSER
    ? {} : { skip: "needs Chromium: apt-get install chromium" };

if (!BROWSER) {
    console.log("skipped without Chromium (apt-get install chromium): "
        + "all that opens a page");
}

/** Where cargo builds. */
export const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");

export const COMMAND =
    process.env.WORKBENCH ?? join(target, "debug", "workbench");

/** A file that the command has saved. */
export function saved(name, ...words) {
    assert.ok(existsSync(COMMAND), "there is no command yet: cargo build");
    const path = join(mkdtempSync(join(tmpdir(), "workbench-")), name);
    try {
        execFileSync(COMMAND, [...words, "--save", path], { stdio: "pipe" });
    } catch (why) {
        // 1 says that something was found.
        if (why.status !== 1) throw why;
    }
    return path;
}

const EMPTY = `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>a test</title>
<link rel="icon" href="data:,"><main><h1>a test</h1>
<script type="module" src="/timeline.js"></script>
<wb-timeline></wb-timeline></main>`;

/** Serves `web/`, and a page with the component at its root. */
function serve() {
    const server = createServer(({ url }, answer) => {
        const isPage = url === "/";
        const type = isPage ? "text/html" : "text/javascript";
        answer.setHeader("content-type", type);
        answer.end(isPage ? EMPTY : readFileSync(join(ROOT, "web", url)));
    });
    return new Promise((ready) => {
        server.listen(0, "127.0.0.1", () => ready(server));
    });
}

/**
 * Opens a saved file, or an empty page with the component in it.
 * @param t The test, at whose end everything is closed.
 */
export async function open(t, { file, ...how } = {}) {
    const server = await serve();
    t.after(() => server.close());
    const home = `http://127.0.0.1:${server.address().port}/`;
    const page = file
        ? await visit(t, `file://${file}`, "file:", how)
        : await visit(t, home, home, how);
    if (how.javaScriptEnabled === false) return page;
    await page.evaluate(() => customElements.whenDefined("wb-timeline"));
    return page;
}

/** A page in a browser of its own, which is closed after the test. */
export async function blank(t, how = {}) {
    const browser = await chromium.launch({
        executablePath: BROWSER, args: ["--no-sandbox"],
    });
    t.after(() => browser.close());
    const context = await browser.newContext({
        viewport: { width: 1200, height: 900 }, ...how,
    });
    return context.newPage();
}

/**
 * Opens an address, and nothing that does not begin with `home`.
 * @param t The test, at whose end nothing may have gone wrong.
 */
export async function visit(t, address, home, how = {}) {
    const page = await blank(t, how);
    const wrong = [];
    page.on("console", (it) => {
        if (it.type() === "error") wrong.push(it.text());
    });
    page.on("pageerror", (it) => wrong.push(it.stack));
    page.on("request", (it) => {
        const isOwn = it.url().startsWith(home) || it.url().startsWith("data:");
        if (!isOwn) wrong.push(`asks for ${it.url()}`);
    });
    t.after(() => assert.deepEqual(wrong, []));
    await page.goto(address);
    return page;
}

/** What axe has against a page. */
export async function complaints(page) {
    await page.evaluate(readFileSync(AXE, "utf8"));
    const { violations } = await page.evaluate(() => axe.run());
    return violations.map(({ id, nodes }) =>
        `${id}: ${nodes.map((it) => it.html).join(", ").slice(0, 400)}`);
}

/** Gives the component a run, and waits for its picture. */
export async function load(page, text) {
    const element = page.locator("wb-timeline");
    await element.evaluate((it, text) => it.load(text), text);
    await drawn(page);
}

/** Waits until the next picture is drawn. */
export const drawn = (page) => page.evaluate(() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
}));
