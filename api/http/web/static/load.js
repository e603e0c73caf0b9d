// Files one after the other: sent, read, looked at; into the store and out of it again. Words come from the page.
"use strict";
const form = document.getElementById("nap"), list = document.getElementById("ket-qua"), say = list.dataset;
const later = (ms) => new Promise((done) => setTimeout(done, ms));

function line(row, answer) {
  const seen = answer.seen;
  const documents = seen ? seen.documents.map((d) => [d.type, d.code, d.title].filter(Boolean).join(" ")).join("; ") : "";
  row.replaceChildren();
  const head = document.createElement("strong");
  head.textContent = answer.name;
  const state = document.createElement("span");
  state.className = "badge " + answer.state;
  state.textContent = say[answer.state] || answer.state;
  row.append(head, " ", state);
  const more = document.createElement("div");
  more.className = "title";
  more.textContent = answer.reason || (seen ? documents + " · " + say.seen.replace("{relations}", seen.relations).replace("{tasks}", seen.tasks).replace("{targets}", seen.targets) : "");
  row.append(more);
  if (answer.state === "read") row.append(button(say.accept, () => act(row, answer.url + "/accept", "POST")));
  if (answer.state === "accepted") row.append(button(say.undo, () => act(row, answer.url, "DELETE")));
}

function button(text, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", work, { once: true });
  return made;
}

async function act(row, url, method) {
  const answer = await (await fetch(url, { method })).json();
  await follow(row, answer);
}

async function follow(row, answer) {
  while (["waiting", "accepting", "withdrawing"].includes(answer.state)) {
    line(row, answer);
    await later(300);
    answer = await (await fetch(answer.url)).json();
  }
  line(row, answer);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  for (const file of document.getElementById("tep").files) {
    const row = document.createElement("li");
    list.prepend(row);
    const body = new FormData();
    body.append("file", file);
    const got = await fetch(form.action, { method: "POST", body });
    const answer = await got.json();
    if (got.ok) await follow(row, answer);
    else line(row, { name: file.name, state: "failed", reason: answer.detail });
  }
});
