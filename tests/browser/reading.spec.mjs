// Every reader gets all of it: in another locale, by keyboard alone, on paper.
import { extractText, getDocumentProxy } from 'unpdf';
import { BASE, LOCALES, pages, url } from './site.mjs';
import { test, expect } from './test.mjs';

/** The words for kinds of posts, which are the only translated names of lists below others. */
const KINDS = { vesti: 'news', price: 'stories', pozivi: 'calls' };

/**
 * The entries that a page leads to: their ids are the same in every locale. Parts of alphabetical lists hold others,
 * and heads of tables lead to the same table in another order.
 */
const entries = page => page.evaluate(([base, kinds]) => document.querySelector('.pagination') ? [] : [...document.querySelectorAll('main a[href]:not(thead a)')]
  .map(link => new URL(link.getAttribute('href'), location))
  .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith(base))
  .map(({ pathname }) => pathname.slice(base.length).split('/').slice(2).join('/').replace(/^strana-/, 'page-').replace(/^(vesti|price|pozivi)(?=\/)/, word => kinds[word]))
  .sort(), [BASE, KINDS]);

for (const { name, path, locale } of pages.filter(({ locale }) => locale === LOCALES[0])) {
  test(`${name} leads to itself in the other locales`, async ({ page }) => {
    await page.goto(url(path));
    const here = await entries(page);
    for (const other of [...LOCALES.slice(1), locale]) {
      await page.locator(`.languages a[hreflang="${other}"]`).click();
      await expect(page.locator('html')).toHaveAttribute('lang', other);
      await expect(page.locator('.languages [aria-current]')).toHaveAttribute('lang', other);
      await page.waitForLoadState();
      expect(await entries(page)).toEqual(here);
    }
    await expect(page).toHaveURL(url(path));
  });
}

/** What the keyboard should reach. */
const REACHED = () => {
  const things = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]');
  return [...things].filter(thing => thing.tabIndex >= 0 && !thing.disabled && thing.checkVisibility({ visibilityProperty: true }));
};

const DEVICES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 900 } };
for (const [device, viewport] of Object.entries(DEVICES)) {
  test.describe(device, () => {
    test.use({ viewport });
    for (const { name, shape, path } of pages.filter(({ locale }) => locale === 'sr-Latn')) {
      test(`${name} is reached by keyboard alone`, async ({ page }) => {
        await page.goto(url(path));
        if (shape === 'search/') await expect(page.locator('#find_box')).toBeFocused();
        await page.evaluate(() => {
          window.met = new Set();
          window.hidden = [];
          addEventListener('focusin', ({ target }) => {
            met.add(target);
            const { outlineStyle } = getComputedStyle(target);
            const strokes = target.querySelector('path') && getComputedStyle(target.querySelector('path')).strokeWidth === '3px';
            const { top, bottom, left, right } = target.getBoundingClientRect();
            const isInView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
            if (outlineStyle === 'none' && !strokes || !isInView) hidden.push(target.outerHTML);
          });
        });
        for (const summary of await page.locator('summary').all()) {
          if (!await summary.isVisible() || await summary.evaluate(it => it.parentElement.open)) continue;
          await summary.focus();
          await page.keyboard.press('Enter');
        }
        // Its buttons come with a script.
        if (await page.locator('.cite').count()) await expect(page.locator('.cite .copy')).toBeVisible();
        expect(await page.locator('summary:visible').evaluateAll(all => all.every(it => it.parentElement.open))).toBe(true);
        await page.evaluate(() => window.met.clear());
        // From wherever the focus is, past the end and round again.
        const presses = await page.evaluate(`(${REACHED})().length`) + 2;
        for (let at = 0; at < presses; at++) await page.keyboard.press('Tab');
        const missed = await page.evaluate(`(${REACHED})().filter(thing => !met.has(thing)).map(thing => thing.outerHTML)`);
        expect(missed).toEqual([]);
        expect(await page.evaluate(() => window.hidden)).toEqual([]);
      });
    }
  });
}

for (const { name, path, locale } of pages.filter(({ shape, locale }) => locale === 'sr-Latn' || /^(project|municipalit)/.test(shape))) {
  test(`${name} can be printed`, async ({ page }) => {
    await page.goto(url(path));
    await page.emulateMedia({ media: 'print' });
    const title = await page.locator('h1').innerText();
    await expect(page.locator('.printed code')).toBeVisible();
    const footer = await page.locator('footer').innerText();
    await expect(page.locator('nav:visible, form.find:visible, form.narrow:visible, .facets:visible, .skip:visible')).toHaveCount(0);
    const cut = await page.evaluate(() => [...document.querySelectorAll('main :is(tr, .entry, .rows > li, .activities > li, .facts > div)')]
      .filter(row => getComputedStyle(row).breakInside !== 'avoid').length);
    expect(cut).toBe(0);
    const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ preferCSSPageSize: true })));
    const [, , width, height] = (await pdf.getPage(1)).view;
    expect([width, height].map(Math.round)).toEqual([595, 842]);
    const { text } = await extractText(pdf, { mergePages: true });
    // Glyphs that Cyrillic and Latin share, and the Serbian б, come out of the file as other letters: address and day are left.
    const words = text => text.replace(locale === 'sr-Cyrl' ? /[^\x21-\x7e]+/g : /[\s\xad]+/g, '');
    for (const wanted of [title, ...footer.split('\n')]) expect(words(text)).toContain(words(wanted));
  });
}
