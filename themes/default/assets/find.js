// The search box. It shows suggestions during typing, and the key `/` moves the focus to it. The search script is
// loaded when the box gets the focus, and the script that filters lists when a reader opens the choices.
const form = document.querySelector('form[data-index]');
const lang = document.documentElement.lang;

let opened;
/** Opens the search index of the page's locale. */
export const search = () => opened ??= Promise.all([
  import(form.dataset.script),
  // Requested while the script is loaded. If it fails, the script tries again.
  fetch(`${form.dataset.index}search/${lang}.json`, { cache: 'no-cache' }).catch(() => null),
]).then(([{ open }, root]) => open(form.dataset.index, lang, { root }))
  .catch(error => { forget(); throw error; });
/** Makes the next query open the index again: after an error, a new version may be published at another address. */
export const forget = () => { opened = null; };

/** Formats a count in the plural form of the language. The forms are attributes of an element. */
export const counted = ({ dataset }, count) =>
  (dataset[count] ?? dataset[new Intl.PluralRules(lang).select(count)]).replace(/\d+/, count.toLocaleString(lang));

/** Whether the key `/` moves the focus to the search. Readers can turn it off; some browsers cannot store the choice. */
export const key = {
  get isOn() { try { return !localStorage.getItem('no-slash'); } catch { return true; } },
  set isOn(on) { try { localStorage.setItem('no-slash', on ? '' : 1); } catch { /* The key stays on. */ } },
};

function takeKey(input) {
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || !key.isOn) return;
    if (event.target.closest('input:not([type=checkbox]), select, textarea, [contenteditable]')) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

function suggest(input, list, said) {
  let options = [], active = -1, turn = 0, later;
  const mark = at => {
    options[active]?.setAttribute('aria-selected', false);
    active = at;
    const option = options[at];
    option?.setAttribute('aria-selected', true);
    option?.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option?.id ?? '');
  };
  const show = open => {
    mark(-1);
    list.hidden = !open;
    input.setAttribute('aria-expanded', open);
  };
  const close = () => {
    turn++;
    clearTimeout(later);
    said.textContent = '';
    show(false);
  };
  const option = hit => {
    const link = document.createElement('a');
    link.id = `find_${options.push(link)}`;
    link.href = hit.url;
    link.tabIndex = -1;
    link.setAttribute('role', 'option');
    const title = link.appendChild(document.createElement('span'));
    title.textContent = hit.title;
    if (hit.lang) title.lang = hit.lang;
    const about = hit.district ?? hit.place ?? hit.programme;
    if (about && !hit.title.includes(about)) link.append(' ', Object.assign(document.createElement('small'), { textContent: about }));
    return link;
  };
  async function ask() {
    const text = input.value, mine = ++turn;
    if (!text.trim()) return close();
    try {
      const found = await (await search()).suggest(text, 4);
      if (mine !== turn) return;
      mark(-1);
      options = [];
      for (const group of list.children) {
        const hits = found[group.dataset.group];
        group.hidden = !hits.length;
        group.replaceChildren(group.firstElementChild, ...hits.map(option));
      }
      show(options.length > 0);
      clearTimeout(later);
      later = setTimeout(() => { said.textContent = counted(said, options.length); }, 400);
    } catch {
      forget();
      close();
    }
  }
  const keys = {
    ArrowDown: () => list.hidden ? ask() : mark((active + 1) % options.length),
    ArrowUp: () => list.hidden ? ask() : mark((active < 1 ? options.length : active) - 1),
    Enter: () => options[active]?.click(),
    Escape: () => list.hidden ? input.value = '' : close(),
  };
  for (const [name, value] of Object.entries({
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'aria-expanded': false, 'aria-controls': list.id,
  })) input.setAttribute(name, value);
  input.addEventListener('focus', () => search().catch(() => {}));
  input.addEventListener('input', ask);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', event => {
    if (event.isComposing || !keys[event.key] || event.key === 'Enter' && active < 0) return;
    event.preventDefault();
    keys[event.key]();
  });
  // Keep the focus in the box when a suggestion is pressed.
  list.addEventListener('mousedown', event => event.preventDefault());
  if (document.activeElement === input) search().catch(() => {});
}

// The place on the page stays when a reader changes the language, and so do chosen filters.
for (const link of document.querySelectorAll('.languages a')) {
  link.addEventListener('click', () => { link.hash = location.hash; });
}

if (form) {
  takeKey(form.elements.q);
  const list = form.querySelector('[role=listbox]');
  if (list) suggest(form.elements.q, list, form.querySelector('[role=status]'));
}

const choices = document.querySelector('form.narrow[data-script]');
if (choices) {
  const begin = () => import(choices.dataset.script);
  choices.hidden = false;
  if (location.search) {
    // Hidden until it is narrowed, so that nothing moves before the eyes of the reader.
    const turn = () => document.body.classList.toggle('narrowing');
    turn();
    begin().finally(() => requestAnimationFrame(() => requestAnimationFrame(turn)));
  } else choices.addEventListener('toggle', begin, { capture: true, once: true });
}

const cite = document.querySelector('.cite');
cite?.addEventListener('toggle', () => import(cite.dataset.script), { once: true });
