// Tells readers whether a call is open. The site has no clock, so only their browser can know.
const now = Date.now();
for (const state of document.querySelectorAll(".call-state")) {
  const { opens, passes, soon, open, closed } = state.dataset;
  state.textContent = now >= Date.parse(passes) ? closed : now < Date.parse(opens) ? soon : open;
  state.hidden = false;
}
