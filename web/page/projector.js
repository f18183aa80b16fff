// Large type and high contrast, for the last row of a class.

const KEY = "projector";

/**
 * Lets `button` switch it; it stays as it was when the page was left.
 * @param {HTMLButtonElement} button
 */
export function projector(button) {
    /** @param {boolean} on */
    const set = (on) => {
        document.documentElement.toggleAttribute("data-projector", on);
        button.setAttribute("aria-pressed", String(on));
    };
    set(localStorage.getItem(KEY) === "on");
    button.addEventListener("click", () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        localStorage.setItem(KEY, on ? "on" : "off");
        set(on);
    });
}
