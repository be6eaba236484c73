// Offers names of profiles while somebody types into a search field. Without it the field is a plain one.
//
// A combobox after the ARIA practices: arrows choose, Enter goes there, Escape closes, and what is typed is never
// changed. One question at a time; what was typed meanwhile is asked when the answer is there.
"use strict";
(() => {
  const PAUSE = 80; // after the last key, in milliseconds
  let count = 0;

  const begin = (field) => {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `suggestions-${(count += 1)}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Profiles");
    list.hidden = true;
    field.after(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) field.setAttribute(name, value);
    let chosen = -1;
    let asked = "";
    let busy = false;
    let timer = 0;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const choose = (place) => {
      const options = [...list.children];
      chosen = (place + options.length + 1) % (options.length + 1);
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
      if (options[chosen]) field.setAttribute("aria-activedescendant", options[chosen].id);
      else field.removeAttribute("aria-activedescendant");
    };
    const show = (found) => {
      list.replaceChildren(...found.map((one, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.address = one.address;
        option.textContent = one.name;
        if (one.also) {
          const also = document.createElement("span");
          also.textContent = ` ${one.also}`;
          option.append(also);
        }
        return option;
      }));
      chosen = -1;
      list.hidden = !found.length || document.activeElement !== field;
      field.setAttribute("aria-expanded", String(!list.hidden));
    };
    const ask = async () => {
      const words = field.value.trim();
      if (busy || words === asked) return;
      asked = words;
      if (!words) return close();
      busy = true;
      try {
        const answer = await fetch(`/suggest/?q=${encodeURIComponent(words)}`);
        if (answer.ok) show((await answer.json()).suggestions);
      } catch {
        close(); // no answer: it is a plain field
      }
      busy = false;
      ask();
    };

    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
    field.addEventListener("blur", () => setTimeout(close, 150));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return close();
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const last = list.children.length;
        choose(event.key === "ArrowDown" ? (chosen < 0 ? 0 : chosen + 1) : (chosen < 0 || chosen === last ? last - 1 : chosen - 1));
      } else if (event.key === "Enter" && list.children[chosen]) {
        event.preventDefault();
        location.assign(list.children[chosen].dataset.address);
      }
    });
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[data-address]");
      if (option) { event.preventDefault(); location.assign(option.dataset.address); }
    });
  };

  document.querySelectorAll("input[data-suggest]").forEach(begin);
})();
