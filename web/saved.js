// Every run of a saved page lies beside the element that shows it.
for (const element of document.querySelectorAll("wb-timeline")) {
    element.load(element.nextElementSibling.textContent);
}
