// A run of 100,000 events: it says what it folds, and stays quick. How quick
// is printed; a slow machine is no failure.
import assert from "node:assert/strict";
import { test } from "node:test";

import { drawn, load, needsBrowser, open } from "./page.js";
import { synthetic } from "./synthetic.js";

const TRACE = synthetic(100_000);
const EVENTS = Number(/"events":(\d+)/.exec(TRACE)[1]);

/** Zooms in and out again at every frame; how many frames there were. */
const frames = (page, seconds) => page.evaluate((seconds) =>
    new Promise((done) => {
        const stage = document.querySelector("wb-timeline").shadowRoot
            .querySelector(".stage");
        const box = stage.getBoundingClientRect();
        stage.focus();
        let [count, begin, last, longest] = [0, 0, 0, 0];
        const frame = (now) => {
            begin ||= now;
            longest = Math.max(longest, last ? now - last : 0);
            last = now;
            count += 1;
            // One second in, one second out.
            const isIn = Math.floor((now - begin) / 1_000) % 2 === 0;
            stage.dispatchEvent(new WheelEvent("wheel", {
                deltaY: isIn ? -40 : 40, bubbles: true, cancelable: true,
                clientX: box.left + box.width * 0.6,
                clientY: box.top + 60,
            }));
            if (now - begin < seconds * 1_000) requestAnimationFrame(frame);
            else done({ rate: (count - 1) / ((now - begin) / 1_000), longest });
        };
        requestAnimationFrame(frame);
    }), seconds);

test("100,000 events are folded, which is said, and zoom", needsBrowser,
    async (t) => {
        const page = await open(t);
        const begin = Date.now();
        await load(page, TRACE);
        const took = Date.now() - begin;
        t.diagnostic(`${EVENTS} events on screen after ${took} ms`);
        const notes = () => page.locator(".notes").textContent();
        assert.match(await notes(), /[\d,]{6,} short stretches folded/);
        assert.match(await notes(), /[\d,]{6,} arrows not drawn/);
        const { rate, longest } = await frames(page, 4);
        t.diagnostic(`zooming: ${rate.toFixed(1)} frames a second, `
            + `the longest ${longest.toFixed(0)} ms`);
        assert.ok(rate > 0);
    });

test("zoomed in far enough, nothing is folded", needsBrowser, async (t) => {
    const page = await open(t);
    await load(page, TRACE);
    await page.locator("wb-timeline").evaluate((it) => {
        it.setAttribute("axis", "step");
        it.step = 50_000;
    });
    await page.locator(".stage").focus();
    for (let times = 0; times < 20; times += 1) await page.keyboard.press("+");
    await drawn(page);
    assert.equal(await page.locator(".notes").textContent(), "");
});

test("a table of events says how many it leaves out", needsBrowser, async (t) => {
    const page = await open(t);
    await load(page, TRACE);
    await page.locator("wb-timeline").evaluate((it) => {
        it.step = 70_000;
    });
    await page.getByText("Every event", { exact: true }).click();
    const table = page.getByRole("group", { name: "Every event" });
    await table.locator("[aria-current]").waitFor();
    assert.equal(await table.locator("tbody tr").count(), 2_000);
    const left = (EVENTS - 2_000).toLocaleString("en");
    assert.ok((await table.textContent()).includes(`${left} more events`));
    assert.match(await table.locator("[aria-current]").textContent(), /^70000/);
});

test("columns share out the time as the events do", async () => {
    const [{ read }, { Story, STATES }] = await Promise.all([
        import("../../web/timeline/read.js"),
        import("../../web/timeline/story.js"),
    ]);
    const story = new Story(read(TRACE).trace);
    story.update();
    const sums = new Float64Array(STATES.length);
    for (const [lane, track] of story.states.entries()) {
        for (const axis of [0, 1]) {
            const end = story.extent[axis] * 0.7;
            track.total(axis, end, sums);
            const naive = new Float64Array(STATES.length);
            const was = { at: 0, kind: -1 };
            const until = (at) => {
                const to = Math.min(at, end);
                if (was.kind >= 0) naive[was.kind] += to - was.at;
                was.at = to;
            };
            for (const event of story.trace.events) {
                if (event.lane !== lane) continue;
                const at = axis === 0 ? event.step : event.time;
                if (at > end) break;
                const isGet = ["hold", "put", "get"].includes(event.what);
                const ends = isGet && was.about === event.object;
                if (event.what !== "state" && !ends) continue;
                until(at);
                was.kind = ends ? 0 : STATES.indexOf(event.state);
                was.about = ends ? undefined : event.object ?? -1;
            }
            until(Infinity);
            assert.deepEqual([...sums], [...naive], `lane ${lane}`);
        }
    }
});

test("what nobody holds is no part of a column", async () => {
    const [{ read }, { Story }] = await Promise.all([
        import("../../web/timeline/read.js"),
        import("../../web/timeline/story.js"),
    ]);
    const story = new Story(read(TRACE).trace);
    story.update();
    const [track] = story.holders.get(0).slots;
    const sums = new Float64Array(6);
    const last = Math.floor(track.length / 2);
    const held = track.from[1].slice(0, last + 1)
        .reduce((sum, from, index) => sum + track.to[1][index] - from, 0);
    const gap = (track.to[1][last] + track.from[1][last + 1]) / 2;
    assert.ok(gap > track.to[1][last], "there is a gap");
    track.total(1, gap, sums);
    assert.deepEqual([...sums], [held, 0, 0, 0, 0, 0]);
});
