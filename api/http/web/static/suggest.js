// What the box may mean, while it is typed: arrows choose, Enter opens, Escape closes. Without it the box asks the server.
"use strict";
for (const box of document.querySelectorAll("[data-suggest]")) suggest(box, document.getElementById(box.dataset.list));

function suggest(box, list) {
  let chosen = -1, asking = null, waiting = 0;
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  shut();

  function shut() {
    chosen = -1;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    const lines = list.children;
    if (!lines.length) return;
    chosen = (number + lines.length) % lines.length;
    for (const line of lines) line.setAttribute("aria-selected", String(line === lines[chosen]));
    box.setAttribute("aria-activedescendant", lines[chosen].id);
    lines[chosen].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    if (asking) asking.abort();
    const words = box.value.trim();
    if (words.length < 2) return shut();
    asking = new AbortController();
    const address = new URL(box.dataset.suggest, location.href);
    address.searchParams.set("q", words);
    const lang = box.form.elements.lang;
    if (lang) address.searchParams.set("lang", lang.value);
    try {
      const got = await fetch(address, { signal: asking.signal });
      if (!got.ok) return shut();
      list.innerHTML = await got.text();
      chosen = -1;
      list.hidden = !list.children.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
    } catch (error) {
      if (error.name !== "AbortError") shut();
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") shut();
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.href);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const line = event.target.closest("[data-href]");
    if (line) location.assign(line.dataset.href);
    event.preventDefault();
  });
  box.addEventListener("blur", shut);
}
