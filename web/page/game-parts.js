// What a game shows: who sits at the table, what was done, how it ended.

import { el } from "./dom.js";

/**
 * @typedef {import("./game.js").State} State
 * @typedef {import("./game.js").Seat} Seat
 */

/**
 * A button for each thread, with what it does next or why it cannot.
 * @param {State} state
 * @param {(key: string) => void} press
 */
export function seatsOf(state, press) {
  return state.seats.map((seat) => el("li", {},
    el("button", {
      type: "button",
      disabled: !seat.can,
      "data-key": String(seat.number),
      onclick: () => press(String(seat.number)),
    },
    el("kbd", {}, String(seat.number)),
    el("strong", {}, seat.name),
    el("span", { class: "next" }, seat.can ? `next: ${seat.next}` : seat.next),
    el("span", { class: "did" }, seat.did ? `did ${seat.did}` : ""))));
}

/**
 * The steps up to now, a column for each thread.
 * @param {State} state
 */
export function stepsOf(state) {
  if (state.steps.length === 0) return null;
  const names = new Map(state.steps.map((step) => [step.thread, step.who]));
  for (const seat of state.seats) names.set(seat.number, seat.name);
  const threads = [...names.keys()].sort((a, b) => a - b);
  const head = el("tr", {}, el("th", { scope: "col" }, "step"),
    ...threads.map((it) => el("th", { scope: "col" }, names.get(it))));
  const rows = state.steps.map((step, index) => el("tr", { class: step.is_new ? "new" : null },
    el("th", { scope: "row" }, String(index + 1)),
    ...threads.map((it) => el("td", {}, it === step.thread ? step.text : ""))));
  return el("table", {}, el("caption", {}, "Steps up to now"), el("thead", {}, head), el("tbody", {}, ...rows));
}

/**
 * How it has ended, and where to go on.
 * @param {State} state
 */
export function endingOf({ ending }) {
  if (!ending) return null;
  return el("div", { class: ending.is_broken ? "won" : "over" },
    ...ending.what.map((it) => el("p", { class: "what" }, it)),
    ending.lesson && el("p", {}, ending.lesson),
    ...ending.effort.map((it) => el("p", { class: "faint" }, it)),
    ...ending.next.map(([what, command]) => el("p", {}, `${what}: `, next(command))));
}

/**
 * The next level as a link; any other command as what to type.
 * @param {string} command
 */
function next(command) {
  const level = command.match(/^workbench play (\S+)$/);
  return level ? el("a", { href: `#play/${level[1]}` }, level[1]) : el("code", {}, command);
}
