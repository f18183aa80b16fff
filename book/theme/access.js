// What mdBook leaves to those who have a mouse and see the page.
(() => {
    document.getElementById("mdbook-menu-bar").setAttribute("role", "banner");

    // The sidebar's switch is a label, which no key reaches. mdBook goes on
    // to listen and speak to that label.
    const label = document.getElementById("mdbook-sidebar-toggle");
    const box = document.getElementById("mdbook-sidebar-toggle-anchor");
    const button = document.createElement("button");
    button.type = "button";
    for (const { name, value } of label.attributes) {
        if (name !== "for") button.setAttribute(name, value);
    }
    button.append(...label.childNodes);
    label.replaceWith(button);
    button.addEventListener("click", () => {
        label.click();
        box.click();
    });
    new MutationObserver(() => {
        const isExpanded = label.getAttribute("aria-expanded");
        button.setAttribute("aria-expanded", isExpanded);
    }).observe(label, { attributeFilter: ["aria-expanded"] });

    // What is wider than the page is moved by the arrow keys.
    const wide = new ResizeObserver((all) => {
        for (const { target } of all) {
            const isWide = target.scrollWidth > target.clientWidth;
            target.toggleAttribute("tabindex", isWide);
            if (isWide) target.tabIndex = 0;
        }
    });
    for (const it of document.querySelectorAll("pre > code, .table-wrapper")) {
        wide.observe(it);
    }
})();
