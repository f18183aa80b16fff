// The way to this very page in the other language; and what mdBook says in
// English only.
(() => {
    const root = new URL(path_to_root || "./", location.href);
    const page = location.pathname.slice(root.pathname.length);
    const isEnglish = document.documentElement.lang === "en";
    const other = new URL((isEnglish ? "zh-CN/" : "../") + page, root);
    const link = document.createElement("a");
    link.className = "language";
    link.href = other.href;
    link.hreflang = link.lang = isEnglish ? "zh-CN" : "en";
    link.textContent = isEnglish ? "中文" : "English";
    document.querySelector(".right-buttons").prepend(link);
    if (isEnglish) return;
    const search = document.getElementById("mdbook-searchbar");
    search.placeholder = "搜索本书……";
})();
