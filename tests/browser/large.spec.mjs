// Readers who set their browser to letters of twice the usual size read on a phone without scrolling sideways.
import { LOCALES, pages, url } from './site.mjs';
import { test, expect } from './test.mjs';

test.use({
  viewport: { width: 360, height: 740 },
  launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions, args: [...launchOptions.args, '--blink-settings=defaultFontSize=32'] }),
});

for (const locale of LOCALES) {
  test(`no page in ${locale} scrolls sideways with large letters`, async ({ page }) => {
    const wide = [];
    for (const { path } of pages.filter(page => page.locale === locale)) {
      await page.goto(url(path));
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px');
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(path);
    }
    expect(wide).toEqual([]);
  });
}
