// Elements, and words for whoever does not see them.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element with these attributes, if any, and children. An attribute that
 * begins with `on` is a listener; `true` and `false` are there or not.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any> | Child} [first] attributes, or a child
 * @param {...Child} rest
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, first, ...rest) {
    const element = document.createElement(tag);
    const isChild =
        !first || typeof first === "string" || first instanceof Node;
    const children = isChild ? [/** @type {Child} */ (first), ...rest] : rest;
    for (const [name, value] of Object.entries(isChild ? {} : first)) {
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (value === true) {
            element.setAttribute(name, "");
        } else if (value !== false && value != null) {
            element.setAttribute(name, value);
        }
    }
    replace(element, ...children);
    return element;
}

/**
 * Puts these children in place of those that are there.
 * @param {Element} element
 * @param {...Child} children
 */
export function replace(element, ...children) {
    element.replaceChildren(
        ...children.filter((it) => it != null && it !== false),
    );
}

/**
 * Says it to a screen reader.
 * @param {string} text
 */
export function announce(text) {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
}

/**
 * The one among these boxes that is chosen, or nothing.
 * @param {Element} form
 * @param {string} name
 */
export function chosen(form, name) {
    const box = form.querySelector(`input[name="${name}"]:checked`);
    return box instanceof HTMLInputElement ? box.value : null;
}

/**
 * A place for what went wrong, and a way to say it there.
 */
export function errorBox() {
    const box = el("p", { class: "error", role: "alert", hidden: true });
    return {
        box,
        /** @param {unknown} why */
        show(why) {
            box.textContent = why instanceof Error ? why.message : String(why);
            box.hidden = false;
        },
        clear() {
            box.hidden = true;
            box.textContent = "";
        },
    };
}
