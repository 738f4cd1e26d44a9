// The twenty songs, what is said of them, and what plays them.
const songs = { verdicts: new Map(), id: null };

const loadSongs = latestOnly(async () => {
  if (!state.status?.playlist) return showSongs(null);
  const [{ playlist }, { opinions }] = await Promise.all([call("GetPlaylist"), call("GetOpinions").catch(() => ({ opinions: [] }))]);
  songs.verdicts = new Map();
  for (const opinion of opinions) {
    note(opinion, opinion.verdict);
  }
  showSongs(playlist);
});

// A song is the same under another address; one without a title is told by its address alone.
function nameKey(song) { return song.title ? JSON.stringify([song.title, song.artists]).toLowerCase() : null; }

function note(song, verdict) {
  songs.verdicts.set(song.uri, verdict);
  const name = nameKey(song);
  if (name) songs.verdicts.set(name, verdict);
}

function showSongs(playlist) {
  const focused = document.activeElement?.closest?.("#songs-list button")?.dataset.key;
  write("songs-count", playlist ? `${playlist.tracks.length} songs for ${playlist.mood}` : "Songs");
  write("songs-reason", playlist ? playlist.reason : "No playlist yet.");
  byId("songs-list").replaceChildren(...(playlist?.tracks ?? []).map(songRow));
  show("spotify", (playlist?.tracks ?? []).some((track) => track.cover || track.uri.startsWith("spotify:")));
  const again = focused && [...byId("songs-list").querySelectorAll("button")].find((one) => one.dataset.key === focused);
  if (again) again.focus();
}

function songRow(track) {
  const name = track.title ?? `Song ${track.position}`;
  const link = safeLink(track.url), cover = coverAddress(track.cover);
  const title = link ? element("a", { href: link, rel: "noreferrer", target: "_blank" }, name) : element("span", {}, name);
  // The cover is shown whole and unchanged, as Spotify asks.
  const picture = cover ? element("img", { src: cover, alt: track.album ? `Cover of ${clean(track.album)}` : "Cover", loading: "lazy", referrerpolicy: "no-referrer", width: 64, height: 64 })
    : element("span", { class: "nocover", "aria-hidden": "true" }, String(track.position));
  const text = element("div", {}, element("strong", { class: "line" }, title));
  if (track.artists?.length) text.append(element("span", { class: "line" }, track.artists.join(", ")));
  if (track.album) text.append(element("span", { class: "line song-more" }, track.album));
  text.append(element("span", { class: "line song-more" }, reason(track)));
  const row = element("li", {}, picture, text);
  if (track.uri) text.append(verdictButtons(track, name, row));
  return row;
}

// The reason often begins with the song's mood.
function reason(track) {
  if (!track.why) return track.songMood;
  return track.why.startsWith(track.songMood) ? track.why : `${track.songMood}: ${track.why}`;
}

function verdictButtons(track, name, row) {
  const group = element("div", { class: "buttons" });
  const buttons = ["like", "dislike"].map((verdict) => {
    const label = upperFirst(verdict);
    const button = element("button", { type: "button", "data-key": `${verdict} ${track.uri}`, "aria-label": `${label}: ${clean(name).slice(0, 200)}` }, label);
    button.addEventListener("click", async () => {
      const wish = button.getAttribute("aria-pressed") === "true" ? "clear" : verdict;
      const words = { like: "It will come more often.", dislike: "It will not come again.", clear: "As if nothing had been said." };
      if (await order(button, "Feedback", { uri: track.uri, verdict: wish }, words[wish])) {
        note(track, wish);
        mark();
      }
    });
    return button;
  });
  function mark() {
    const said = songs.verdicts.get(track.uri) ?? songs.verdicts.get(nameKey(track));
    buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(said === ["like", "dislike"][index])));
    row.classList.toggle("disliked", said === "dislike");
  }
  mark();
  group.append(...buttons);
  return group;
}

const targetWords = { published: "is there", pending: "on its way", failed: "failed", off: "off" };

function showTargets(status) {
  const targets = (status.playlist?.publishing ?? []).filter((target) => target.state !== "off");
  const key = JSON.stringify(targets);
  const node = byId("songs-targets");
  if (node.dataset.key === key) return;
  node.dataset.key = key;
  node.replaceChildren();
  for (const publication of targets) {
    const link = safeLink(publication.url);
    const text = `${publication.target} ${targetWords[publication.state] ?? publication.state}${publication.detail ? ` (${publication.detail})` : ""}`;
    if (node.childNodes.length) node.append("; ");
    node.append(link ? element("a", { href: link, rel: "noreferrer", target: "_blank" }, text) : element("span", {}, text));
  }
  const canPlay = targets.some((one) => one.target === "mpd" || one.target === "spotify");
  for (const id of ["play", "next", "stop"]) show(id, canPlay);
}

byId("regenerate").addEventListener("click", (event) => order(event.currentTarget, "Regenerate", {}, "Another list is there."));
for (const [id, method] of [["play", "Play"], ["next", "Next"], ["stop", "Stop"]]) {
  byId(id).addEventListener("click", (event) => order(event.currentTarget, method, {}, (reply) => reply.detail));
}

onStatus((status, before) => {
  showTargets(status);
  const key = (one) => JSON.stringify([one?.playlist?.id, one?.playlist?.publishing?.map((target) => target.state)]);
  if (!before || key(status) !== key(before)) loadSongs();
});
