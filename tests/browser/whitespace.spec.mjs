// Smaller pages say the same: no visible space is lost where white space is taken out of the sources.
import { PLAIN, SHARED, htmlOf, pages, url } from './site.mjs';
import { test, expect, unfold } from './test.mjs';

const text = async (page, address) => {
  await page.goto(address);
  await unfold(page);
  return page.evaluate(() => document.body.innerText);
};

test.use({ javaScriptEnabled: false });

for (const { name, path } of [...pages, ...SHARED.map(({ template, path }) => ({ name: template, path }))]) {
  test(`${name} reads the same without white space between tags`, async ({ page }) => {
    expect(htmlOf(path).length).toBeLessThan(htmlOf(path, PLAIN).length);
    expect(await text(page, url(path))).toBe(await text(page, url(path, PLAIN)));
  });
}
