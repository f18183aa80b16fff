// The component: what it shows, and what its reader can do.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { complaints, drawn, load, needsBrowser, open } from "./page.js";
import { synthetic } from "./synthetic.js";

const shared = (name) =>
    readFileSync(new URL(`../shared/said/${name}`, import.meta.url), "utf8");
const TRACE = shared("trace.json");
const SENTENCES = shared("sentences.txt").trimEnd().split("\n");

const said = (page) => page.locator(".said").textContent();
const step = (page) =>
    page.locator("wb-timeline").evaluate((it) => it.step);
const press = async (page, ...keys) => {
    for (const key of keys) await page.keyboard.press(key);
};

/** The picture, to be compared. */
const picture = (page) =>
    page.locator("canvas").evaluate((it) => it.toDataURL());

test("stepping by key says every event in its words", needsBrowser, async (t) => {
    const page = await open(t);
    await load(page, TRACE);
    await press(page, "Tab");
    // Through the buttons to the picture: no mouse is needed for anything.
    const isStage = () => page.locator(".stage").evaluate(
        (it) => it.getRootNode().activeElement === it);
    for (let tabs = 0; !await isStage(); tabs += 1) {
        assert.ok(tabs < 20, "the picture is never reached");
        await press(page, "Tab");
    }
    for (const sentence of SENTENCES) {
        await press(page, "ArrowRight");
        assert.ok((await said(page)).startsWith(sentence), sentence);
    }
    assert.equal(await step(page), SENTENCES.length - 1);
    await press(page, "Home");
    assert.equal(await step(page), 0);
    await press(page, "End", "ArrowLeft");
    assert.equal(await step(page), SENTENCES.length - 2);
    await press(page, "Escape");
    assert.equal(await step(page), null);
});

test("a step is told to the page, with its place", needsBrowser, async (t) => {
    const page = await open(t);
    await load(page, TRACE);
    await page.evaluate(() => {
        window.told = [];
        document.querySelector("wb-timeline").addEventListener("step",
            ({ detail }) => window.told.push(detail));
    });
    await page.locator("wb-timeline").evaluate((it) => {
        it.step = 5; // says nothing: the page has done it
        it.next();
        it.previous();
    });
    await page.getByRole("button", { name: "One event on" }).click();
    const told = await page.evaluate(() => window.told);
    assert.deepEqual(told.map((it) => it.step), [6, 5, 6]);
    assert.deepEqual(told[0].place, { file: "labs/bakery/demo.rs", line: 30 });
    assert.equal(told[0].event.what, "state");
});

test("a click chooses the event below it", needsBrowser, async (t) => {
    const page = await open(t);
    await load(page, TRACE);
    await press(page, "Tab", "t");
    await page.locator("wb-timeline").evaluate((it) => {
        it.setAttribute("axis", "step");
    });
    await drawn(page);
    const box = await page.locator(".stage").boundingBox();
    const moment = async (part) => {
        await page.mouse.click(box.x + part * box.width, box.y + 10);
        return step(page);
    };
    const [early, late] = [await moment(0.2), await moment(0.6)];
    assert.ok(early < late, `${early} ${late}`);
});

test("zooming and moving keep to the run", needsBrowser, async (t) => {
    const page = await open(t);
    await load(page, TRACE);
    await page.locator(".stage").focus();
    const after = async (...keys) => {
        await press(page, ...keys);
        await drawn(page);
        return picture(page);
    };
    const whole = await after();
    const near = await after("+", "+", "+");
    assert.notEqual(near, whole);
    assert.notEqual(await after("Shift+ArrowRight"), near);
    assert.equal(await after("0"), whole);
    await page.mouse.move(600, 250);
    await page.mouse.wheel(0, -400);
    assert.notEqual(await after(), whole, "the wheel");
    await page.mouse.wheel(0, 90_000);
    assert.equal(await after(), whole, "and never beyond the whole");
});

test("two fingers zoom, one moves", needsBrowser, async (t) => {
    const page = await open(t, { hasTouch: true });
    await load(page, TRACE);
    const fingers = await page.context().newCDPSession(page);
    const touch = async (type, ...across) => {
        const touchPoints = across.map((x, id) => ({ x, y: 250, id }));
        await fingers.send("Input.dispatchTouchEvent", { type, touchPoints });
        await drawn(page);
    };
    const whole = await picture(page);
    await touch("touchStart", 500, 600);
    await touch("touchMove", 400, 700);
    await touch("touchMove", 300, 800);
    await touch("touchEnd");
    const near = await picture(page);
    assert.notEqual(near, whole);
    await touch("touchStart", 600);
    await touch("touchMove", 560);
    await touch("touchMove", 400);
    await touch("touchEnd");
    assert.notEqual(await picture(page), near);
    assert.equal(await step(page), null, "neither is a click");
});

test("t changes the axis", needsBrowser, async (t) => {
    const page = await open(t);
    await load(page, TRACE);
    await page.locator(".stage").focus();
    const pressed = () => page.getByRole("button", { pressed: true })
        .textContent();
    assert.equal(await pressed(), "by time");
    await press(page, "t");
    await drawn(page);
    assert.equal(await pressed(), "by step");
});

