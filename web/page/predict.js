// What do you think will happen? Said before, compared afterwards.

import { chosen, el, replace } from "./dom.js";

/** @import { Variant } from "./types.js" */

/** What can come of a variant, in the words of its card. */
const ENDS = {
    right: "it finishes, and is right",
    wrong: "it finishes, and the result is wrong",
    stuck: "it gets stuck",
};

export class Prediction {
    constructor() {
        this.verdict = el("p", { class: "verdict", role: "status" });
        const boxes = Object.entries(ENDS).map(([value, words]) =>
            el(
                "label",
                el("input", { type: "radio", name: "prediction", value }),
                ` ${words}`,
            ),
        );
        this.fields = el(
            "fieldset",
            { class: "predict" },
            el("legend", "First, predict"),
            ...boxes,
        );
        this.body = el("div", this.fields, this.verdict);
    }

    /** The run begins: nobody changes their mind now. */
    lock() {
        this.fields.disabled = true;
        replace(this.verdict);
    }

    /** @param {Variant} variant */
    compare(variant) {
        const said = chosen(this.fields, "prediction");
        this.fields.disabled = false;
        if (!said) return;
        const usual = ENDS[variant.ends];
        replace(
            this.verdict,
            said === variant.ends
                ? `As you said: ${usual}.`
                : `You said: ${ENDS[/** @type {keyof typeof ENDS} */ (said)]}. The card says: ${usual}. Why?`,
        );
        this.verdict.classList.toggle("good", said === variant.ends);
    }

    /** Another variant: nothing is said of it yet. */
    clear() {
        for (const box of this.fields.querySelectorAll("input"))
            box.checked = false;
        this.fields.disabled = false;
        replace(this.verdict);
    }
}
