// The scheduler game: the server knows the rules and says who can go on.

import { post, remove } from "./api.js";
import { announce, el, errorBox, replace } from "./dom.js";
import { endingOf, seatsOf } from "./game-parts.js";
import { picture } from "./picture.js";
import { Source } from "./source.js";
import { stepTable } from "./step-table.js";

/** @import { State } from "./types.js" */

/**
 * @param {string} name
 * @param {string} [variant]
 */
export async function gameScreen(name, variant) {
    const { id, state } = await post("/api/games", {
        name,
        variant: variant ?? null,
    });
    const game = new GameScreen(id, state);
    return { title: state.title, body: game.body, leave: () => game.leave() };
}

class GameScreen {
    /**
     * @param {number} id
     * @param {State} state
     */
    constructor(id, state) {
        this.id = id;
        this.busy = false;
        this.error = errorBox();
        this.source = new Source(
            state.source.name,
            state.source.text,
            state.source.first,
        );
        this.timeline = picture();
        this.score = el("p", { class: "faint" });
        this.seats = el("ol", { class: "seats", "aria-label": "Who goes on?" });
        this.things = el("p", { class: "things" });
        this.steps = el("div");
        this.ending = el("div", { class: "ending" });
        this.undo = el(
            "button",
            { type: "button", onclick: () => this.press("u") },
            "Undo (u)",
        );
        this.restart = el(
            "button",
            { type: "button", onclick: () => this.press("r") },
            "Restart (r)",
        );
        this.body = el(
            "div",
            el("h1", state.title),
            el("p", { class: "lead" }, state.goal),
            el(
                "div",
                { class: "columns" },
                el(
                    "div",
                    this.score,
                    this.seats,
                    this.things,
                    el("p", { class: "buttons" }, this.undo, this.restart),
                    this.error.box,
                    this.ending,
                    this.steps,
                    this.timeline,
                ),
                this.source.body,
            ),
        );
        this.keys = (/** @type {KeyboardEvent} */ event) => this.key(event);
        document.addEventListener("keydown", this.keys);
        this.show(state);
    }

    /** @param {KeyboardEvent} event */
    key(event) {
        if (event.altKey || event.ctrlKey || event.metaKey || event.repeat)
            return;
        if (/^[0-9ur]$/.test(event.key)) this.press(event.key);
    }

    /** @param {string} key */
    async press(key) {
        if (this.busy) return;
        this.busy = true;
        try {
            const { state } = await post(`/api/games/${this.id}`, { key });
            this.error.clear();
            this.show(state);
            if (state.refused) this.error.show(state.refused);
        } catch (why) {
            this.error.show(why);
        }
        this.busy = false;
    }

    /** @param {State} state */
    show(state) {
        const focused = this.focused();
        const par = state.par ?? "par is being looked for";
        this.score.textContent = `moves ${state.moves} · preemptions ${state.preemptions} · ${par}`;
        replace(this.seats, ...seatsOf(state, (key) => this.press(key)));
        this.things.textContent = state.things
            .map((it) => `${it.name} ${it.state}`)
            .join(" · ");
        replace(
            this.steps,
            stepTable(
                state.steps,
                state.seats.map((it) => it.name),
            ),
        );
        replace(this.ending, endingOf(state));
        this.source.mark(
            state.seats.map((seat) => ({ place: seat.place, who: seat.name })),
        );
        if (state.ending) this.timeline.load(state.trace);
        else this.timeline.grow(state.trace);
        this.refocus(focused);
        this.tell(state);
    }

    /** The number of the seat that has the keyboard, if one has. */
    focused() {
        const at = document.activeElement?.closest(".seats button");
        return at?.getAttribute("data-key");
    }

    /**
     * Who chose with the keyboard chooses again there, or where one can.
     * @param {string | null | undefined} key
     */
    refocus(key) {
        if (key == null) return;
        const same = this.seats.querySelector(
            `button[data-key="${key}"]:not(:disabled)`,
        );
        const any = this.seats.querySelector("button:not(:disabled)");
        const button = same ?? any ?? this.undo;
        if (button instanceof HTMLElement) button.focus();
    }

    /** @param {State} state */
    tell(state) {
        const fresh = state.steps
            .filter((it) => it.is_new)
            .map((it) => `${it.who}: ${it.text}`);
        announce([...fresh, ...(state.ending?.what ?? [])].join(". "));
    }

    leave() {
        document.removeEventListener("keydown", this.keys);
        remove(`/api/games/${this.id}`).catch(() => {});
    }
}
