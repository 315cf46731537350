// Compares up to four places: puts together the pages that show each place beside its neighbours.
const form = document.querySelector('form.compare'), selects = [...form.querySelectorAll('select')];
const said = form.querySelector('output'), home = document.getElementById('compare_result');
const places = document.getElementById('compare_places'), title = document.querySelector('h1');
const addresses = new Map([...places.querySelectorAll('li')].map(item => [item.dataset.place, item.querySelector('a')]));
const { shared: sharedName, none, project: projectName } = home.dataset;

const element = (name, attributes = {}, ...content) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
};
const copy = node => document.importNode(node, true);
const inside = node => [...node.childNodes].map(copy);

/** Loads the page of a place. */
async function load(id) {
  const answer = await fetch(addresses.get(id).href);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const projects = [...page.querySelectorAll('#compare_projects > li')].map(item => {
    const [link, cell] = item.children;
    return [item.dataset.project, { link, cell }];
  });
  return { id, figures: page.getElementById('compare_figures'), heading: page.getElementById('compare_own'), projects: new Map(projects), leftOut: page.getElementById('compare_left_out') };
}

const wide = (name, table) => element('div', { class: 'table', tabindex: 0, role: 'region', 'aria-label': name }, table);

/** Returns the table of figures: the first column of each page. */
function figures(pages) {
  const name = pages[0].figures.caption.textContent;
  const head = element('tr', {}, element('td'), ...pages.map(({ figures }) => copy(figures.tHead.rows[0].cells[1])));
  const rows = [...pages[0].figures.tBodies[0].rows].map((row, at) => element('tr', {}, copy(row.cells[0]),
    ...pages.map(({ figures }) => copy(figures.tBodies[0].rows[at].cells[1]))));
  const caption = element('caption', { class: 'unseen' }, name);
  return wide(name, element('table', { class: 'compared' }, caption, element('thead', {}, head), element('tbody', {}, ...rows)));
}

/** Returns the projects that several of the places share, those of most places first. */
function shared(pages) {
  const found = new Map();
  for (const { projects } of pages) for (const [id, { link }] of projects) found.set(id, link);
  const count = id => pages.filter(({ projects }) => projects.has(id)).length;
  return [...found].filter(([id]) => count(id) > 1).sort(([a], [b]) => count(b) - count(a));
}

function sharedTable(pages, rows) {
  const head = element('tr', {}, element('th', { scope: 'col' }, projectName),
    ...pages.map(({ figures }) => element('th', { scope: 'col' }, figures.tHead.rows[0].cells[1].textContent)));
  const body = rows.map(([id, link]) => element('tr', {}, element('th', { scope: 'row' }, ...inside(link)),
    ...pages.map(({ projects }) => element('td', {}, ...(projects.has(id) ? inside(projects.get(id).cell) : ['–'])))));
  const caption = element('caption', { class: 'unseen' }, sharedName);
  return wide(sharedName, element('table', { class: 'compared' }, caption, element('thead', {}, head), element('tbody', {}, ...body)));
}

function others({ heading, projects, leftOut }, isShared) {
  const own = [...projects].filter(([id]) => !isShared.has(id));
  const items = own.map(([, { link, cell }]) => element('li', {}, ...inside(link), ' – ', ...inside(cell)));
  return element('section', {}, element('h3', {}, heading.textContent), element('ul', {}, ...items), ...(leftOut ? [copy(leftOut)] : []));
}

async function compare() {
  const chosen = [...new Set(selects.map(({ value }) => value).filter(id => addresses.has(id)))];
  said.textContent = '';
  if (chosen.length < 2) {
    places.hidden = false;
    return home.replaceChildren();
  }
  let pages;
  try {
    pages = await Promise.all(chosen.map(load));
  } catch {
    said.textContent = said.dataset.failed;
    return;
  }
  const rows = shared(pages), isShared = new Set(rows.map(([id]) => id));
  // Only now, so that the end of the page does not jump into view and out again.
  places.hidden = true;
  title.textContent = `${home.dataset.title}: ${chosen.map(id => addresses.get(id).textContent).join(', ')}`;
  home.replaceChildren(figures(pages),
    element('h2', {}, sharedName), rows.length ? sharedTable(pages, rows) : element('p', {}, none),
    element('div', { class: 'side-by-side' }, ...pages.map(page => others(page, isShared))));
}

for (const select of selects) {
  for (const [id, link] of addresses) select.append(new Option(link.textContent, id));
}
function read() {
  const asked = new URLSearchParams(location.search);
  for (const select of selects) select.value = addresses.has(asked.get(select.name)) ? asked.get(select.name) : '';
  compare();
}
/** Keeps the choice in the address, so that it can be shared and the browser can go back to it. */
function choose(event) {
  event.preventDefault();
  const asked = new URLSearchParams(selects.filter(({ value }) => value).map(({ name, value }) => [name, value]));
  history.pushState(null, '', `?${asked}`);
  compare();
}
form.addEventListener('submit', choose);
form.addEventListener('change', choose);
addEventListener('popstate', read);
form.hidden = false;
read();
