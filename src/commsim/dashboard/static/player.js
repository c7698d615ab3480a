// The clock of the page: which month is shown, and whether time runs. Everything that shows a month subscribes to it.

export const SPEEDS = [0.5, 1, 2, 4, 8];
const MONTHS_A_SECOND = 6;
// A tab that was hidden gets its next frame late; time then goes on from where it was, and does not leap.
const LONGEST_FRAME = 0.25;

const listeners = new Set();
let frame = 0;
let lastTime = 0;
let part = 0;

function tell() {
  for (const listener of [...listeners]) listener(player);
}

function tick(time) {
  frame = 0;
  if (!player.playing) return;
  const seconds = lastTime ? Math.min((time - lastTime) / 1000, LONGEST_FRAME) : 0;
  lastTime = time;
  part += seconds * MONTHS_A_SECOND * player.speed;
  const whole = Math.floor(part);
  part -= whole;
  if (whole) {
    player.month = Math.min(player.month + whole, player.months);
    if (player.month === player.months) halt();
    tell();
  }
  if (player.playing) frame = requestAnimationFrame(tick);
}

function halt() {
  player.playing = false;
  if (frame) cancelAnimationFrame(frame);
  frame = 0;
  part = 0;
}

function clamp(month) {
  return Math.min(Math.max(Math.round(month) || 1, 1), player.months);
}

export const player = {
  month: 1,
  months: 1,
  playing: false,
  speed: 1,
  // What the clock was last set for, such as a lesson; 0 nothing.
  occasion: 0,

  // Milliseconds for which a month is shown while playing.
  get monthMs() {
    return 1000 / (MONTHS_A_SECOND * player.speed);
  },

  set(month) {
    const wanted = clamp(month);
    if (wanted === player.month) return;
    player.month = wanted;
    part = 0;
    if (player.playing && wanted === player.months) halt();
    tell();
  },

  play() {
    if (player.playing) return;
    if (player.month >= player.months) player.month = 1;
    player.playing = player.months > 1;
    lastTime = 0;
    part = 0;
    if (player.playing) frame = requestAnimationFrame(tick);
    tell();
  },

  pause() {
    if (!player.playing) return;
    halt();
    tell();
  },

  toggle() {
    if (player.playing) player.pause();
    else player.play();
  },

  // Goes some months on (or back, below 0) and stands still there.
  step(by) {
    const wanted = clamp(player.month + by);
    if (!player.playing && wanted === player.month) return;
    halt();
    player.month = wanted;
    tell();
  },

  setSpeed(speed) {
    if (!(speed > 0) || speed === player.speed) return;
    player.speed = speed;
    tell();
  },

  // Another run is shown, of so many months: the month stays if the run has it.
  setMonths(months) {
    if (months === player.months) return;
    player.months = Math.max(1, months);
    player.month = clamp(player.month);
    if (player.month === player.months) halt();
    tell();
  },

  // Calls the listener after any change; returns what ends this.
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

if (typeof window !== "undefined") window.commsimPlayer = player; // for tests in a browser
