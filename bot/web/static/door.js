// The door: works from a list kept on the phone, so that the network may drop; what could not be
// sent waits and is sent later. Sending twice is harmless: an arrival is one arrival.
"use strict";
(() => {
  const root = document.getElementById("door");
  const { base, event } = root.dataset;
  let csrf = ""; // told by the server, so that the page kept for no network lets nobody in
  const $ = (id) => document.getElementById(id);
  const keep = doorSafe.keep;
  const nobody = () => ({ guests: [], arrived: 0, expected: 0 });
  let list = nobody();
  let queue = [];
  let online = true;
  let sending = false;
  let asking = ""; // the key of whoever waits at the door for an answer
  let known = false; // whose list this is; what waits is theirs

  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  const plain = (text) => fold(text).replace(/[^a-z0-9]/g, "");

  const called = (item) => String(item.name || item.code || (item.form && item.form.name) || "khách");
  // What waits, but what cannot be read (a damaged store): that is said, and the rest goes on.
  const readable = (items) => {
    const all = Array.isArray(items) ? items : [];
    const good = all.filter((item) => item && typeof item === "object" && (item.form ? typeof item.form === "object" : typeof item.id === "string" || typeof item.code === "string"));
    if (good.length < all.length) say(`Máy này có ${all.length - good.length} lượt chờ bị hỏng, không gửi được. Xin tìm và điểm danh lại người vừa vào.`, "no");
    return good.map((item) => ({ ...item, key: item.key && typeof item.key === "string" ? item.key : crypto.randomUUID() }));
  };

  // Before the day of the event nobody arrives in earnest: whoever tries it out is asked.
  const isEarly = () => Boolean(list.day) && Date.now() < list.day;
  const isMeant = () => {
    if (!isEarly() || confirm(`${$("early").textContent} Vẫn ghi là đã đến?`)) return true;
    say("Chưa tới ngày, chưa ghi gì.", "");
    return false;
  };

  const say = (text, kind) => { $("said").textContent = text; $("said").className = `said ${kind || ""}`; };
  const show = () => {
    $("early").hidden = !isEarly();
    $("arrived").textContent = list.arrived;
    $("expected").textContent = list.expected;
    $("net").textContent = online ? (queue.length ? "đang gửi" : "có mạng") : "mất mạng, vẫn điểm danh được";
    $("net").className = online ? "chip" : "chip red";
    $("queue-box").hidden = !queue.length;
    $("queued").textContent = queue.length;
    $("queue").replaceChildren(...queue.map((item) => Object.assign(document.createElement("li"), { textContent: called(item) })));
  };
  const take = (state) => {
    if (!state.guests) return;
    list = { guests: state.guests, arrived: state.arrived, expected: state.expected, seen: state.seen, day: state.day, told: true };
    // What waits here has happened, though the server has not heard of it yet.
    for (const item of queue) mark(item);
    keep("list", list);
    show();
  };
  const mark = (item) => {
    const guest = list.guests.find((g) => g.id === item.id || (item.code && g.code === item.code));
    if (!guest) return null;
    const came = item.undo ? 0 : Math.max(guest.present || 0, item.people || (guest.state === "checked_in" ? 0 : guest.people));
    list.arrived += came - (guest.present || 0);
    guest.present = came;
    guest.state = item.undo ? "confirmed" : "checked_in";
    return guest;
  };

  class Refused extends Error {} // by the server, which is there and would refuse it again
  const BUSY = [408, 429, 502, 503, 504];
  const call = async (path, fields) => {
    const body = fields && new URLSearchParams({ csrf, ...fields });
    const answer = await fetch(base + path, { method: fields ? "POST" : "GET", body, headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 403) { signedOut(); throw new Error("signed out"); }
    if (BUSY.includes(answer.status)) throw new Error("busy");
    const state = await answer.json().catch(() => null);
    online = true;
    if (!state || (!answer.ok && !state.outcome)) throw new Refused();
    return state;
  };

  const signedOut = () => {
    say(`Phiên làm việc đã hết. Xin đăng nhập lại${queue.length ? `; ${queue.length} lượt chờ gửi vẫn được giữ kín cho ông/bà` : ""}.`, "no");
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
      if (waiting) { queue = readable(known ? waiting : [...readable(waiting), ...queue]); keep("queue", queue); }
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
  const send = async (batch) => {
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
      else report(result.outcome, result.guest, item && (item.form || item.asked) ? called(item) : "");
      if (result.twice) twice(result.guest, result.twice);
    }
    take(state);
  };
  const flush = async () => {
    if (sending || !queue.length || !csrf) return;
    sending = true;
    const tried = new Set();
    try {
      for (let batch = next(tried); batch.length; batch = next(tried)) {
        try {
          await send(batch);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          // One of them holds nobody up: each is sent by itself, the refused ones wait.
          for (const item of batch) item.alone = true;
          if (batch.length > 1) continue;
          tried.add(batch[0].key);
          say(`Máy chủ chưa nhận lượt của ${called(batch[0])}; sẽ gửi lại. Xin báo văn thư.`, "no");
        }
      }
    } catch {
      online = false;
      if (waits(asking)) say(`Mất mạng: chưa biết có chỗ cho ${called(queue.find((item) => item.key === asking))} không, chưa cho vào. Có mạng thì máy tự hỏi lại.`, "no");
      asking = "";
    }
    sending = false;
    show();
  };

  const report = (outcome, guest, name) => {
    const who = guest ? `${guest.name}${guest.people > 1 ? ` (${guest.present || guest.people} người)` : ""}` : name;
    if (outcome === "arrived" && name) say(`Mời vào: ${who}`, "good");
    if (outcome === "already" && name) say(`${who} đã điểm danh rồi`, "good");
    if (outcome === "limit") say(`${who}: cơ sở này đã đủ người đăng ký, chưa ghi`, "no");
    if (outcome === "too_many") say(`${who}: đông hơn mức một đăng ký được đi, chưa ghi`, "no");
    if (outcome === "full") say(`${who}: hết chỗ, chưa cho vào`, "no");
    if (outcome === "not_held") say("Sự kiện này đã hủy, không điểm danh được", "no");
    if (outcome === "unknown") say("Không có mã này trong danh sách", "no");
    if (outcome === "bad") say(`${who}: xin ghi đúng họ tên, số điện thoại`, "no");
  };

  // The number is of others, or the name of somebody who has a seat and has not come: nobody is let
  // in before somebody said who it is.
  const ask = (form, among) => {
    const known = form.phone && among.some((guest) => guest.last && form.phone.replace(/\D/g, "").endsWith(guest.last));
    say(known ? `Số của ${form.name} đã có người đăng ký. Xin chọn là ai, ở dưới.` : `${form.name}: có người cùng tên đã đăng ký, chưa đến. Xin chọn là ai, ở dưới.`, "no");
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("span"), { className: "name", textContent: `${form.name} là ai?` }));
    const people = form.companions ? { people: 1 + Number(form.companions) } : {};
    for (const guest of among) item.append(button(`${guest.name}${guest.business ? `, ${guest.business}` : ""}`, () => { item.remove(); arrive(guest, people); }));
    item.append(button(known ? "Người khác, dùng chung số" : "Người khác, chưa đăng ký", () => { item.remove(); admit({ ...form, another: "1" }); }, "main"));
    item.append(button("Bỏ", () => item.remove()));
    $("which").append(item);
  };
  // The same ticket at two doors: said until the page is left, whatever is said after it.
  const twice = (guest, when) => {
    const li = Object.assign(document.createElement("li"), { textContent: `${guest.name} (${guest.code}) đã vào lúc ${when}, nay có người vào nữa bằng vé này. Xin xem lại ai là chủ vé.` });
    $("twice").append(li);
    $("twice").hidden = false;
  };
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
    if (guest.state === "checked_in" && !extra.undo && !more) { say(`${guest.name} đã điểm danh rồi`, "good"); clear(); return; }
    // Whoever had a seat is in at once; more than were registered, the server decides.
    const seated = ["confirmed", "offered", "checked_in"].includes(guest.state) && !(extra.people > guest.people);
    const item = { id: guest.id, code: guest.code, name: guest.name, at: Date.now(), key: crypto.randomUUID(), ...extra };
    if (!extra.undo && !isMeant()) return;
    if (!seated && !extra.undo) item.asked = true;
    clear();
    let kept = wait(item);
    if (seated || extra.undo) { mark(item); kept = keep("list", list); }
    await kept; // the queue is kept before the list
    if (item.asked && !waits(item.key)) return; // answered meanwhile
    const came = extra.people || guest.people;
    const people = came > 1 || guest.people > 1 ? `, ${came} người` : "";
    say(extra.undo ? `Đã bỏ điểm danh ${guest.name}` : seated ? `Mời vào: ${guest.name}${people}` : `Đang hỏi chỗ cho ${guest.name}${people}`, seated || extra.undo ? "good" : "");
    if (navigator.vibrate) navigator.vibrate(80);
    show(); flush();
  };
  const clear = () => { $("q").value = ""; $("found").replaceChildren(); };

  const byCode = (text) => {
    const code = (text.toUpperCase().match(/DK[^0-9A-Z]*([0-9A-Z]{7})/) || [])[1];
    if (!code) return null;
    return list.guests.find((g) => g.code.endsWith(code)) || { unknown: `DK-${code}` };
  };

  const button = (label, action, kind) => { const b = document.createElement("button"); b.textContent = label; b.type = "button"; if (kind) b.className = kind; b.onclick = action; return b; };
  const some = (guest, extra) => {
    const answer = prompt(`${guest.name} đăng ký ${guest.people} người. Cả thảy mấy người đã đến?`, guest.present || "");
    if (answer === null) return;
    const people = /^\d{1,3}$/.test(answer.trim()) ? Number(answer) : 0;
    if (people < 1) { say("Xin gõ một số người, từ 1 trở lên.", "no"); return; }
    arrive(guest, { ...extra, people });
  };
  const words = { confirmed: "có chỗ", offered: "được mời", waitlisted: "chờ chỗ", checked_in: "đã đến", cancelled: "đã hủy", expired: "quá hạn", no_show: "vắng" };
  const row = (guest) => {
    const li = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { className: "name", textContent: guest.name });
    name.append(Object.assign(document.createElement("small"), { textContent: `${guest.business || ""} · ${guest.code} · …${guest.last} · ${guest.state === "checked_in" && guest.present !== guest.people ? `${guest.present}/` : ""}${guest.people} người · ${words[guest.state] || ""}` }));
    li.append(name);
    if (guest.state === "checked_in") {
      if (guest.people > 1) li.append(button("Thêm người", () => some(guest)));
      li.append(button("Bỏ điểm danh", () => arrive(guest, { undo: true })));
      return li;
    }
    if (guest.people > 1) li.append(button("Đến một phần", () => some(guest)));
    li.append(button("Đi thay", () => { const other = prompt(`Ai đi thay ${guest.name}?`); if (other) arrive(guest, { representative: other }); }), button("Đã đến", () => arrive(guest), "main"));
    return li;
  };
  const search = () => {
    const text = $("q").value.trim();
    if (!text) { $("found").replaceChildren(); return; }
    const exact = byCode(text);
    if (exact && !exact.unknown) { $("found").replaceChildren(row(exact)); return; }
    const parts = fold(text).split(/\s+/);
    const hits = list.guests.filter((g) => (/^\d{3,4}$/.test(text) && g.last.endsWith(text)) || parts.every((p) => fold(`${g.name} ${g.business}`).includes(p)) || (plain(text).length > 2 && plain(g.code).includes(plain(text))));
    const shown = hits.slice(0, 12).map(row);
    if (!hits.length && list.told) shown.push(nobodyCalled(text)); // without a list nobody can say
    if (hits.length > 12) shown.push(Object.assign(document.createElement("li"), { textContent: `Còn ${hits.length - 12} người nữa, xin gõ thêm chữ.` }));
    $("found").replaceChildren(...shown);
  };
  // A name nobody registered: said, and the way to let them in as a guest.
  const nobodyCalled = (text) => {
    const li = document.createElement("li");
    li.id = "nobody";
    li.append(Object.assign(document.createElement("span"), { className: "name", textContent: `Không có “${text}” trong danh sách.` }));
    li.append(button("Ghi là khách chưa đăng ký", () => {
      const form = $("walkin");
      form.closest("details").open = true;
      if (/[^\d\s.]/.test(text)) form.elements.name.value = text; else form.elements.phone.value = text;
      clear(); form.elements.name.focus();
    }, "main"));
    return li;
  };
  $("q").addEventListener("input", search);
  $("find").addEventListener("submit", async (e) => {
    e.preventDefault();
    const hit = byCode($("q").value);
    if (hit && hit.unknown) {
      if (!isMeant()) return;
      const key = crypto.randomUUID();
      await wait({ key, code: hit.unknown, at: Date.now(), asked: true });
      if (waits(key)) say(`Đang hỏi chỗ cho ${hit.unknown}`, "");
      show(); flush(); return;
    }
    if (hit) arrive(hit);
    else {
      search();
      const only = $("found").querySelectorAll("button.main");
      if ($("nobody")) say("Không có ai như vậy trong danh sách. Khách chưa đăng ký thì ghi ở dưới.", "no");
      else if (only.length === 1) only[0].click();
      else if (only.length) say(`Có ${only.length} người như vậy, xin chọn.`, "");
    }
  });
  const admit = async (form) => {
    const key = crypto.randomUUID();
    await wait({ key, form: { ...form, key } });
    if (waits(key)) say(`Đang ghi: ${form.name}`, "");
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
    $("said").textContent += `. Đang chờ chỗ: ${waiting.map((g) => `${g.name} (${g.people} người)`).join(", ")}. Máy không tự báo cho họ: xin mời ai có mặt, gọi ai ở gần.`;
    $("found").replaceChildren(...waiting.slice(0, 12).map(row));
  };
  if ($("release")) $("release").onclick = async () => {
    if (!confirm("Nhường hết chỗ của người chưa đến?")) return;
    try { const state = await call("/nhuong-cho", { seen: list.seen || "" }); if (state.notice) say(state.notice, "no"); else say(`Đã nhường ${state.freed || 0} chỗ`, "good"); take(state); if (!state.notice) whoWaits(); } catch { say("Chưa làm được: cần có mạng, và sự kiện phải đã bắt đầu.", "no"); }
  };

  // The camera, where the browser can read QR codes by itself.
  let stream = null;
  const stop = () => { if (stream) stream.getTracks().forEach((t) => t.stop()); stream = null; $("camera").hidden = true; $("scan").textContent = "Quét mã QR"; };
  $("scan").onclick = async () => {
    if (stream) { stop(); return; }
    if (!("BarcodeDetector" in window)) { say("Máy này không quét được, xin gõ mã hoặc tên.", "no"); $("q").focus(); return; }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch { say("Chưa mở được máy ảnh. Xin cho phép, hoặc gõ mã.", "no"); return; }
    const video = $("camera"); video.srcObject = stream; video.hidden = false; await video.play();
    $("scan").textContent = "Dừng quét";
    const reader = new BarcodeDetector({ formats: ["qr_code"] });
    let last = "", since = 0;
    const look = async () => {
      if (!stream) return;
      try {
        for (const found of await reader.detect(video)) {
          // The same code held before the camera counts once.
          if (found.rawValue === last && Date.now() - since < 4000) continue;
          last = found.rawValue; since = Date.now();
          const hit = byCode(found.rawValue);
          if (hit && !hit.unknown) arrive(hit);
          else say("Mã này không có trong danh sách", "no");
        }
      } catch { /* a frame that could not be read */ }
      setTimeout(look, 200);
    };
    look();
  };

  addEventListener("online", refresh);
  addEventListener("offline", () => { online = false; show(); });
  // The page that is open now is kept too: it was loaded before the worker could see it.
  const keepPage = async () => {
    await navigator.serviceWorker.register("/can-bo/cua-sw.js", { scope: "/can-bo/" });
    const store = await caches.open("donghanh-door-2");
    const files = [...document.querySelectorAll("link[href], script[src], img[src]")].map((e) => e.href || e.src);
    await store.addAll([location.pathname, ...new Set(files.filter((f) => f.startsWith(location.origin + "/static/")))]);
    root.dataset.kept = "1";
  };
  if ("serviceWorker" in navigator) keepPage().catch(() => {});
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
