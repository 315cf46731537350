// The search page: shows results for a query and choices, and keeps both in the address. The first results are shown
// before anything else is loaded; then come the numbers beside the choices, and sentences from long texts.
const STEP = 20;
/** The number of results that a reader sees before the others of a page that was just opened. */
const FIRST = 4;
/** The number of places that are named beside a project before the others are folded. */
const NAMED = 3;
const at = id => document.getElementById(id);
const form = at('search_form'), input = form.elements.q, sort = at('search_sort');
const results = at('search_results'), list = results.querySelector('ol'), more = at('search_more'), count = at('search_count');
const facets = [...document.querySelectorAll('.facet')], outer = document.querySelector('.facets'), chips = at('search_chosen');
const finder = document.querySelector('.finder'), save = at('search_save'), browse = at('search_browse');
const { search, forget, counted, key } = await import(finder.dataset.box);
const lang = document.documentElement.lang, name = document.title;
const byName = new Intl.Collator(lang, { numeric: true }).compare;

const choices = [];
/** The chosen ids of each facet, in the order of the address. */
let wanted = {};
let shown = STEP, turn = 0, later, filled, isShown, isOpened, chipsOf;

const isChosen = (facet, id) => (wanted[facet] ?? []).includes(id);
const hasChoices = () => Object.keys(wanted).length > 0;

function choose(facet, id, isOn) {
  const ids = (wanted[facet] ?? []).filter(other => other !== id).concat(isOn ? [id] : []);
  if (ids.length) wanted[facet] = ids; else delete wanted[facet];
}

function address() {
  const asked = new URLSearchParams();
  if (input.value.trim()) asked.set('q', input.value);
  for (const { dataset: { facet } } of facets) for (const id of wanted[facet] ?? []) asked.append(facet, id);
  if (sort.value !== 'relevance') asked.set('sort', sort.value);
  if (shown > STEP) asked.set('shown', shown);
  return `?${asked}`.replace(/^\?$/, location.pathname);
}

/** Sets the box and the choices from the address. */
function read() {
  const asked = new URLSearchParams(location.search);
  input.value = asked.get('q') ?? '';
  wanted = {};
  for (const { dataset: { facet } } of facets) {
    const ids = [...new Set(asked.getAll(facet))].filter(Boolean).slice(0, 100);
    if (ids.length) wanted[facet] = ids;
  }
  sort.value = asked.get('sort') ?? 'relevance';
  if (!sort.value) sort.value = 'relevance';
  shown = Math.min(Math.max(STEP, +asked.get('shown') || 0), 1000);
}

/** Adds the address to the browser's history. All drafts of a query share one entry; each submitted query has its own. */
function keep(isDraft) {
  if (history.state?.isDraft) history.replaceState({ isDraft }, '', address());
  else if (new URL(address(), location).href !== location.href) history.pushState({ isDraft }, '', address());
}

const make = (tag, text, properties = {}) => Object.assign(document.createElement(tag), { textContent: text }, properties);
const pieces = parts => parts.map(({ text, match }) => match ? make('mark', text) : text);
const camel = id => id.replace(/-./g, pair => pair[1].toUpperCase());

/** Returns what a value of a facet is called: kinds and statuses are texts of this page. */
const called = (facet, id, name) =>
  (facet === 'kind' ? list.dataset[camel(id)] : facet === 'status' ? list.dataset[camel(`is-${id}`)] : null) ?? name;

const money = ({ amount, currency }) => amount.toLocaleString(lang, {
  style: 'currency', currency, currencyDisplay: 'code', minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
});

function linkTo({ url, place }, marked) {
  const link = make('a', '', { href: url });
  link.append(...pieces(marked(place)));
  return link;
}

/** Names a few places; the others are in a list that opens. */
function placesOf(activities, marked) {
  const named = activities.filter(({ place }) => place);
  if (named.length < 2) return null;
  const label = counted(list, named.length), all = () => named.map(activity => {
    const item = document.createElement('li');
    item.append(linkTo(activity, marked), ...(activity.money ?? []).map(one => ` ${money(one)}`));
    return item;
  });
  if (named.length <= NAMED) {
    const line = make('p', `${label}: `, { className: 'detail' });
    named.forEach((activity, i) => line.append(i ? ', ' : '', linkTo(activity, marked)));
    return line;
  }
  const details = make('details', '', { className: 'places' }), summary = details.appendChild(document.createElement('summary'));
  const few = named.slice(0, NAMED - 1);
  summary.append(`${label}: `, ...few.flatMap(({ place }, i) => [i ? ', ' : '', ...pieces(marked(place))]), ` … +${(named.length - few.length).toLocaleString(lang)}`);
  details.addEventListener('toggle', () => {
    const whole = details.appendChild(document.createElement('ul'));
    whole.append(...all());
  }, { once: true });
  return details;
}

