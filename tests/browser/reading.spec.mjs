// Every reader gets all of it: without scripts, in another locale, by keyboard alone, enlarged four times, on paper.
import { extractText, getDocumentProxy } from 'unpdf';
import { BASE, LOCALES, pages, url } from './site.mjs';
import { test, expect, unfold } from './test.mjs';

/** Text and links as they are seen, without the forms that only work with scripts and the notice that says so. */
const seen = page => page.evaluate(() => {
  for (const element of document.querySelectorAll('noscript, form.narrow, #search_form, .facets, form.find [role=listbox]')) element.remove();
  const links = [...document.querySelectorAll('a[href]')].filter(link => link.checkVisibility());
  return { text: document.body.innerText, links: links.map(link => `${link.getAttribute('href')} ${link.textContent}`) };
});

for (const { name, path } of pages) {
  test(`${name} loses nothing without scripts`, async ({ page, browser }) => {
    await page.goto(url(path));
    await page.waitForFunction(() => document.querySelector('form.narrow:not([hidden]), #search_form:not([hidden])')
      || !document.querySelector('form.narrow, #search_form'));
    const bare = await browser.newContext({ javaScriptEnabled: false });
    const plain = await bare.newPage();
    await plain.goto(url(path));
    await expect(plain.locator('form.narrow:visible, #search_form:visible, .facets:visible')).toHaveCount(0);
    expect(await seen(plain)).toEqual(await seen(page));
    await bare.close();
  });
}

test('without scripts the search box leads to the lists', async ({ browser }) => {
  const bare = await browser.newContext({ javaScriptEnabled: false });
  const page = await bare.newPage();
  await page.goto(url('en/'));
  await page.locator('#find_box').fill('Šabac');
  await page.locator('#find_box').press('Enter');
  await expect(page).toHaveURL(url(`en/search/?q=${encodeURIComponent('Šabac')}`));
  await expect(page.locator('noscript')).toBeVisible();
  await expect(page.locator('#search_browse a').first()).toBeVisible();
  await bare.close();
});

for (const { name, path, locale } of pages) {
  test(`${name} leads to itself in the other locales`, async ({ page }) => {
    const levels = () => page.evaluate(() => [...document.querySelectorAll('main :is(h1, h2, h3, h4)')].map(heading => heading.tagName));
    await page.goto(url(path));
    const here = await levels();
    for (const other of LOCALES.filter(other => other !== locale)) {
      await page.locator(`.languages a[hreflang="${other}"]`).click();
      await expect(page.locator('html')).toHaveAttribute('lang', other);
      await expect(page.locator('.languages [aria-current]')).toHaveAttribute('lang', other);
      expect(await levels()).toEqual(here);
      await page.locator(`.languages a[hreflang="${locale}"]`).click();
      await expect(page).toHaveURL(url(path));
    }
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
    for (const { name, path } of pages.filter(({ locale }) => locale === 'sr-Latn')) {
      test(`${name} is reached by keyboard alone`, async ({ page }) => {
        await page.goto(url(path));
        await page.locator('body').evaluate(body => { document.activeElement.blur(); body.focus(); });
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
        let isAround = false;
        while (!isAround) {
          await page.keyboard.press('Tab');
          const at = await page.evaluate(() => {
            const { activeElement: it } = document;
            const count = window.met.size, isNew = count !== window.last;
            window.last = count;
            return { isNew, isFolded: it.tagName === 'SUMMARY' && !it.parentElement.open };
          });
          if (at.isFolded) await page.keyboard.press('Enter');
          isAround = !at.isNew;
        }
        const missed = await page.evaluate(`(${REACHED})().filter(thing => !met.has(thing)).map(thing => thing.outerHTML)`);
        expect(missed).toEqual([]);
        expect(await page.evaluate(() => window.hidden)).toEqual([]);
      });
    }
  });
}

test.describe('at 400 %', () => {
  test.use({ viewport: { width: 320, height: 256 } });
  for (const { name, path } of pages) {
    test(`${name} needs no sideways scrolling`, async ({ page }) => {
      await page.goto(url(path));
      const beyond = () => page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const wide = [...document.querySelectorAll('body *')].filter(it => it.getBoundingClientRect().right > clientWidth + 1 && !it.closest('.table'));
        return scrollWidth > clientWidth ? wide.map(it => it.outerHTML.slice(0, 200)) : [];
      });
      expect(await beyond()).toEqual([]);
      await unfold(page);
      expect(await beyond()).toEqual([]);
    });
  }
});

for (const { name, path } of pages.filter(({ shape, locale }) => locale === 'sr-Cyrl' || /^(project|municipalit)/.test(shape))) {
  test(`${name} can be printed`, async ({ page }) => {
    await page.goto(url(path));
    await page.emulateMedia({ media: 'print' });
    const title = await page.locator('h1').innerText();
    const address = await page.locator('.printed code').innerText();
    await expect(page.locator('nav:visible, form.find:visible, form.narrow:visible, .facets:visible, .skip:visible')).toHaveCount(0);
    const cut = await page.evaluate(() => [...document.querySelectorAll('main :is(tr, .entry, .rows > li, .activities > li, .facts > div)')]
      .filter(row => getComputedStyle(row).breakInside !== 'avoid').length);
    expect(cut).toBe(0);
    const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ preferCSSPageSize: true })));
    const [, , width, height] = (await pdf.getPage(1)).view;
    expect([width, height].map(Math.round)).toEqual([595, 842]);
    const { text } = await extractText(pdf, { mergePages: true });
    const words = text => text.replace(/\s+/g, '');
    for (const wanted of [title, address]) expect(words(text)).toContain(words(wanted));
  });
}
