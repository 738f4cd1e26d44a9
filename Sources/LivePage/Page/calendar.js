// The week and the month as a calendar of moods, day by day from the history.
const calendar = { isMonth: false, offset: 0, days: new Map() };

function shownDays() {
  const today = startOfDay(new Date());
  if (!calendar.isMonth) return Array.from({ length: 7 }, (_, index) => startOfDay(today, 7 * calendar.offset - 6 + index));
  const first = new Date(today.getFullYear(), today.getMonth() + calendar.offset, 1);
  const count = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  return Array.from({ length: count }, (_, index) => startOfDay(first, index));
}

// A day that is over does not change, and is asked for once.
async function periodsOf(date) {
  const key = date.getTime(), end = startOfDay(date, 1);
  if (key > Date.now()) return [];
  const known = calendar.days.get(key);
  if (known) return known;
  const { history } = await call("GetHistory", { from: date.toISOString(), to: end.toISOString(), limit: 5000 });
  if (end.getTime() < Date.now() - 600000) calendar.days.set(key, history.moods);
  return history.moods;
}

const loadCalendar = latestOnly(async () => {
  const shown = [];
  for (const date of shownDays()) shown.push({ date, periods: await periodsOf(date) });
  const node = byId("calendar");
  node.replaceChildren(calendar.isMonth ? monthTable(shown) : weekList(shown));
  byId("later").disabled = calendar.offset === 0;
});

function daySums(date, periods) { return sums(periods, date.getTime(), startOfDay(date, 1).getTime()); }

function weekList(shown) {
  const list = element("ul", { class: "days" });
  for (const { date, periods } of shown) {
    const start = date.getTime(), length = startOfDay(date, 1).getTime() - start;
    const strip = drawn("svg", { class: "strip", viewBox: "0 0 1440 24", preserveAspectRatio: "none", "aria-hidden": "true" });
    for (const period of periods) {
      const from = Math.max(0, Date.parse(period.from) - start), to = Math.min(length, Date.parse(period.to) - start);
      if (to > from) {
        strip.append(drawn("rect", { class: `mood ${moodClass(period.mood)}`, x: 1440 * from / length, y: 0, height: 24, width: Math.max(1, 1440 * (to - from) / length) }));
      }
    }
    list.append(element("li", {}, element("span", {}, dayFormat.format(date)), strip,
      element("span", { class: "quiet" }, sentence(daySums(date, periods)))));
  }
  return list;
}

function monthTable(shown) {
  const monday = new Date(2024, 0, 1);
  const names = Array.from({ length: 7 }, (_, index) => new Intl.DateTimeFormat(undefined, { weekday: "short" }).format(startOfDay(monday, index)));
  const table = element("table", {}, element("caption", {}, monthFormat.format(shown[0].date)),
    element("thead", {}, element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)))));
  const body = element("tbody");
  let row = element("tr", {}, ...Array.from({ length: (shown[0].date.getDay() + 6) % 7 }, () => element("td", { class: "empty" })));
  for (const { date, periods } of shown) {
    if (row.children.length === 7) {
      body.append(row);
      row = element("tr");
    }
    row.append(monthCell(date, daySums(date, periods)));
  }
  while (row.children.length < 7) row.append(element("td", { class: "empty" }));
  body.append(row);
  table.append(body);
  return table;
}

function monthCell(date, shares) {
  const cell = element("td", { title: `${dayFormat.format(date)}: ${sentence(shares)}` }, String(date.getDate()));
  if (!shares.length) return cell;
  const all = shares.reduce((sum, share) => sum + share[1], 0);
  const bar = element("div", { class: "shares", "aria-hidden": "true" });
  for (const [mood, seconds] of shares) {
    const part = element("i", { class: `mood ${moodClass(mood)}` });
    part.style.width = `${100 * seconds / all}%`;
    bar.append(part);
  }
  cell.append(element("div", { "aria-hidden": "true" }, shares[0][0]), element("span", { class: "hidden-text" }, `: ${sentence(shares)}`), bar);
  return cell;
}

for (const mood of moods) {
  byId("legend").append(element("li", {}, element("span", { class: `dot mood ${mood}`, "aria-hidden": "true" }), mood));
}

function choose(isMonth, offset) {
  calendar.isMonth = isMonth;
  calendar.offset = Math.min(0, offset);
  byId("week").setAttribute("aria-pressed", String(!isMonth));
  byId("month").setAttribute("aria-pressed", String(isMonth));
  loadCalendar();
}

byId("week").addEventListener("click", () => choose(false, 0));
byId("month").addEventListener("click", () => choose(true, 0));
byId("earlier").addEventListener("click", () => choose(calendar.isMonth, calendar.offset - 1));
byId("later").addEventListener("click", () => choose(calendar.isMonth, calendar.offset + 1));

onStatus((status, before) => { if (!before) loadCalendar(); });
setInterval(() => { if (state.isThere && !document.hidden) loadCalendar(); }, 300000);
