// The mood now, its seven scores, the camera, and the orders that go with them.
const scoreRows = new Map();
for (const mood of moods) {
  const bar = element("i", { class: `mood ${mood}` }), text = element("b");
  byId("scores").append(element("li", {}, element("span", {}, mood), element("div", { class: "bar", "aria-hidden": "true" }, bar), text));
  scoreRows.set(mood, { bar, text });
}

const stateWords = {
  starting: "starting", streaming: "open, and looked through", busy: "in use by another program",
  yielded: "given up for another program", released: "closed", missing: "not there", denied: "not allowed",
  failed: "failed", ended: "the recording is over", paused: "closed: paused",
};

function showMood(status) {
  const mood = status.mood;
  const held = status.moodHold;
  const name = held?.mood ?? mood?.name;
  write("mood", name ? upperFirst(name) : "No mood yet");
  byId("dot").className = name ? `dot mood ${moodClass(name)}` : "dot";
  document.title = name ? `${upperFirst(clean(name))} – EmoTunes` : "EmoTunes";
  if (held) write("since", `because you said so, until ${moment(held.until)}`);
  else if (mood) write("since", `since ${moment(mood.since)}, ${percent(mood.confidence)} sure`);
  else write("since", "EmoTunes has to see a face for a while first.");
}

function showScores(status) {
  const scores = status.emotion?.scores;
  show("scores", Boolean(scores));
  show("no-scores", !scores);
  if (!scores) return;
  for (const [mood, row] of scoreRows) {
    const text = percent(scores[mood]);
    if (row.text.textContent !== text) row.text.textContent = text;
    row.bar.style.width = `${100 * Math.min(1, Math.max(0, Number(scores[mood]) || 0))}%`;
  }
}

function showCamera(status) {
  const camera = status.camera ?? {};
  write("camera", upperFirst(stateWords[camera.state] ?? camera.state ?? "?"));
  write("camera-detail", camera.detail ?? "");
  write("camera-counts", `${camera.framesAnalysed} looks, a face in ${camera.facesSeen} of them`);
  const isPaused = camera.state === "paused" || status.state === "paused";
  show("pause", !isPaused);
  show("pause-time-label", !isPaused);
  show("resume", isPaused);
  write("resume", status.pausedUntil ? `Resume (else at ${moment(status.pausedUntil)})` : "Resume");
}

function showNotices(status) {
  const notices = status.notices ?? [];
  const list = byId("notices");
  show("notices", notices.length > 0);
  const before = [...list.children].map((item) => item.textContent);
  if (before.length === notices.length && before.every((text, index) => text === clean(notices[index]))) return;
  list.replaceChildren(...notices.map((notice) => element("li", {}, notice)));
}

function showCorrection(status) {
  show("correction", "moodHold" in status);
  const held = status.moodHold;
  show("held", Boolean(held));
  if (held) write("held-text", `Held at ${held.mood} by ${held.by} since ${moment(held.since)}, until ${moment(held.until)}.`);
  for (const button of byId("corrections").children) {
    button.setAttribute("aria-pressed", String(held?.mood === button.dataset.mood));
  }
}

for (const mood of moods) {
  const button = element("button", { type: "button", "data-mood": mood, "aria-pressed": "false" },
    element("span", { class: `dot mood ${mood}`, "aria-hidden": "true" }), mood);
  button.addEventListener("click", () => order(button, "SetMood", { mood, seconds: chosen("hold-time") },
    `Taken: you feel ${mood}. The songs follow.`));
  byId("corrections").append(button);
}

// What was said of the mood, each with the way to take it back; the newest three.
const loadLessons = latestOnly(async () => {
  const { corrections } = await call("GetOpinions");
  byId("lessons").replaceChildren(...(corrections ?? []).slice(-3).reverse().map((lesson) => {
    const button = element("button", { type: "button", "aria-label": `Forget: ${lesson.mood}, ${moment(lesson.at)}` }, "Forget");
    button.addEventListener("click", async () => {
      if (await order(button, "ForgetCorrection", { id: lesson.id }, "Forgotten.")) loadLessons();
    });
    const read = lesson.read ? `, where your face was read as ${lesson.read}` : "";
    return element("li", {}, `${moment(lesson.at)}: ${lesson.mood}${read}${lesson.teaches ? "" : " (taught nothing)"} `, button);
  }));
});

function chosen(id) {
  const value = byId(id).value;
  return value ? Number(value) : null;
}

byId("auto").addEventListener("click", (event) =>
  order(event.currentTarget, "AutoMood", {}, "Taken back: your face decides again."));
byId("pause").addEventListener("click", async (event) => {
  if (await order(event.currentTarget, "Pause", { seconds: chosen("pause-time") }, "Paused: the camera is closed.")) {
    focusWhenShown("resume");
  }
});
byId("resume").addEventListener("click", async (event) => {
  if (await order(event.currentTarget, "Resume", {}, "EmoTunes looks again.")) focusWhenShown("pause");
});

// The button that was pressed goes; with the keyboard one goes on from the button in its place.
function focusWhenShown(id) {
  const node = byId(id);
  if (!node.hidden) return node.focus();
  const observer = new MutationObserver(() => {
    observer.disconnect();
    if (document.activeElement === document.body) node.focus();
  });
  observer.observe(node, { attributes: true, attributeFilter: ["hidden"] });
}

onStatus((status, before) => {
  showMood(status);
  showScores(status);
  showCamera(status);
  showNotices(status);
  showCorrection(status);
  if ("moodHold" in status && (!before || status.moodHold?.since !== before.moodHold?.since)) loadLessons();
  write("footer", `EmoTunes ${status.version}; ${status.catalogue?.tracks ?? 0} songs to choose from. This page is answered by this machine alone and ends with its command.`);
  if (before?.mood && status.mood && before.mood.name !== status.mood.name) {
    say(`The mood has shifted from ${before.mood.name} to ${status.mood.name}.`);
  }
});
