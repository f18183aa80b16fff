// The search looks for words, which Chinese does not set apart: what has
// Chinese in it is looked for letter by letter instead.
(() => {
    const CHINESE = /\p{Script=Han}/u;
    const AROUND = 40; // letters on each side of what is found

    /** What is found in a page's text, with spaces that let it be marked. */
    function teaser(body, wanted) {
        const at = body.toLowerCase().indexOf(wanted);
        if (at < 0) return body.slice(0, 2 * AROUND);
        const end = at + wanted.length;
        const before = body.slice(Math.max(0, at - AROUND), at);
        const after = body.slice(end, end + AROUND);
        return `${before} ${body.slice(at, end)} ${after}`;
    }

    function found(doc, words) {
        const title = `${doc.title} ${doc.breadcrumbs}`.toLowerCase();
        const body = doc.body.toLowerCase();
        const each = words.map((it) =>
            (title.includes(it) ? 10 : 0) + body.split(it).length - 1);
        return each.includes(0) ? 0 : each.reduce((sum, it) => sum + it);
    }

    const load = elasticlunr.Index.load;
    elasticlunr.Index.load = (data) => {
        const index = load.call(elasticlunr.Index, data);
        const search = index.search;
        const { docs } = index.documentStore;
        index.search = (query, options) => {
            if (!CHINESE.test(query)) return search.call(index, query, options);
            const words = query.toLowerCase().split(/\s+/).filter(Boolean);
            return Object.entries(docs)
                .map(([ref, doc]) => ({ ref, score: found(doc, words), doc }))
                .filter(({ score }) => score > 0)
                .sort((one, other) => other.score - one.score)
                .map((it) => ({
                    ...it,
                    doc: { ...it.doc, body: teaser(it.doc.body, words[0]) },
                }));
        };
        return index;
    };
})();
