// A server of the page, or of the book, for one test.
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { COMMAND, visit } from "./page.js";

/**
 * Starts `workbench serve`, or `book`; the address that it prints.
 * @param t The test, at whose end it is ended.
 */
export async function served(t, what = "serve") {
    const home = mkdtempSync(join(tmpdir(), "workbench-"));
    const server = spawn(COMMAND, [what, "--port", "0"], {
        env: { ...process.env, WORKBENCH_HOME: home },
        stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((done) => server.once("exit", done));
    t.after(async () => {
        server.kill("SIGTERM");
        await ended;
    });
    const line = await new Promise((done, fail) => {
        server.stdout.once("data", (it) => done(String(it)));
        server.once("exit", () => fail(new Error("it does not begin")));
    });
    return line.trim().replace("open ", "");
}

/** Opens the page at this screen, `#lab/locks`. */
export async function screen(t, hash, how) {
    const address = await served(t);
    const home = address.replace(/\?.*/, "");
    const page = await visit(t, address, home, how);
    await go(page, hash);
    return page;
}

/** Goes to another screen, and waits until it is there. */
export async function go(page, hash) {
    const name = hash.split("/")[1] ?? "";
    await page.evaluate((it) => { location.hash = it; }, hash);
    await page.locator("h1", { hasText: name }).waitFor();
}

/** Presses Tab until what is named so has the keyboard. */
export async function tabTo(page, role, name) {
    const wanted = page.getByRole(role, { name, exact: true });
    for (let tabs = 0; tabs < 80; tabs += 1) {
        const has = await wanted.evaluate((it) => {
            const root = /** @type {Document} */ (it.getRootNode());
            return root.activeElement === it;
        });
        if (has) return;
        await page.keyboard.press("Tab");
    }
    throw new Error(`no Tab leads to ${role} ${name}`);
}
