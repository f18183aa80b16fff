// The labs, in teaching order, and the runs that go on now.

import { get } from "./api.js";
import { el } from "./dom.js";

/** @import { Cards, Lab, RunEntry } from "./types.js" */

/** @param {Cards} cards */
export async function labsScreen(cards) {
    /** @type {RunEntry[]} */
    const runs = await get("/api/runs");
    const now = runs.filter((run) => run.goes_on);
    const body = el(
        "div",
        el("h1", "Labs"),
        el(
            "p",
            { class: "lead" },
            "In teaching order. Predict, run, look, explore, and then break it yourself.",
        ),
        now.length > 0 &&
            el(
                "section",
                { class: "now" },
                el("h2", "Going on now"),
                el(
                    "ul",
                    ...now.map((run) =>
                        el(
                            "li",
                            el(
                                "a",
                                { href: `#run/${run.id}` },
                                `${run.lab}, ${run.variant}`,
                            ),
                            " (watch it too)",
                        ),
                    ),
                ),
            ),
        el("ul", { class: "cards" }, ...cards.labs.map(card)),
    );
    return { title: "Labs", body };
}

/** @param {Lab} lab */
function card(lab) {
    return el(
        "li",
        el(
            "a",
            { href: `#lab/${lab.name}` },
            el("strong", lab.name),
            el("span", lab.title),
        ),
        lab.notes && el("small", `notes ${lab.notes}`),
    );
}
