// Which screen is shown: the address after `#` says it.

import { get } from "./page/api.js";
import { announce, el, replace } from "./page/dom.js";
import { labsScreen } from "./page/labs.js";
import { levelsScreen } from "./page/levels.js";
import { openScreen } from "./page/open.js";
import { projector } from "./page/projector.js";

/** @import { Cards, Screen } from "./page/types.js" */

const main = /** @type {HTMLElement} */ (document.getElementById("main"));

/** @type {Screen | null} */
let shown = null;

/** @type {Cards} */
let cards;

/** Screens with a timeline: the first one that is seen has none. */
const later = {
    lab: () => import("./page/lab.js"),
    game: () => import("./page/game.js"),
    watch: () => import("./page/watch.js"),
};

/**
 * @param {string[]} words
 * @returns {Promise<Screen>}
 */
async function screen([what, name, variant]) {
    switch (what) {
        case "lab":
            return (await later.lab()).labScreen(cards, name, variant);
        case "play":
            if (!name) return levelsScreen(cards);
            return (await later.game()).gameScreen(name, variant);
        case "open":
            return openScreen(cards);
        case "run":
            return (await later.watch()).watchScreen(cards, Number(name));
        default:
            return labsScreen(cards);
    }
}

async function show() {
    const words = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (words[0] === "main") return;
    shown?.leave?.();
    shown = null;
    const asked = location.hash;
    try {
        const next = await screen(words);
        if (asked !== location.hash) return next.leave?.();
        shown = next;
        replace(main, next.body);
        document.title = `${next.title} · workbench`;
        announce(next.title);
    } catch (why) {
        replace(
            main,
            el(
                "p",
                { class: "error", role: "alert" },
                why instanceof Error ? why.message : String(why),
            ),
        );
    }
    window.scrollTo(0, 0);
    for (const link of document.querySelectorAll("nav a")) {
        const here = link.getAttribute("href")?.slice(1) ?? "";
        const at =
            { lab: "labs", run: "labs", "": "labs" }[words[0]] ?? words[0];
        if (here === at) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
    }
}

// A link from one screen to the next takes the keyboard there.
window.addEventListener("hashchange", async () => {
    await show();
    main.focus({ preventScroll: true });
});
window.addEventListener("pagehide", () => shown?.leave?.());

projector(
    /** @type {HTMLButtonElement} */ (document.getElementById("projector")),
);
cards = await get("/api/labs");
await show();
// So that the next one is there at once.
for (const load of Object.values(later)) load();
