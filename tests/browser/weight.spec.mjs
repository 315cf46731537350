// What readers on slow lines have to fetch, in bytes as they are sent.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SITE, fileOf, htmlOf, pages, paths, url } from './site.mjs';
import { test, expect } from './test.mjs';

const KB = 1024;
const gzipped = bytes => gzipSync(bytes, { level: 6 }).length;
const assets = readdirSync(join(SITE.folder, 'assets'));
const asset = name => readFileSync(join(SITE.folder, 'assets', name));
const style = gzipped(asset(assets.find(name => name.endsWith('.css'))));

/** The big indexes may weigh more. */
const INDEX = /^[^/]+\/[^/]+\/$/;

test('no page is heavier than it may be', () => {
  expect(style).toBeLessThan(12 * KB);
  const heavy = paths.map(path => ({ path, weight: gzipped(htmlOf(path)) + style }))
    .filter(({ path, weight }) => weight > (INDEX.test(path) ? 60 : 30) * KB);
  expect(heavy).toEqual([]);
});

for (const { name, path } of pages.filter(({ shape }) => shape === '')) {
  test(`${name} is sent in 22 KB with all that it needs`, async ({ page }) => {
    const sent = [];
    page.on('request', request => sent.push(decodeURIComponent(new URL(request.url()).pathname)));
    await page.goto(url(path), { waitUntil: 'networkidle' });
    const weights = sent.map(path => [path, gzipped(readFileSync(fileOf(SITE.folder, path.slice(1))))]);
    expect(weights.length).toBeGreaterThan(3);
    expect(weights.reduce((sum, [, weight]) => sum + weight, 0), JSON.stringify(weights)).toBeLessThan(22 * KB);
  });
}

for (const { name, path, shape } of pages.filter(({ shape, locale }) => locale === 'sr-Cyrl' && shape !== 'search/')) {
  test(`${name} brings little script before it is needed`, async ({ page }) => {
    const scripts = [], others = [];
    page.on('request', request => {
      const name = new URL(request.url()).pathname.split('/').at(-1);
      if (request.resourceType() === 'script') scripts.push(name);
      else if (!['document', 'stylesheet', 'image', 'other'].includes(request.resourceType())) others.push(request.url());
    });
    await page.goto(url(path), { waitUntil: 'networkidle' });
    expect(others).toEqual([]);
    // The pages of money and comparison have a tool of their own.
    const own = shape.startsWith('money/') ? 'sort' : shape === 'compare/' ? 'compare' : 'map';
    expect(scripts.filter(name => !new RegExp(`^(find|${own})\\.`).test(name))).toEqual([]);
    expect(scripts.map(name => gzipped(asset(name))).reduce((sum, size) => sum + size, 0)).toBeLessThan((own === 'map' ? 2 : 4) * KB);
  });
}
