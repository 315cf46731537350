// What an answer consists of, and how it is narrowed, ordered and shown.

import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { PUBLIC, catalogue, fetch, open, search } from './site.mjs';

const LOCALES = ['sr-Latn', 'sr-Cyrl', 'en'];
const activities = catalogue.projects.flatMap(project => project.activities.map(at => ({ ...at, project })));

test('every hit leads to a page that exists, and says what it is', async () => {
  for (const locale of LOCALES) {
    const site = await open(locale);
    const kinds = new Set();
    for (const text of ['LIP 2', 'Loznica', 'okrug', 'district', 'centar', 'podrška', 'support', 'unicef', 'good governance', 'dobro upravljanje', 'sredina', 'environmental']) {
      const { hits } = await site.query(text, { limit: 60 });
      for (const hit of hits) {
        kinds.add(hit.kind);
        const [path, anchor] = hit.url.split('#');
        await access(join(PUBLIC, path, 'index.html'));
        assert.equal(anchor, hit.kind === 'activity' ? hit.municipality : undefined);
        assert.ok(hit.title && hit.id && hit.score > 0, JSON.stringify(hit));
      }
    }
    assert.equal(kinds.size, 11, [...kinds].join());
  }
});

test('hits are titled as the catalogue titles them', async () => {
  for (const locale of LOCALES) {
    const site = await open(locale);
    for (const project of catalogue.projects) {
      const title = project.title[locale];
      const { hits } = await site.query(title, { limit: 3 });
      assert.ok(hits.some(hit => hit.kind === 'project' && hit.id === project.id && hit.title === title), `${locale} ${title}`);
      assert.equal(new URL(hits[0].url, 'https://katalog.example').href.startsWith(project.url[locale]), true);
    }
  }
});

test('an activity names its place, its money and what it is about', async () => {
  const site = await open('en');
  const { hits } = await site.query('waste pickers Loznica');
  const { doc, score, ...hit } = hits[0];
  assert.deepEqual(hit, {
    kind: 'activity',
    id: 'waste-pickers',
    title: 'Waste pickers: local coordination mechanisms to protect their livelihoods',
    lang: undefined,
    url: '/en/projects/waste-pickers/#loznica',
    area: 'Social inclusion',
    subArea: 'Protection of waste pickers’ livelihoods',
    programme: hit.programme,
    municipality: 'loznica',
    place: 'Loznica',
    money: [{ amount: 18460, currency: 'EUR' }],
  });
});

test('facets count activities, and each choice changes the others', async () => {
  const site = await open('sr-Latn');
  const all = await site.query('', { facets: {}, limit: 5 });
  const count = (facet, id) => all.facets[facet].find(value => value.id === id)?.count;
  const sum = facet => all.facets[facet].reduce((sum, { count }) => sum + count, 0);
  for (const facet of ['programme', 'area', 'sub-area']) assert.equal(sum(facet), activities.length, facet);
  // An activity may have several types of support.
  assert.equal(sum('support-type'), activities.flatMap(({ support_types: types }) => types).length);
  const inOnePlace = activities.filter(({ municipality }) => municipality);
  for (const facet of ['district', 'municipality']) assert.equal(sum(facet), inOnePlace.length, facet);
  assert.equal(count('programme', 'pro'), activities.filter(({ project }) => project.programme === 'pro').length);
  assert.equal(count('money', '1'), activities.filter(({ funding }) => funding.length).length);

  const inLoznica = activities.filter(({ municipality }) => municipality === 'loznica');
  const loznica = await site.query('', { facets: { municipality: ['loznica'] }, kinds: ['activity'], limit: 100 });
  assert.equal(loznica.total, inLoznica.length);
  assert.equal(loznica.hits.length, inLoznica.length);
  assert.ok(loznica.hits.every(hit => hit.municipality === 'loznica'));
  assert.equal(loznica.facets.municipality.length, all.facets.municipality.length, 'a choice does not close its own facet');
  assert.equal(loznica.facets.district.length, 1);

  const both = await site.query('', { facets: { municipality: ['loznica', 'kula'], money: [1] }, kinds: ['activity'], limit: 100 });
  const expected = activities.filter(({ municipality, funding }) => funding.length && ['loznica', 'kula'].includes(municipality));
  assert.equal(both.total, expected.length);
  const found = await site.query('sakupljači', { facets: { municipality: ['loznica'] } });
  assert.deepEqual(found.hits.map(({ kind, id, municipality }) => [kind, id, municipality]).slice(0, 2), [
    ['project', 'waste-pickers', undefined], ['activity', 'waste-pickers', 'loznica'],
  ]);
});

