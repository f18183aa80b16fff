/** @import { Theme } from "./theme.js" */

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
    return words && context.measureText(words).width;
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
    if (context.measureText(letters.join("")).width <= room) {
        return letters.join("");
    }
    while (letters.length > 1) {
        letters = letters.slice(0, -1);
        const shorter = `${letters.join("")}…`;
        if (context.measureText(shorter).width <= room) return shorter;
    }
    return "…";
}
