// Steps, a column for each thread.

import { el } from "./dom.js";

/** @import { Step } from "./types.js" */

/**
 * A table of `steps`, or nothing where there are none.
 * @param {Step[]} steps
 * @param {string[]} [names] who has a column in any case
 */
export function stepTable(steps, names = []) {
    if (steps.length === 0) return null;
    const columns = [...new Set([...names, ...steps.map((step) => step.who)])];
    const head = ["step", ...columns].map((it) =>
        el("th", { scope: "col" }, it),
    );
    const rows = steps.map((step, index) =>
        el(
            "tr",
            { class: step.is_new ? "new" : null },
            el("th", { scope: "row" }, String(index + 1)),
            ...columns.map((it) => el("td", it === step.who && step.text)),
        ),
    );
    const table = el(
        "table",
        el("caption", "Every step"),
        el("thead", el("tr", ...head)),
        el("tbody", ...rows),
    );
    return el(
        "div",
        {
            class: "scroll",
            tabindex: "0",
            role: "region",
            "aria-label": "Every step",
        },
        table,
    );
}
