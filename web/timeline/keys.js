/** @import { View } from "./view.js" */

/**
 * What is written below the picture.
 * @type {[string[], string][]}
 */
export const KEYS = [
    [["←", "→"], "step"],
    [["Home", "End"], "first, last"],
    [["Esc"], "the whole"],
    [["space"], "play"],
    [["+", "−", "0"], "zoom"],
    [["Shift ←", "Shift →", "drag"], "move"],
    [["↑", "↓"], "more lanes"],
    [["t"], "time or steps"],
    [["Ctrl wheel"], "or the wheel after a click: zoom"],
];

/**
 * What can be done, by button or by key.
 * @type {Record<string, (view: View) => void>}
 */
const ACTIONS = {
    first: (it) => it.choose(0),
    previous: (it) => it.previous(),
    next: (it) => it.next(),
    last: (it) => it.choose(Infinity),
    whole: (it) => it.choose(null),
    play: (it) => it.play(),
    out: (it) => it.zoom(1 / 1.5),
    fit: (it) => it.zoom(0),
    in: (it) => it.zoom(1.5),
    left: (it) => it.pan(-0.15),
    right: (it) => it.pan(0.15),
    up: (it) => it.scroll(-60),
    down: (it) => it.scroll(60),
    "by-step": (it) => it.setAxis("step"),
    "by-time": (it) => it.setAxis("time"),
    turn: (it) => it.turn(),
};

/** @type {Record<string, string>} */
const PLAIN = {
    Home: "first", ArrowLeft: "previous", ArrowRight: "next", End: "last",
    Escape: "whole", " ": "play", "-": "out", 0: "fit", "+": "in", "=": "in",
    ArrowUp: "up", ArrowDown: "down", t: "turn", T: "turn",
};

/** @type {Record<string, string>} */
const SHIFTED = { ArrowLeft: "left", ArrowRight: "right" };

/**
 * Does what is asked for; whether there is such an action.
 * @param {View} view
 * @param {string} [action]
 */
export function act(view, action = "") {
    const isKnown = Object.hasOwn(ACTIONS, action);
    if (isKnown) ACTIONS[action](view);
    return isKnown;
}

/**
 * Does what a key is for; whether it is for anything.
 * @param {View} view
 * @param {KeyboardEvent} event
 */
export function press(view, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const { key, shiftKey } = event;
    const action = (shiftKey && SHIFTED[key]) || PLAIN[key];
    // Where all is in view, these keys scroll the page.
    const isScroll = action === "up" || action === "down";
    return (!isScroll || view.isScrollable) && act(view, action);
}
