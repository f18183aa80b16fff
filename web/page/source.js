// A program, with the lines at which somebody stands.

import { el, replace } from "./dom.js";

/** @import { Stand } from "./types.js" */

export class Source {
    /**
     * @param {string} name what places call its file
     * @param {string} text
     * @param {number} [first] the first line that is shown
     */
    constructor(name, text, first = 1) {
        this.name = name;
        const lines = text.replace(/\n$/, "").split("\n");
        this.lines = new Map(
            lines.map((line, index) => [index + 1, row(index + 1, line)]),
        );
        const shown = [...this.lines].filter(([number]) => number >= first);
        this.list = el(
            "ol",
            {
                class: "source",
                tabindex: "0",
                "aria-label": `Program, ${name}`,
            },
            ...shown.map(([, it]) => it),
        );
        this.body = el(
            "section",
            { class: "program" },
            el("h2", "Program"),
            this.list,
        );
    }

    /**
     * Marks where somebody stands; everything else is unmarked.
     * @param {Stand[]} stands
     */
    mark(stands) {
        for (const line of this.lines.values()) {
            line.classList.remove("here", "now");
            line.removeAttribute("aria-current");
            replace(/** @type {Element} */ (line.querySelector(".who")));
        }
        let top = null;
        for (const { place, who, isNow } of stands) {
            if (!place || place.file.split(/[/\\]/).pop() !== this.name)
                continue;
            const line = this.lines.get(place.line);
            if (!line) continue;
            line.classList.add("here");
            line.classList.toggle("now", isNow || line.matches(".now"));
            line.setAttribute("aria-current", "step");
            const names = /** @type {Element} */ (line.querySelector(".who"));
            names.textContent = [names.textContent, who]
                .filter(Boolean)
                .join(", ");
            const isFirst = !top || line.offsetTop < top.offsetTop;
            if (isNow || (isFirst && !top?.matches(".now"))) top = line;
        }
        if (top) this.bring(top);
    }

    /**
     * Scrolls the program, and not the page.
     * @param {HTMLElement} line
     */
    bring(line) {
        const { scrollTop, clientHeight } = this.list;
        const at = line.offsetTop;
        const isSeen =
            at > scrollTop + 20 && at < scrollTop + clientHeight - 60;
        if (!isSeen) this.list.scrollTop = at - clientHeight / 3;
    }
}

/**
 * @param {number} number
 * @param {string} text
 */
function row(number, text) {
    const line = el(
        "li",
        { value: String(number) },
        el("code", text || " "),
        el("span", { class: "who" }),
    );
    return line;
}
