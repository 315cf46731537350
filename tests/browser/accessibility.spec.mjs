// WCAG 2.2 A and AA, as far as a program can tell, on every kind of page, in both themes, on phone and desktop; and no
// sideways scrolling at 400 %.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BELOW, EVERYTHING, SITE, SHAPES, SHARED, MOVED, CONTINUED, TEMPLATES, LOCALES, baseOf, pages, pagesWith, paths, strangersIn, url } from './site.mjs';
import { test, expect, findingsInBothSchemes, unfold } from './test.mjs';

const DEVICES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 900 } };
/** A window of 1280 × 1024 pixels at 400 %. */
const ENLARGED = { width: 320, height: 256 };

/** What stands beyond the right edge, but for tables of texts, which scroll by themselves. */
const beyond = page => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const isBeyond = it => it.getBoundingClientRect().right > clientWidth + 1 && !it.closest('.table');
  return scrollWidth > clientWidth ? [...document.querySelectorAll('body *')].filter(isBeyond).map(it => it.outerHTML.slice(0, 200)) : [];
});

test('every kind of page is looked at', () => {
  const templates = readdirSync(TEMPLATES).map(file => file.replace('.html', ''));
  const sources = templates.map(name => readFileSync(join(TEMPLATES, `${name}.html`), 'utf8'));
  const isBase = name => sources.some(source => source.includes(`{% extends "${name}.html" %}`));
  const ofPages = templates.filter(name => name !== 'components' && !isBase(name));
  const shown = new Set(SHAPES.map(({ template }) => template));
  const named = new Set([...shown, ...[...SHARED, ...MOVED, ...CONTINUED].map(({ template }) => template)]);
  expect([...named].sort()).toEqual(ofPages.sort());
  expect([SITE, EVERYTHING].flatMap(strangersIn)).toEqual([]);
  for (const { path } of [...SHARED, ...pages]) expect(paths).toContain(path);
  for (const locale of LOCALES) {
    expect(new Set(pages.filter(page => page.locale === locale).map(({ template }) => template)).size).toBe(shown.size);
  }
});

const addressed = (pages, site, base) => pages.map(({ name, path }) => ({ name, address: url(path, site, base) }));
const ADDRESSES = [
  ...addressed([...pages, ...SHARED.map(({ template, path }) => ({ name: template, path }))]),
  ...addressed(pagesWith(() => true, EVERYTHING), EVERYTHING, baseOf(EVERYTHING.folder))
    .map(({ name, address }) => ({ name: `everything: ${name}`, address })),
  ...addressed(CONTINUED, BELOW, '/below/'),
];

for (const { name, address } of ADDRESSES) {
  test(`${name} is accessible`, async ({ page }) => {
    await page.setViewportSize(DEVICES.phone);
    await page.goto(address);
    await unfold(page);
    for (const [device, viewport] of Object.entries(DEVICES)) {
      await page.setViewportSize(viewport);
      expect(await findingsInBothSchemes(page), device).toEqual([]);
      expect(await beyond(page), device).toEqual([]);
    }
    await page.setViewportSize(ENLARGED);
    expect(await beyond(page), 'enlarged').toEqual([]);
  });
}

for (const { name, locale, path, to } of MOVED) {
  test(`${name} is accessible, and leads on`, async ({ page }) => {
    const [from, target] = [path, to].map(path => url(`${path}index.html`, BELOW, '/below/'));
    // It stays for as long as its target does not answer.
    await page.route(url(to, BELOW, '/below/'), route => route.fulfill({ status: 204 }));
    await page.route(target, route => route.fulfill({ status: 204 }));
    await page.goto(from);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    expect(await findingsInBothSchemes(page)).toEqual([]);
    await page.unrouteAll();
    await page.goto(from);
    await expect(page).toHaveURL(url(to, BELOW, '/below/'));
  });
}
