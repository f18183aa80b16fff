// What a run says, line by line.

import { el } from "./dom.js";

/** Lines that are shown; of more, the last. */
const SHOWN = 500;

export class Story {
    constructor() {
        this.list = el("div", {
            class: "story",
            tabindex: "0",
            role: "log",
            "aria-label": "What is said",
        });
        this.left = 0;
        this.more = el("p", { class: "faint", hidden: true });
        this.body = el(
            "section",
            { class: "said" },
            el("h2", "What is said"),
            this.more,
            this.list,
        );
    }

    /**
     * A line of the story, or of the command that tells it.
     * @param {string} word
     * @param {any} what
     */
    add(word, what) {
        if (word === "story") {
            const at = `${what.at.toFixed(2)} s`;
            this.push(
                el(
                    "p",
                    { class: what.mood },
                    el("time", at),
                    " ",
                    what.mood === "said" && el("b", `${what.who} `),
                    el("span", what.text),
                ),
            );
        } else if (word === "heading") {
            this.push(el("p", { class: "heading" }, what));
        } else {
            this.push(el("p", { class: word }, what));
        }
    }

    /** @param {HTMLElement} line */
    push(line) {
        const follows =
            this.list.scrollTop + this.list.clientHeight >=
            this.list.scrollHeight - 8;
        this.list.append(line);
        if (this.list.children.length > SHOWN) {
            this.list.firstElementChild?.remove();
            this.left += 1;
            this.more.textContent = `${this.left} lines before these`;
            this.more.hidden = false;
        }
        if (follows) this.list.scrollTop = this.list.scrollHeight;
    }
}
