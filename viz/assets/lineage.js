// Without this the page works by its links. With it: opening and hiding keep the place, arrow keys go between boxes.
"use strict";
(() => {
  const part = () => document.getElementById("pha-he-hinh");

  async function swapped(url, keep) {
    const got = await fetch(url, { headers: { accept: "text/html" } });
    if (!got.ok) throw new Error(String(got.status));
    const fresh = new DOMParser().parseFromString(await got.text(), "text/html").getElementById("pha-he-hinh");
    const before = part(), wide = before.querySelector(".picture");
    const place = wide ? [wide.scrollLeft, wide.scrollTop] : null;
    before.replaceWith(fresh);
    const now = fresh.querySelector(".picture");
    if (place && now) [now.scrollLeft, now.scrollTop] = place;
    const item = keep && document.getElementById(keep);
    const box = item && item.querySelector("a");
    if (box) {
      box.focus({ preventScroll: true });
      box.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("#pha-he-hinh a[data-swap]");
    if (!link || !location.pathname.endsWith("/pha-he") || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const url = link.href.baseVal === undefined ? link.href : new URL(link.href.baseVal, location.href).href;
    const clean = url.split("#")[0];
    swapped(clean, new URL(url).hash.slice(1)).then(() => history.pushState({}, "", clean), () => location.assign(url));
  });
  // names of the lanes stay in sight
  document.addEventListener("scroll", (event) => {
    if (!event.target.matches || !event.target.matches(".picture")) return;
    for (const name of event.target.querySelectorAll(".lane-name")) name.setAttribute("transform", `translate(${event.target.scrollLeft} 0)`);
  }, true);

  // on a narrow screen the root stands somewhere to the right
  const root = document.querySelector(".descent .box.root"), view = document.querySelector(".picture");
  if (root && view && !location.hash) {
    const behind = root.getBoundingClientRect().right - view.getBoundingClientRect().right;
    if (behind > 0) view.scrollLeft += behind + 12;
  }
  window.addEventListener("popstate", () => swapped(location.href, ""));

  const centre = (box) => {
    const rect = box.querySelector("rect").getBoundingClientRect();
    return [rect.x + rect.width / 2, rect.y + rect.height / 2];
  };
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", (event) => {
    const here = document.activeElement, way = ways[event.key];
    if (!way || !here.matches || !here.matches(".descent a.box")) return;
    const [x, y] = centre(here);
    let best = null, least = Infinity;
    for (const box of part().querySelectorAll(".descent a.box")) {
      const [bx, by] = centre(box), ahead = (bx - x) * way[0] + (by - y) * way[1];
      const aside = Math.abs((bx - x) * way[1]) + Math.abs((by - y) * way[0]);
      if (ahead > 1 && ahead + 2 * aside < least) [best, least] = [box, ahead + 2 * aside];
    }
    if (!best) return;
    event.preventDefault();
    best.focus({ preventScroll: true });
    best.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
})();
