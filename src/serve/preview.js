// In every page of a preview: loads the page again when there is a new site, and shows what is wrong with the files.
(() => {
  const { site, form } = document.currentScript.dataset;
  let events;
  let panel;
  let dismissed;

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const dismiss = (report) => {
    dismissed = report.text;
    panel.remove();
  };

  // A shadow root keeps the styles of the site and those of the panel apart.
  const show = (report) => {
    panel?.remove();
    if (!report || report.text === dismissed) return;
    panel = element("katalog-report");
    const close = element("button", { type: "button", textContent: "Close", onclick: () => dismiss(report) });
    const heading = element("summary", { textContent: report.title });
    const text = element("pre", { textContent: report.text, tabIndex: 0 });
    const details = element("details", { open: report.is_stale }, heading, text);
    const box = element("section", { className: report.is_stale ? "stale" : "" }, details, close);
    box.setAttribute("role", report.is_stale ? "alert" : "status");
    const style = element("link", { rel: "stylesheet", href: "/.katalog/preview.css" });
    panel.attachShadow({ mode: "open" }).append(style, box);
    document.documentElement.append(panel);
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
    const link = element("katalog-edit");
    const serbian = document.documentElement.lang.startsWith("sr");
    const cyrillic = document.documentElement.lang === "sr-Cyrl";
    const text = serbian ? (cyrillic ? "Измени" : "Izmeni") : "Edit";
    const style = element("link", { rel: "stylesheet", href: "/.katalog/preview.css" });
    link.attachShadow({ mode: "open" }).append(style, element("a", { href: form, textContent: text }));
    document.documentElement.append(link);
  }

  listen();
})();
