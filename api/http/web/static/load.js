// Files one after the other: sent, read, looked at; into the store and out of it again. Words come from the page.
"use strict";
const form = document.getElementById("nap"), list = document.getElementById("ket-qua"), say = list.dataset;
const box = document.getElementById("tep"), drop = document.getElementById("tha");
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const BUSY = ["sending", "waiting", "accepting", "withdrawing"];

function made(tag, text, kind) {
  const element = document.createElement(tag);
  element.textContent = text || "";
  if (kind) element.className = kind;
  return element;
}

function line(row, answer) {
  row.replaceChildren(made("strong", answer.name), " ", made("span", say[answer.state] || answer.state, "badge " + answer.state));
  if (BUSY.includes(answer.state)) {
    const progress = document.createElement("progress");
    progress.setAttribute("aria-label", answer.name);
    if (answer.sent !== undefined) progress.value = answer.sent;
    row.append(" ", progress);
  }
  if (answer.reason) row.append(made("div", answer.reason, "title"));
  if (answer.seen) row.append(...preview(answer));
  const ways = made("div", "", "ways");
  if (answer.state === "read") {
    ways.append(button(say.accept, () => act(row, answer, answer.url + "/accept", "POST")));
    ways.append(button(say.drop, () => act(row, answer, answer.url, "DELETE"), "quiet"));
  }
  if (answer.state === "accepted") ways.append(button(say.undo, () => act(row, answer, answer.url, "DELETE"), "quiet"));
  if (answer.record_url && answer.state !== "withdrawn") ways.append(link(answer.record_url, say.record));
  if (ways.children.length) row.append(ways);
}

// what the file holds: each document, which is a link as soon as it is in the store, and how much was read of it
function preview(answer) {
  const seen = answer.seen, lines = seen.documents.map((one) => {
    const words = [one.type, one.code, one.issued, one.issuer, one.title].filter(Boolean).join(" · ");
    const shown = made("div", "", "title");
    shown.append(answer.state === "accepted" ? link("/van-ban/" + encodeURIComponent(one.id), words) : words);
    return shown;
  });
  const counts = say.seen.replace(/\{(\w+)\}/g, (_, key) => seen[key]);
  return [...lines, made("small", counts)];
}

function link(address, text) {
  const element = made("a", text);
  element.href = address;
  return element;
}

function button(text, work, kind) {
  const element = made("button", text, kind);
  element.type = "button";
  element.addEventListener("click", work, { once: true });
  return element;
}

async function asked(url, options) {
  const got = await fetch(url, { ...options, headers: { "X-CSRF-Token": say.mark } });
  const answer = await got.json();
  if (!got.ok) throw new Error(answer.detail);
  return answer;
}

// only this older way says how much of a file has been sent
function sent(file, row) {
  return new Promise((done, failed) => {
    const body = new FormData(), request = new XMLHttpRequest();
    body.append("file", file);
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRF-Token", say.mark);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) line(row, { name: file.name, state: "sending", sent: event.loaded / event.total });
    });
    request.addEventListener("load", () => {
      if (request.status < 400) done(request.response);
      else failed(new Error(request.response ? request.response.detail : request.statusText));
    });
    request.addEventListener("error", () => failed(new Error(say.refused)));
    request.send(body);
  });
}

async function act(row, answer, url, method) {
  await shown(row, answer.name, () => asked(url, { method }));
}

async function shown(row, name, first) {
  try {
    let answer = await first();
    while (BUSY.includes(answer.state)) {
      line(row, answer);
      await later(300);
      answer = await asked(answer.url);
    }
    line(row, answer);
  } catch (error) {
    line(row, { name, state: "refused", reason: error.message });
  }
}

function fresh() {
  const row = document.createElement("li");
  list.prepend(row);
  return row;
}

async function take(files) {
  const rows = [...files].map((file) => [file, fresh()]); // a list of its own: the box is emptied meanwhile
  for (const [file, row] of rows) line(row, { name: file.name, state: "waiting" });
  await before; // else the list of what came before may hold them too
  for (const [file, row] of rows) await shown(row, file.name, () => sent(file, row));
}

function chosen() {
  if (box.files.length) take(box.files);
  form.reset();
}

// what came before this page was opened
const before = asked(form.action).then(
  (past) => past.items.forEach((one) => shown(fresh(), one.name, async () => one)),
  (error) => line(fresh(), { name: "", state: "refused", reason: error.message }),
);

box.addEventListener("change", chosen);
chosen(); // somebody was quicker than this script
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind === "drop") take(event.dataTransfer.files);
  });
}
