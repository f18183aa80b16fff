import { html } from "./dom.js";
import { swatch } from "./panels.js";
import { HUES, STATES } from "./story.js";
import { TIME } from "./track.js";
import { many, seconds, stateWord } from "./words.js";

/** @import { Story } from "./story.js" */
/** @import { Parts } from "./parts.js" */

/** Names of what is held, at most. */
const HELD = 6;

/** @param {Parts} parts @param {Story} story */
export function title({ title }, { trace }) {
    const { run } = trace;
    const lab = run.lab && run.variant ? `${run.lab}: ${run.variant}` : run.lab;
    title.textContent = run.title || lab || "a run";
}

/** @param {Parts} parts @param {Story} story */
export function facts({ facts }, story) {
    const { run, lanes, events, end } = story.trace;
    const outcome = end?.outcome ?? "running";
    const isBad = outcome === "deadlock" || outcome === "panicked";
    const length = run.clock === "model"
        ? "explored: steps, no measured time" : seconds(story.extent[TIME]);
    const words = [
        run.lab && [run.lab, run.variant].filter(Boolean).join(" "),
        many(lanes.length, "lane"), many(events.length, "event"), length,
    ];
    const lost = end?.dropped ?? 0;
    const full = `the recorder was full: ${many(lost, "more event")} not here`;
    facts.replaceChildren(
        html("strong", { class: isBad ? "outcome bad" : "outcome" }, outcome),
        ...words.filter(Boolean).map((it) => html("span", {}, it ?? "")),
        ...lost > 0 ? [html("strong", { class: "bad" }, full)] : [],
    );
}

/**
 * A word for every colour in the picture.
 * @param {Parts} parts
 * @param {Story} story
 */
export function legend({ legend }, story) {
    const used = STATES.filter((_, kind) =>
        story.states.some((track) => track.kind.includes(kind)));
    const held = [...story.holders.keys()];
    const item = (/** @type {string} */ look, /** @type {string} */ word) =>
        html("li", {}, swatch(look), word);
    const items = used.map((state) => item(state, stateWord(state)));
    for (const id of held.slice(0, HELD)) {
        const { name } = story.trace.objects[id];
        items.push(item(`hold hold${id % HUES}`, `holds ${name}`));
    }
    if (held.length > HELD) {
        items.push(html("li", {}, `and ${held.length - HELD} more, in turn`));
    }
    if (story.effects.length > 0) items.push(html("li", {}, "→ because of"));
    legend.replaceChildren(...items);
}
