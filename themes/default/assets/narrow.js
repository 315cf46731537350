// Filters a list by the choices of the reader. The first choice loads all pages of a list that has several.
const form = document.querySelector('form.narrow'), selects = [...form.querySelectorAll('select')];
const said = form.querySelector('output'), clear = form.querySelector('[type=reset]');
const { counted } = await import(form.dataset.box);
const selector = form.dataset.items, parts = document.querySelector('.pagination');
const own = [...document.querySelectorAll(selector)], home = own[0].parentElement;
const headings = document.querySelectorAll('main h2 .numbers');
let whole;

/** Returns the entries of all pages, in order. */
const entries = () => whole ??= parts ? Promise.all([...parts.querySelectorAll('a:not([rel])')].map(async link => {
  if (link.matches('[aria-current]')) return own;
  const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), 'text/html');
  return [...page.querySelectorAll(selector)].map(item => document.importNode(item, true));
})).then(lists => lists.flat()).catch(error => { whole = null; throw error; }) : Promise.resolve(own);

const has = (item, { name, value }) => !value || (item.getAttribute(`data-${name}`) ?? '').split(' ').includes(value);

function count(items) {
  for (const select of selects) {
    const others = selects.filter(other => other !== select);
    const open = items.filter(item => others.every(other => has(item, other)));
    for (const option of [...select.options].slice(1)) {
      const { length } = open.filter(item => has(item, { name: select.name, value: option.value }));
      option.textContent = `${option.dataset.name ??= option.textContent} (${length})`;
      option.hidden = option.disabled = !length && !option.selected;
    }
  }
}

async function show() {
  const isNarrowed = selects.some(({ value }) => value);
  // If the other pages cannot be loaded, filter only this one.
  const items = isNarrowed || whole ? await entries().catch(() => own) : own;
  const shown = new Set(items.filter(item => selects.every(select => has(item, select))));
  // Replace the entries only if the list has several pages, since entries that are moved lose the focus.
  if (parts && (isNarrowed || whole)) {
    home.replaceChildren(...(isNarrowed ? items : own));
    parts.hidden = isNarrowed && items !== own;
  }
  for (const item of items) item.hidden = !shown.has(item);
  for (const section of document.querySelectorAll('main section')) {
    const inside = [...section.querySelectorAll(selector)];
    if (inside.length) section.hidden = isNarrowed && !section.contains(form) && inside.every(item => item.hidden);
  }
  for (const number of headings) if (number.closest('section')?.querySelector(selector)) number.hidden = isNarrowed;
  if (isNarrowed || !parts) count(items);
  clear.hidden = !isNarrowed;
  said.textContent = isNarrowed ? counted(said, shown.size) : '';
}

function read() {
  const asked = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = asked.get(select.name);
    select.value = [...select.options].some(option => option.value === value) ? value : '';
    if (value) form.firstElementChild.open = true;
  }
}

function keep() {
  const asked = new URLSearchParams(selects.filter(({ value }) => value).map(({ name, value }) => [name, value]));
  history.replaceState(null, '', `?${asked}`.replace(/^\?$/, location.pathname) + location.hash);
  show();
}

form.addEventListener('change', keep);
form.addEventListener('submit', event => event.preventDefault());
clear.addEventListener('click', event => {
  event.preventDefault();
  for (const select of selects) select.value = '';
  keep();
  selects[0].focus();
});
if (location.search) {
  read();
  await show();
} else {
  // The reader may have chosen something before this script was loaded.
  keep();
}
