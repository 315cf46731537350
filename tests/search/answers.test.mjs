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
  const { doc, score, summary, ...hit } = hits[0];
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

test('facets count projects, and each choice changes the others', async () => {
  const site = await open('sr-Latn');
  const all = await site.query('', { facets: {}, cards: true, limit: 5 });
  const count = (facet, id) => all.facets[facet].find(value => value.id === id)?.count;
  const projects = isWanted => new Set(activities.filter(isWanted).map(({ project }) => project.id)).size;
  for (const facet of ['programme', 'area', 'sub-area'])
    assert.equal(all.facets[facet].reduce((sum, { count }) => sum + count, 0), catalogue.projects.length, facet);
  assert.equal(count('kind', 'project'), catalogue.projects.length);
  assert.equal(count('kind', 'municipality'), catalogue.municipalities.length);
  assert.equal(count('programme', 'pro'), projects(({ project }) => project.programme === 'pro'));
  assert.equal(count('municipality', 'loznica'), projects(({ municipality }) => municipality === 'loznica'));
  assert.equal(count('money', '1'), projects(({ funding }) => funding.length));
  assert.equal(count('status', 'completed') ?? 0, projects(({ status }) => status === 'completed'));
  assert.equal(count('target-group', 'roma'), projects(({ target_groups: groups }) => groups.includes('roma')));

  const inLoznica = activities.filter(({ municipality }) => municipality === 'loznica');
  const loznica = await site.query('', { facets: { municipality: ['loznica'] }, cards: true, limit: 100 });
  assert.equal(loznica.total, inLoznica.length);
  assert.ok(loznica.hits.every(hit => hit.activities.length === 1 && hit.activities[0].municipality === 'loznica'));
  assert.equal(loznica.facets.municipality.length, all.facets.municipality.length, 'a choice does not close its own facet');
  assert.equal(loznica.facets.district.length, 1);

  const both = await site.query('', { facets: { municipality: ['loznica', 'kula'], money: [1] }, kinds: ['activity'], limit: 100 });
  const expected = activities.filter(({ municipality, funding }) => funding.length && ['loznica', 'kula'].includes(municipality));
  assert.equal(both.total, expected.length);
});

test('a choice gives as many results as it counts', async () => {
  for (const [locale, text] of [['sr-Latn', ''], ['sr-Cyrl', 'деца'], ['en', 'support'], ['sr-Latn', 'opština'], ['sr-Latn', 'hraniteljstvo Niš']]) {
    const site = await open(locale);
    for (const chosen of [{}, { area: ['social-inclusion'] }, { district: ['nisavski', 'pirotski'] }, { kind: ['project', 'organisation'] }]) {
      const { facets } = await site.query(text, { facets: chosen, cards: true, limit: 1 });
      for (const [facet, values] of Object.entries(facets))
        for (const { id, count } of values) {
          const { total, hits } = await site.query(text, { facets: { ...chosen, [facet]: [id] }, cards: true, limit: 1000 });
          assert.equal(total, count, `${locale} ${text} ${JSON.stringify(chosen)} ${facet} ${id}`);
          assert.equal(new Set(hits.map(({ kind, id }) => `${kind} ${id}`)).size, count, 'no result stands twice');
        }
    }
  }
});

test('a project is one result with its places, those of the question first', async () => {
  const site = await open('sr-Latn');
  const { hits: [first], total } = await site.query('hraniteljstvo', { cards: true });
  const project = catalogue.projects.find(({ id }) => id === 'foster-care');
  assert.deepEqual([first.kind, first.id, first.isWhole, first.all], ['project', 'foster-care', true, project.activities.length]);
  assert.deepEqual(first.activities.map(({ municipality }) => municipality).sort(), project.activities.map(({ municipality }) => municipality).sort());
  assert.ok(total < 20);
  const { hits: [inNis] } = await site.query('hraniteljstvo Niš', { cards: true });
  assert.deepEqual([inNis.id, inNis.isWhole, inNis.activities.map(({ municipality }) => municipality)], ['foster-care', false, ['nis']]);
  const named = await site.query('hraniteljstvo Bor Niš', { cards: true });
  assert.ok(named.hits[0].activities.slice(0, 2).every(({ municipality }) => ['bor', 'nis'].includes(municipality)));
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

const shown = parts => parts.map(part => part.text).join('');

test('a snippet is the summary, unless only the text has the words', async () => {
  for (const [locale, text, expected] of [['sr-Latn', 'sakupljača', /sakuplja/i], ['sr-Cyrl', 'sakupljača', /сакупља/i], ['en', 'pickers', /pickers/i]]) {
    const site = await open(locale);
    const { hits } = await site.query(text, { cards: true });
    const hit = hits.find(({ kind, id }) => kind === 'project' && id === 'waste-pickers');
    const parts = await site.snippet(hit, text);
    assert.equal(shown(parts), catalogue.projects.find(({ id }) => id === 'waste-pickers').summary[locale]);
    assert.ok(parts.some(part => part.match && expected.test(part.text)), JSON.stringify([hit, parts]));
  }
  const site = await open('en');
  for (const options of [{}, { cards: true }]) {
    const { hits } = await site.query('transfer station Loznica', options);
    const marked = (await site.snippet(hits[0], 'transfer station Loznica')).filter(part => part.match).map(part => part.text);
    assert.deepEqual(marked, ['transfer', 'station']);
  }
});

test('compounds are marked whole, with and without a hyphen', async () => {
  const site = await open('en');
  const title = 'Setting up inter-municipal cooperation';
  for (const [text, match] of [['intermunicipal', ['inter-municipal']], ['co-operation', ['cooperation']], ['municipal', ['municipal']]])
    assert.deepEqual((await site.marker(text))(title).filter(part => part.match).map(part => part.text), match, text);
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
