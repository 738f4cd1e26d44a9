// Text from outside becomes text nodes and nothing else: no part of the page is ever read as HTML.
const moods = ["happy", "surprise", "neutral", "sad", "fear", "disgust", "angry"];
const byId = (id) => document.getElementById(id);

// Control characters, and those that turn the direction of writing, would let a title write over its neighbours.
function clean(text) {
  return String(text ?? "").replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, " ");
}

function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function drawn(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  for (const child of children) node.append(child instanceof Node ? child : document.createTextNode(clean(child)));
  return node;
}

// Changes what is different only: a screen reader says again what is written again.
function write(id, text) {
  const node = byId(id), cleaned = clean(text);
  if (node.textContent !== cleaned) node.textContent = cleaned;
}

function show(id, isShown) { byId(id).hidden = !isShown; }

// A mood of a newer daemon has no colour of ours.
function moodClass(word) { return moods.includes(word) ? word : "neutral"; }

function upperFirst(word) { return word.slice(0, 1).toUpperCase() + word.slice(1); }

// No script address becomes a link.
function safeLink(url) { return typeof url === "string" && /^https:\/\/[!-~]+$/.test(url) ? url : null; }

function coverAddress(url) {
  const safe = safeLink(url);
  if (!safe || !URL.canParse(safe)) return null;
  const host = new URL(safe).hostname;
  return host.endsWith(".scdn.co") || host.endsWith(".spotifycdn.com") ? safe : null;
}

function percent(share) { return `${Math.round(100 * (Number(share) || 0))} %`; }

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });
const monthFormat = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" });

function clock(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "?" : clockFormat.format(date);
}

// A time of today, or with its day.
function moment(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "?";
  return startOfDay(date).getTime() === startOfDay(new Date()).getTime() ? clock(date)
    : `${dayFormat.format(date)}, ${clock(date)}`;
}

function startOfDay(date, days = 0) { return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days); }

function span(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return `${Math.round(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// How long each mood lasted between two moments, the longest first.
function sums(periods, from, to) {
  const seconds = new Map();
  for (const period of periods) {
    const start = Math.max(Date.parse(period.from), from), end = Math.min(Date.parse(period.to), to);
    if (end > start) seconds.set(period.mood, (seconds.get(period.mood) ?? 0) + (end - start) / 1000);
  }
  return [...seconds].sort((one, other) => other[1] - one[1]);
}

function sentence(shares) {
  return shares.length ? shares.map(([mood, seconds]) => `${mood} ${span(seconds)}`).join(", ") : "nobody was seen";
}
