// Scripts use only what Safari 15.0 and Firefox 102 know, according to the data of MDN, also after they are minified.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'acorn';
import { SITE } from './site.mjs';
import { test, expect } from './test.mjs';

const OLDEST = { safari: 15.0, firefox: 102 };
/** Both know all syntax of this version of the language, but for static blocks and lookbehind. */
const LANGUAGE = 2022;
/** Members of objects of the scripts themselves; newer objects of browsers have some of the same name. */
const OURS = new Set(['format', 'query', 'role']);

const { api, javascript } = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@mdn/browser-compat-data'), 'utf8'));

/** Whether both browsers have what a record of the data tells of, without a setting or another name. */
const isKnown = ({ support }) => Object.entries(OLDEST).every(([browser, version]) => [support[browser]].flat().some(one =>
  one.version_added && !one.version_removed && !one.flags && !one.prefix && !one.alternative_name
  && parseFloat(one.version_added.replace('≤', '')) <= version));

/** Whether a member of an object such as `Object` is known, a member of anything, and a name of its own. */
const owned = new Map(), members = new Map(), globals = new Map();
for (const group of [javascript.builtins, api]) {
  for (const [owner, { __compat: whole, ...parts }] of Object.entries(group)) {
    if (whole) globals.set(owner, isKnown(whole));
    for (const [part, { __compat: record }] of Object.entries(parts)) {
      if (!record) continue;
      const name = part.replace(/_static$/, ''), known = isKnown(record);
      if (name !== part) owned.set(`${owner}.${name}`, known);
      members.set(name, members.get(name) || known);
      if (owner === 'Window') globals.set(name, known);
    }
  }
}

/** Every node of a script, and those below a node. */
function* nodes(node) {
  if (typeof node?.type === 'string') yield node;
  if (node && typeof node === 'object') for (const child of Object.values(node)) yield* nodes(child);
}

const namesIn = patterns => patterns.flatMap(pattern => [...nodes(pattern)]).filter(({ type }) => type === 'Identifier').map(({ name }) => name);

/** What a script uses that one of the browsers does not read. */
function newerIn(text) {
  const all = [...nodes(parse(text, { ecmaVersion: LANGUAGE, sourceType: 'module' }))];
  const own = new Set(all.flatMap(({ id, params, param }) =>
    namesIn([id, ...(params ?? []), param].filter(Boolean))));
  const isNewer = ({ type, name, computed, object, property, regex }) => {
    if (type === 'StaticBlock') return true;
    if (regex) return /\(\?<[=!]/.test(regex.pattern);
    if (type === 'Identifier') return globals.get(name) === false && !own.has(name);
    if (type !== 'MemberExpression' || computed) return false;
    if (object.name === 'globalThis') return globals.get(property.name) === false;
    return (owned.get(`${object.name}.${property.name}`) ?? (OURS.has(property.name) || members.get(property.name))) === false;
  };
  return all.filter(isNewer).map(({ start, end }) => text.slice(start, end));
}

test('what is newer than the browsers is found', () => {
  const newer = [
    'a.at(-1)', 'a.findLast(b)', 'a.toSorted()', 'a.with(0, 1)', 'Object.hasOwn(a, b)', 'Object.groupBy(a, b)', 'structuredClone(a)',
    'a.symmetricDifference(b)', 'AbortSignal.any([])', 'AbortSignal.timeout(1)', 'a.showModal()', 'a.inert = true', 'a.checkVisibility()',
    'a.requestSubmit()', 'requestIdleCallback(a)', 'globalThis.requestIdleCallback(a)', 'new Intl.Segmenter()', '/(?<=a)b/', '/(?<!a)b/', 'class A { static { b(); } }',
  ];
  expect(newer.filter(text => newerIn(text).length === 0)).toEqual([]);
  for (const text of ['/a/v', 'import a from "a" with { type: "json" }', 'using a = b']) expect(() => newerIn(text), text).toThrow(SyntaxError);
  const older = ['a?.b ?? c', 'a ??= b', 'class A { b = 1; #c = 2; d(e) { return #c in e; } }', 'await a', '/(?<a>b)/d', 'a.replaceAll("b", "c")', 'a.flatMap(b)', 'Promise.any([])', 'globalThis.fetch(a)', 'const at = b; at(0)'];
  expect(older.filter(text => newerIn(text).length > 0)).toEqual([]);
});

const assets = join(SITE.folder, 'assets');
for (const name of readdirSync(assets).filter(name => name.endsWith('.js'))) {
  test(`${name.split('.')[0]}.js is read by browsers of 2022`, () => {
    expect(newerIn(readFileSync(join(assets, name), 'utf8'))).toEqual([]);
  });
}
