// What readers ask, and what they should see first or among the first five answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, rows } from './site.mjs';

const FIRST = 5;

/** `id` is anything with that id, `id@municipality` an activity. */
const answers = (expected, hit) => {
  const [id, municipality] = expected.split('@');
  return hit.id === id && (!municipality || (hit.kind === 'activity' && hit.municipality === municipality));
};

for (const [table, least] of [['questions.tsv', 0.95], ['further_questions.tsv', 0.95]]) {
  test(`questions of ${table} are answered`, async t => {
    const sites = new Map();
    const missed = [];
    let recall = 0;
    const questions = await rows(table);
    for (const [locale, question, expected] of questions) {
      if (!sites.has(locale)) sites.set(locale, await open(locale));
      const { hits } = await sites.get(locale).query(question, { limit: FIRST });
      const ids = expected.split(' ');
      const found = ids.filter(id => hits.some(hit => answers(id, hit)));
      recall += found.length / ids.length;
      if (found.length < ids.length)
        missed.push(`${locale} ${question}: ${hits.map(hit => `${hit.kind} ${hit.id}@${hit.municipality ?? ''} ${hit.score.toFixed(1)}`).join(', ')}, not ${ids.filter(id => !found.includes(id))}`);
    }
    recall /= questions.length;
    t.diagnostic(`recall@${FIRST} of ${questions.length} questions: ${recall.toFixed(3)}`);
    assert.ok(recall >= least, `recall@${FIRST} ${recall.toFixed(3)}\n${missed.join('\n')}`);
    if (process.env.KATALOG_SHOW_MISSED) t.diagnostic(missed.join('\n'));
  });
}

test('questions of first_answers.tsv are answered first by what they ask for', async () => {
  const sites = new Map();
  const wrong = [];
  for (const [locale, question, first, absent] of await rows('first_answers.tsv')) {
    if (!sites.has(locale)) sites.set(locale, await open(locale));
    const { hits } = await sites.get(locale).query(question, { limit: FIRST });
    const ids = hits.map(hit => hit.id);
    if (first !== '-' && !first.split(' ').includes(ids[0])) wrong.push(`${locale} ${question}: ${ids}, not first ${first}`);
    if (absent && ids.includes(absent)) wrong.push(`${locale} ${question}: ${ids}, with ${absent}`);
  }
  assert.deepEqual(wrong, []);
});

test('two words without a space are shown apart', async () => {
  const site = await open('en');
  assert.equal((await site.query('happyfamily')).didYouMean, 'happy family');
  for (const text of ['Kraguyevac', 'wasteland', 'schoolyard'])
    assert.ok(!(await site.query(text)).didYouMean?.includes(' '), text);
});
