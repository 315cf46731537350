// The site in a folder of a host, as nginx serves it: every address that it names is there, in the reader's language,
// with the headers that belong to it.
import { existsSync } from 'node:fs';
import { parse } from 'node-html-parser';
import { BELOW, EVERYTHING, LOCALES, MOVED, baseOf, fileOf, htmlOf, pathsOf } from './site.mjs';
import { test, expect } from './test.mjs';

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; "
  + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const FOR_EVER = 'public, max-age=31536000, immutable';

/** A site with its path, its first page, and where it is to be published. */
const placed = site => {
  const base = baseOf(site.folder);
  return { ...site, base, home: `${site.origin}${base}`, published: `https://katalog.example${base}` };
};
const below = placed(BELOW), everything = placed(EVERYTHING);

/** The locale that an address belongs to, if it belongs to one. */
const localeOf = (address, { home }) => {
  const [first] = address.slice(home.length).split('/');
  return { sr: 'sr-Latn', 'sr-cyrl': 'sr-Cyrl', en: 'en' }[first];
};

/** The addresses of the site that a text names in full. */
const namedIn = (text, { home, published }) => [...text.matchAll(new RegExp(`${published}[^\\s"<>,}\\\\]*`, 'g'))]
  .map(([address]) => address.replace(published, home).replaceAll('&amp;', '&'));

/** Where an element of a page leads to, without its fragment, and with it. */
const ends = (address, element, name, { home }) => {
  const url = new URL(element.getAttribute(name), address);
  // What is asked of a page does not change the file.
  url.search = '';
  return url.href.startsWith(home) ? [{ element, to: url.href.split('#')[0], fragment: decodeURIComponent(url.hash.slice(1)) }] : [];
};

/** What is wrong with the headers of an answer. */
function faultsOfHeaders(address, headers, { home }) {
  const path = address.slice(home.length);
  const isHashed = path.startsWith('assets/') || /^search\/.*\//.test(path);
  const expected = {
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cache-control': isHashed ? FOR_EVER : 'no-cache',
    'access-control-allow-origin': path.startsWith('data/') ? '*' : null,
  };
  return Object.entries(expected)
    .filter(([name, value]) => headers.get(name) !== value)
    .map(([name]) => `${address}: ${name}: ${headers.get(name)}`);
}

/** Walks through a site from its first page. Each page is kept with the ids in it, for the fragments of links. */
async function walk(site) {
  const { folder, home } = site;
  const faults = [], pages = new Map(), fragments = [];
  const found = new Set([home]), open = [home];
  const follow = to => found.has(to) || (found.add(to), open.push(to));

  const visit = async address => {
    const answer = await fetch(address, { redirect: 'manual', headers: { 'accept-encoding': 'gzip' } });
    faults.push(...faultsOfHeaders(address, answer.headers, site));
    const type = answer.headers.get('content-type') ?? '';
    const isText = /^text\/|json$|javascript$/.test(type.split(';')[0]);
    if (answer.status !== 200) faults.push(`${address}: ${answer.status}`);
    const isPacked = existsSync(`${fileOf(folder, decodeURIComponent(address.slice(home.length)))}.gz`);
    if (isPacked !== (answer.headers.get('content-encoding') === 'gzip')) faults.push(`${address} comes otherwise than it was written`);
    const text = isText ? await answer.text() : (await answer.arrayBuffer(), '');
    if (!address.startsWith(`${home}data/`)) for (const to of namedIn(text, site)) follow(to.split('#')[0]);
    if (!type.startsWith('text/html')) return;

    const page = parse(text);
    pages.set(address, new Set(page.querySelectorAll('[id]').map(it => it.id)));
    const locale = localeOf(address, site);
    const lang = page.querySelector('html').getAttribute('lang');
    if (locale && lang !== locale) faults.push(`${address} is in ${lang}`);
    for (const name of ['href', 'src', 'action']) {
      for (const { element, to, fragment } of page.querySelectorAll(`[${name}]`).flatMap(it => ends(address, it, name, site))) {
        follow(to);
        if (fragment) fragments.push({ address, to, fragment });
        const other = localeOf(to, site);
        const isSaid = element.getAttribute('hreflang') === other;
        if (locale && other && other !== locale && !isSaid) faults.push(`${address} leads to ${to}`);
      }
    }
  };
  const work = async () => { while (open.length) await visit(open.pop()); };
  while (open.length) await Promise.all(Array.from({ length: 16 }, work));
  for (const { address, to, fragment } of fragments) {
    if (pages.has(to) && !pages.get(to).has(fragment)) faults.push(`${address}: nothing in ${to} is called #${fragment}`);
  }
  return { faults, pages };
}

for (const [site, least] of [[below, 1000], [everything, 150]]) {
  test(`a walk through ${site.base} finds every page, and no end that is dead or of another language`, async () => {
    test.setTimeout(240_000);
    const { faults, pages } = await walk(site);
    expect(faults.slice(0, 20)).toEqual([]);
    const isStub = path => path === '404.html' || path.endsWith('/404.html') || htmlOf(path, site).includes('http-equiv="refresh"');
    const built = pathsOf(site.folder).filter(path => !isStub(path)).map(path => `${site.home}${path}`);
    expect(built.length).toBeGreaterThan(least);
    expect(built.filter(address => !pages.has(address))).toEqual([]);
  });
}

test('what is not there is said in the language that was asked for', async () => {
  for (const [path, lang] of [['sr/nema/', 'sr-Latn'], ['sr-cyrl/nema/', 'sr-Cyrl'], ['en/nothing/', 'en']]) {
    const answer = await fetch(`${below.home}${path}`);
    expect(answer.status).toBe(404);
    expect(faultsOfHeaders(answer.url, answer.headers, below)).toEqual([]);
    expect(parse(await answer.text()).querySelector('html').getAttribute('lang')).toBe(lang);
  }
});

test('what was moved leads on in every locale', async () => {
  expect(MOVED.map(({ locale }) => locale).sort()).toEqual([...LOCALES].sort());
  for (const { path, to } of MOVED) {
    const answer = await fetch(`${below.home}${path}`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([301, `${below.base}${to}`]);
    expect(faultsOfHeaders(`${below.home}${path}`, answer.headers, below)).toEqual([]);
    expect((await fetch(`${below.home}${to}`)).status).toBe(200);
  }
});
