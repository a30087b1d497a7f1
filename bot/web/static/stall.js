// Asking at the stall: the list and what waits to be sent are kept on the phone, sealed (door-safe.js),
// so that the network may be away for a day. A form has a key from its first answer on: sent twice it
// is one form. A question that was answered stays answered when the phone dies: the form that is being
// filled in (`draft`, which has a place `at`) is kept with those that wait, also over a sign-in.
"use strict";
(() => {
  const root = document.getElementById("stall");
  const { base, wave } = root.dataset;
  const $ = (id) => document.getElementById(id);
  const words = JSON.parse($("words").textContent);
  const word = (key, values = {}) => words[key].replace(/{(\w+)}/g, (_, name) => values[name]);
  const nothing = () => ({ questions: [], stalls: [], told: false });
  let csrf = "";
  let list = nothing();
  let queue = [];
  let draft = null;
  let known = false;
  let online = true;
  let sending = false;

  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\u0111/gi, "d").toLowerCase();
  const element = (name, marks) => Object.assign(document.createElement(name), marks);
  const say = (text, kind) => { $("said").textContent = text; $("said").className = `said ${kind || ""}`; };
  const waits = (id) => queue.some((item) => item.id === id);
  const isDone = (stall) => stall.done || waits(stall.id);
  const open = () => list.stalls.filter((stall) => !isDone(stall));
  const named = (stall) => word("place", { name: stall.name, place: stall.place });
  const save = () => doorSafe.keep("queue", draft ? [...queue, draft] : queue);
  const restore = (items) => {
    queue = items.filter((item) => item && item.key && item.id && !("at" in item));
    draft = items.find((item) => item && "at" in item) || null;
  };

  // ---- what is shown ----

  const page = (name) => { for (const id of ["list", "consent", "ask"]) $(id).hidden = id !== name; };
  const row = (stall) => {
    const button = element("button", { textContent: named(stall) });
    if (isDone(stall)) button.append(" ", element("span", { className: "chip", textContent: word("answered") }));
    button.disabled = isDone(stall);
    button.onclick = () => begin(stall);
    const item = element("li");
    item.append(button);
    return item;
  };
  const search = () => {
    const wanted = fold($("q").value.trim());
    const found = list.stalls.filter((stall) => !wanted || fold(named(stall)).includes(wanted));
    found.sort((one, other) => Number(isDone(one)) - Number(isDone(other)));
    $("found").replaceChildren(...found.slice(0, 30).map(row));
  };
  const show = () => {
    $("done").textContent = list.stalls.filter(isDone).length;
    $("all").textContent = list.stalls.length;
    const doing = queue.length ? word("sending") : word("online");
    $("net").textContent = online ? doing : word("offline");
    $("net").className = online ? "chip" : "chip red";
    $("queued").hidden = !queue.length;
    $("queued").textContent = word("queued", { count: queue.length });
    $("next").disabled = !open().length;
    if (!list.told && !online) say(word("no_list"), "no");
    search();
  };

  // ---- one form ----

  const begin = (stall) => {
    draft = { key: crypto.randomUUID(), id: stall.id, name: stall.name, chosen: {}, at: -1 };
    ask();
  };
  // What is shown is kept already: a phone that dies now goes on at this question.
  const ask = async () => {
    await save();
    const { questions } = list;
    if (!draft) { page("list"); show(); return; }
    if (draft.at < 0) { $("whom").textContent = draft.name; page("consent"); return; }
    const question = questions[draft.at];
    if (!question) { finish(); return; }
    $("question").textContent = `${draft.at + 1}/${questions.length}. ${question.text}`;
    $("most").textContent = question.most > 1 ? word("most", { count: question.most }) : "";
    $("on").hidden = question.most === 1;
    const picked = new Set(draft.chosen[question.id] || []);
    $("options").replaceChildren(...question.options.map(([id, label]) => {
      const button = element("button", { textContent: label });
      button.setAttribute("aria-pressed", String(picked.has(id)));
      button.onclick = () => pick(question, id, button, picked);
      const item = element("li");
      item.append(button);
      return item;
    }));
    page("ask");
    $("question").focus();
  };
  const answered = (question, given) => {
    if (!draft || list.questions[draft.at] !== question) return; // pressed twice
    draft.chosen[question.id] = given;
    draft.at += 1;
    say("", "");
    ask();
  };
  const pick = (question, id, button, picked) => {
    if (question.most === 1) { answered(question, [id]); return; }
    if (picked.has(id)) picked.delete(id);
    else if (picked.size >= question.most) { say(word("too_many", { count: question.most }), "no"); return; }
    else picked.add(id);
    button.setAttribute("aria-pressed", String(picked.has(id)));
    draft.chosen[question.id] = [...picked];
    save();
  };
  const finish = async () => {
    const { key, id, name, chosen } = draft;
    queue.push({ key, id, name, chosen });
    draft = null;
    await save();
    say(word("waits", { name }), "good");
    ask();
    flush();
  };
  $("agree").onclick = () => { draft.at = 0; ask(); };
  $("refuse").onclick = () => { draft = null; ask(); };
  $("on").onclick = () => {
    const question = list.questions[draft.at];
    answered(question, draft.chosen[question.id] || []);
  };
  $("unsaid").onclick = () => answered(list.questions[draft.at], []);
  $("back").onclick = () => { draft.at -= 1; ask(); };
  $("next").onclick = () => { const [first] = open(); if (first) begin(first); else say(word("all_done"), "good"); };
  $("q").oninput = search;

  // ---- the server ----

  const call = async (path, fields) => {
    const body = fields && new URLSearchParams({ csrf, ...fields });
    const method = fields ? "POST" : "GET";
    const answer = await fetch(base + path, { method, body, headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 403) { signedOut(); throw new Error("signed out"); }
    if (!answer.ok) throw new Error("busy");
    online = true;
    return answer.json();
  };
  const signedOut = () => {
    say(word("signed_out"), "no");
    $("enter").hidden = false;
    doorSafe.lock();
    list = nothing(); csrf = "";
    if (doorSafe.works) restore([]);
    page("list"); show();
  };
  const take = ({ questions, stalls }) => {
    list = { questions, stalls, told: true };
    doorSafe.keep("list", list);
    show();
  };
  const refresh = async () => {
    if (doorSafe.isOver()) { list = nothing(); doorSafe.keep("list", list); }
    try {
      const state = await call("/danh-sach");
      csrf = state.csrf;
      const waiting = await doorSafe.admit(state);
      if (waiting) {
        const mine = known ? [] : queue;
        restore([...waiting, ...mine.filter((item) => !waiting.some(({ key }) => key === item.key))]);
        save();
      }
      known = true;
      take(state);
      if (waiting && draft) ask();
    } catch { online = false; show(); }
    flush();
  };
  const flush = async () => {
    if (sending || !queue.length || !csrf) return;
    sending = true;
    try {
      const batch = queue.slice(0, 20).map(({ key, id, chosen }) => ({ key, id, chosen }));
      const state = await call("/gui", { items: JSON.stringify(batch) });
      for (const { key, outcome, why } of state.results) {
        const item = queue.find((one) => one.key === key);
        if (!item) continue;
        const { name } = item;
        if (outcome === "kept") say(word("kept", { name }), "good");
        else say(word("refused", { name, why }), "no");
      }
      const told = new Set(state.results.map(({ key }) => key));
      queue = queue.filter((item) => !told.has(item.key));
      await save();
      take(state);
    } catch { online = false; show(); }
    sending = false;
    if (online && queue.length) flush();
  };

  addEventListener("online", refresh);
  addEventListener("offline", () => { online = false; show(); });
  doorSafe.keepPage(root);
  const start = async () => {
    const kept = await doorSafe.load(`khao-sat-${wave}`);
    list = kept.list && Array.isArray(kept.list.stalls) ? kept.list : nothing();
    restore(Array.isArray(kept.queue) ? kept.queue : []);
    known = kept.known;
    ask();
    show();
    await refresh();
    setInterval(refresh, 8000);
  };
  start();
})();
