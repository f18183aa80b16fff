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
 * What a key does; whether it does anything.
 * @param {View} view
 * @param {KeyboardEvent} event
 */
export function press(view, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const action = event.shiftKey
        ? SHIFTED[event.key] ?? PLAIN[event.key] : PLAIN[event.key];
    action?.(view);
    return Boolean(action);
}

/** @typedef {Record<string, (view: View) => void>} Actions */

/** @type {Actions} */
const PLAIN = {
    ArrowRight: (it) => it.next(),
    ArrowLeft: (it) => it.previous(),
    ArrowDown: (it) => it.scroll(60),
    ArrowUp: (it) => it.scroll(-60),
    Home: (it) => it.choose(0),
    End: (it) => it.choose(Infinity),
    Escape: (it) => it.choose(null),
    " ": (it) => it.play(),
    "+": (it) => it.zoom(1.5),
    "=": (it) => it.zoom(1.5),
    "-": (it) => it.zoom(1 / 1.5),
    0: (it) => it.zoom(0),
    t: (it) => it.turn(),
    T: (it) => it.turn(),
};

/** @type {Actions} */
const SHIFTED = {
    ArrowRight: (it) => it.pan(0.15),
    ArrowLeft: (it) => it.pan(-0.15),
};
