// Whoever steps through a run with the arrow keys turns no page, and no
// other key means what it means to the book.
for (const timeline of document.querySelectorAll("wb-timeline")) {
    timeline.addEventListener("keydown", (it) => it.stopPropagation());
}
