// Free exploration: boxes where the server put them, a search, and what is chosen in words with its links.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const said = document.getElementById("said"), find = document.getElementById("find"), names = document.getElementById("names");
  const nodes = new vis.DataSet(data.nodes), edges = new vis.DataSet(data.edges);
  const net = new vis.Network(document.getElementById("net"), { nodes, edges }, data.options);
  const edge = 1e5;
  net.on("beforeDrawing", (pen) => {
    pen.font = "600 13px sans-serif";
    for (const lane of data.lanes) {
      pen.fillStyle = lane.party ? "#fbf0ee" : "#f1f3f6";
      pen.fillRect(-edge, lane.top, 2 * edge, lane.bottom - lane.top);
      pen.fillStyle = lane.party ? "#8a1c1c" : "#4d5866";
      pen.fillText(lane.name, -110, lane.top + 18);
    }
    pen.fillStyle = "#4d5866";
    for (const year of data.years) pen.fillText(year.name, year.x - 110, data.lanes[0].top - 8);
  });
  for (const node of data.nodes) names.append(new Option(node.name));

  function link(href, words) {
    const made = document.createElement("a");
    made.href = href;
    made.textContent = words;
    return made;
  }

  function show(one) {
    if (!one) return;
    const head = document.createElement("strong");
    head.textContent = one.name || one.said;
    said.replaceChildren(head);
    if (one.quote) said.append(` «${one.quote}»`);
    if (one.href) said.append(" ", link(one.href, data.words[one.opens]));
  }

  function choose(found) {
    net.selectNodes([found.id]);
    net.focus(found.id, { scale: 1 });
    show(found);
  }

  net.on("select", (event) => show(event.nodes.length ? nodes.get(event.nodes[0]) : event.edges.length ? edges.get(event.edges[0]) : null));
  net.on("doubleClick", (event) => {
    const one = event.nodes.length ? nodes.get(event.nodes[0]) : null;
    if (one && one.href) location.assign(one.href);
  });
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  let last = "", at = 0;
  find.addEventListener("change", () => {
    const wanted = plain(find.value.trim());
    if (!wanted) return;
    const found = data.nodes.filter((node) => plain(node.name).includes(wanted));
    at = wanted === last ? at + 1 : 0;
    last = wanted;
    if (found.length) choose(found[at % found.length]);
    else said.textContent = data.words.not_found_here;
  });
  document.getElementById("nearer").addEventListener("click", () => net.moveTo({ scale: net.getScale() * 1.3 }));
  document.getElementById("farther").addEventListener("click", () => net.moveTo({ scale: net.getScale() / 1.3 }));
  document.getElementById("whole").addEventListener("click", () => net.fit());
  // of a large picture first what is asked for, or what most is joined to, near enough to be read
  const asked = new URLSearchParams(location.search).get("instrument");
  const most = (ids) => ids.reduce((a, b) => (net.getConnectedEdges(b).length > net.getConnectedEdges(a).length ? b : a));
  net.once("afterDrawing", () => {
    const first = asked && nodes.get(asked) ? asked : data.nodes.length ? most(data.nodes.map((n) => n.id)) : null;
    if (first && net.getScale() < 0.6) net.focus(first, { scale: 0.7 });
  });
  window.phahe = { net, data };
})();
