// The book as `workbench book` serves it, in Chromium.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import {
    COMMAND, complaints, drawn, needsBrowser, target, visit,
} from "./page.js";
import { served } from "./serve.js";

/** Pictures for people to look at. */
const SCREENS = join(target, "screens");

const CHAPTERS = [
    "introduction", "threads", "locks", "deadlock", "producer-consumer", "echo",
];
const LANGUAGES = ["", "zh-CN/"];
const LOOKS = {
    light: { colorScheme: "light" },
    dark: { colorScheme: "dark" },
    phone: { colorScheme: "light", viewport: { width: 390, height: 800 } },
};

/** What `test` takes to skip what needs the book as well. */
const needsBook = needsBrowser.skip ? needsBrowser : isInside()
    ? {} : { skip: "needs the book: bash book/build" };

/** Whether the command has the book in it: it looks before it listens. */
function isInside() {
    const { stderr } = spawnSync(COMMAND, ["book", "--port", "0"], {
        encoding: "utf8", timeout: 1000,
    });
    return !stderr.includes("without its book");
}

/** Opens a page of the book. */
async function opened(t, name, how) {
    let page;
    // Before the server ends, of which a page would ask for the next one.
    t.after(() => page?.goto("about:blank"));
    const home = await served(t, "book");
    page = await visit(t, home + name, home, how);
    return page;
}

for (const [look, how] of Object.entries(LOOKS)) {
    const name = `every page is whole and axe is content: ${look}`;
    test(name, needsBook, async (t) => {
        const page = await opened(t, "", how);
        const home = page.url();
        mkdirSync(SCREENS, { recursive: true });
        for (const language of LANGUAGES) {
            for (const chapter of CHAPTERS) {
                await page.goto(`${home}${language}${chapter}.html`);
                await drawn(page);
                const at = `${language}${chapter}`;
                assert.deepEqual(await complaints(page), [], at);
                const overflow = await page.evaluate(() => {
                    const { documentElement: it } = document;
                    return it.scrollWidth - it.clientWidth;
                });
                assert.equal(overflow, 0, at);
                const empty = await page.locator("wb-timeline").evaluateAll(
                    (all) => all.filter((it) =>
                        !/\d+ events/.test(it.shadowRoot.textContent)).length);
                assert.equal(empty, 0, at);
                const file = `book-${at.replace("/", "-")}-${look}.png`;
                const path = join(SCREENS, file);
                await page.screenshot({ path, fullPage: true });
            }
        }
        t.diagnostic(`pictures: ${SCREENS}/book-*`);
    });
}

test("every link of the built book leads somewhere", needsBook, async (t) => {
    const home = await served(t, "book");
    const pages = new Map();
    const text = async (address) => {
        if (!pages.has(address)) {
            const answer = await fetch(address);
            assert.equal(answer.status, 200, address);
            pages.set(address, await answer.text());
        }
        return pages.get(address);
    };
    for (const language of LANGUAGES) {
        for (const chapter of CHAPTERS) {
            const from = `${home}${language}${chapter}.html`;
            const links = (await text(from)).matchAll(/ href="([^"]+)"/g);
            for (const [, link] of links) {
                const to = new URL(link, from);
                if (!to.href.startsWith(home)) continue;
                const id = decodeURIComponent(to.hash.slice(1));
                to.hash = "";
                const page = await text(to.href);
                const why = `${from}: ${link}`;
                if (id) assert.ok(page.includes(` id="${id}"`), why);
            }
        }
    }
    assert.ok(pages.size > 2 * CHAPTERS.length, `${pages.size} pages`);
});

test("the keyboard steps through a run, and turns the page elsewhere",
    needsBook, async (t) => {
        const page = await opened(t, "deadlock.html");
        const here = page.url();
        const run = page.locator("wb-timeline").nth(1);
        const said = () => run.locator(".said").textContent();
        await run.locator(".stage").focus();
        await page.keyboard.press("Home");
        const first = await said();
        await page.keyboard.press("ArrowRight");
        assert.notEqual(await said(), first);
        await page.keyboard.press("End");
        assert.match(await said(), /^deadlock: nobody in this circle can go on/);
        assert.equal(page.url(), here);
        await page.locator("summary", { hasText: "Answer" }).focus();
        await page.keyboard.press("Enter");
        assert.ok(await page.getByText("Never. During the rest").isVisible());
        await page.keyboard.press("ArrowRight");
        await page.waitForURL(/producer-consumer\.html$/);
    });

