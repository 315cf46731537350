// In every page of a preview: loads the page again when there is a new site, shows what is wrong with the files, and leads to
// the forms.
(() => {
  const { site, form } = document.currentScript.dataset;
  const WORDS = {
    en: {
      preview: "Preview", edit: "Edit", close: "Close", open: "Open the form", broken: "The site cannot be shown",
      stale: "This is the last version without errors.", left: (count) => `and ${count} more; katalog check lists them all`,
      errors: { one: "error", other: "errors" }, warnings: { one: "warning", other: "warnings" },
    },
    "sr-Latn": {
      preview: "Prikaz", edit: "Izmeni", close: "Zatvori", open: "Otvori obrazac", broken: "Sajt ne može da se prikaže",
      stale: "Ovo je poslednja verzija bez grešaka.", left: (count) => `i još ${count}; sve ih ispisuje katalog check`,
      errors: { one: "greška", few: "greške", other: "grešaka" },
      warnings: { one: "upozorenje", few: "upozorenja", other: "upozorenja" },
    },
    "sr-Cyrl": {
      preview: "Приказ", edit: "Измени", close: "Затвори", open: "Отвори образац", broken: "Сајт не може да се прикаже",
      stale: "Ово је последња верзија без грешака.", left: (count) => `и још ${count}; све их исписује katalog check`,
      errors: { one: "грешка", few: "грешке", other: "грешака" },
      warnings: { one: "упозорење", few: "упозорења", other: "упозорења" },
    },
  };
  const root = document.documentElement;
  const lang = root.lang in WORDS ? root.lang : root.lang.startsWith("sr") ? "sr-Latn" : "en";
  const words = WORDS[lang];
  let events;
  let panel;
  let dismissed;
  let isFolded = false;

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // A shadow root keeps the styles of the site and those of the preview apart.
  const apart = (name, ...content) => {
    const host = element(name, { lang });
    const style = element("link", { rel: "stylesheet", href: "/.katalog/preview.css" });
    host.attachShadow({ mode: "open" }).append(style, ...content);
    return host;
  };

  const dismiss = (report) => {
    dismissed = JSON.stringify(report);
    panel.remove();
  };

  const counted = (count, forms) => count && `${count} ${forms[new Intl.PluralRules(lang).select(count)] ?? forms.other}`;

  // A problem: the program says what is wrong in English.
  const told = ({ message, help, place, rule, entry }) => {
    const item = element("li", {}, element("p", { className: "message", lang: "en", textContent: message }));
    if (help) item.append(element("p", { lang: "en", textContent: help }));
    if (place) item.append(element("p", { lang: "en" }, element("code", { textContent: place }), ` ${rule}`));
    if (form && entry) item.append(element("a", { href: new URL(`/_edit/e/${entry}`, form).href, textContent: words.open }));
    return item;
  };

  // The panel stays at the lower edge, so what gets the focus must be above it.
  const room = new ResizeObserver(([{ target }]) => {
    root.style.scrollPaddingBottom = target.isConnected ? `${target.offsetHeight}px` : "";
  });

  const show = (report) => {
    panel?.remove();
    if (!report || JSON.stringify(report) === dismissed) return;
    const { errors, warnings, problems, is_stale: isStale } = report;
    const totals = [counted(errors, words.errors), counted(warnings, words.warnings)].filter(Boolean).join(", ");
    const left = (isStale ? errors : warnings) - problems.length;
    const details = element("details", { open: isStale && !isFolded }, element("summary", { textContent: totals || words.broken }));
    if (isStale && site) details.append(element("p", { textContent: words.stale }));
    details.append(element("ol", { tabIndex: 0 }, ...problems.map(told)));
    if (left > 0) details.append(element("p", { textContent: words.left(left) }));
    details.addEventListener("toggle", () => (isFolded = !details.open));
    const close = element("button", { type: "button", textContent: words.close, onclick: () => dismiss(report) });
    const box = element("section", { className: isStale ? "stale" : "" }, details, close);
    box.setAttribute("role", isStale ? "alert" : "status");
    panel = apart("katalog-report", box);
    root.append(panel);
    room.observe(panel);
  };

  const listen = () => {
    if (document.hidden || events) return;
    events = new EventSource("/.katalog/events");
    events.onmessage = ({ data }) => {
      const state = JSON.parse(data);
      if (state.site && state.site !== site) location.reload();
      else show(state.report);
    };
    // Browsers connect again by themselves, but not after an answer that says there is no room.
    events.onerror = ({ target }) => {
      if (target !== events || target.readyState !== EventSource.CLOSED) return;
      events = undefined;
      setTimeout(listen, 5000);
    };
  };

  // Browsers allow few connections to one server, so only pages that are looked at listen.
  const rest = () => {
    events?.close();
    events = undefined;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", listen);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") panel?.shadowRoot.querySelector("button").click();
  });
  // The link to the form for this page.
  if (form) {
    const bar = element("nav", { ariaLabel: words.preview }, element("a", { href: form, textContent: words.edit }));
    document.body.before(apart("katalog-edit", bar));
  }

  listen();
})();
