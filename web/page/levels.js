// The levels of the scheduler game, by chapter.

import { el } from "./dom.js";

/** @import { Cards } from "./types.js" */

/** @param {Cards} cards */
export function levelsScreen(cards) {
    const body = el(
        "div",
        el("h1", "Play: you are the scheduler"),
        el(
            "p",
            { class: "lead" },
            "Each is a small program with a mistake. Choose who goes on, step by step, and break it.",
        ),
        ...cards.chapters.map((chapter) =>
            el(
                "section",
                el("h2", chapter.title),
                el(
                    "ul",
                    { class: "cards" },
                    ...chapter.levels.map((level) =>
                        el(
                            "li",
                            el(
                                "a",
                                { href: `#play/${level.name}` },
                                el("strong", level.name),
                                el("span", level.title),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    );
    return { title: "Play", body };
}
