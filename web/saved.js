// Every run of a saved page lies beside the element that shows it.
for (const element of document.querySelectorAll("wb-timeline")) {
    const text = element.nextElementSibling?.textContent ?? "";
    /** @type {import("./timeline.js").WbTimeline} */ (element).load(text);
}
