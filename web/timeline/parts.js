import { html, svg } from "./dom.js";
import { KEYS } from "./keys.js";
import { NAMES } from "./theme.js";

/**
 * The pieces of the component, which are there from the start and filled
 * when there is a run.
 */
export function parts() {
    const canvas = html("canvas");
    const stage = html("div", {
        class: "stage", tabindex: 0, role: "slider", "aria-label": "Timeline",
        "aria-valuemin": 0, "aria-valuemax": 0, "aria-valuenow": 0,
    }, html("div", { class: "rows" }, canvas));
    const probe = html("div", { class: "probe", "aria-hidden": "true" },
        ...NAMES.map((name) => html("span", { class: `color-${name}` })));
    const it = {
        stage, canvas, probe,
        problem: html("p", { class: "problem", role: "alert", hidden: true }),
        body: html("div", { hidden: true }),
        title: html("h2"),
        facts: html("p", { class: "facts" }),
        warning: html("p", { class: "warning", role: "note", hidden: true }),
        place: html("span", { class: "place" }),
        play: button("play", "play", "Play (space)"),
        byStep: button("by-step", "by step", "Even room for every event (t)"),
        byTime: button("by-time", "by time", "As long as it took (t)"),
        legend: html("ul", { class: "legend" }),
        notes: html("p", { class: "notes" }),
        tip: html("div", { class: "tip", "aria-hidden": "true", hidden: true }),
        said: html("p", { class: "said", role: "status" }),
        lanes: region("What each lane is doing"),
        graphTitle: html("h3", {}, "Who waits for whom"),
        graph: html("div", { class: "graph" }),
        shares: details("Where the time went"),
        events: details("Every event"),
    };
    it.body.append(
        html("header", {}, it.title, it.facts),
        it.warning,
        toolbar(it),
        html("div", { class: "frame" }, stage, it.tip, it.legend),
        it.notes,
        it.said,
        html("div", { class: "panels" },
            html("section", {},
                html("h3", {}, "What each lane is doing"), it.lanes),
            html("section", {}, it.graphTitle, it.graph)),
        keys(),
        it.shares,
        it.events,
    );
    return it;
}

/** @typedef {ReturnType<typeof parts>} Parts */

/** @param {Record<"place" | "play" | "byStep" | "byTime", Element>} it */
function toolbar({ place, play, byStep, byTime }) {
    return html("div", { class: "bar", role: "group",
        "aria-label": "Steps and zoom" },
        html("span", { class: "group" },
            button("first", icon(ICON.first), "First event (Home)"),
            button("previous", icon(ICON.previous), "One event back (←)"),
            play,
            button("next", icon(ICON.next), "One event on (→)"),
            button("last", icon(ICON.last), "Last event (End)")),
        button("whole", "whole", "The whole run (Esc)"),
        place,
        html("span", { class: "gap" }),
        html("span", { class: "group", role: "group", "aria-label": "Axis" },
            byStep, byTime),
        html("span", { class: "group", role: "group", "aria-label": "Zoom" },
            button("out", "−", "Zoom out (−)"),
            button("fit", "fit", "Show all (0)"),
            button("in", "+", "Zoom in (+)")));
}

/**
 * @param {string} action
 * @param {string | Node} face
 * @param {string} title
 */
function button(action, face, title) {
    // Words on a button are its name; a sign needs one.
    const isWord = typeof face === "string" && face.length > 1;
    return html("button", {
        type: "button", "data-action": action, title,
        "aria-label": isWord ? false : title,
    }, face);
}

const ICON = {
    first: "M3 2h2v10H3zM12 2v10L5.5 7z",
    previous: "M10.5 2v10L4 7z",
    next: "M3.5 2v10L10 7z",
    last: "M9 2h2v10H9zM2 2v10l6.5-5z",
};

/** @param {string} path */
const icon = (path) => svg("svg", {
    viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true",
}, svg("path", { d: path, fill: "currentColor" }));

/** @param {string} name */
const region = (name) => html("div", {
    class: "table", tabindex: 0, role: "group", "aria-label": name,
});

/** @param {string} name */
const details = (name) =>
    html("details", {}, html("summary", {}, name), region(name));

function keys() {
    const items = KEYS.map(([keys, what]) => html("span", {},
        ...keys.flatMap((key) => [html("kbd", {}, key), " "]), what));
    return html("p", { class: "keys" }, ...items);
}
