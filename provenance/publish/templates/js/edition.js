/* Comfort only: every page is complete without it. No request, no inline style. */
window.base_url = document.documentElement.dataset.base || ".";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode: not remembered */ } },
  };

  // The switches are remembered. On a narrow screen a comparison starts inline.
  for (const input of all(".switches input[type=radio][id]")) {
    const key = "provenance:" + input.name, kept = store.get(key);
    const narrow = input.id === "v-inline" && matchMedia("(max-width: 56rem)").matches;
    if (kept ? kept === input.id : narrow) input.checked = true;
    input.addEventListener("change", () => store.set(key, input.id));
  }

  // Offer to copy citations.
  if (navigator.clipboard) for (const block of all(".citebox pre, .citebox .plain")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn no-print", textContent: "Copy" });
    button.addEventListener("click", async () => { await navigator.clipboard.writeText(block.innerText.trim()); button.textContent = "Copied"; });
    block.after(button);
  }

  // Filters: fold away on a phone; say how many entries are shown.
  const fold = document.querySelector(".filters details");
  if (fold && matchMedia("(max-width: 63.99rem)").matches) fold.open = false;
  const shown = document.getElementById("shown"), entries = all(".log .entry");
  const tell = () => {
    for (const section of all(".log > section")) {
      section.hidden = false;
      section.hidden = !all(".entry", section).some((entry) => getComputedStyle(entry).display !== "none");
    }
    const visible = entries.filter((entry) => entry.checkVisibility()).length;
    shown.textContent = `${visible} of ${entries.length} entries shown`;
  };
  if (shown) document.querySelector(".filters").addEventListener("change", tell);

  // Comparison: say where one stands in the row of changes.
  const links = all(".jump ol a");
  const mark = () => links.forEach((link) => link.getAttribute("href") === location.hash ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  if (links.length) { addEventListener("hashchange", mark); mark(); }

  // Code and tables that are wider than the column can be scrolled by the keyboard.
  for (const wide of all(".prose :is(pre, table)")) if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;

  // Search: MkDocs' own where a server gives it its worker; opened as a file, words are looked for in the index.
  const results = document.getElementById("mkdocs-search-results");
  const load = (src, then) => document.head.append(Object.assign(document.createElement("script"), { src, onload: then, onerror: then }));
  if (results && location.protocol !== "file:") load(results.dataset.served);
  if (results && location.protocol === "file:") {
    const query = document.getElementById("mkdocs-search-query"), fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const make = (name, text, to) => { const made = document.createElement(name); made.append(text); if (to) made.href = to; return made; };
    query.value = new URLSearchParams(location.search).get("q") || "";
    document.getElementById("search-state").hidden = false;
    load(results.dataset.file, () => {
      const pages = (window.provenance_index || []).map((page) => ({ ...page, title_: fold(page.title), all: fold(page.title + " " + page.text) }));
      const look = () => {
        const words = fold(query.value).split(/\s+/).filter(Boolean);
        const found = words.length ? pages.filter((page) => words.every((word) => page.all.includes(word))) : [];
        const titled = (page) => words.every((word) => page.title_.includes(word));
        found.sort((a, b) => titled(b) - titled(a) || a.location.length - b.location.length);
        results.replaceChildren(...found.slice(0, 100).map((page) => {
          const article = document.createElement("article"), heading = document.createElement("h3");
          heading.append(make("a", page.title, window.base_url + "/" + page.location));
          article.append(heading, make("p", page.text.slice(0, 200)));
          return article;
        }));
        if (!pages.length) results.append(make("p", "The search cannot be read here; all records stand in the list that the bar leads to."));
        else if (words.length && !found.length) results.append(make("p", results.dataset.noResultsText));
        else if (found.length > 100) results.append(make("p", `and ${found.length - 100} more`));
      };
      query.addEventListener("input", look);
      query.form.addEventListener("submit", (event) => { event.preventDefault(); look(); });
      look();
    });
  }

  // Print opens what is folded.
  addEventListener("beforeprint", () => all("details:not([name])").forEach((one) => { one.open = true; }));
})();
