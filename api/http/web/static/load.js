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
  if (answer.state === "read") {
    row.append(button(say.accept, () => act(row, answer, answer.url + "/accept", "POST")), " ");
    row.append(button(say.drop, () => act(row, answer, answer.url, "DELETE")));
  }
  if (answer.state === "accepted") row.append(button(say.undo, () => act(row, answer, answer.url, "DELETE")));
}

function button(text, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", work, { once: true });
  return made;
}

async function asked(url, options) {
  const got = await fetch(url, { ...options, headers: { "X-CSRF-Token": say.mark } });
  const answer = await got.json();
  if (!got.ok) throw new Error(answer.detail);
  return answer;
}

async function act(row, answer, url, method) {
  await shown(row, answer.name, () => asked(url, { method }));
}

async function shown(row, name, first) {
  try {
    let answer = await first();
    while (["waiting", "accepting", "withdrawing"].includes(answer.state)) {
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

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  for (const file of document.getElementById("tep").files) {
    const body = new FormData();
    body.append("file", file);
    await shown(fresh(), file.name, () => asked(form.action, { method: "POST", body }));
  }
});

// what came before this page was opened
asked(form.action).then((before) => before.items.forEach((one) => shown(fresh(), one.name, async () => one)));
