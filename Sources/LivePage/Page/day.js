// Today as a curve over the seven moods, and its shifts with their reasons.
const day = { periods: [], shifts: [], width: null };

const loadDay = latestOnly(async () => {
  const from = startOfDay(new Date());
  const { history } = await call("GetHistory", { from: from.toISOString(), limit: 5000 });
  day.periods = history.moods;
  day.shifts = history.shifts;
  drawDay();
});

// What is written of the present mood ends at the last look that was written; the status knows it goes on.
function periodsUntilNow() {
  const mood = state.status?.mood, last = day.periods.at(-1);
  if (!mood || state.status.camera?.state !== "streaming") return day.periods;
  const now = new Date().toISOString();
  if (last && last.mood === mood.name) return [...day.periods.slice(0, -1), { ...last, to: now }];
  return [...day.periods, { from: mood.since, to: now, mood: mood.name, confidence: mood.confidence }];
}

function drawDay() {
  // In the page's own pixels, so that words stay legible on a phone.
  day.width = byId("today").clientWidth;
  const left = 74, width = Math.max(200, day.width - left - 26), rowHeight = 28, top = 6, height = top + rowHeight * moods.length;
  const midnight = startOfDay(new Date()).getTime(), tomorrow = startOfDay(new Date(), 1).getTime();
  const x = (time) => left + width * Math.min(1, Math.max(0, (time - midnight) / (tomorrow - midnight)));
  const y = (mood) => top + rowHeight * (moods.indexOf(moodClass(mood)) + 0.5);
  const periods = periodsUntilNow().filter((period) => Date.parse(period.to) > midnight);
  const shares = sums(periods, midnight, tomorrow);
  const drawing = drawn("svg", { viewBox: `0 0 ${left + width + 26} ${height + 26}`, role: "img", "aria-label": `Moods today: ${sentence(shares)}` });
  for (const mood of moods) {
    drawing.append(drawn("line", { class: "grid", x1: left, x2: left + width, y1: y(mood), y2: y(mood) }),
      drawn("text", { x: 0, y: y(mood) + 5 }, mood));
  }
  for (const hour of [0, 6, 12, 18, 24]) {
    drawing.append(drawn("text", { x: left + width * hour / 24, y: height + 20, "text-anchor": "middle" }, `${hour}:00`));
  }
  let previous = null;
  for (const period of periods) {
    const start = Date.parse(period.from), end = Date.parse(period.to);
    if (previous && start - previous.end < 120000 && previous.mood !== period.mood) {
      drawing.append(drawn("line", { class: "step", x1: x(start), x2: x(start), y1: y(previous.mood), y2: y(period.mood) }));
    }
    drawing.append(drawn("rect", {
      class: `mood ${moodClass(period.mood)}`, x: x(start), y: y(period.mood) - 7, height: 14, rx: 3,
      width: Math.max(x(end) - x(start), 2), opacity: 0.45 + 0.55 * Math.min(1, Math.max(0, Number(period.confidence) || 0)),
    }, drawn("title", {}, `${period.mood}, ${clock(start)} to ${clock(end)}`)));
    previous = { end, mood: period.mood };
  }
  for (const shift of day.shifts) {
    const mark = drawn("circle", { class: "shift-mark", cx: x(Date.parse(shift.at)), cy: y(shift.to), r: 6 },
      drawn("title", {}, shiftText(shift)));
    mark.addEventListener("click", () => openShift(shift.at));
    drawing.append(mark);
  }
  drawing.append(drawn("line", { class: "now", x1: x(Date.now()), x2: x(Date.now()), y1: top, y2: height }));
  byId("today").replaceChildren(periods.length ? drawing : element("p", { class: "quiet" }, "Nobody has been seen today."));
  listShifts();
}

function shiftText(shift) { return `${clock(shift.at)}: ${shift.from} to ${shift.to}`; }

function listShifts() {
  const list = byId("shifts");
  const known = new Set([...list.children].map((item) => item.dataset.at));
  // Those that are there stay: one may be open, or have the focus.
  for (const item of [...list.children]) {
    if (!day.shifts.some((shift) => shift.at === item.dataset.at)) item.remove();
  }
  for (const shift of day.shifts) {
    if (known.has(shift.at)) continue;
    list.prepend(element("li", { "data-at": shift.at }, element("details", {},
      element("summary", {}, shiftText(shift)),
      element("p", { class: "quiet" }, `${shift.why || "No reason was written down"} (${percent(shift.confidence)} sure)`))));
  }
}

function openShift(at) {
  const item = [...byId("shifts").children].find((one) => one.dataset.at === at);
  if (!item) return;
  item.firstChild.open = true;
  item.querySelector("summary").focus();
}

onStatus((status, before) => {
  const key = (one) => `${one?.mood?.name}/${one?.mood?.since}`;
  if (!before || key(status) !== key(before)) loadDay();
});
new ResizeObserver(() => { if (day.width !== null && byId("today").clientWidth !== day.width) drawDay(); }).observe(byId("today"));
setInterval(() => { if (state.isThere && !document.hidden) loadDay(); }, 60000);
