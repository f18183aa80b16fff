/** @import { Theme } from "./theme.js" */

/** How wide words are, by their font: to measure them is slow. */
const WIDTHS = /** @type {Map<string, Map<string, number>>} */ (new Map());

/** Words whose widths are kept, for each font, at most. */
const KEPT = 5_000;

/**
 * Sets how text looks, and tells how wide it is.
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {string} words
 * @param {string} color
 * @param {boolean} [isBold]
 */
export function text(context, theme, words, color, isBold = false) {
    context.font = `${isBold ? "600 " : ""}12px ${theme.font}`;
    context.fillStyle = theme.color[color];
    context.textBaseline = "alphabetic";
    return words ? measured(context, words) : 0;
}

/** @param {CanvasRenderingContext2D} context @param {string} words */
function measured(context, words) {
    const known = WIDTHS.get(context.font) ?? new Map();
    WIDTHS.set(context.font, known);
    const width = known.get(words) ?? context.measureText(words).width;
    if (known.size > KEPT) known.clear();
    known.set(words, width);
    return width;
}

/**
 * As much of `words` as there is room for.
 * @param {CanvasRenderingContext2D} context
 * @param {string} words
 * @param {number} room
 */
export function fitted(context, words, room) {
    // A name of a megabyte is not measured.
    let letters = [...words.slice(0, 200)];
    if (measured(context, letters.join("")) <= room) {
        return letters.join("");
    }
    while (letters.length > 1) {
        letters = letters.slice(0, -1);
        const shorter = `${letters.join("")}…`;
        if (measured(context, shorter) <= room) return shorter;
    }
    return "…";
}