test("space plays on to the end", needsBrowser, async (t) => {
    const page = await open(t);
    await page.clock.install();
    await load(page, TRACE);
    await page.locator(".stage").focus();
    await press(page, "Space");
    await page.clock.runFor(2_500);
    const now = await step(page);
    assert.ok(now >= 2, `${now}`);
    await page.clock.runFor(60_000);
    assert.equal(await step(page), SENTENCES.length - 1);
    const button = page.locator("[data-action=play]");
    assert.equal(await button.textContent(), "play");
});

test("who waits for whom changes with the step", needsBrowser, async (t) => {
    const page = await open(t);
    await load(page, TRACE);
    const graph = async (step) => {
        await page.locator("wb-timeline").evaluate((it, step) => {
            it.step = step;
        }, step);
        return page.locator(".graph svg").getAttribute("aria-label");
    };
    assert.equal(await graph(6), "guest waits for oven, held by baker");
    assert.equal(await page.locator(".hot").count(), 0);
    const stuck = await graph(23);
    assert.match(stuck, /baker waits for oven, held by guest/);
    assert.match(stuck, /guest waits for book, held by baker/);
    assert.equal(await page.locator(".node.hot").count(), 4);
});

test("hostile names are text", needsBrowser, async (t) => {
    const page = await open(t);
    const name = "<img src=x onerror=alert(1)>\u202e<script>alert(2)</script>";
    const run = TRACE.split("\n").map((line) =>
        line.replaceAll('"baker"', JSON.stringify(name))
            .replaceAll('"oven"', JSON.stringify(name.repeat(500)))).join("\n");
    await load(page, run);
    await page.locator(".stage").focus();
    await press(page, "End");
    await page.locator("summary").last().click();
    assert.ok((await page.locator(".said").textContent()).includes(name));
    const made = page.locator("wb-timeline").locator("img, script");
    assert.equal(await made.count(), 0);
    const isWide = await page.evaluate(() =>
        document.documentElement.scrollWidth > window.innerWidth);
    assert.ok(!isWide, "the page grows no wider");
});

test("a cut run is shown as far as it goes, and says so", needsBrowser,
    async (t) => {
        const page = await open(t);
        const at = TRACE.indexOf('"step":9') + 12;
        await load(page, TRACE.slice(0, at));
        const words = await page.locator(".warning").textContent();
        assert.match(words, /cut: its first 9 events are here/);
        assert.match(await page.locator(".facts").textContent(), /^cut/);
        await load(page, TRACE);
        assert.ok(await page.locator(".warning").isHidden());
    });

test("what was left out of a page is counted on it", needsBrowser,
    async (t) => {
        const page = await open(t);
        await page.locator("wb-timeline").evaluate((it) => {
            it.setAttribute("left-out", "1234");
        });
        await load(page, TRACE);
        assert.match(await page.locator(".warning").textContent(),
            /^1,234 later events left out .* FILE.json/);
    });

test("more lanes than there is room for scroll, by key", needsBrowser,
    async (t) => {
        const page = await open(t);
        await load(page, synthetic(2_000, 60));
        await page.locator(".stage").focus();
        const notes = () => page.locator(".notes").textContent();
        assert.match(await notes(), /62 rows: scroll, or ↑ ↓/);
        const top = await picture(page);
        await press(page, "ArrowDown", "ArrowDown");
        await drawn(page);
        assert.notEqual(await picture(page), top);
    });

test("what is wrong with a run is said in its place", needsBrowser, async (t) => {
    const page = await open(t);
    await load(page, TRACE.replace("trace/1", "trace/7"));
    const words = await page.getByRole("alert").textContent();
    assert.match(words, /cannot be shown: line 1: the format is .*trace\/7/);
    assert.ok(await page.locator(".stage").isHidden());
});

test("a growing run is shown as it grows", needsBrowser, async (t) => {
    const page = await open(t);
    const lines = TRACE.trimEnd().split("\n");
    const append = async (some) => {
        await page.locator("wb-timeline").evaluate((it, some) => {
            some.forEach((line) => it.append(line));
        }, some);
        await drawn(page);
    };
    await append(lines.slice(0, 17));
    const facts = () => page.locator(".facts").textContent();
    assert.match(await facts(), /^running.*6 events/);
    await append(lines.slice(17));
    assert.match(await facts(), /^deadlock.*27 events/);
    const grown = await picture(page);
    await load(page, TRACE);
    assert.equal(grown, await picture(page), "as if it was loaded");
    await append(["{}"]);
    assert.match(await page.getByRole("alert").textContent(), /line 1/);
});

for (const colorScheme of ["light", "dark"]) {
    for (const width of [1200, 390]) {
        const name = `axe has nothing to say: ${colorScheme}, ${width} wide`;
        test(name, needsBrowser, async (t) => {
            const page = await open(t, {
                colorScheme, viewport: { width, height: 800 },
                reducedMotion: "reduce",
            });
            await page.addStyleTag({ content: ":root { color-scheme: "
                + "light dark } body { background: Canvas; "
                + "color: CanvasText }" });
            await load(page, TRACE);
            assert.deepEqual(await complaints(page), []);
            await page.locator(".stage").focus();
            await press(page, "End");
            for (const it of await page.locator("details:not([open])").all()) {
                await it.locator("summary").click();
            }
            assert.deepEqual(await complaints(page), []);
        });
    }
}
