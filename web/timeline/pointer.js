/** @import { View } from "./view.js" */

/** Pixels that a pointer may tremble in a click. */
const STILL = 4;

/**
 * Dragging, pinching, the wheel and clicks on the picture.
 * @param {View} view
 * @param {HTMLElement} stage
 */
export function follow(view, stage) {
    /** @type {Map<number, { x: number, y: number }>} */
    const down = new Map();
    let moved = 0;
    const place = (/** @type {MouseEvent} */ event) => {
        const box = stage.getBoundingClientRect();
        // A page may show it larger than it is.
        const zoom = box.width / stage.offsetWidth;
        const [x, y] = [event.clientX - box.left, event.clientY - box.top];
        return { x: x / zoom, y: y / zoom };
    };
    stage.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        if (down.size === 0) moved = 0;
        down.set(event.pointerId, place(event));
    });
    stage.addEventListener("pointermove", (event) => {
        // Let go of where nobody told of it.
        if (event.buttons === 0) down.delete(event.pointerId);
        const [now, before] = [place(event), down.get(event.pointerId)];
        if (!before) {
            view.point(now.x, now.y);
            return;
        }
        const others = [...down].filter(([id]) => id !== event.pointerId);
        moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
        down.set(event.pointerId, now);
        if (moved > STILL && !stage.hasPointerCapture(event.pointerId)) {
            stage.setPointerCapture(event.pointerId);
        }
        const other = others[0]?.[1];
        if (other) {
            const wide = Math.max(10, Math.abs(now.x - other.x));
            const was = Math.max(10, Math.abs(before.x - other.x));
            view.zoom(wide / was, (now.x + other.x) / 2);
        } else if (moved > STILL) {
            view.drag(before.x - now.x, before.y - now.y);
        }
    });
    stage.addEventListener("pointerup", (event) => {
        const was = down.delete(event.pointerId);
        if (!was || moved > STILL) return;
        const { x, y } = place(event);
        view.click(x, y);
    });
    stage.addEventListener("pointercancel", (event) => {
        down.delete(event.pointerId);
    });
    stage.addEventListener("pointerleave", () => view.point(-1, -1));
    stage.addEventListener("wheel", (event) => wheel(view, stage, event));
}

/**
 * The wheel zooms with Ctrl, as a pinch on a touchpad says it, or once the
 * timeline has the focus: whoever only scrolls past it goes on scrolling.
 * @param {View} view
 * @param {HTMLElement} stage
 * @param {WheelEvent} event
 */
function wheel(view, stage, event) {
    const root = /** @type {ShadowRoot} */ (stage.getRootNode());
    const isMeant = event.ctrlKey || root.activeElement === stage;
    if (!isMeant) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        view.drag((event.deltaX || event.deltaY) * unit, 0);
        return;
    }
    const x = event.clientX - stage.getBoundingClientRect().left;
    const fine = event.ctrlKey ? 0.01 : 0.002;
    view.zoom(Math.exp(-event.deltaY * unit * fine), x);
}
