// The browser folds and cuts as the builder does: both are held to the same tables.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { rows, search } from './site.mjs';

test('search keys are those of the table', async () => {
  for (const [text, key] of await rows('../serbian/fold_cases.tsv')) assert.equal(search.fold(text), key, text);
});

test('places have one key in every spelling', async () => {
  for (const [latin, cyrillic] of await rows('../serbian/places.tsv'))
    assert.equal(search.fold(latin), search.fold(cyrillic));
});

test('words are those of the table', async () => {
  for (const [text, words] of await rows('words.tsv')) assert.equal(search.words(text).join(' '), words ?? '', text);
});
