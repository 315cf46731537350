// Scripts use nothing that Safari 15.0 or Firefox 102 do not read, also after they are minified.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { PUBLIC } from './site.mjs';

const NEWER = {
  'lookbehind': /\(\?<[=!]/,
  'Array.prototype.at and its like': /\.at\(-?\d/,
  'findLast': /\.findLast(Index)?\(/,
  'copies of arrays': /\.(toSorted|toReversed|toSpliced|with)\(/,
  'Object.hasOwn': /Object\.hasOwn\b/,
  'structuredClone': /\bstructuredClone\b/,
  'groups of arrays': /\b(Object|Map)\.groupBy\b|Array\.fromAsync\b/,
  'methods of sets': /\.(isSubsetOf|isSupersetOf|symmetricDifference)\(/,
  'flags of regular expressions': /\/[gimsuy]*[dv][gimsuy]*(?=[,;).\]])/,
  'static blocks and private checks': /\bstatic\s*\{|#\w+ in /,
  'import attributes': /\bimport\b[^;]*\bwith\s*\{/,
  'AbortSignal.timeout': /AbortSignal\.(timeout|any)\b/,
};

test('scripts are read by browsers of 2022', async () => {
  const scripts = (await readdir(join(PUBLIC, 'assets'))).filter(name => name.endsWith('.js'));
  assert.ok(scripts.length > 4);
  for (const name of scripts) {
    const text = await readFile(join(PUBLIC, 'assets', name), 'utf8');
    for (const [what, pattern] of Object.entries(NEWER)) assert.ok(!pattern.test(text), `${name} uses ${what}: ${text.match(pattern)?.[0]}`);
  }
});
