import { html } from "./dom.js";
import { events, moment, shares } from "./panels.js";
import { deadlock, many, say, seconds, short } from "./words.js";

/** @import { Story } from "./story.js" */
/** @import { Trace, Event } from "./types.js" */
/** @import { Parts } from "./parts.js" */

/**
 * Tells a moment in words and tables; null is the whole.
 * @param {Parts} parts
 * @param {Story} story
 * @param {number | null} step
 */
export function tell(parts, story, step) {
    const { trace } = story;
    const event = step === null ? undefined : trace.events[step];
    speak(parts.said, event ? sentence(trace, event)
        : ["The whole run. Press → or click the picture to go through it."]);
    const then = moment(trace, step ?? trace.events.length - 1);
    parts.lanes.replaceChildren(...then.lanes);
    parts.graphTitle.textContent = then.isCircle
        ? "Who waits for whom: a circle, nobody in it can go on"
        : "Who waits for whom";
    const more = then.hidden > 0
        ? [`${many(then.hidden, "more wait")} not drawn`] : [];
    const graph = then.graph ?? "Nobody waits for anybody.";
    parts.graph.replaceChildren(graph, ...more);
    const { length } = trace.events;
    fill(parts.shares, `${length}`, () => shares(story));
    const { of = "" } = parts.events.dataset;
    const isListed = step === null
        || parts.events.querySelector(`[data-step="${step}"]`);
    const isSame = isListed && of.startsWith(`${length},`);
    const key = isSame ? of : `${length},${step}`;
    fill(parts.events, key, () => events(trace, step));
    mark(parts.events, step);
}

/**
 * Says something, and nothing twice: it is read aloud.
 * @param {Element} at
 * @param {(string | Node)[]} words
 */
function speak(at, words) {
    const now = at.cloneNode();
    /** @type {Element} */ (now).append(...words);
    if (now.textContent === at.textContent) return;
    at.replaceChildren(...now.childNodes);
}

/** Everything that was told before is told again. @param {Parts} parts */
export function forget({ shares, events }) {
    for (const part of [shares, events]) delete part.dataset.of;
}

/**
 * A sentence, with a line of its own for each that is part of it.
 * @param {Trace} trace
 * @param {Event} event
 */
function sentence(trace, event) {
    const where = event.place ? ` · ${short(event.place)}` : "";
    const when = trace.run.clock === "model" ? "" : ` · ${seconds(event.time)}`;
    if (event.what !== "deadlock") return [say(trace, event) + where + when];
    const lines = deadlock(trace, event);
    return lines.map((line, index) => {
        const end = index + 1 < lines.length ? "; " : "";
        const isFirst = index === 0;
        return html("span", { class: isFirst ? "bad" : "line" }, line + end);
    });
}

/**
 * Fills a table that is open, unless it is still of the same.
 * @param {HTMLElement} part
 * @param {string} of
 * @param {() => Node[]} content
 */
function fill(part, of, content) {
    const isOpen = part.hasAttribute("open");
    const now = isOpen ? of : "";
    if (part.dataset.of === now) return;
    part.dataset.of = now;
    part.querySelector(".table")?.replaceChildren(...isOpen ? content() : []);
}

/**
 * Marks the chosen event in the table of all.
 * @param {HTMLElement} part
 * @param {number | null} step
 */
function mark(part, step) {
    part.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const row = part.querySelector(`[data-step="${step}"]`);
    row?.setAttribute("aria-current", "true");
    const table = part.querySelector(".table");
    if (!(row instanceof HTMLElement) || !table) return;
    // The table alone: whoever steps in the picture goes on looking at it.
    const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
    const room = table.clientHeight;
    const isSeen = top >= table.scrollTop && bottom <= table.scrollTop + room;
    if (!isSeen) table.scrollTop = top - room / 2;
}
