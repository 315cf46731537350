// Runs the modules of the theme on pages that are opened from a disk. Browsers load no module from there and fetch no
// file, so this file contains the modules, and each file that they fetch is also a script, which calls `offline.add`.

if (!globalThis.offline) {
  const ROOT = "ROOT", modules = "MODULES";
  const root = document.currentScript.src.replace(/[^/]*$/, "");
  const addresses = {}, waiting = {}, texts = {};

  /** Returns an address from which a browser loads a module. Modules load each other by the names of their files. */
  const addressOf = (name) => addresses[name] ??= URL.createObjectURL(new Blob([
    modules[name]
      .replace(/\bimport\(/g, "offline.load(")
      .replace(/(\bfrom|\bimport)(\s*)(["'])\.\/([^"']+)\3/g, (all, word, space, quote, other) =>
        modules[other] === undefined ? all : word + space + quote + addressOf(other) + quote),
  ], { type: "text/javascript" }));

  globalThis.offline = {
    /** Takes the text of a file, whose links begin at the top of the site. */
    add(path, text) { texts[path] = text.replaceAll(ROOT, root); },
    /** Loads a module of the theme. */
    load: (address) => import(addressOf(String(address).split("/").pop())),
  };

  /** Loads the script that brings the text of a file. */
  const text = (path) => waiting[path] ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}${path}.js`;
    script.onload = () => resolve(texts[path]);
    script.onerror = () => reject(new TypeError(`there is no file ${path}`));
    document.head.append(script);
  });

  globalThis.fetch = async (address) => {
    const { href } = new URL(address, document.baseURI);
    let path = decodeURI(href.slice(root.length)).replace(/[?#].*/, "");
    if (!path || path.endsWith("/")) path += "index.html";
    return new Response(await text(path));
  };

  // Scripts make links to folders, for which servers answer with their pages.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, { capture: true });
}

offline.load(document.currentScript.dataset.module);
