// How soon `workbench serve` is seen: its first paint beside that of an empty
// page from Node's own server, in turns; and how long after it happened an
// event of a run is drawn.
//
//     cargo build --release && npm --prefix tests/browser ci
//     WORKBENCH=target/release/workbench node benches/page.js
import { createServer } from "node:http";

import { blank } from "../tests/browser/page.js";
import { served } from "../tests/browser/serve.js";

const ROUNDS = 20;

/** What is to be done in the end, as a test would. */
const last = [];
const t = { after: (it) => last.unshift(it) };

const sorted = (all) => [...all].sort((a, b) => a - b);
const ms = (all) => {
    const [least, middle, most] = [0, 0.5, 1]
        .map((part) => sorted(all)[Math.round(part * (all.length - 1))]);
    return `${middle.toFixed(0)} ms (${least.toFixed(0)} to `
        + `${most.toFixed(0)}, n = ${all.length})`;
};

/** An empty page, from a server that does nothing else. */
async function empty() {
    const server = createServer((_, answer) => {
        answer.setHeader("content-type", "text/html");
        answer.end("<!doctype html><title>empty</title><p>empty");
    });
    await new Promise((ready) => { server.listen(0, "127.0.0.1", ready); });
    t.after(() => server.close());
    return `http://127.0.0.1:${server.address().port}/`;
}

/** From the request for an address to what its reader sees, in ms. */
async function seen(page, address, what) {
    await page.goto("about:blank");
    await page.goto(address);
    await page.locator(what).first().waitFor();
    return page.evaluate((what) => new Promise((done) => {
        const paint = () => {
            const [first] =
                performance.getEntriesByName("first-contentful-paint");
            if (!first) return requestAnimationFrame(paint);
            const whole = globalThis.whole ?? first.startTime;
            return done({ paint: first.startTime, whole });
        };
        paint();
    }), what);
}

/** Notes when the labs are on screen, in each page that is opened. */
const LABS = () => {
    const look = () => {
        if (!document.querySelector(".cards li")) {
            return requestAnimationFrame(look);
        }
        return requestAnimationFrame(() => {
            globalThis.whole = performance.now();
        });
    };
    look();
};

async function paints(page, address) {
    const other = await empty();
    const found = { ours: [], whole: [], empty: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
        const ours = await seen(page, address, ".cards li");
        found.ours.push(ours.paint);
        found.whole.push(ours.whole);
        found.empty.push((await seen(page, other, "p")).paint);
    }
    console.log(`first paint, the page        ${ms(found.ours)}`);
    console.log(`first paint, an empty page   ${ms(found.empty)}`);
    console.log(`all labs on screen           ${ms(found.whole)}`);
}

/**
 * How late the events of a run are drawn, in ms. Counted from when the run
 * was asked for: what it took to start the process is in it.
 */
async function delays(page, home, lab, variant) {
    await page.goto("about:blank");
    await page.goto(`${home}#lab/${lab}/${variant}`);
    await page.locator("h1", { hasText: lab }).waitFor();
    await page.evaluate(() => {
        const { prototype } = customElements.get("wb-timeline");
        const append = prototype.append;
        globalThis.late = [];
        prototype.append = function (line) {
            append.call(this, line);
            const { event } = JSON.parse(line);
            if (!event) return;
            requestAnimationFrame(() => requestAnimationFrame((now) => {
                const { asked, late } = globalThis;
                late.push(now - asked - event.time / 1e6);
            }));
        };
        const fetch = globalThis.fetch;
        globalThis.fetch = (path, how) => {
            if (path === "/api/runs") globalThis.asked = performance.now();
            return fetch(path, how);
        };
    });
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.locator(".state", { hasText: "has ended" }).waitFor();
    const late = await page.evaluate(() => globalThis.late);
    console.log(`drawn after it happened      ${ms(late)}: ${lab}, ${variant}`);
}

const address = await served(t);
const home = address.replace(/\?.*/, "");
const page = await blank(t);
await page.addInitScript(LABS);
await page.goto(address);
await paints(page, home);
for (const [lab, variant] of [
    ["threads", "functions"], ["producer-consumer", "blocking"],
    ["philosophers", "waiter"],
]) await delays(page, home, lab, variant);
for (const it of last) await it();
