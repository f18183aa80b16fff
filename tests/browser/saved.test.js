// What `--save FILE.html` writes, opened from its folder.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { drawn, needsBrowser, open, saved, target } from "./page.js";

/** Pictures for people to look at. */
const SCREENS = join(target, "screens");

for (const colorScheme of ["light", "dark"]) {
    const name = `the deadlock that explore finds is a circle: ${colorScheme}`;
    test(name, needsBrowser, async (t) => {
        const file = saved("x.html", "explore", "deadlock");
        const page = await open(t, { file, colorScheme });
        assert.equal(await page.title(), "deadlock");
        await page.locator(".stage").focus();
        await page.keyboard.press("End");
        await drawn(page);
        const words = await page.locator(".said").textContent();
        assert.match(words, /^deadlock: nobody in this circle can go on/);
        const graph = page.getByRole("img", { name: "waits for lock2" });
        assert.equal(await graph.locator(".node.hot").count(), 4);
        assert.equal(await graph.locator("line.hot").count(), 4);
        mkdirSync(SCREENS, { recursive: true });
        const path = join(SCREENS, `deadlock-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true });
        t.diagnostic(`a picture: ${path}`);
    });
}

test("every chapter of a lab is on its page", needsBrowser, async (t) => {
    const file = saved("q.html", "lab", "deadlock", "--speed", "0.1");
    const page = await open(t, { file });
    assert.equal(await page.locator("wb-timeline").count(), 3);
    const outcomes = await page.locator(".outcome").allTextContents();
    assert.deepEqual(outcomes, ["deadlock", "finished", "finished"]);
});

test("without scripts there is the picture", needsBrowser, async (t) => {
    const file = saved("x.html", "explore", "deadlock");
    const page = await open(t, { file, javaScriptEnabled: false });
    assert.ok(await page.locator("svg.timeline").isVisible());
});

test("what is read and written has a tick and its words", needsBrowser,
    async (t) => {
        const file = saved("x.html", "explore", "locks");
        const page = await open(t, { file });
        // A pointer goes all over the picture.
        const said = await page.locator(".stage").evaluate((stage) => {
            const { left, top, width, height } = stage.getBoundingClientRect();
            const tip = stage.parentElement.querySelector(".tip");
            const said = new Set();
            for (let y = 0; y < height; y += 4) {
                for (let x = 0; x < width; x += 8) {
                    stage.dispatchEvent(new PointerEvent("pointermove", {
                        clientX: left + x, clientY: top + y,
                    }));
                    said.add(tip.textContent);
                }
            }
            return [...said].filter((it) => /reads|writes/.test(it)).sort();
        });
        assert.deepEqual(said, [
            "main reads variable `left` = 99",
            "taker-1 reads variable `left` = 100",
            "taker-1 writes variable `left` = 99",
            "taker-2 reads variable `left` = 100",
            "taker-2 writes variable `left` = 99",
        ]);
    });
