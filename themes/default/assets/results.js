// The search page: shows results for a query and choices, and keeps both in the address.
const STEP = 20;
const at = id => document.getElementById(id);
const form = at('search_form'), input = form.elements.q, sort = at('search_sort');
const results = at('search_results'), list = results.querySelector('ol'), more = at('search_more'), count = at('search_count');
const facets = [...document.querySelectorAll('.facet')], outer = document.querySelector('.facets');
const { search, forget, counted, key } = await import(document.querySelector('.finder').dataset.box);
const lang = document.documentElement.lang, name = document.title;
const byName = new Intl.Collator(lang, { numeric: true }).compare;

const choices = [];
let shown = STEP, turn = 0, later, filled;

const chosen = () => {
  const wanted = {};
  for (const { facet, box } of choices) if (box.checked) (wanted[facet] ??= []).push(box.value);
  return wanted;
};

function address() {
  const asked = new URLSearchParams();
  if (input.value.trim()) asked.set('q', input.value);
  for (const { facet, box } of choices) if (box.checked) asked.append(facet, box.value);
  if (sort.value !== 'relevance') asked.set('sort', sort.value);
  if (shown > STEP) asked.set('shown', shown);
  return `?${asked}`.replace(/^\?$/, location.pathname);
}

/** Sets the box and the choices from the address. */
function read() {
  const asked = new URLSearchParams(location.search);
  input.value = asked.get('q') ?? '';
  for (const { facet, box } of choices) box.checked = asked.getAll(facet).includes(box.value);
  sort.value = asked.get('sort') ?? 'relevance';
  if (!sort.value) sort.value = 'relevance';
  shown = Math.min(Math.max(STEP, +asked.get('shown') || 0), 1000);
  for (const details of facets) if (details.querySelector(':checked')) details.open = outer.open = true;
}

/** Adds the address to the browser's history. All drafts of a query share one entry; each submitted query has its own. */
function keep(isDraft) {
  if (history.state?.isDraft) history.replaceState({ isDraft }, '', address());
  else if (new URL(address(), location).href !== location.href) history.pushState({ isDraft }, '', address());
}

const pieces = parts => parts.map(({ text, match }) =>
  match ? Object.assign(document.createElement('mark'), { textContent: text }) : text);

const money = ({ amount, currency }) => amount.toLocaleString(lang, {
  style: 'currency', currency, currencyDisplay: 'code', minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
});

function entry(hit, sentence, marked) {
  const item = at('search_result').content.cloneNode(true).firstElementChild;
  const [title, about, said] = item.children, link = title.firstElementChild;
  link.href = hit.url;
  const name = link.appendChild(document.createElement('span'));
  name.append(...pieces(marked(hit.title)));
  if (hit.lang) name.lang = hit.lang;
  if (hit.place && hit.kind === 'activity') link.append(' – ', ...pieces(marked(hit.place)));
  const kind = list.dataset[hit.kind.replace(/-./, pair => pair[1].toUpperCase())];
  about.textContent = [kind, hit.district, hit.kind === 'organisation' && hit.place, hit.area, hit.programme, ...(hit.money ?? []).map(money)]
    .filter(Boolean).join(' · ');
  said.append(...pieces(sentence));
  if (!sentence.length) said.remove();
  return item;
}

function showChoices(counts) {
  const known = new Map(Object.entries(counts).flatMap(([facet, values]) => values.map(({ id, count }) => [`${facet} ${id}`, count])));
  for (const { facet, box, item, number } of choices) {
    const count = known.get(`${facet} ${box.value}`) ?? 0;
    number.textContent = count.toLocaleString(lang);
    item.hidden = !count && !box.checked;
  }
  for (const details of facets) details.hidden = !details.querySelector('label:not([hidden])');
  at('search_clear').hidden = !choices.some(({ box }) => box.checked);
}

/** Runs the query and shows its results. `from` is the number of results that are kept. */
async function run(from = 0) {
  const mine = ++turn, text = input.value.trim();
  try {
    const engine = await search();
    await ready();
    const wanted = chosen(), isAsked = text !== '' || Object.keys(wanted).length > 0;
    const answer = await engine.query(text, {
      facets: wanted, sort: sort.value, limit: isAsked ? shown : 0,
    });
    const marked = await engine.marker(text);
    const sentences = await Promise.all(answer.hits.slice(from).map(hit => engine.snippet(hit, text)));
    if (mine !== turn) return;
    const items = answer.hits.slice(from).map((hit, i) => entry(hit, sentences[i], marked));
    if (from) list.append(...items); else list.replaceChildren(...items);
    showChoices(answer.facets);
    results.hidden = !isAsked;
    at('search_browse').hidden = isAsked && answer.total > 0;
    more.hidden = answer.total <= answer.hits.length;
    at('search_part').hidden = !answer.partial || !answer.total;
    const meant = at('search_meant');
    meant.hidden = !answer.didYouMean;
    meant.lastElementChild.textContent = answer.didYouMean ?? '';
    count.textContent = counted(count, answer.total);
    at('search_failed').hidden = true;
    document.title = text ? `${text} – ${name}` : name;
    for (const link of document.querySelectorAll('.languages a')) link.search = location.search;
    clearTimeout(later);
    later = setTimeout(() => { at('search_said').textContent = isAsked ? count.textContent : ''; }, 600);
    if (from) items[0]?.querySelector('a').focus();
  } catch {
    forget();
    if (mine !== turn) return;
    results.hidden = true;
    at('search_browse').hidden = at('search_failed').hidden = false;
  }
}

function commit() {
  shown = STEP;
  keep(false);
  run();
}

/** Adds all choices, sorted by name. */
async function fill() {
  const { facets: all } = await (await search()).query('', { facets: {}, limit: 0 });
  for (const details of facets) {
    const { facet } = details.dataset, direction = facet === 'year' ? -1 : 1;
    const values = all[facet].sort((a, b) => direction * byName(a.name, b.name));
    for (const { id, name } of values) {
      const item = at('search_choice').content.cloneNode(true).firstElementChild, [box, label, number] = item.children;
      box.name = facet;
      box.value = id;
      label.textContent = details.dataset.label ?? name;
      choices.push({ facet, box, item, number });
      details.lastElementChild.append(item);
    }
  }
}

const ready = () => filled ??= fill().catch(error => { filled = null; throw error; });

form.hidden = false;
outer.hidden = false;
outer.open = facets[0].open = facets[1].open = matchMedia('(min-width: 60rem)').matches;
form.addEventListener('submit', event => { event.preventDefault(); commit(); });
input.addEventListener('input', () => { shown = STEP; keep(true); run(); });
input.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.isComposing || !input.value) return;
  event.preventDefault();
  input.value = '';
  input.dispatchEvent(new Event('input'));
});
sort.addEventListener('change', commit);
outer.addEventListener('change', event => { if (event.target.form === form) commit(); });
at('search_clear').addEventListener('click', () => {
  for (const { box } of choices) box.checked = false;
  commit();
  input.focus();
});
at('search_meant').lastElementChild.addEventListener('click', event => {
  input.value = event.target.textContent;
  commit();
  input.focus();
});
more.addEventListener('click', () => {
  const from = shown;
  shown += STEP;
  history.replaceState(history.state, '', address());
  run(from);
});
addEventListener('popstate', () => { read(); run(); });

const wish = at('search_key');
wish.checked = key.isOn;
wish.addEventListener('change', () => { key.isOn = wish.checked; });

await ready().catch(() => {});
read();
await run();
if (!location.search) input.focus({ preventScroll: true });
