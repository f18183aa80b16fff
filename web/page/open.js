// A trace that was saved, opened again.

import { upload } from "./api.js";
import { announce, el, errorBox } from "./dom.js";

/** @import { Cards } from "./types.js" */

/** @param {Cards} cards */
export function openScreen(cards) {
    const error = errorBox();
    const file = el("input", {
        type: "file",
        id: "file",
        accept: ".json,.jsonl",
    });
    file.addEventListener("change", async () => {
        error.clear();
        const [chosen] = file.files ?? [];
        if (!chosen) return;
        announce("reading");
        try {
            // The server would refuse it too, in the middle of what is sent.
            const { largest } = cards;
            if (chosen.size > largest)
                throw new Error(
                    `it is larger than ${largest >> 20} MB; workbench show FILE reads up to 512`,
                );
            const { id } = await upload(chosen);
            location.hash = `#run/${id}`;
        } catch (why) {
            error.show(why);
        }
    });
    const body = el(
        "div",
        el("h1", "Open a trace"),
        el(
            "p",
            { class: "lead" },
            "A file that ",
            el("code", "workbench lab NAME --save run.json"),
            " has kept, or that was saved from this page. It stays on this machine.",
        ),
        el("p", el("label", { for: "file" }, "File "), file),
        error.box,
    );
    return { title: "Open a trace", body };
}
