// What a game shows: who sits at the table, how it ended.

import { el } from "./dom.js";

/** @import { State } from "./types.js" */

/**
 * A button for each thread, with what it does next or why it cannot.
 * @param {State} state
 * @param {(key: string) => void} press
 */
export function seatsOf(state, press) {
    return state.seats.map((seat) =>
        el(
            "li",
            el(
                "button",
                {
                    type: "button",
                    disabled: !seat.can,
                    "data-key": String(seat.number),
                    onclick: () => press(String(seat.number)),
                },
                el("kbd", String(seat.number)),
                el("strong", seat.name),
                el(
                    "span",
                    { class: "next" },
                    seat.can ? `next: ${seat.next}` : seat.next,
                ),
                el("span", { class: "did" }, seat.did ? `did ${seat.did}` : ""),
            ),
        ),
    );
}

/**
 * How it has ended, and where to go on.
 * @param {State} state
 */
export function endingOf({ ending }) {
    if (!ending) return null;
    return el(
        "div",
        { class: ending.is_broken ? "won" : "over" },
        ...ending.what.map((it) => el("p", { class: "what" }, it)),
        ending.lesson && el("p", ending.lesson),
        ...ending.effort.map((it) => el("p", { class: "faint" }, it)),
        ...ending.next.map(([what, command]) =>
            el("p", `${what}: `, next(command)),
        ),
    );
}

/**
 * The next level as a link; any other command as what to type.
 * @param {string} command
 */
function next(command) {
    const level = command.match(/^workbench play (\S+)$/);
    return level
        ? el("a", { href: `#play/${level[1]}` }, level[1])
        : el("code", command);
}
