const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {Record<string, string | number | boolean>} Attributes
 * @typedef {(string | Node)[]} Children What is text stays text.
 */

/**
 * An element of a page.
 * @param {string} name
 * @param {Attributes} [attributes]
 * @param {Children} children
 */
export const html = (name, attributes = {}, ...children) =>
    filled(document.createElement(name), attributes, children);

/**
 * An element of a picture.
 * @param {string} name
 * @param {Attributes} [attributes]
 * @param {Children} children
 */
export const svg = (name, attributes = {}, ...children) =>
    filled(document.createElementNS(SVG, name), attributes, children);

/**
 * @template {Element} E
 * @param {E} element
 * @param {Attributes} attributes
 * @param {Children} children
 */
function filled(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== false) {
            element.setAttribute(name, value === true ? "" : `${value}`);
        }
    }
    element.append(...children);
    return element;
}

/**
 * A table whose first column names its rows.
 * @param {string[]} heads
 * @param {Children[]} rows Of each, what is in its cells.
 */
export function table(heads, rows) {
    const head = heads.map((it) => html("th", { scope: "col" }, it));
    const body = rows.map(([first, ...others]) => html(
        "tr", {},
        html("th", { scope: "row" }, first),
        ...others.map((it) => html("td", {}, it)),
    ));
    return html(
        "table", {},
        html("thead", {}, html("tr", {}, ...head)),
        html("tbody", {}, ...body),
    );
}
