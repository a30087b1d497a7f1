// The camera at the door: reads codes until it is stopped, with the lamp of the phone where it has one.
// `scanned(text)` hears each code once; `instead()` where there is no way to read any; `texts`: what it says.
"use strict";
const doorCamera = ({ scanned, say, texts, instead }) => {
  const [video, button, torch] = ["camera", "scan", "torch"].map((id) => document.getElementById(id));
  const HELD_MS = 4000; // the same code held before the camera counts once
  const begin = button.textContent;
  const light = torch.textContent;
  let stream = null;

  // What reads QR codes: the browser itself, else (on iPhones, in Firefox) a reader of ours.
  const qrReader = async () => {
    const own = "BarcodeDetector" in window && await BarcodeDetector.getSupportedFormats();
    const Reader = own && own.includes("qr_code")
      ? BarcodeDetector
      : (await import(document.getElementById("qr-reader").href)).BarcodeDetector;
    return new Reader({ formats: ["qr_code"] });
  };

  const stop = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = torch.hidden = true;
    button.textContent = begin;
  };
  const lamp = () => {
    const [track] = stream ? stream.getVideoTracks() : [];
    const can = track && track.getCapabilities ? track.getCapabilities() : {};
    return can.torch ? track : null;
  };
  const shine = async (on) => {
    try { await lamp().applyConstraints({ advanced: [{ torch: on }] }); } catch { return; }
    torch.setAttribute("aria-pressed", String(on));
    torch.textContent = on ? texts.off : light;
  };
  torch.onclick = () => shine(torch.getAttribute("aria-pressed") !== "true");

  button.onclick = async () => {
    if (stream) { stop(); return; }
    let reader;
    try { reader = await qrReader(); } catch { say(texts.noReader, "no"); instead(); return; }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch { say(texts.noCamera, "no"); return; }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    button.textContent = texts.stop;
    torch.setAttribute("aria-pressed", "false");
    torch.textContent = light;
    torch.hidden = !lamp();
    setTimeout(() => { torch.hidden = !lamp(); }, 800); // some phones tell of it only a little later
    let last = "", since = 0;
    const look = async () => {
      if (!stream) return;
      try {
        for (const { rawValue: text } of await reader.detect(video)) {
          if (text === last && Date.now() - since < HELD_MS) continue;
          last = text; since = Date.now();
          scanned(text);
        }
      } catch { /* a frame that could not be read */ }
      setTimeout(look, 200);
    };
    look();
  };
};
