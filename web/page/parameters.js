// The parameters of a run. What is out of bounds the server refuses.

import { el } from "./dom.js";

/** @import { Lab } from "./types.js" */

/** What `--speed` is, for people. */
const SPEEDS = [
    ["0.05", "twenty times as fast"],
    ["0.2", "five times as fast"],
    ["1", "as in class"],
    ["3", "three times as slow"],
];

export class Parameters {
    /** @param {Lab} lab */
    constructor(lab) {
        const bounds = lab.threads;
        this.threads =
            bounds && number("threads", bounds.default, bounds.min, bounds.max);
        this.seed = number("seed", 7, 0, 2 ** 32);
        this.speed = el(
            "select",
            { id: "speed" },
            ...SPEEDS.map(([value, words]) =>
                el("option", { value, selected: value === "1" }, words),
            ),
        );
        this.python = lab.python
            ? el("input", { type: "checkbox", id: "python" })
            : null;
        this.body = el(
            "div",
            { class: "parameters" },
            this.threads && el("label", "threads ", this.threads),
            el("label", "seed ", this.seed),
            el("label", "speed ", this.speed),
            this.python && el("label", this.python, " then the same in Python"),
        );
    }

    /** As the server reads them. */
    read() {
        return {
            threads: this.threads && this.threads.valueAsNumber,
            seed: this.seed.valueAsNumber,
            speed: Number(this.speed.value),
            python: this.python?.checked ?? false,
        };
    }
}

/**
 * @param {string} id
 * @param {number} value
 * @param {number} min
 * @param {number} max
 */
function number(id, value, min, max) {
    return el("input", {
        type: "number",
        id,
        value: String(value),
        min: String(min),
        max: String(max),
        required: true,
    });
}
