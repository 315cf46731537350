// The header: short on phones, with a menu that needs no script, and links to other languages that keep the place.
import { LOCALES, page as pageOf, pages, url } from './site.mjs';
import { test, expect } from './test.mjs';

const PHONE = { width: 360, height: 740 };
const WIDTHS = [360, 768, 1280];

test.describe('on a phone', () => {
  test.use({ viewport: PHONE });
  for (const { name, path } of pages.filter(({ shape }) => ['', 'municipalities/*/', 'search/'].includes(shape))) {
    test(`${name} begins below a short header`, async ({ page }) => {
      await page.goto(url(path));
      const { height } = await page.locator('.site-header').boundingBox();
      expect(height).toBeLessThanOrEqual(104);
      for (const link of await page.locator('.languages a').all()) {
        const box = await link.boundingBox();
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
      }
    });
  }

  test('the header leaves more than half of a screen that is enlarged four times', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 256 });
    for (const { path } of pages.filter(({ shape }) => ['', 'municipalities/*/', 'search/'].includes(shape))) {
      await page.goto(url(path));
      expect((await page.locator('.site-header').boundingBox()).height, path).toBeLessThan(128);
    }
  });

  test('the menu opens without scripts, by pointer and by keyboard', async ({ bare }) => {
    await bare.setViewportSize(PHONE);
    await bare.goto(url(pageOf('programmes/', 'sr-Cyrl').path));
    const list = bare.locator('.main-navigation ul');
    await expect(list).toBeHidden();
    await bare.locator('.main-navigation label').click();
    await expect(list).toBeVisible();
    await bare.locator('#menu_open').press(' ');
    await expect(list).toBeHidden();
  });
});

for (const width of WIDTHS.slice(1)) {
  test(`the menu is a plain list on one line at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 740 });
    for (const locale of LOCALES) {
      await page.goto(url(pageOf('programmes/', locale).path));
      await expect(page.locator('.main-navigation ul')).toBeVisible();
      await expect(page.locator('.main-navigation label')).toBeHidden();
      const tops = await page.locator('.main-navigation li').evaluateAll(items => items.map(item => item.getBoundingClientRect().top));
      expect(new Set(tops).size, locale).toBe(1);
    }
  });
}

test('the menu and the breadcrumb name the same list', async ({ page }) => {
  let named = 0;
  for (const { path } of pages.filter(({ shape, locale }) => shape.split('*').length > 1 && locale === 'en')) {
    await page.goto(url(path));
    const [, list] = await page.locator('.breadcrumb a').evaluateAll(links => links.map(link => link.getAttribute('href')));
    if (!list) continue;
    const marked = await page.locator('.main-navigation [aria-current]').evaluateAll(links => links.map(link => link.getAttribute('href')));
    const inMenu = await page.locator(`.main-navigation a[href="${list}"]`).count();
    expect(marked, path).toEqual(inMenu ? [list] : []);
    named += inMenu;
  }
  expect(named).toBeGreaterThan(4);
});

test('a change of language keeps the place on the page', async ({ page }) => {
  await page.goto(`${url(pageOf('projects/*/', 'sr-Latn').path)}#activities`);
  await page.locator('.languages a[hreflang="en"]').click();
  await expect(page).toHaveURL(/\/en\/.*#activities$/);
});
