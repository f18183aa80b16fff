// The page of `workbench serve`, by keyboard alone.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";

import { complaints, drawn, needsBrowser, saved, visit } from "./page.js";
import { go, screen, served, tabTo } from "./serve.js";

const text = (page, selector) => page.locator(selector).first().textContent();
const press = async (page, ...keys) => {
    for (const key of keys) await page.keyboard.press(key);
};
const ended = (page) =>
    page.locator(".state", { hasText: "has ended" }).waitFor();

/** The lines of the program that are marked. */
const marked = (page) => page.locator(".source li.here").evaluateAll(
    (all) => all.map((it) => it.value));

/** All that the timeline says. */
const told = (page) => page.locator("wb-timeline").evaluate(
    (it) => it.shadowRoot.textContent);

/** Chooses a speed at which nobody has to wait. */
async function fast(page) {
    await tabTo(page, "combobox", "speed");
    await press(page, "Home");
}

test("locks is predicted, run and seen in lanes", needsBrowser, async (t) => {
    const page = await screen(t, "#labs");
    await tabTo(page, "link", "locks a hundred threads take one from a hundred");
    await press(page, "Enter");
    await page.locator("h1", { hasText: "locks" }).waitFor();
    await tabTo(page, "radio", "it finishes, and is right");
    await press(page, "ArrowDown"); // and the result is wrong
    await tabTo(page, "spinbutton", "threads");
    await press(page, "Control+A", "5");
    await fast(page);
    await tabTo(page, "button", "Run");
    await press(page, "Enter");
    await ended(page);
    assert.match(await text(page, ".verdict"), /As you said/);
    assert.match(await text(page, ".story .wrong"), /4 of 5 updates are lost/);
    assert.match(await told(page), /6 lanes/);
    for (const lane of ["main", "taker-1", "taker-5"]) {
        const name = page.locator("wb-timeline").getByText(lane);
        await name.first().waitFor();
    }
    assert.deepEqual(await complaints(page), []);
});

test("the timeline grows while a lab runs", needsBrowser, async (t) => {
    const page = await screen(t, "#lab/threads");
    await tabTo(page, "radio", "one-by-one first the music, then the article");
    await press(page, "ArrowDown");
    await tabTo(page, "button", "Run");
    await press(page, "Enter");
    const events = async () =>
        Number(/(\d+) events/.exec(await told(page))?.[1] ?? 0);
    await page.waitForFunction(() => {
        const timeline = document.querySelector("wb-timeline");
        return /[1-9] events/.test(timeline?.shadowRoot.textContent);
    });
    assert.match(await text(page, ".state"), /running/);
    const early = await events();
    await tabTo(page, "button", "Stop");
    await press(page, "Enter");
    await page.locator(".state", { hasText: "it was stopped" }).waitFor();
    await drawn(page);
    assert.ok(await events() >= early && early > 0, `${early}`);
});

test("deadlock is explored to its circle", needsBrowser, async (t) => {
    const page = await screen(t, "#lab/deadlock");
    await tabTo(page, "button", "Try every interleaving");
    await press(page, "Enter");
    await page.locator(".how").waitFor();
    assert.match(await text(page, ".exploration h2"), /^deadlock in 1 of/);
    assert.match(await text(page, ".how"), /Thread-1 holds lock1/);
    await tabTo(page, "button", "First event (Home)");
    await press(page, "Enter", "ArrowRight");
    assert.deepEqual(await marked(page), [20]);
    await press(page, "End");
    assert.deepEqual(await marked(page), [26, 34, 37]);
    const who = await page.locator(".source .who").allTextContents();
    assert.deepEqual(who.filter(Boolean), ["Thread-1", "Thread-2", "main"]);
    const graph = page.locator("wb-timeline").getByText("Who waits for whom");
    assert.match(await graph.first().textContent(), /a circle/);
    assert.deepEqual(await complaints(page), []);
});

test("the order of locks is proved", needsBrowser, async (t) => {
    const page = await screen(t, "#lab/deadlock/ordered");
    await tabTo(page, "button", "Try every interleaving");
    await press(page, "Enter");
    await page.locator(".exploration h2.good").waitFor();
    assert.match(await text(page, ".exploration ul"), /sequentially consistent/);
});

test("flags is played to a win", needsBrowser, async (t) => {
    const page = await screen(t, "#play/flags");
    const moves = (number) =>
        page.locator("p", { hasText: `moves ${number} ·` }).waitFor();
    assert.equal((await marked(page)).length, 2);
    await press(page, "1");
    await moves(1);
    await press(page, "u");
    await moves(0);
    // By Tab and Enter as well as by number.
    await tabTo(page, "button", "1 ann next: flag-B.load");
    await press(page, "Enter");
    await moves(1);
    for (const [key, number] of [["2", 2], ["1", 3], ["1", 4], ["2", 5]]) {
        await press(page, key);
        await moves(number);
    }
    await press(page, "2");
    await page.locator(".won").waitFor();
    assert.match(await text(page, ".won"), /you broke it.*both are in the room/);
    assert.match(await text(page, ".won"), /Testing a flag and raising it/);
    assert.deepEqual(await complaints(page), []);
    await tabTo(page, "link", "manners");
    await press(page, "Enter");
    await page.locator("h1", { hasText: "manners" }).waitFor();
});

