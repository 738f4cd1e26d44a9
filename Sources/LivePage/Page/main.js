// The token in the address has been used; it need not be seen, nor kept among the visited pages.
history.replaceState(null, "", "/");
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && state.isThere) {
    loadDay();
    loadCalendar();
  }
});
listen();
