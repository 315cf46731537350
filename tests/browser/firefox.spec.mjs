// The site in Firefox: every kind of page is whole and quiet, and what scripts add works there, too. Playwright drives
// only a Firefox of its own; Puppeteer drives the one of the system.
import { test as base, expect } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { BASE, LOCALES, SITE, page as pageOf, pages, url } from './site.mjs';

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

const test = base.extend({
  firefox: [async ({}, use) => {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      // Scroll bars lie over the page, as on a phone.
      extraPrefsFirefox: { 'ui.useOverlayScrollbars': 1 },
    });
    await use(browser);
    await browser.close();
  }, { scope: 'worker', timeout: 60_000 }],
  /** A tab of Firefox. Nothing is said in its console, refused by the policy of the site, missing, or asked of others. */
  tab: async ({ firefox }, use) => {
    const context = await firefox.createBrowserContext();
    const tab = await context.newPage();
    const wrong = [];
    tab.on('console', message => wrong.push(`${message.type()}: ${message.text()}`));
    tab.on('pageerror', error => wrong.push(String(error.stack ?? error)));
    tab.on('request', request => {
      if (!/^(http:\/\/127\.0\.0\.1:|data:)/.test(request.url())) wrong.push(`asked of another site: ${request.url()}`);
    });
    tab.on('response', response => {
      if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`);
    });
    await use(tab);
    await context.close();
    expect(wrong).toEqual([]);
  },
});

test.setTimeout(90_000);

const at = (shape, locale) => url(pageOf(shape, locale).path);
const placeOf = (locale, id) => `${BASE}${pageOf('municipalities/', locale).path}${id}/`;

/** Waits until a function of the page gives a value. */
const becomes = (tab, read, value, ...inputs) => expect.poll(() => tab.evaluate(read, ...inputs)).toEqual(value);
const path = tab => tab.evaluate(() => location.pathname + location.search + location.hash);

for (const { name, path } of pages) {
  test(`${name} is whole in Firefox`, async ({ tab }) => {
    await tab.setViewport(PHONE);
    await tab.goto(url(path));
    const found = await tab.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      const isBeyond = it => it.getBoundingClientRect().right > clientWidth + 1 && !it.closest('.table');
      const isShown = map => {
        const { width, height } = map.getBoundingClientRect();
        const fills = [...map.querySelectorAll('.tile')].map(tile => getComputedStyle(tile).fill);
        return width > 200 && height > 200 && fills.length > 0 && !fills.includes('rgb(0, 0, 0)');
      };
      return {
        width: scrollWidth,
        beyond: scrollWidth > clientWidth ? [...document.querySelectorAll('body *')].filter(isBeyond).map(it => it.outerHTML.slice(0, 200)) : [],
        sheets: [...document.styleSheets].filter(({ cssRules }) => cssRules.length > 0).length,
        broken: [...document.images].filter(({ complete, naturalWidth }) => complete && !naturalWidth).map(({ src }) => src),
        unseen: [...document.querySelectorAll('figure.map > svg')].filter(map => !isShown(map)).map(map => map.outerHTML.slice(0, 200)),
      };
    });
    expect(found).toEqual({ width: PHONE.width, beyond: [], sheets: 1, broken: [], unseen: [] });
  });
}

for (const locale of LOCALES) {
  test.describe(`in Firefox in ${locale}`, () => {
    for (const typed of ['sabac', 'Шабац']) {
      test(`${typed} suggests and finds Šabac first`, async ({ tab }) => {
        await tab.goto(at('', locale));
        await tab.type('#find_box', typed);
        const first = selector => document.querySelector(selector)?.getAttribute('href');
        await becomes(tab, first, placeOf(locale, 'sabac'), '#find_suggestions [role=option]');
        await tab.goto(`${at('search/', locale)}?${new URLSearchParams({ q: typed })}`);
        await becomes(tab, first, placeOf(locale, 'sabac'), '#search_results ol h3 a');
      });
    }

    for (const list of ['municipalities/', 'projects/']) {
      test(`the list of ${list} is narrowed`, async ({ tab }) => {
        await tab.goto(at(list, locale));
        await tab.click('form.narrow summary');
        await tab.waitForFunction(() => /\(\d+\)$/.test(document.querySelector('form.narrow option:not([value=""])').textContent));
        const { name, value, count } = await tab.$eval('form.narrow select', select => {
          const { value, textContent } = [...select.options].find(({ value, hidden }) => value && !hidden);
          return { name: select.name, value, count: Number(textContent.match(/\((\d+)\)$/)[1]) };
        });
        await tab.select(`form.narrow select[name=${name}]`, value);
        const shown = () => [...document.querySelectorAll(document.querySelector('form.narrow').dataset.items)].filter(item => item.checkVisibility()).length;
        await becomes(tab, shown, count);
        expect(await path(tab)).toBe(`${BASE}${pageOf(list, locale).path}?${name}=${value}`);
        await tab.reload();
        await becomes(tab, shown, count);
      });
    }

    test('a table of money is sorted in place', async ({ tab }) => {
      await tab.setViewport(DESKTOP);
      await tab.goto(at('money/', locale));
      const names = () => tab.$eval('.amounts', table => [...table.querySelectorAll('tbody th')].map(({ textContent }) => textContent));
      const order = () => document.querySelector('.amounts thead th').getAttribute('aria-sort');
      const usual = await names();
      await tab.click('.amounts thead th a');
      await becomes(tab, order, 'ascending');
      const byName = await names();
      expect(byName).not.toEqual(usual);
      expect(byName.toSorted()).toEqual(usual.toSorted());
      await tab.click('.amounts thead th a');
      await becomes(tab, order, 'descending');
      expect(await names()).toEqual(byName.toReversed());
      expect(tab.url()).toBe(at('money/', locale));
    });

    test('two places are compared', async ({ tab }) => {
      await tab.goto(at('compare/', locale));
      await tab.select('select[name=a]', 'nis');
      await tab.select('select[name=b]', 'kragujevac');
      await becomes(tab, () => document.querySelectorAll('#compare_result table:first-of-type thead th').length > 1, true);
      expect(await path(tab)).toBe(`${BASE}${pageOf('compare/', locale).path}?a=nis&b=kragujevac`);
      const title = await tab.$eval('h1', ({ textContent }) => textContent);
      await tab.reload();
      await becomes(tab, () => document.querySelector('h1').textContent, title);
    });

    test('a change of language keeps the place and the question', async ({ tab }) => {
      await tab.setViewport(DESKTOP);
      const other = LOCALES.find(other => other !== locale);
      const change = () => Promise.all([tab.waitForNavigation(), tab.click(`.languages a[hreflang="${other}"]`)]);
      await tab.goto(`${at('projects/*/', locale)}#activities`);
      await change();
      expect(await path(tab)).toBe(`${BASE}${pageOf('projects/*/', other).path}#activities`);
      await tab.goto(`${at('search/', locale)}?q=sabac`);
      await becomes(tab, () => document.querySelector('.languages a').search, '?q=sabac');
      await change();
      expect(await path(tab)).toBe(`${BASE}${pageOf('search/', other).path}?q=sabac`);
      await becomes(tab, () => document.querySelectorAll('#search_results ol h3 a').length > 0, true);
    });

    test('a map says what is under the pointer, and lists the places of a district on a phone', async ({ tab }) => {
      const town = 'figure.map.country svg a.town[href$="/pirot/"]';
      await tab.setViewport(DESKTOP);
      await tab.goto(at('', locale));
      const title = await tab.$eval(`${town} title`, ({ textContent }) => textContent);
      await tab.hover(`${town} path`);
      await becomes(tab, () => document.querySelector('.map-says').textContent, title);
      await tab.setViewport(PHONE);
      await tab.click('figure.map.country svg a[href$="/pirotski/"] .tile');
      await becomes(tab, () => document.querySelectorAll('.map-list li').length > 1, true);
      expect(tab.url()).toBe(at('', locale));
    });
  });
}
