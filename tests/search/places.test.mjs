// Every municipality, typed in every way, comes first.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { catalogue, open, rows } from './site.mjs';

const published = new Set(catalogue.municipalities.map(place => place.id));
const places = (await rows('../serbian/places.tsv')).filter(([, , , , id]) => published.has(id));

const spellings = (latin, cyrillic) => {
  const bare = text => text.normalize('NFD').replace(/\p{M}/gu, '');
  return [latin, cyrillic, bare(latin).replace(/đ/g, 'dj').replace(/Đ/g, 'Dj'), bare(latin).replace(/đ/g, 'd').replace(/Đ/g, 'D')];
};
const LETTERS = Object.fromEntries(
  ['aа', 'bб', 'vв', 'gг', 'dд', 'đђ', 'eе', 'žж', 'zз', 'iи', 'jј', 'kк', 'lл', 'mм', 'nн', 'oо', 'pп', 'rр', 'sс', 'tт', 'ćћ', 'uу', 'fф', 'hх', 'cц', 'čч', 'šш']
    .flatMap(([latin, cyrillic]) => [[latin, cyrillic], [latin.toUpperCase(), cyrillic.toUpperCase()]]));
const DIGRAPHS = { lj: 'љ', nj: 'њ', dž: 'џ', Lj: 'Љ', Nj: 'Њ', Dž: 'Џ' };
const cyrillic = text => text.replace(/lj|nj|dž/gi, pair => DIGRAPHS[pair]).replace(/./gu, c => LETTERS[c] ?? c);

for (const locale of ['sr-Latn', 'sr-Cyrl', 'en']) {
  test(`every municipality comes first in ${locale}`, async () => {
    const site = await open(locale);
    const wrong = [];
    assert.ok(places.length > 80);
    for (const [name, , genitive, locative, id] of places)
      for (const form of [name, genitive, locative])
        for (const typed of spellings(form, cyrillic(form)))
          for (const text of [typed, typed.toLowerCase()]) {
            const { hits } = await site.query(text);
            if (hits[0]?.kind !== 'municipality' || hits[0].id !== id)
              wrong.push(`${text}: ${hits[0]?.kind} ${hits[0]?.id}, not ${id}`);
          }
    assert.deepEqual(wrong, []);
  });
}

// The kind of a place, or a question for money, beside its name in the case that the question needs.
const QUESTIONS = [
  name => `opština ${name}`, name => `Opstina ${name}`, name => `grad ${name}`, name => `${name} opština`, name => `novac za ${name}`,
  name => `koliko para za ${name}`, name => `koliko je novca dobila opština ${name}`, name => `municipality of ${name}`, name => `the city of ${name}`,
  name => `${name} municipality`, name => `town of ${name}`, name => `how much money for ${name}`, name => `funding for ${name}`,
  (name, genitive) => `iz opštine ${genitive}`, (name, genitive) => `grada ${genitive}`,
  (name, genitive, locative) => `u opštini ${locative}`, (name, genitive, locative) => `projekti u ${locative}`,
  (name, genitive, locative) => `šta se radi u ${locative}`, (name, genitive, locative) => `koliko je potrošeno u ${locative}`,
];

for (const locale of ['sr-Latn', 'sr-Cyrl', 'en']) {
  test(`every municipality comes first in ${locale} with what it is, or what it gets`, async () => {
    const site = await open(locale);
    const wrong = [];
    for (const [name, , genitive, locative, id] of places)
      for (const question of QUESTIONS) {
        const asked = question(name, genitive, locative);
        for (const typed of new Set([asked, ...spellings(asked, cyrillic(asked)).slice(2)].concat(/[qwxy]/.test(asked) ? [] : cyrillic(asked)))) {
          const { hits } = await site.query(typed);
          if (hits[0]?.kind !== 'municipality' || hits[0].id !== id) wrong.push(`${typed}: ${hits[0]?.kind} ${hits[0]?.id}, not ${id}`);
        }
      }
    assert.deepEqual(wrong, []);
  });
}

test('behind a municipality stand its activities', async () => {
  const site = await open('sr-Latn');
  const wrong = [];
  for (const [name, , , , id] of places) {
    const own = catalogue.projects.filter(project => project.activities.some(at => at.municipality === id)).length;
    const { hits } = await site.query(name, { limit: own + 1 });
    const behind = hits.slice(1);
    if (!behind.every(hit => hit.kind === 'activity' && hit.municipality === id))
      wrong.push(`${name}: ${behind.map(hit => `${hit.kind} ${hit.id} ${hit.municipality ?? ''}`).join(', ')}`);
  }
  assert.deepEqual(wrong, []);
});
