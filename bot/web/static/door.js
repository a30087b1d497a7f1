// The door: works from a list kept on the phone, so that the network may drop; what could not be
// sent waits and is sent later. Sending twice is harmless: an arrival is one arrival.
"use strict";
(() => {
  const root = document.getElementById("door");
  const { base, event } = root.dataset;
  let csrf = ""; // told by the server, so that the page kept for no network lets nobody in
  const $ = (id) => document.getElementById(id);
  const keep = doorSafe.keep;
  const words = JSON.parse($("words").textContent);
  const word = (key, values = {}) => words[key].replace(/{(\w+)}/g, (_, name) => values[name]);
  const nobody = () => ({ guests: [], arrived: 0, expected: 0 });
  let list = nobody();
  let queue = [];
  let online = true;
  let sending = false;
  let asking = ""; // the key of whoever waits at the door for an answer
  let known = false; // whose list this is; what waits is theirs

  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\u0111/gi, "d").toLowerCase();
  const plain = (text) => fold(text).replace(/[^a-z0-9]/g, "");

  const called = (item) => String(item.name || item.code || (item.form && item.form.name) || word("guest"));
  // What waits, but what cannot be read (a damaged store): that is said, and the rest goes on.
  const readable = (items) => {
    const all = Array.isArray(items) ? items : [];
    const isText = (value) => typeof value === "string";
    const isThing = (value) => Boolean(value) && typeof value === "object";
    const good = all.filter((item) =>
      isThing(item) && (item.form ? isThing(item.form) : isText(item.id) || isText(item.code)));
    const count = all.length - good.length;
    if (count) say(word("damaged", { count }), "no");
    return good.map((item) => ({ ...item, key: (isText(item.key) && item.key) || crypto.randomUUID() }));
  };

  // Before the day of the event nobody arrives in earnest: whoever tries it out is asked.
  const isEarly = () => Boolean(list.day) && Date.now() < list.day;
  const isMeant = () => {
    const early = $("early").textContent;
    if (!isEarly() || confirm(word("early_ask", { early }))) return true;
    say(word("early_none"), "");
    return false;
  };

  const say = (text, kind) => {
    $("said").textContent = text;
    $("said").className = `said ${kind || ""}`;
    doorSignal(kind);
  };
  const element = (name, marks) => Object.assign(document.createElement(name), marks);
  const named = (text) => element("span", { className: "name", textContent: text });
  const several = (name, count) => word("several", { name, count });
  const show = () => {
    $("early").hidden = !isEarly();
    $("arrived").textContent = list.arrived;
    $("expected").textContent = list.expected;
    const doing = queue.length ? word("sending") : word("online");
    $("net").textContent = online ? doing : word("offline");
    $("net").className = online ? "chip" : "chip red";
    $("queue-box").hidden = !queue.length;
    $("queued").textContent = queue.length;
    $("queue").replaceChildren(...queue.map((item) => element("li", { textContent: called(item) })));
  };
  const take = (state) => {
    if (!state.guests) return;
    const { guests, invited, arrived, expected, seen, day } = state;
    list = { guests, invited, arrived, expected, seen, day, told: true };
    // What waits here has happened, though the server has not heard of it yet.
    for (const item of queue) mark(item);
    keep("list", list);
    show();
  };
  const mark = (item) => {
    const guest = list.guests.find((g) => g.id === item.id || (item.code && g.code === item.code));
    if (!guest) return null;
    const all = guest.state === "checked_in" ? 0 : guest.people;
    const came = item.undo ? 0 : Math.max(guest.present || 0, item.people || all);
    list.arrived += came - (guest.present || 0);
    guest.present = came;
    guest.state = item.undo ? "confirmed" : "checked_in";
    return guest;
  };

  class Refused extends Error {} // by the server, which is there and would refuse it again
  const BUSY = [408, 429, 502, 503, 504];
  const call = async (path, fields) => {
    const body = fields && new URLSearchParams({ csrf, ...fields });
    const method = fields ? "POST" : "GET";
    const answer = await fetch(base + path, { method, body, headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 403) { signedOut(); throw new Error("signed out"); }
    if (BUSY.includes(answer.status)) throw new Error("busy");
    const state = await answer.json().catch(() => null);
    online = true;
    if (!state || (!answer.ok && !state.outcome)) throw new Refused();
    return state;
  };

  const signedOut = () => {
    const count = queue.length;
    say(count ? word("signed_out_waits", { count }) : word("signed_out"), "no");
    doorSafe.lock();
    list = nobody(); csrf = "";
    if (doorSafe.works) queue = [];
    clear();
  };
  const refresh = async () => {
    if (doorSafe.isOver()) { list = nobody(); keep("list", list); clear(); }
    try {
      const state = await call("/danh-sach");
      csrf = state.csrf;
      const waiting = await doorSafe.admit(state);
      if (waiting) {
        queue = readable(known ? waiting : [...readable(waiting), ...queue]);
        keep("queue", queue);
      }
      known = true;
      const first = !list.told;
      take(state);
      if (first) search(); // somebody may have typed before there was a list
    } catch { online = false; show(); }
    flush();
  };

  // What goes next of what was not tried in this round: arrivals together, a guest by itself; last,
  // and one by one, what the server refused, with whatever else happened to the same person.
  const next = (tried) => {
    const open = queue.filter((item) => !tried.has(item.key));
    const odd = new Set(queue.filter((item) => item.alone).map((item) => item.id || item.code));
    const together = open.filter((item) => !item.form && !odd.has(item.id || item.code)).slice(0, 100);
    const form = open.find((item) => item.form && !item.alone);
    if (form && open[0] === form) return [form];
    return together.length ? together : form ? [form] : open.slice(0, 1);
  };
  // Of `many` that waited, what one is told would be gone with the next: it stays.
  const send = async (batch, many) => {
    const { form } = batch[0];
    const state = form ? await call("/khach", form) : await call("/diem-danh", { items: JSON.stringify(batch) });
    const results = form ? [state] : state.results;
    if (!Array.isArray(results) || (form && !state.outcome)) throw new Refused();
    const sent = new Set(batch.map((item) => item.key));
    queue = queue.filter((item) => !sent.has(item.key));
    keep("queue", queue);
    for (const result of results) {
      const item = form ? batch[0] : batch.find((one) => one.key === result.key);
      if (result.outcome === "which") ask(item.form, result.among);
      else report(result, item, many);
      if (result.twice) twice(result.guest, result.twice);
      if (result.with_it) {
        const { name, at } = result.with_it;
        stays(word("with_it", { code: form.invitation, name, at }));
      }
    }
    take(state);
  };
  const flush = async () => {
    if (sending || !queue.length || !csrf) return;
    sending = true;
    const tried = new Set();
    const many = queue.length > 1;
    try {
      for (let batch = next(tried); batch.length; batch = next(tried)) {
        try {
          await send(batch, many);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          // One of them holds nobody up: each is sent by itself, the refused ones wait.
          for (const item of batch) item.alone = true;
          if (batch.length > 1) continue;
          tried.add(batch[0].key);
          say(word("refused", { name: called(batch[0]) }), "no");
        }
      }
    } catch {
      online = false;
      const asked = queue.find((item) => item.key === asking);
      if (asked) say(word("unsure", { name: called(asked) }), "no");
      asking = "";
    }
    sending = false;
    show();
  };

  const report = (result, item, many) => {
    const { outcome, guest, event } = result;
    const name = item && (item.form || item.asked) ? called(item) : "";
    const present = guest && (guest.present || guest.people);
    const who = !guest ? name : guest.people > 1 ? several(guest.name, present) : guest.name;
    if (outcome === "arrived" && name) say(word("come_in", { who }), "good");
    if (outcome === "already" && name) say(word("already", { who }), "again");
    if (outcome === "partly") partly(guest, many);
    if (outcome === "arrived_over") stays(word("over", { who }));
    const refusals = {
      limit: word("limit", { who }), too_many: word("too_many", { who }), full: word("full", { who }),
      not_held: word("not_held"), unknown: word("unknown"),
      other_event: word("other_event", { event }),
      bad: result.why ? word("bad_why", { who, why: result.why }) : word("bad", { who }),
      no_invitation: word("no_invitation", { code: (item && item.form && item.form.invitation) || "" }),
    };
    const why = refusals[outcome];
    if (!why) return;
    say(why, "no");
    if (item && item.inside) stays(word("not_kept", { name: called(item), why }));
    else if (many) stays(why);
    if (item && item.form) typedAgain({ ...item.form, ...result.typed });
  };
  // Said until the page is left, whatever is said after it.
  const stays = (text) => {
    $("twice").append(element("li", { textContent: text }));
    $("twice").hidden = false;
  };
  // Another door let part of the party in: nobody knows how many stand here.
  const partly = (guest, many) => {
    const { name, present, people: count } = guest;
    const text = word("partly", { name, present, count });
    say(text, "again");
    if (many) stays(text);
    else $("found").replaceChildren(row(guest));
  };
  // Who was not let in is typed once: the form as it was, unless somebody types the next already.
  const typedAgain = (form) => {
    const fields = $("walkin").elements;
    if ([...fields].some((field) => field.name in form && field.type !== "select-one" && field.value)) return;
    for (const field of fields) if (field.name in form) field.value = form[field.name];
    $("walkin").closest("details").open = true;
  };

  // The number is of others, or the name of somebody who has a seat and has not come: nobody is let
  // in before somebody said who it is.
  const ask = (form, among) => {
    const { name } = form;
    const digits = (form.phone || "").replace(/\D/g, "");
    const known = digits && among.some((guest) => guest.last && digits.endsWith(guest.last));
    say(known ? word("phone_known", { name }) : word("name_known", { name }), "no");
    const item = element("li", {});
    const choice = (label, act, kind) => item.append(button(label, () => { item.remove(); act(); }, kind));
    item.append(named(word("who_is", { name })));
    const people = form.companions ? { people: 1 + Number(form.companions) } : {};
    for (const guest of among) {
      choice(guest.business ? `${guest.name}, ${guest.business}` : guest.name, () => arrive(guest, people));
    }
    const another = known ? word("another_same_phone") : word("another");
    choice(another, () => admit({ ...form, another: "1" }), "main");
    choice(word("drop"), () => {});
    $("which").append(item);
  };
  // The same ticket at two doors.
  const twice = ({ name, code }, at) => stays(word("twice", { name, code, at }));
  // What happened is said when this phone has it for good, not before.
  const waits = (key) => queue.some((item) => item.key === key);
  const wait = (item) => {
    const kept = { key: crypto.randomUUID(), ...item };
    if (item.asked || item.form) asking = kept.key;
    queue.push(kept);
    return keep("queue", queue);
  };
  const arrive = async (guest, extra = {}) => {
    const more = extra.people > (guest.present || 0);
    if (guest.state === "checked_in" && !extra.undo && !more) {
      say(word("already", { who: guest.name }), "again");
      clear();
      return;
    }
    // Whoever had a seat is in at once; more than were registered, the server decides.
    const seated = ["confirmed", "offered", "checked_in"].includes(guest.state) && !(extra.people > guest.people);
    const { id, code, name } = guest;
    const item = { id, code, name, at: Date.now(), key: crypto.randomUUID(), ...extra };
    if (!extra.undo && !isMeant()) return;
    if (!seated && !extra.undo) item.asked = true;
    if (seated && !extra.undo) item.inside = true; // whoever was called in is there
    clear();
    let kept = wait(item);
    if (seated || extra.undo) { mark(item); kept = keep("list", list); }
    await kept; // the queue is kept before the list
    if (item.asked && !waits(item.key)) return; // answered meanwhile
    const count = extra.people || guest.people;
    const who = count > 1 || guest.people > 1 ? word("with_people", { name, count }) : name;
    const done = seated ? word("come_in", { who }) : word("asking", { who });
    say(extra.undo ? word("undone", { name }) : done, seated || extra.undo ? "good" : "");
    show(); flush();
  };
  const clear = () => { $("q").value = ""; $("found").replaceChildren(); };

  const byCode = (text) => {
    const code = (text.toUpperCase().match(/DK[^0-9A-Z]*([0-9A-Z]{7})/) || [])[1];
    if (!code) return null;
    return list.guests.find((g) => g.code.endsWith(code)) || { unknown: `DK-${code}` };
  };

  const button = (label, action, kind) =>
    element("button", { textContent: label, type: "button", onclick: action, className: kind || "" });
  const some = (guest, extra) => {
    const { name, people: count } = guest;
    const answer = prompt(word("some_ask", { name, count }), guest.present || "");
    if (answer === null) return;
    const people = /^\d{1,3}$/.test(answer.trim()) ? Number(answer) : 0;
    if (people < 1) { say(word("some_bad"), "no"); return; }
    arrive(guest, { ...extra, people });
  };
  const states = {
    confirmed: word("confirmed"), offered: word("offered"), waitlisted: word("waitlisted"),
    checked_in: word("checked_in"), cancelled: word("cancelled"), expired: word("expired"),
    no_show: word("no_show"),
  };
  const row = (guest) => {
    const { code, last } = guest;
    const isIn = guest.state === "checked_in";
    const business = guest.business ? `${guest.business} · ` : "";
    const people = isIn && guest.present !== guest.people ? `${guest.present}/${guest.people}` : guest.people;
    const state = states[guest.state] || "";
    const li = element("li", {});
    const name = named(guest.name);
    name.append(element("small", { textContent: word("row", { business, code, last, people, state }) }));
    li.append(name);
    if (isIn) {
      if (guest.people > 1) li.append(button(word("more"), () => some(guest)));
      li.append(button(word("undo"), () => arrive(guest, { undo: true })));
      return li;
    }
    if (guest.people > 1) li.append(button(word("part"), () => some(guest)));
    const instead = () => {
      const representative = prompt(word("instead_ask", { name: guest.name }));
      if (representative) arrive(guest, { representative });
    };
    li.append(button(word("instead"), instead), button(word("arrived"), () => arrive(guest), "main"));
    return li;
  };
  const search = () => {
    const text = $("q").value.trim();
    if (!text) { $("found").replaceChildren(); return; }
    const exact = byCode(text);
    if (exact && !exact.unknown) { $("found").replaceChildren(row(exact)); return; }
    const parts = fold(text).split(/\s+/);
    const isCalled = (guest) =>
      (/^\d{3,4}$/.test(text) && guest.last.endsWith(text))
      || parts.every((part) => fold(`${guest.name} ${guest.business}`).includes(part));
    const holds = (guest) => plain(text).length > 2 && plain(guest.code).includes(plain(text));
    // A ticket's letters may happen to spell a name: part of a code counts where nobody is called so.
    const so = list.guests.filter(isCalled);
    const hits = so.length ? so : list.guests.filter(holds);
    const shown = hits.slice(0, 12).map(row);
    if (!hits.length && list.told) shown.push(nobodyCalled(text)); // without a list nobody can say
    const count = hits.length - shown.length;
    if (hits.length > 12) shown.push(element("li", { textContent: word("others", { count }) }));
    $("found").replaceChildren(...shown);
  };
  // A name nobody registered: said, and the way to let them in as a guest.
  // Whoever holds a paper invitation of this event is on no list either: whom it invites is said.
  const nobodyCalled = (text) => {
    const code = (text.toUpperCase().match(/GM[^0-9A-Z]*([0-9A-Z]{7})/) || [])[1];
    const paper = code && (list.invited || []).find((one) => one.code.endsWith(code));
    const li = element("li", { id: "nobody" });
    if (paper) li.dataset.said = word("invited", { code: paper.code, name: paper.name });
    li.append(named(li.dataset.said || word("nobody", { text })));
    li.append(button(word("as_guest"), () => {
      const form = $("walkin");
      form.closest("details").open = true;
      if (code) form.elements.name.value = paper ? paper.name : "";
      if (paper) form.elements.invitation.value = paper.code;
      else if (/[^\d\s.]/.test(text)) form.elements.name.value = text; else form.elements.phone.value = text;
      clear(); form.elements.name.focus();
    }, "main"));
    return li;
  };
  $("q").addEventListener("input", () => {
    $("said").textContent = ""; // of whoever came before: the next one is not let in by it
    $("said").className = "said";
    search();
  });
  // A ticket this phone has not heard of yet may be a minute old: the server says.
  const askAbout = async (code) => {
    if (!isMeant()) return;
    const key = crypto.randomUUID();
    await wait({ key, code, at: Date.now(), asked: true });
    if (waits(key)) say(word("asking", { who: code }), "");
    show(); flush();
  };
  const tryCode = (text) => {
    const hit = byCode(text);
    if (hit && hit.unknown) askAbout(hit.unknown);
    else if (hit) arrive(hit);
    return Boolean(hit);
  };
  $("find").addEventListener("submit", (e) => {
    e.preventDefault();
    if (tryCode($("q").value)) return;
    search();
    const only = $("found").querySelectorAll("button.main");
    const count = only.length;
    if ($("nobody")) say($("nobody").dataset.said || word("nobody_found"), "no");
    else if (count === 1) only[0].click();
    else if (count) say(word("choose", { count }), "");
  });
  const admit = async (form) => {
    const key = crypto.randomUUID();
    await wait({ key, form: { ...form, key } });
    if (waits(key)) say(word("writing", { name: form.name }), "");
    show(); flush();
  };
  $("walkin").addEventListener("submit", async (e) => {
    e.preventDefault();
    if (!isMeant()) return;
    const form = Object.fromEntries(new FormData(e.target));
    e.target.reset(); e.target.closest("details").open = false;
    await admit(form);
  });
  // Whoever waits is told by nobody that a seat is free now: they stand here to be called in.
  const whoWaits = () => {
    const waiting = list.guests.filter((g) => g.state === "waitlisted");
    if (!waiting.length) return;
    const names = waiting.map((guest) => several(guest.name, guest.people)).join(", ");
    $("said").textContent += `. ${word("waiting", { names })}`;
    $("found").replaceChildren(...waiting.slice(0, 12).map(row));
  };
  const release = async () => {
    if (!confirm(word("release_ask"))) return;
    try {
      const state = await call("/nhuong-cho", { seen: list.seen || "" });
      const count = state.freed || 0;
      if (state.notice) say(state.notice, "no"); else say(word("released", { count }), "good");
      take(state);
      if (!state.notice) whoWaits();
    } catch { say(word("release_failed"), "no"); }
  };
  if ($("release")) $("release").onclick = release;

  // What the camera read: a ticket lets in; an invitation on paper is looked up, who holds it is a guest.
  const scanned = (text) => {
    if (tryCode(text)) return;
    const paper = (text.toUpperCase().match(/GM[^0-9A-Z]*[0-9A-Z]{7}/) || [])[0];
    if (!paper) { say(word("not_listed"), "no"); return; }
    $("q").value = paper;
    search();
    say($("nobody").dataset.said || word("not_listed"), $("nobody").dataset.said ? "again" : "no");
  };
  const texts = {
    off: word("torch_off"), stop: word("scan_stop"), noReader: word("no_scanner"), noCamera: word("no_camera"),
  };
  doorCamera({ scanned, say, texts, instead: () => $("q").focus() });

  addEventListener("online", refresh);
  addEventListener("offline", () => { online = false; show(); });
  doorSafe.keepPage(root);
  const start = async () => {
    const kept = await doorSafe.load(event);
    list = kept.list && Array.isArray(kept.list.guests) ? kept.list : nobody();
    queue = readable(kept.queue);
    known = kept.known;
    show();
    await refresh();
    setInterval(refresh, 8000);
  };
  start();
})();
