// Makes the forms quicker: checks while typing, shows Markdown, searches choices by name. Without it, they work too.
(() => {
  const CYRILLIC = {
    а: "a", б: "b", в: "v", г: "g", д: "d", ђ: "d", е: "e", ж: "z", з: "z", и: "i", ј: "j", к: "k", л: "l", љ: "lj", м: "m", н: "n",
    њ: "nj", о: "o", п: "p", р: "r", с: "s", т: "t", ћ: "c", у: "u", ф: "f", х: "h", ц: "c", ч: "c", џ: "dz", ш: "s",
  };

  // The same key in both scripts, with and without marks.
  const fold = (text) => text.toLowerCase().replace(/[а-џ]/g, (c) => CYRILLIC[c] ?? c).replace(/đ|dj/g, "d")
    .normalize("NFD").replace(/\p{M}/gu, "");

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const later = (work, pause) => {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(work, pause);
    };
  };

  // All entries: filters while typing.
  const sought = document.getElementById("q");
  if (sought) {
    const kinds = [...document.querySelectorAll("details.kind:not(.commit)")];
    const status = document.getElementById("found");
    const filter = () => {
      const words = fold(sought.value).split(/\s+/).filter(Boolean);
      let count = 0;
      for (const kind of kinds) {
        let here = 0;
        for (const item of kind.querySelectorAll("[data-key]")) {
          item.hidden = !words.every((word) => item.dataset.key.includes(word));
          here += !item.hidden;
        }
        if (words.length) kind.open = here > 0;
        kind.hidden = words.length > 0 && here === 0;
        count += here;
      }
      status.textContent = words.length ? String(count) : "";
    };
    sought.addEventListener("input", filter);
  }

  const state = () => document.getElementById("state");
  let form = document.getElementById("form");
  if (!form) return;
  let isChanged = false;
  let asked = 0;

  const body = (order) => {
    const data = new URLSearchParams(new FormData(form));
    data.set("_do", order);
    return data;
  };
  const send = (order) => fetch(form.action, { method: "POST", body: body(order), credentials: "same-origin", redirect: "error" });

  // Keeps the field in its place on the screen while the list above grows.
  const steady = (work) => {
    const field = document.activeElement;
    const before = field.getBoundingClientRect().top;
    work();
    window.scrollBy(0, field.getBoundingClientRect().top - before);
  };

  // Shows the problems of the check at their fields and in the list above.
  const show = ({ problems, others, refused, preview }) => {
    for (const box of form.querySelectorAll(".problems")) box.replaceChildren();
    for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    const summary = document.getElementById("summary");
    const list = summary.querySelector("ul");
    list.replaceChildren();
    for (const { field, label, text, help, lang, error } of problems) {
      const input = document.getElementById(field);
      // What is being chosen is not finished yet.
      if (input?.getAttribute("aria-expanded") === "true") continue;
      const box = document.getElementById(`${field}-problem`);
      if (box) {
        const advice = element("span", { className: "advice", textContent: help ? ` ${help}` : "" });
        box.append(element("p", { className: error ? "problem" : "problem warning", lang }, text, advice));
      }
      if (error && input?.matches("input, select, textarea")) input.setAttribute("aria-invalid", "true");
      const said = (textContent) => element("span", { lang, textContent });
      list.append(element("li", {}, field && input ? element("a", { href: `#${field}` }, `${label}: `, said(text)) : said(`${text} ${help}`)));
    }
    for (const text of others) list.append(element("li", { lang: "en", textContent: text }));
    if (refused) list.append(element("li", { textContent: refused }));
    summary.hidden = !list.children.length;
    state().textContent = list.children.length ? `${summary.querySelector("h2").textContent}: ${list.children.length}` : "";
    for (const [language, html] of Object.entries(preview)) {
      const box = document.getElementById(`preview-${language}`);
      // The server made it of Markdown, and lets only harmless tags pass.
      if (box && html !== null) box.innerHTML = html;
    }
  };

  const check = later(async () => {
    const number = ++asked;
    try {
      const answer = await send("check");
      if (!answer.ok || number !== asked) return;
      const found = await answer.json();
      if (number === asked) steady(() => show(found));
    } catch {
      // The preview has ended; saving will say so.
    }
  }, 400);

  // A link in the list above leads to the field, also in what is folded.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".summary a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    for (let above = field; above; above = above.parentElement) if (above.matches("details")) above.open = true;
    field.scrollIntoView({ block: "center" });
    field.focus();
  });

  // Searches the entries that a field can name.
  const choose = (input) => {
    const options = [...document.getElementById(input.getAttribute("list")).options]
      .map(({ value, label }) => ({ value, label, key: `${fold(label)} ${value}` }));
    input.removeAttribute("list");
    const list = element("ul", { id: `${input.id}-list`, hidden: true });
    list.setAttribute("role", "listbox");
    const label = document.querySelector(`label[for="${CSS.escape(input.id)}"]`);
    list.setAttribute("aria-label", label?.textContent ?? "");
    const box = element("div", { className: "combo" });
    input.before(box);
    box.append(input, list);
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) {
      input.setAttribute(name, value);
    }
    const chosen = document.getElementById(`${input.id}-name`);
    const items = () => [...list.children];
    const active = () => items().findIndex((item) => item.getAttribute("aria-selected") === "true");
    const close = () => {
      if (!list.hidden) check();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (at) => {
      items().forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
      const item = items()[at];
      if (item) {
        input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      }
    };
    const name = () => {
      if (chosen) chosen.textContent = options.find(({ value }) => value === input.value)?.label ?? "";
    };
    const take = (value) => {
      input.value = value;
      name();
      close();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      close();
    };
    const open = () => {
      const words = fold(input.value).split(/\s+/).filter(Boolean);
      const found = options.filter(({ key }) => words.every((word) => key.includes(word))).slice(0, 50);
      list.replaceChildren(...found.map(({ value, label }, number) => {
        const item = element("li", { id: `${list.id}-${number}` }, label || value, element("span", { className: "quiet", textContent: label ? ` ${value}` : "" }));
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(value);
        });
        item.dataset.value = value;
        return item;
      }));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
    };
    input.addEventListener("input", (event) => {
      if (event.isTrusted) open();
      name();
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) open();
        else mark((active() + step + items().length) % items().length);
      } else if (event.key === "Enter" && !list.hidden && active() >= 0) {
        event.preventDefault();
        take(items()[active()].dataset.value);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      }
    });
  };

  const start = () => {
    form.querySelectorAll("input.choice[list]").forEach(choose);
    form.addEventListener("input", () => {
      isChanged = true;
      check();
    });
    form.addEventListener("submit", async (event) => {
      const order = event.submitter?.value ?? "save";
      if (!order.includes(" ")) {
        isChanged = false;
        return;
      }
      // Adds, removes or moves an item without leaving the page.
      event.preventDefault();
      isChanged = true;
      const open = new Set([...form.querySelectorAll("details[open][id]")].map(({ id }) => id));
      try {
        const page = new DOMParser().parseFromString(await (await send(order)).text(), "text/html");
        const next = page.getElementById("form");
        if (!next) throw new Error("no form");
        for (const list of page.querySelectorAll("datalist")) {
          if (!document.getElementById(list.id)) document.body.append(list);
        }
        const focus = next.querySelector("[autofocus]");
        focus?.removeAttribute("autofocus");
        form.replaceWith(next);
        form = next;
        for (const id of open) {
          const details = document.getElementById(id);
          if (details?.matches("details")) details.open = true;
        }
        start();
        const [what, path] = order.split(" ");
        const moved = document.getElementById(what === "remove" ? path.replace(/\.[^.]+$/, "") : path);
        (focus ?? moved?.querySelector("summary, input:not([type=hidden]), button") ?? moved)?.focus();
        check();
      } catch (error) {
        state().textContent = String(error);
      }
    });
  };
  start();

  document.addEventListener("keydown", (event) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=save]"));
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
  const summary = document.getElementById("summary");
  if (summary && !summary.hidden && form.dataset.sent) summary.focus();
})();
