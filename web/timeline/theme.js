/** Colours, as the page names them. */
export const NAMES = [
    "paper", "ink", "faint", "line", "run", "wait", "queue", "io", "idle",
    "alarm", "hold0", "hold1", "hold2", "hold3",
];

/** The colour of each state. */
const STATE = {
    run: "run", ready: "idle", sleep: "idle", io: "io", queue: "queue",
    wait: "wait",
};

/** Colours and patterns for a canvas, as the page has them now. */
export class Theme {
    /**
     * @param {Element} probe Its children have one colour each.
     * @param {CanvasRenderingContext2D} context
     * @param {number} ratio Pixels of the screen for one of the page.
     */
    constructor(probe, context, ratio) {
        /** @type {Record<string, string>} */
        this.color = {};
        NAMES.forEach((name, index) => {
            this.color[name] = getComputedStyle(probe.children[index]).color;
        });
        this.font = getComputedStyle(probe).fontFamily;
        /** @type {Record<string, CanvasPattern | string>} */
        this.fill = {};
        for (const state of Object.keys(STATE)) {
            this.fill[state] = state === "run"
                ? this.of(state)
                : pattern(context, this, state, ratio) ?? this.of(state);
        }
    }

    /** The colour of a state. @param {string} state */
    of(state) {
        return this.color[STATE[/** @type {keyof STATE} */ (state)]];
    }
}

/** The side of a pattern's tile, in pixels. */
const TILE = 6;

/**
 * A tile for a state, so that states differ without colour too.
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {string} state
 * @param {number} ratio
 */
function pattern(context, theme, state, ratio) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = Math.round(TILE * ratio);
    const it = tile.getContext("2d");
    if (!it) return null;
    it.scale(tile.width / TILE, tile.height / TILE);
    it.fillStyle = theme.color.paper;
    it.fillRect(0, 0, TILE, TILE);
    it.fillStyle = it.strokeStyle = theme.of(state);
    it.globalAlpha = 0.13;
    it.fillRect(0, 0, TILE, TILE);
    it.globalAlpha = 0.75;
    it.lineWidth = 1.2;
    it.beginPath();
    lines(it, state);
    it.stroke();
    const made = context.createPattern(tile, "repeat");
    made?.setTransform(new DOMMatrix().scale(TILE / tile.width));
    return made;
}

/** @param {CanvasRenderingContext2D} it @param {string} state */
function lines(it, state) {
    if (state === "wait") {
        // Three strokes, so that the corners meet those of the next tile.
        for (const x of [-TILE, 0, TILE]) {
            it.moveTo(x - 1, TILE + 1);
            it.lineTo(x + TILE + 1, -1);
        }
    } else if (state === "queue") {
        it.moveTo(TILE / 2, 0);
        it.lineTo(TILE / 2, TILE);
    } else if (state === "io") {
        it.moveTo(0, TILE / 2);
        it.lineTo(TILE, TILE / 2);
    } else if (state === "sleep") {
        it.fillRect(TILE / 2 - 1, TILE / 2 - 1, 2, 2);
    }
}