test("Python does the same beside it", needsBrowser, async (t) => {
    const page = await screen(t, "#lab/threads");
    await fast(page);
    await tabTo(page, "checkbox", "then the same in Python");
    await press(page, "Space");
    await tabTo(page, "button", "Run");
    await press(page, "Enter");
    await ended(page);
    const logs = page.getByRole("log");
    assert.equal(await logs.count(), 2);
    assert.match(await logs.last().textContent(), /music|article/);
    assert.match(await text(page, ".said details pre"), /import threading/);
    assert.deepEqual(await complaints(page), []);
});

test("what is out of bounds is said at the form", needsBrowser, async (t) => {
    const page = await screen(t, "#lab/locks");
    await tabTo(page, "spinbutton", "threads");
    await press(page, "Control+A", "9", "9", "9", "9");
    await tabTo(page, "button", "Run");
    // The refusal is an answer, which the browser notes down as an error.
    page.removeAllListeners("console");
    await press(page, "Enter");
    const error = page.getByRole("alert");
    await error.waitFor();
    assert.match(await error.textContent(), /2 to 1000 threads, not 9999/);
});

test("two browsers see the same run", needsBrowser, async (t) => {
    const address = await served(t);
    const home = address.replace(/\?.*/, "");
    const one = await visit(t, address, home);
    await go(one, "#lab/threads");
    await one.getByRole("button", { name: "Run", exact: true }).click();
    const link = one.getByRole("link", { name: /another window/ });
    const run = await link.getAttribute("href");
    const other = await visit(t, address, home);
    await other.getByRole("link", { name: /threads, one-by-one/ }).click();
    await other.locator(".state", { hasText: "running" }).waitFor();
    assert.equal(new URL(other.url()).hash, run);
    await one.getByRole("button", { name: "Stop" }).click();
    for (const page of [one, other]) {
        await page.locator(".state", { hasText: "it was stopped" }).waitFor();
    }
});

test("a saved trace is opened, and a cut one refused", needsBrowser, async (t) => {
    const file = saved("run.json", "lab", "deadlock", "--speed", "0.05");
    const page = await screen(t, "#open");
    await page.locator("h1", { hasText: "Open" }).waitFor();
    await page.setInputFiles("#file", file);
    await page.locator("h1", { hasText: "deadlock, broken" }).waitFor();
    await ended(page);
    await go(page, "#open");
    const cut = `${file}.cut.json`;
    writeFileSync(cut, '{"run":{"format":"workbench-trace/1","clock":"real",'
        + '"cores":1,"os":"linux"}}\n');
    page.removeAllListeners("console");
    await page.setInputFiles("#file", cut);
    const error = page.getByRole("alert");
    await error.waitFor();
    assert.match(await error.textContent(), /it is cut/);
});

test("a projector's click chooses what is below it", needsBrowser, async (t) => {
    const page = await screen(t, "#lab/deadlock");
    await page.getByRole("button", { name: "Projector" }).click();
    await page.getByRole("button", { name: /every interleaving/ }).click();
    await page.locator(".how").waitFor();
    const stage = page.getByRole("slider", { name: "Timeline" });
    await stage.scrollIntoViewIfNeeded();
    const { x, y, width } = await stage.evaluate(
        (it) => it.getBoundingClientRect().toJSON());
    await page.mouse.click(x + width * 0.6, y + 10);
    const step = await page.locator("wb-timeline").evaluate((it) => it.step);
    // Of 15 events: half as far to the right again would be near the end.
    assert.ok(step > 4 && step < 11, `${step}`);
});

for (const [name, how] of [
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["phone", { viewport: { width: 390, height: 800 } }],
    ["projector", { projector: true }],
]) {
    test(`every screen is accessible: ${name}`, needsBrowser, async (t) => {
        const { projector, ...context } = how;
        const page = await screen(t, "#labs", context);
        if (projector) await page.getByRole("button", { name: "Projector" }).click();
        const hashes = ["#labs", "#lab/locks", "#play", "#play/flags", "#open"];
        for (const hash of hashes) {
            await go(page, hash);
            assert.deepEqual(await complaints(page), [], hash);
            const wide = await page.evaluate(() =>
                document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${hash} is ${wide} px too wide`);
        }
    });
}
