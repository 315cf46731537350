// The pages of places: what was done there, with how much money, on the first screen of a phone.
import { url } from './site.mjs';
import { test, expect } from './test.mjs';

const PIROT = ['sr/opstine/pirot/', 'sr-cyrl/opstine/pirot/', 'en/municipalities/pirot/'];
const PHONE = { width: 360, height: 740 };

for (const path of PIROT) {
  test(`${path} tells the money on the first screen of a phone`, async ({ page }) => {
    await page.setViewportSize(PHONE);
    await page.goto(url(path));
    const tiles = page.locator('.tiles > div');
    await expect(tiles).toHaveCount(4);
    const amount = tiles.filter({ hasText: 'CHF' });
    const { y, height } = await amount.boundingBox();
    expect(y + height).toBeLessThanOrEqual(PHONE.height);
    const [first, second] = [await tiles.nth(0).boundingBox(), await tiles.nth(1).boundingBox()];
    expect(second.y, 'two tiles in a line').toBe(first.y);
  });

  test(`titles on ${path} lead to projects, and details have a link of their own`, async ({ page }) => {
    await page.goto(url(path));
    const titles = await page.locator('#activities ~ .group .entry-title a').evaluateAll(links => links.map(link => link.hash));
    expect(titles.length).toBe(8);
    expect(titles.every(hash => hash === '')).toBe(true);
    const details = page.locator('.in-place a[href*="#"]');
    const count = await details.count();
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(8);
    await details.first().click();
    await expect(page.locator(':target')).toBeInViewport();
    await expect(page.locator(':target dl, :target p')).not.toHaveCount(0);
  });
}

test('the map and the neighbours are beside the activities where there is room', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(url('en/municipalities/nis/'));
  const [list, map] = [await page.locator('#activities').boundingBox(), await page.locator('.locator').boundingBox()];
  expect(map.x).toBeGreaterThan(list.x + list.width);
  expect(Math.abs(map.y - list.y)).toBeLessThan(100);
});
