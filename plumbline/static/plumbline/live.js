// Keeps the confidence panel beside a form up to date with what is typed. Nothing is saved; without it the panel
// shows what is stored.
"use strict";
(() => {
  const panel = document.querySelector("[data-live]");
  const form = panel && panel.closest("form");
  if (!form) return;
  let waiting, asked = 0;
  const ask = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(panel.dataset.live, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (mine !== asked || answer.status !== 200) return; // half typed, or a later answer is on its way
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
      panel.replaceChildren(...shown.body.childNodes);
    } catch { /* offline: what stands there stays */ }
  };
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(ask, 200); };
  for (const event of ["input", "change", "formset:removed", "formset:added"]) document.addEventListener(event, soon);
  // Django's search boxes tell jQuery alone of a choice.
  if (window.django && window.django.jQuery) window.django.jQuery(form).on("change", soon);
})();
