// What the server answers, and what the parts of the page tell each other.

/** @typedef {{ file: string, line: number }} Place */

/** @typedef {{ default: number, min: number, max: number }} Threads */

/**
 * @typedef {{
 *   name: string,
 *   title: string,
 *   ends: "right" | "wrong" | "stuck",
 *   unexplored: string | null,
 * }} Variant
 */

/**
 * @typedef {{
 *   name: string,
 *   title: string,
 *   notes: string | null,
 *   threads: Threads | null,
 *   variants: Variant[],
 *   file: string,
 *   source: string,
 *   python: string | null,
 *   chapter: string | null,
 * }} Lab
 */

/** @typedef {{ title: string, levels: { name: string, title: string }[] }} Chapter */

/** @typedef {{ labs: Lab[], chapters: Chapter[], largest: number }} Cards */

/**
 * @typedef {{
 *   id: number,
 *   lab: string,
 *   variant: string,
 *   goes_on: boolean,
 * }} RunEntry
 */

/**
 * How a run has ended: why, if not by itself.
 * @typedef {{ why: string | null, has_trace: boolean }} End
 */

/**
 * @typedef {{ who: string, text: string, place: Place, is_new?: boolean }} Step
 */

/**
 * @typedef {{
 *   kind: string,
 *   message: string,
 *   preemptions: number,
 *   moves: number,
 *   steps: Step[],
 *   standstill: string[],
 *   explanation: string | null,
 *   token: string,
 * }} Failure
 */

/**
 * @typedef {{
 *   title: string,
 *   sentence: string,
 *   verdict: string,
 *   executions: number,
 *   failures: number,
 *   is_exhaustive: boolean,
 *   took: number,
 *   scope: string[],
 *   reached: string[],
 *   surprise: string | null,
 *   failure: Failure | null,
 * }} Report
 */

/**
 * @typedef {{
 *   number: number,
 *   name: string,
 *   did: string | null,
 *   can: boolean,
 *   next: string,
 *   place: Place | null,
 * }} Seat
 */

/**
 * @typedef {{
 *   is_broken: boolean,
 *   what: string[],
 *   lesson: string | null,
 *   effort: string[],
 *   next: [string, string][],
 * }} Ending
 */

/**
 * How a game stands.
 * @typedef {{
 *   title: string,
 *   goal: string,
 *   par: string | null,
 *   moves: number,
 *   preemptions: number,
 *   seats: Seat[],
 *   things: { name: string, state: string }[],
 *   steps: Step[],
 *   source: { name: string, text: string, first: number },
 *   ending: Ending | null,
 *   trace: string,
 *   refused: string | null,
 * }} State
 */

/**
 * Who stands where in a program, and whether it was they who went on.
 * @typedef {{ who: string, place: Place | null, isNow?: boolean }} Stand
 */

/**
 * What is shown, and what is to be done when it is left.
 * @typedef {{ title: string, body: Node, leave?: () => void }} Screen
 */

export {};
