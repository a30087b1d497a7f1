// What happened at the door is heard and felt, too: `good` one high tone, `again` two in the middle,
// `no` a long low one. Whoever wants it quiet switches the sound off on this phone.
"use strict";
const doorSignal = (() => {
  const QUIET = "donghanh:quiet";
  const TONES = { good: [[880, 0, .15]], again: [[520, 0, .12], [520, .2, .12]], no: [[200, 0, .5]] };
  const BUZZES = { good: 80, again: [60, 80, 60], no: 350 };
  const button = document.getElementById("sound");
  let audio = null;
  let quiet = false;
  try { quiet = localStorage.getItem(QUIET) === "1"; } catch { /* none allowed: with sound */ }
  const show = () => { button.textContent = quiet ? button.dataset.off : button.dataset.on; };
  button.onclick = () => {
    quiet = !quiet;
    try { localStorage.setItem(QUIET, quiet ? "1" : ""); } catch { /* until the page is left */ }
    show();
  };
  show();
  // A phone makes no sound before it was touched.
  const wake = () => {
    const Audio = window.AudioContext || window.webkitAudioContext;
    if (!audio && Audio) audio = new Audio();
    if (audio && audio.state === "suspended") audio.resume().catch(() => {});
  };
  addEventListener("pointerdown", wake);
  addEventListener("keydown", wake);
  return (kind) => {
    if (!TONES[kind]) return;
    if (navigator.vibrate) navigator.vibrate(BUZZES[kind]);
    if (quiet || !audio) return;
    for (const [pitch, after, lasts] of TONES[kind]) {
      const tone = audio.createOscillator(), volume = audio.createGain();
      const at = audio.currentTime + after;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(.25, at);
      volume.gain.exponentialRampToValueAtTime(.001, at + lasts);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + lasts);
    }
  };
})();
