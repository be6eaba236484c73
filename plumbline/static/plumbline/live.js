// Keeps the confidence panel beside a form up to date with what is typed. Nothing is saved; without it the panel
// shows what is stored.
//
// One question at a time: an older answer cannot come after a newer one, and a slow server is not asked faster than
// it answers. What was typed meanwhile is asked as soon as the answer is there.
"use strict";
(() => {
  const PAUSE = 200; // after the last key, in milliseconds
  const SLOW = 1000; // from here on we say that it takes a while
  const PATIENCE = 15000;
  const AGAIN = 4000; // after no answer
  const panel = document.querySelector("[data-live]");
  const form = panel && panel.closest("form");
  if (!form) return;
  const [account, word, said] = ["account", "word", "said"].map((name) => panel.querySelector(`[data-live-${name}]`));
  const typed = () => new URLSearchParams(new FormData(form)).toString();

  // Changes the panel; what one is typing into stays where it is.
  const still = (change) => {
    const field = form.contains(document.activeElement) && document.activeElement;
    const before = field && field.getBoundingClientRect().top;
    change();
    if (field) window.scrollBy({ top: field.getBoundingClientRect().top - before, behavior: "instant" });
  };
  // Only what has changed is read out.
  const say = (place, words) => { if (place.textContent !== words) place.textContent = words; };
  const sayScore = () => say(said, account.querySelector("[data-live-score]").dataset.liveScore);
  const tell = (state) => still(() => {
    panel.dataset.state = state;
    say(word, word.dataset[state]);
  });
  const draw = (html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const state = body.querySelector("[data-live-state]")?.dataset.liveState ?? "fresh";
    if (body.innerHTML.trim() === account.innerHTML.trim()) return state;
    still(() => {
      account.style.minHeight = `${account.offsetHeight}px`; // it may grow, and never shrinks
      account.replaceChildren(...body.childNodes);
      sayScore();
    });
    return state;
  };

  let timer, asking = false, leaving = false;
  let answered = ""; // the form that the last answer was about

  const ask = async () => {
    clearTimeout(timer);
    const asked = typed();
    if (asking || leaving || asked === answered) return;
    asking = true;
    const slow = setTimeout(tell, SLOW, "slow");
    let state = "lost";
    try {
      const answer = await fetch(panel.dataset.live, {
        method: "POST",
        body: new URLSearchParams(asked),
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.redirected || answer.status === 403) state = "out";
      else if (answer.status === 200) state = draw(await answer.text());
      else if (answer.status < 500) state = "half";
    } catch { /* no answer: it stays lost */ }
    clearTimeout(slow);
    asking = false;
    if (leaving) return;
    const lost = state === "lost";
    if (!lost) answered = asked;
    if (lost || typed() === asked) tell(state);
    if (lost) timer = setTimeout(ask, AGAIN);
    else ask(); // what was typed meanwhile
  };

  const soon = () => {
    leaving = false;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  for (const event of ["input", "change"]) form.addEventListener(event, soon);
  for (const event of ["formset:added", "formset:removed"]) document.addEventListener(event, soon);
  // Django's search boxes tell jQuery alone of a choice.
  if (window.django && window.django.jQuery) window.django.jQuery(form).on("change", soon);
  for (const [where, event] of [[form, "submit"], [window, "pagehide"]]) {
    where.addEventListener(event, () => { leaving = true; }); // a question that is cut off then is no silent server
  }
  window.addEventListener("online", soon);
  window.addEventListener("resize", () => { account.style.minHeight = ""; });
  // After "back", and where saving was refused, the form does not stand as it is stored. Browsers fill it in late.
  window.addEventListener("pageshow", soon);
  sayScore();
})();
