// What a run says, line by line.

import { el } from "./dom.js";

/** Lines that are shown; of more, the last. */
const SHOWN = 500;

export class Story {
    /** @param {string | null} [rival] The same in Python. */
    constructor(rival = null) {
        this.rival = rival;
        this.log = new Log("What is said");
        this.body = el("section", { class: "said" }, this.log.body);
    }

    /**
     * A line of the story, or of the command that tells it.
     * @param {string} word
     * @param {any} what
     */
    add(word, what) {
        if (word === "rival") {
            this.log = new Log(what);
            this.body.append(this.log.body);
            if (this.rival) this.log.body.append(program(this.rival));
        } else if (word === "story") {
            const at = `${what.at.toFixed(2)} s`;
            this.log.push(
                el(
                    "p",
                    { class: what.mood },
                    el("time", at),
                    " ",
                    what.mood === "said" && el("b", `${what.who} `),
                    el("span", what.text),
                ),
            );
        } else {
            this.log.push(el("p", { class: word }, what));
        }
    }
}

/** @param {string} text */
const program = (text) =>
    el(
        "details",
        el("summary", "Its program"),
        el(
            "pre",
            { class: "story", tabindex: "0", "aria-label": "Program, Python" },
            text,
        ),
    );

/** Lines that come one after another. */
class Log {
    /** @param {string} title */
    constructor(title) {
        this.list = el("div", {
            class: "story",
            tabindex: "0",
            role: "log",
            "aria-label": title,
        });
        this.left = 0;
        this.more = el("p", { class: "faint", hidden: true });
        this.body = el("div", el("h2", title), this.more, this.list);
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
