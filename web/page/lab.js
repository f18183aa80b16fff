// A lab: its card, its parameters, a run, and every interleaving.

import { post, remove } from "./api.js";
import { chosen, el, errorBox, replace } from "./dom.js";
import { Exploration } from "./exploration.js";
import { Parameters } from "./parameters.js";
import { Prediction } from "./predict.js";
import { RunView } from "./run-view.js";
import { Source } from "./source.js";

/** @import { Cards, Lab } from "./types.js" */

/**
 * @param {Cards} cards
 * @param {string} name
 * @param {string} [variantName]
 */
export function labScreen(cards, name, variantName) {
    const lab = cards.labs.find((it) => it.name === name);
    if (!lab) throw new Error(`there is no lab '${name}'`);
    const screen = new LabScreen(lab, variantName);
    return { title: lab.name, body: screen.body, leave: () => screen.leave() };
}

class LabScreen {
    /**
     * @param {Lab} lab
     * @param {string | undefined} variantName
     */
    constructor(lab, variantName) {
        this.lab = lab;
        this.error = errorBox();
        this.parameters = new Parameters(lab);
        this.prediction = new Prediction();
        this.source = new Source(lab.file, lab.source);
        this.result = el("div", { class: "result" });
        /** @type {RunView | Exploration | null} */
        this.view = null;
        /** @type {Promise<number> | null} The one that was started last. */
        this.run = null;
        this.go = el("button", { type: "submit", class: "main" }, "Run");
        this.stop = el(
            "button",
            { type: "button", disabled: true, onclick: () => this.stopRun() },
            "Stop",
        );
        this.explore = el(
            "button",
            { type: "button", onclick: () => this.exploreAll() },
            "Try every interleaving",
        );
        this.play = el("a", { class: "button" }, "Be the scheduler");
        this.why = el("p", { class: "faint" });
        this.form = this.makeForm(variantName);
        this.body = el(
            "div",
            el("h1", lab.name),
            el(
                "p",
                { class: "lead" },
                lab.title,
                lab.notes && el("small", ` (notes ${lab.notes})`),
                lab.chapter && " ",
                lab.chapter &&
                    el("a", { href: `/book/${lab.chapter}` }, "Its chapter"),
            ),
            el(
                "div",
                { class: "columns" },
                el("div", this.form, this.error.box, this.result),
                this.source.body,
            ),
        );
        this.chose();
    }

    /** @param {string | undefined} variantName */
    makeForm(variantName) {
        const first =
            this.lab.variants.find((it) => it.name === variantName) ??
            this.lab.variants[0];
        const boxes = this.lab.variants.map((it) =>
            el(
                "label",
                el("input", {
                    type: "radio",
                    name: "variant",
                    value: it.name,
                    checked: it === first,
                }),
                " ",
                el("b", it.name),
                ` ${it.title}`,
            ),
        );
        const form = el(
            "form",
            el(
                "fieldset",
                { class: "variants", onchange: () => this.chose() },
                el("legend", "Which one"),
                ...boxes,
            ),
            this.prediction.body,
            this.parameters.body,
            el(
                "p",
                { class: "buttons" },
                this.go,
                this.stop,
                this.explore,
                this.play,
            ),
            this.why,
        );
        // The bounds are the server's to say: one word for all who ask.
        form.noValidate = true;
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.start();
        });
        return form;
    }

    /** The variant that is chosen. */
    get variant() {
        const name = chosen(this.form, "variant");
        return (
            this.lab.variants.find((it) => it.name === name) ??
            this.lab.variants[0]
        );
    }

    chose() {
        const { variant } = this;
        this.prediction.clear();
        this.explore.disabled = this.go.disabled || variant.unexplored !== null;
        this.play.hidden = variant.unexplored !== null;
        this.play.href = `#play/${this.lab.name}/${variant.name}`;
        this.why.textContent = variant.unexplored
            ? `It cannot be explored: ${variant.unexplored}.`
            : "";
    }

    async start() {
        const { variant } = this;
        this.leave();
        this.error.clear();
        this.source.mark([]);
        const view = new RunView(
            (stands) => this.source.mark(stands),
            this.lab.python,
        );
        this.view = view;
        const wish = {
            lab: this.lab.name,
            variant: variant.name,
            ...this.parameters.read(),
        };
        const run = post("/api/runs", wish).then(({ id }) => id);
        this.run = run;
        this.goesOn(true);
        let id;
        try {
            id = await run;
        } catch (why) {
            replace(this.result);
            this.error.show(why);
            this.goesOn(false);
            return;
        }
        // Left meanwhile: a run that nobody watches ends.
        if (this.view !== view) return;
        this.prediction.lock();
        view.onend = (why) => {
            this.goesOn(false);
            if (why === null) this.prediction.compare(variant);
        };
        replace(this.result, view.body);
        view.watch(id);
    }

    /** @param {boolean} on */
    goesOn(on) {
        this.go.disabled = on;
        this.stop.disabled = !on;
        this.explore.disabled = on || this.variant.unexplored !== null;
        // Who had pressed one of them goes on with the other.
        if (document.activeElement === document.body)
            (on ? this.stop : this.go).focus();
    }

    async stopRun() {
        if (this.view instanceof Exploration) return this.view.leave();
        try {
            await remove(`/api/runs/${await this.run}`);
        } catch (why) {
            this.error.show(why);
        }
        return undefined;
    }

    async exploreAll() {
        this.leave();
        this.error.clear();
        this.source.mark([]);
        const { variant } = this;
        const view = new Exploration(this.source);
        this.view = view;
        replace(this.result, view.body);
        this.goesOn(true);
        try {
            await view.explore(this.lab.name, variant.name);
        } catch (why) {
            replace(this.result);
            this.error.show(why);
        }
        this.goesOn(false);
    }

    leave() {
        this.view?.leave();
        this.view = null;
    }
}
