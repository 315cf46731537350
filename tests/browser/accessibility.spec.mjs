// WCAG 2.2 A and AA, as far as a program can tell, on every kind of page, in both themes, on phone and desktop.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SHAPES, SHARED, TEMPLATES, LOCALES, pages, paths, strangers, url } from './site.mjs';
import { test, expect, findings, unfold } from './test.mjs';

const DEVICES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 900 } };

test('every kind of page is looked at', () => {
  const templates = readdirSync(TEMPLATES).map(file => file.replace('.html', ''));
  const sources = templates.map(name => readFileSync(join(TEMPLATES, `${name}.html`), 'utf8'));
  const isBase = name => sources.some(source => source.includes(`{% extends "${name}.html" %}`));
  const ofPages = templates.filter(name => name !== 'components' && !isBase(name));
  const named = new Set([...SHAPES, ...SHARED].map(({ template }) => template));
  expect([...named].sort()).toEqual(ofPages.sort());
  expect(strangers).toEqual([]);
  for (const { path } of [...SHARED, ...pages]) expect(paths).toContain(path);
  for (const locale of LOCALES) {
    expect(new Set(pages.filter(page => page.locale === locale).map(({ template }) => template)).size).toBe(named.size - SHARED.length);
  }
});

for (const [device, viewport] of Object.entries(DEVICES)) {
  test.describe(device, () => {
    test.use({ viewport });
    for (const { name, path } of [...pages, ...SHARED.map(({ template, path }) => ({ name: template, path }))]) {
      test(`${name} is accessible`, async ({ page }) => {
        await page.goto(url(path));
        await unfold(page);
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          expect(await findings(page), colorScheme).toEqual([]);
        }
      });
    }
  });
}