function entry(hit, sentence, marked) {
  const item = at('search_result').content.cloneNode(true).firstElementChild;
  const [title, about, said] = item.children, link = title.firstElementChild;
  // A project in one of several places only: the result leads to this place.
  const only = hit.activities?.length === 1 ? hit.activities[0] : null;
  link.href = only && !hit.isWhole ? only.url : hit.url;
  const name = link.appendChild(document.createElement('span'));
  name.append(...pieces(marked(hit.title)));
  if (hit.lang) name.lang = hit.lang;
  if (only?.place) link.append(' – ', ...pieces(marked(only.place)));
  about.textContent = [called('kind', hit.kind), hit.district, hit.kind === 'organisation' && hit.place, hit.area, hit.programme, ...(only?.money ?? []).map(money)]
    .filter(Boolean).join(' · ');
  said.append(...pieces(sentence));
  const places = placesOf(hit.activities ?? [], marked);
  if (places) item.append(places);
  return item;
}

function showChoices(counts) {
  const known = new Map(Object.entries(counts).flatMap(([facet, values]) => values.map(({ id, count }) => [`${facet} ${id}`, count])));
  for (const { facet, box, item, number } of choices) {
    const count = known.get(`${facet} ${box.value}`) ?? 0;
    number.textContent = count.toLocaleString(lang);
    box.checked = isChosen(facet, box.value);
    item.hidden = !count && !box.checked;
  }
  for (const details of facets) details.hidden = !details.querySelector('label:not([hidden])');
  if (isShown) return;
  // Opened only now, so that nothing in it moves.
  isShown = true;
  const isWide = matchMedia('(min-width: 60rem)').matches;
  outer.open = outer.open || isWide || hasChoices();
  if (isWide) facets[0].open = facets[1].open = true;
}

/** Shows each choice as a button that removes it. */
function showChips() {
  // The buttons stay if nothing has changed, so that they keep the focus.
  const sign = JSON.stringify([wanted, choices.length > 0]);
  if (sign === chipsOf) return;
  chipsOf = sign;
  const buttons = facets.flatMap(details => (wanted[details.dataset.facet] ?? []).map(id => {
    const { facet } = details.dataset, known = choices.find(choice => choice.facet === facet && choice.box.value === id);
    const chip = make('button', '', { type: 'button', className: 'chip' });
    chip.append(make('span', `${chips.dataset.remove}: `, { className: 'unseen' }),
      `${details.firstElementChild.textContent}: ${known ? known.name : id}`, make('span', '×'));
    chip.lastElementChild.setAttribute('aria-hidden', 'true');
    chip.addEventListener('click', () => {
      const place = [...chips.children].indexOf(chip);
      choose(facet, id, false);
      showChips();
      (chips.querySelectorAll('.chip')[place] ?? chips.querySelector('.chip') ?? input).focus();
      commit();
    });
    return chip;
  }));
  chips.replaceChildren(...buttons, ...(buttons.length > 1 ? [at('search_clear_copy').content.cloneNode(true)] : []));
  const clear = chips.querySelector('.plain');
  if (clear) clear.addEventListener('click', clearAll);
  chips.hidden = !buttons.length;
}

function clearAll() {
  wanted = {};
  commit();
  input.focus();
}

/** Puts a sentence of the text in place of the summary of results whose texts only have the words. */
async function showSentences(engine, hits, items, text, mine) {
  await Promise.all(hits.map(async (hit, i) => {
    const parts = await engine.sentence(hit, text);
    if (mine === turn && parts.length) items[i].children[2].replaceChildren(...pieces(parts));
  }));
}