test("the way to the other language leads to the same page",
    needsBook, async (t) => {
        const page = await opened(t, "locks.html");
        await page.getByRole("link", { name: "中文" }).click();
        await page.waitForURL(/\/zh-CN\/locks\.html$/);
        assert.equal(await page.locator("main h1").textContent(), "锁");
        await page.getByRole("link", { name: "English" }).click();
        await page.waitForURL((url) => url.pathname === "/locks.html");
        await page.goto(new URL("/", page.url()).href);
        await page.getByRole("link", { name: "中文" }).click();
        await page.waitForURL(/\/zh-CN\/$/);
    });

test("the sidebar is opened and closed by keyboard", needsBook, async (t) => {
    const page = await opened(t, "locks.html");
    const button = page.getByRole("button", { name: "Toggle Table" });
    const list = page.locator("#mdbook-sidebar");
    await button.focus();
    for (const isOpen of [false, true]) {
        await page.keyboard.press("Enter");
        await list.waitFor({ state: isOpen ? "visible" : "hidden" });
        assert.equal(await button.getAttribute("aria-expanded"), `${isOpen}`);
    }
});

/** Types words into the search, and lets go of a key, as it waits for that. */
async function ask(page, words) {
    await page.keyboard.press("s");
    await page.locator("#mdbook-searchbar:focus").waitFor();
    await page.keyboard.type(words);
    await page.keyboard.press("End");
}

/** Looks for words by keyboard; the titles that are found. */
async function search(page, words) {
    await ask(page, words);
    await page.locator("#mdbook-searchresults li").first().waitFor();
    return page.locator("#mdbook-searchresults li > a").allTextContents();
}

test("死锁 is found, and marked where it stands", needsBook, async (t) => {
    const page = await opened(t, "zh-CN/introduction.html");
    const titles = await search(page, "死锁");
    assert.match(titles[0], /^死锁/);
    const teaser = page.locator("#mdbook-searchresults .teaser em").first();
    assert.equal(await teaser.textContent(), "死锁");
    await page.locator("#mdbook-searchresults li > a").first().click();
    await page.waitForURL(/deadlock\.html/);
    assert.equal(await page.locator("main mark").first().textContent(), "死锁");
});

test("what is not there is not found", needsBook, async (t) => {
    const page = await opened(t, "zh-CN/introduction.html");
    await ask(page, "量子纠缠");
    await page.getByText("No search results").waitFor();
});

test("English is found as before", needsBook, async (t) => {
    const page = await opened(t, "introduction.html");
    const titles = await search(page, "livelock");
    assert.ok(titles.some((it) => it.startsWith("Deadlock")), `${titles}`);
});

test("a run takes the theme that its reader chooses", needsBook, async (t) => {
    const page = await opened(t, "locks.html", { colorScheme: "light" });
    const paper = () => page.locator("wb-timeline").first().evaluate(
        (it) => getComputedStyle(it).backgroundColor);
    assert.equal(await paper(), "rgb(255, 255, 255)");
    await page.getByRole("button", { name: "Change theme" }).click();
    await page.getByRole("menuitem", { name: "Coal" }).click();
    assert.equal(await paper(), "rgb(20, 24, 31)");
});

test("without scripts and on paper there are the pictures",
    needsBook, async (t) => {
        const still = await opened(t, "locks.html", { javaScriptEnabled: false });
        assert.ok(await still.locator("svg.timeline").first().isVisible());
        const page = await opened(t, "locks.html");
        const picture = page.locator("svg.timeline").first();
        assert.ok(!await picture.isVisible());
        await page.emulateMedia({ media: "print" });
        assert.ok(await picture.isVisible());
        assert.ok(!await page.locator("wb-timeline").first().isVisible());
    });
