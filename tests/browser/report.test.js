// The page of `python3 benches/report`, from three runs whose figures are
// known.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { ROOT, complaints, needsBrowser, visit } from "./page.js";

function drawn() {
    const target = mkdtempSync(join(tmpdir(), "workbench-"));
    mkdirSync(join(target, "report"));
    const runs = join(ROOT, "tests", "shared", "report", "runs.json");
    copyFileSync(runs, join(target, "report", "runs.json"));
    const words = [join(ROOT, "benches", "report"), "--page"];
    const env = { ...process.env, CARGO_TARGET_DIR: target };
    execFileSync("python3", words, { env, stdio: "pipe" });
    return `file://${join(target, "report", "index.html")}`;
}

for (const colorScheme of ["light", "dark"]) {
    for (const width of [1000, 390]) {
        const name = `the report is accessible: ${colorScheme}, ${width} wide`;
        test(name, needsBrowser, async (t) => {
            const viewport = { width, height: 800 };
            const how = { colorScheme, viewport };
            const page = await visit(t, drawn(), "file:", how);
            assert.deepEqual(await complaints(page), []);
            const drawings = page.getByRole("img");
            assert.equal(await drawings.count(), 4);
            const wide = await page.evaluate(() =>
                document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${wide} px too wide`);
        });
    }
}
