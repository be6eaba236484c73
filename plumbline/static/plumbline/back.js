// The way back to the list keeps its filters: the page is the same for everyone, and only the browser knows whence
// its reader came. Without it the link leads to all profiles.
"use strict";
(() => {
  const link = document.querySelector("a[data-back]");
  if (!link || !document.referrer) return;
  const from = new URL(document.referrer);
  if (from.origin !== location.origin) return;
  if (from.pathname === "/profiles/" && from.search) {
    link.href = from.pathname + from.search;
    link.textContent = "Back to your list";
  } else if (/^\/browse\/[^/]+\/[^/]+\/$/.test(from.pathname)) {
    link.href = from.pathname;
    link.textContent = "Back to where you were";
  }
})();
