// Results in place: choosing, sorting and turning pages changes the list and the address without loading the page
// anew. Without it, or where anything goes wrong, the links are plain links.
"use strict";
(() => {
  const WITHIN = ".facet a, .picked a, .sorts a, .pages a, .nothing a";
  const place = () => document.querySelector("[data-results]");
  if (!place()) return;
  let newest = 0;

  const show = async (address, keep) => {
    const mine = (newest += 1);
    place().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-results]");
      if (mine !== newest) return; // somebody chose again meanwhile
      if (!answer.ok || !found) return location.assign(address);
      const open = place().querySelector(".facets")?.open;
      place().replaceWith(found);
      if (open) found.querySelector(".facets").open = true;
      document.title = page.title;
      for (const form of document.querySelectorAll("form.find")) {
        const now = page.querySelector("form.find");
        if (now) form.replaceChildren(...form.querySelectorAll("label, input[type=search], ul"), ...now.querySelectorAll("input[type=hidden], button"));
      }
      if (keep) history.pushState(null, "", address);
      const status = found.querySelector("[role=status]");
      if (status) { status.tabIndex = -1; status.focus({ preventScroll: true }); }
      if (found.getBoundingClientRect().top < 0) found.scrollIntoView();
    } catch {
      location.assign(address);
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || !link.matches(WITHIN) || !place().contains(link)) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    show(link.href, true);
  });
  addEventListener("popstate", () => show(location.href, false));
})();
