// Maps with the borders of districts: colours, tab stops, and what phones show.
import { test, expect } from './test.mjs';
import { url } from './site.mjs';

const HOME = url('sr-cyrl/');
const PHONE = { width: 360, height: 740 };
const MAP = 'figure.map.country';

/** The relative luminance of a colour such as `rgb(1, 2, 3)`. */
const luminance = colour => {
  const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map(part => part / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

for (const colorScheme of ['light', 'dark']) {
  test(`classes and borders are distinct in the ${colorScheme} scheme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(HOME);
    const { fields, border, ground } = await page.evaluate(() => {
      const swatches = [...document.querySelectorAll('figure.map .legend:not(.of-towns) path')].map(path => getComputedStyle(path));
      return {
        fields: swatches.map(({ fill }) => fill),
        border: swatches[0].stroke,
        ground: getComputedStyle(document.documentElement).backgroundColor,
      };
    });
    expect(fields).toHaveLength(5);
    for (const [at, field] of fields.slice(1).entries()) expect(contrast(field, fields[at])).toBeGreaterThanOrEqual(1.5);
    expect(contrast(border, ground)).toBeGreaterThanOrEqual(3);
  });
}

test('the keyboard reaches each district once and no mark', async ({ page }) => {
  await page.goto(HOME);
  const districts = await page.locator(`${MAP} svg a:not(.town)`).count();
  expect(districts).toBe(25);
  await page.locator(`${MAP} .skip`).focus();
  const reached = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const link = await page.evaluate(() => document.activeElement.closest('figure.map > svg a')?.getAttribute('href'));
    if (!link) break;
    reached.push(link);
    expect(await page.locator(`${MAP} .map-says`).textContent()).toContain(':');
  }
  expect(reached).toHaveLength(districts);
  expect(new Set(reached).size).toBe(districts);
  expect(reached.every(link => link.includes('/okruzi/'))).toBe(true);
});

test.describe('on a phone', () => {
  test.use({ viewport: PHONE, hasTouch: true });

  test('districts are large enough for fingers, and there are no marks', async ({ page }) => {
    await page.goto(HOME);
    await expect(page.locator(`${MAP} .town`).first()).toBeHidden();
    const sizes = await page.locator(`${MAP} svg a:not(.town)`).evaluateAll(links => links.map(link => {
      const { width, height } = link.getBoundingClientRect();
      return { href: link.getAttribute('href'), side: Math.min(width, height) };
    }));
    expect(sizes.filter(({ side }) => side < 40)).toEqual([]);
  });

  test('a tap on a district lists its places below the map', async ({ page }) => {
    await page.goto(HOME);
    const district = page.locator(`${MAP} svg a[href$="/okruzi/pirotski/"]`);
    const title = await district.locator('title').textContent();
    await district.locator('.tile').tap();
    await expect(page).toHaveURL(HOME);
    const list = page.locator(`${MAP} .map-list`);
    await expect(list.locator('p a')).toHaveText(title);
    await expect(list.locator('p a')).toBeFocused();
    const counts = await list.locator('li').allTextContents();
    expect(counts.length).toBeGreaterThan(1);
    const sum = counts.map(text => Number(text.match(/\d+$/)[0])).reduce((sum, count) => sum + count, 0);
    expect(sum).toBe(Number(title.match(/: (\d+)/)[1]));
    // The small district answers also beside its shape.
    const reach = await page.locator(`${MAP} .reach`).first().boundingBox();
    await page.touchscreen.tap(reach.x + 3, reach.y + reach.height / 2);
    await expect(list.locator('p a')).toHaveAttribute('href', /podunavski/);
    await list.locator('p a').click();
    await expect(page).toHaveURL(/okruzi\/podunavski\//);
  });

  test('maps beside facts are too small for fingers, and are no links', async ({ page }) => {
    for (const path of ['sr/programi/pro/', 'en/areas/good-governance/']) {
      await page.goto(url(path));
      const small = page.locator('.beside figure.map svg a:not(.town)');
      expect(await small.count()).toBeGreaterThan(0);
      const events = await small.evaluateAll(links => links.map(link => getComputedStyle(link).pointerEvents));
      expect(new Set(events)).toEqual(new Set(['none']));
      await expect(page.locator('.beside .map-says')).toBeHidden();
    }
  });

  test('without scripts, a district leads to its page', async ({ bare }) => {
    await bare.goto(HOME);
    await bare.locator(`${MAP} svg a[href$="/okruzi/pirotski/"] .tile`).click();
    await expect(bare).toHaveURL(/okruzi\/pirotski\//);
  });
});
