// A run that somebody else has started, or that was saved.

import { get } from "./api.js";
import { el } from "./dom.js";
import { RunView } from "./run-view.js";
import { Source } from "./source.js";

/** @import { Cards, RunEntry } from "./types.js" */

/**
 * @param {Cards} cards
 * @param {number} id
 */
export async function watchScreen(cards, id) {
    /** @type {RunEntry[]} */
    const runs = await get("/api/runs");
    const run = runs.find((it) => it.id === id);
    if (!run) throw new Error("this run is not kept any more: run it again");
    const lab = cards.labs.find((it) => it.name === run.lab);
    const source = lab && new Source(lab.file, lab.source);
    const view = new RunView((stands) => source?.mark(stands), lab?.python);
    const title = [run.lab || "a trace", run.variant]
        .filter(Boolean)
        .join(", ");
    const body = el("div", el("h1", title), view.body, source?.body);
    view.watch(id);
    return { title, body, leave: () => view.leave() };
}