/** Runs the query and shows its results. `from` is the number of results that are kept. */
async function run(from = 0) {
  const mine = ++turn, text = input.value.trim();
  try {
    const engine = await search();
    const isAsked = text !== '' || hasChoices();
    if (hasChoices()) await ready();
    const options = { cards: true, sort: sort.value };
    const ask = limit => engine.query(text, { ...options, facets: hasChoices() ? wanted : undefined, limit: isAsked ? limit : 0 });
    const weak = [];
    let [answer, marked] = await Promise.all([ask(isOpened ? shown : FIRST), engine.marker(text)]), items = [];
    /** Adds the results from a number on to those that are there. */
    const add = async start => {
      const added = answer.hits.slice(start), summaries = await Promise.all(added.map(hit => engine.summary(hit, text)));
      if (mine !== turn) return false;
      items = added.map((hit, i) => entry(hit, summaries[i].parts, marked));
      if (start) list.append(...items); else list.replaceChildren(...items);
      added.forEach((hit, i) => { if (summaries[i].isWeak && text) weak.push([hit, items[i]]); });
      return true;
    };
    if (!await add(from)) return;
    showChips();
    results.hidden = !isAsked;
    browse.hidden = isAsked;
    if (isAsked && !answer.total) drawn.then(() => { if (mine === turn) browse.hidden = false; });
    at('search_empty').hidden = !isAsked || answer.total > 0;
    at('search_clear').hidden = !hasChoices();
    sort.parentElement.hidden = !answer.total;
    if (!answer.total) save.hidden = true;
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
    if (from && items[0]) items[0].querySelector('a').focus();
    if (!isOpened) {
      isOpened = true;
      answer = await ask(shown);
      if (!await add(FIRST)) return;
    }
    more.hidden = answer.total <= answer.hits.length;
    save.hidden = !answer.total;
    await Promise.all([
      showSentences(engine, weak.map(([hit]) => hit), weak.map(([, item]) => item), text, mine).catch(() => {}),
      ready().then(async () => answer.facets ?? (await engine.query(text, { ...options, facets: wanted, limit: 0 })).facets)
        .then(counts => { if (mine === turn) showChoices(counts); }),
    ]);
  } catch {
    forget();
    filled = choices.length ? filled : null;
    if (mine !== turn) return;
    results.hidden = true;
    browse.hidden = at('search_failed').hidden = false;
  }
}

function commit() {
  shown = STEP;
  keep(false);
  return run();
}

/** Adds all choices, sorted by name. */
async function fill() {
  const { facets: all } = await (await search()).query('', { facets: {}, cards: true, limit: 0 });
  for (const details of facets) {
    const { facet } = details.dataset, direction = facet === 'year' ? -1 : 1;
    const values = all[facet].map(({ id, name }) => ({ id, name: details.dataset.label ?? called(facet, id, name) }));
    values.sort((a, b) => direction * byName(a.name, b.name));
    const items = values.map(({ id, name }) => {
      const item = at('search_choice').content.cloneNode(true).firstElementChild, [box, label, number] = item.children;
      box.name = facet;
      box.value = id;
      label.textContent = name;
      choices.push({ facet, box, item, number, name });
      return item;
    });
    details.lastElementChild.append(...items);
    if (wanted[facet]) details.open = true;
  }
}

const ready = () => filled ??= fill().catch(error => { filled = null; throw error; });

/** Saves all results, in the order and with the choices of the page. */
async function download(format) {
  const buttons = save.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  try {
    const { csv, xlsx, rowsOf } = await import(finder.dataset.save);
    const { hits } = await (await search()).query(input.value.trim(), {
      cards: true, sort: sort.value, facets: hasChoices() ? wanted : undefined, limit: Infinity,
    });
    const rows = [save.dataset.headings.split('|'), ...rowsOf(hits, kind => called('kind', kind), location.href)];
    const link = make('a', '', { download: `${save.dataset.file}.${format}` });
    link.href = URL.createObjectURL(format === 'csv' ? csv(rows) : xlsx(rows));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch {
    at('search_failed').hidden = false;
  }
  for (const button of buttons) button.disabled = false;
}

form.addEventListener('submit', event => { event.preventDefault(); commit(); });
input.addEventListener('input', () => { shown = STEP; keep(true); run(); });
input.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.isComposing || !input.value) return;
  event.preventDefault();
  input.value = '';
  input.dispatchEvent(new Event('input'));
});
sort.addEventListener('change', commit);
outer.addEventListener('change', ({ target }) => {
  if (target.form !== form) return;
  choose(target.name, target.value, target.checked);
  commit();
});
at('search_clear').addEventListener('click', clearAll);
for (const button of save.querySelectorAll('button')) button.addEventListener('click', () => download(button.value));
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

// What was typed before this script was loaded counts.
const typed = input.value;
read();
if (typed && !input.value) { input.value = typed; keep(true); }
browse.hidden = input.value.trim() !== '' || hasChoices();
// The lists below the box are drawn before this script runs. Hidden and shown again in one frame, they would move.
const drawn = new Promise(done => requestAnimationFrame(() => setTimeout(done)));
run();
if (!location.search) input.focus({ preventScroll: true });