test('results are ordered by name and by amount', async () => {
  const site = await open('sr-Latn');
  const named = await site.query('', { kinds: ['project'], sort: 'name', limit: 100 });
  const titles = named.hits.map(hit => hit.title);
  assert.equal(titles.length, catalogue.projects.length);
  assert.deepEqual(titles, [...titles].sort(new Intl.Collator('sr-Latn').compare));
  const paid = await site.query('', { kinds: ['activity'], facets: { money: [1] }, sort: 'amount', limit: 500 });
  const amounts = paid.hits.flatMap(hit => hit.money).filter(money => money.currency === 'EUR').map(money => money.amount);
  assert.deepEqual(amounts, [...amounts].sort((a, b) => b - a));
  assert.ok(amounts.length > 20);
});

test('suggestions stand in groups', async () => {
  const site = await open('sr-Latn');
  const { places, projects, organisations } = await site.suggest('lozni', 2);
  assert.deepEqual(places.map(hit => hit.id)[0], 'loznica');
  assert.ok(organisations.length === 2 && organisations.every(hit => hit.kind === 'organisation'));
  assert.ok(projects.every(hit => hit.kind === 'project'));
  assert.equal((await site.suggest('hraniteljst')).projects[0].id, 'foster-care');
});

test('a snippet is a sentence in which the match is marked', async () => {
  for (const [locale, text, expected] of [['sr-Latn', 'sakupljača', /sakuplja/i], ['sr-Cyrl', 'sakupljača', /сакупља/i], ['en', 'pickers', /pickers/i]]) {
    const site = await open(locale);
    const { hits } = await site.query(text);
    for (const hit of hits.filter(hit => hit.id === 'waste-pickers')) {
      const parts = await site.snippet(hit, text);
      assert.ok(parts.some(part => part.match && expected.test(part.text)), JSON.stringify([hit, parts]));
      assert.ok(!parts.map(part => part.text).join('').includes('<'));
    }
  }
  const site = await open('en');
  const { hits } = await site.query('transfer station Loznica');
  const marked = (await site.snippet(hits[0], 'transfer station Loznica')).filter(part => part.match).map(part => part.text);
  assert.deepEqual(marked, ['transfer', 'station']);
});

test('a slip is put right, and nonsense finds nothing', async () => {
  const latin = await open('sr-Latn'), cyrillic = await open('sr-Cyrl');
  assert.equal((await latin.query('Kragujvac')).didYouMean, 'Kragujevac');
  assert.equal((await cyrillic.query('Крагујвац')).didYouMean, 'Крагујевац');
  assert.equal((await latin.query('Kragujevac')).didYouMean, null);
  const nothing = await latin.query('qqqqxxxx');
  assert.deepEqual([nothing.total, nothing.hits, nothing.didYouMean], [0, [], null]);
  for (const text of ['', ' ', '?', '"<script>', '💧', 'constructor __proto__', 'a'.repeat(5000), 'a b '.repeat(500)])
    assert.ok((await latin.query(text)).hits.length <= 10, text);
});

test('an index of another format, or none, is refused', async () => {
  await assert.rejects(search.open('/', 'de', { fetch }), /404/);
  const newer = async () => ({ ok: true, text: async () => '{"format":999}' });
  await assert.rejects(search.open('/', 'sr-Latn', { fetch: newer }), /format 999/);
});

test('a file that failed to arrive is asked for again', async () => {
  let broken = true;
  const shaky = path => (broken && path.includes('/t-') ? Promise.reject(new Error('offline')) : fetch(path));
  const site = await search.open('/', 'sr-Latn', { fetch: shaky });
  await assert.rejects(site.query('Šabac'), /offline/);
  broken = false;
  assert.equal((await site.query('Šabac')).hits[0].id, 'sabac');
});
