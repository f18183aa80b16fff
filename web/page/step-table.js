// Steps, a column for each thread.

import { el } from "./dom.js";

/** @typedef {{who: string, text: string, place: import("./api.js").Place, is_new?: boolean}} Step */

/**
 * A table of `steps`, or nothing where there are none.
 * @param {Step[]} steps
 * @param {string[]} [names] who has a column in any case
 */
export function stepTable(steps, names = []) {
  if (steps.length === 0) return null;
  const columns = [...new Set([...names, ...steps.map((step) => step.who)])];
  const head = ["step", ...columns].map((it) => el("th", { scope: "col" }, it));
  const rows = steps.map((step, index) => el("tr", { class: step.is_new ? "new" : null },
    el("th", { scope: "row" }, String(index + 1)),
    ...columns.map((it) => el("td", {}, it === step.who && step.text))));
  return el("table", {},
    el("caption", {}, "Every step"),
    el("thead", {}, el("tr", {}, ...head)),
    el("tbody", {}, ...rows));
}
