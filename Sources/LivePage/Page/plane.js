// The catalogue on the plane of valence and energy, and the present list in it.
const loadPlane = latestOnly(async () => {
  const { plane } = await call("GetSongPlane");
  drawPlane(plane);
});

function drawPlane(plane) {
  const left = 34, top = 8, size = 360, cell = size / plane.side;
  const all = plane.counts.reduce((sum, count) => sum + count, 0), most = Math.max(1, ...plane.counts);
  if (all === 0) {
    write("plane-text", "The sound of these songs has not been measured, so they have no place here. A table with valence and energy (emotunesctl catalogue import) gives them one.");
    byId("plane").replaceChildren();
    return;
  }
  write("plane-text", `${all} songs of the catalogue whose sound is known, and ${plane.songs.length} of the present list: the further right, the more positive; the further up, the more intense.`);
  const places = plane.songs.map((song) => `song ${song.position} at valence ${percent(song.valence)}, energy ${percent(song.energy)}`);
  const drawing = drawn("svg", { viewBox: `0 0 ${left + size + 8} ${top + size + 30}`, role: "img", "aria-label": `The present list in the catalogue: ${places.join("; ") || "none of its songs was measured"}` });
  drawing.append(drawn("rect", { x: left, y: top, width: size, height: size, fill: "none", class: "grid" }));
  plane.counts.forEach((count, index) => {
    if (!count) return;
    const column = index % plane.side, row = Math.floor(index / plane.side);
    drawing.append(drawn("rect", { class: "cell", x: left + column * cell, y: top + size - (row + 1) * cell, width: cell, height: cell, opacity: 0.06 + 0.5 * Math.log1p(count) / Math.log1p(most) }));
  });
  for (const song of plane.songs) {
    drawing.append(drawn("circle", { class: "song-mark", cx: left + size * song.valence, cy: top + size * (1 - song.energy), r: 6 },
      drawn("title", {}, `Song ${song.position}`)));
  }
  drawing.append(drawn("text", { x: left, y: top + size + 20 }, "negative"), drawn("text", { x: left + size, y: top + size + 20, "text-anchor": "end" }, "positive"),
    drawn("text", { x: 0, y: 0, transform: `translate(20 ${top + size}) rotate(-90)` }, "calm"),
    drawn("text", { x: 0, y: 0, "text-anchor": "end", transform: `translate(20 ${top}) rotate(-90)` }, "intense"));
  byId("plane").replaceChildren(drawing);
}

onStatus((status, before) => {
  if (!before || status.playlist?.id !== before.playlist?.id || status.catalogue?.tracks !== before.catalogue?.tracks) loadPlane();
});
