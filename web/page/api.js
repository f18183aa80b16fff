// What the server is asked, and what it answers.

/**
 * @param {string} method
 * @param {string} path
 * @param {RequestInit} [more]
 */
async function ask(method, path, more = {}) {
    let answer;
    try {
        answer = await fetch(path, { method, ...more });
    } catch (why) {
        if (/** @type {Error} */ (why).name === "AbortError") throw why;
        throw new Error(
            "the server does not answer: start workbench serve again",
        );
    }
    const text = await answer.text();
    if (answer.ok) return text === "" ? null : JSON.parse(text);
    let why;
    try {
        why = JSON.parse(text).error;
    } catch {
        why = `the server says ${answer.status}`;
    }
    throw new Error(why);
}

/** @param {string} path */
export const get = (path) => ask("GET", path);

/** @param {string} path */
export const remove = (path) => ask("DELETE", path, { keepalive: true });

/**
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 */
export const post = (path, body, signal) =>
    ask("POST", path, {
        signal,
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json" },
    });

/** @param {File} file */
export const upload = (file) => ask("POST", "/api/open", { body: file });

/**
 * The trace of a run that has ended, as text.
 * @param {number} run
 */
export async function traceOf(run) {
    const answer = await fetch(`/api/runs/${run}/run.json`);
    if (!answer.ok) throw new Error("this run has no trace");
    return answer.text();
}
