// What the daemon said last, and calls to it.
// What was asked for while it did not answer is missing until all is asked for again.
const state = { status: null, isThere: false, isMissing: false };
const listeners = [];

// Called with every status, and with the one before.
function onStatus(listener) { listeners.push(listener); }

function say(text) { write("said", text); }

function showTrouble(text) {
  write("trouble", text);
  show("trouble", Boolean(text));
}

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("status", (event) => {
    const before = state.status;
    const wasThere = state.isThere;
    state.status = JSON.parse(event.data);
    const isWhole = wasThere && !state.isMissing;
    state.isThere = true;
    state.isMissing = false;
    showTrouble("");
    if (!wasThere && before) say("emotunesd is there again.");
    for (const listener of listeners) listener(state.status, isWhole ? before : null);
  });
  events.addEventListener("trouble", (event) => {
    state.isThere = false;
    showTrouble(`No answer from the daemon: ${event.data} – the page goes on by itself as soon as it is there.`);
  });
  events.addEventListener("error", () => {
    state.isThere = false;
    showTrouble("This page has ended: its command was stopped. Run emotunesctl page --live again.");
  });
}

// A refusal of the daemon, with its word for it.
class Refusal extends Error {
  constructor(word, message) {
    super(message);
    this.word = word;
  }
}

// A daemon that hangs keeps its connection and says nothing: calls tell.
const slowAfter = 5000;

async function call(method, parameters = {}) {
  let answer;
  const slow = setTimeout(() => {
    if (state.isThere) showTrouble("The daemon does not answer. The page waits for it; if it stays so: systemctl --user restart emotunesd");
  }, slowAfter);
  try {
    answer = await fetch(`/call/${method}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(parameters),
    });
  } catch {
    throw new Refusal("NoPage", "This page has ended. Run emotunesctl page --live again.");
  } finally {
    clearTimeout(slow);
  }
  if (answer.status === 503) state.isMissing = true;
  // It answered, if only to refuse.
  else if (state.isThere) showTrouble("");
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(body.error ?? "Failed", body.message ?? "That did not work.");
  return body;
}

// Does what a button stands for, says what came of it, and keeps it from being pressed twice meanwhile.
async function order(button, method, parameters, done) {
  button.disabled = true;
  const hadFocus = document.activeElement === button;
  try {
    const reply = await call(method, parameters);
    say(typeof done === "function" ? done(reply) : done);
    return true;
  } catch (refusal) {
    say(refusal.message);
    if (refusal.word === "MethodNotFound") button.hidden = true;
    return false;
  } finally {
    button.disabled = false;
    if (hadFocus && document.activeElement === document.body) button.focus();
  }
}

// Has the newest of several wishes carried out: one at a time, and never an older one after a newer.
function latestOnly(work) {
  let isRunning = false, isWanted = false;
  return async function run() {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      try {
        await work();
      } catch {
        // The trouble line says what is the matter; the next status asks again.
      }
    }
    isRunning = false;
  };
}
