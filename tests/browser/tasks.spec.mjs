// What readers come for, and in how many steps they get it. The pages that answer are within their budgets.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { EVERYTHING, SITE, baseOf, fileOf, htmlOf, pathsOf, url } from './site.mjs';
import { test, expect, watchMoves } from './test.mjs';

const PHONE = { width: 360, height: 740 };
const CONTROLS = 'a[href], button, summary, input, select';

/** The height of a page and the number of controls that it shows. */
const measure = page => page.evaluate(controls => ({
  height: document.documentElement.scrollHeight,
  width: document.documentElement.scrollWidth,
  controls: [...document.querySelectorAll(controls)].filter(control => control.checkVisibility()).length,
}), CONTROLS);

const PLACES = {
  'sr-Latn': { home: 'sr/', money: 'sr/novac/', name: 'sr/novac/naziv/', nis: 'sr/opstine/nis/', others: 'Uporedite s drugim mestima', compare: 'sr/uporedi/', title: 'Uporedite mesta: Niš, Kragujevac' },
  'sr-Cyrl': { home: 'sr-cyrl/', money: 'sr-cyrl/novac/', name: 'sr-cyrl/novac/naziv/', nis: 'sr-cyrl/opstine/nis/', others: 'Упоредите с другим местима', compare: 'sr-cyrl/uporedi/', title: 'Упоредите места: Ниш, Крагујевац' },
  en: { home: 'en/', money: 'en/money/', name: 'en/money/name/', nis: 'en/municipalities/nis/', others: 'Compare with other places', compare: 'en/compare/', title: 'Compare places: Niš, Kragujevac' },
};

for (const [locale, { home, money, name, nis, others, compare, title }] of Object.entries(PLACES)) {
  test(`ten places with most money are one step away in ${locale}`, async ({ page }) => {
    await page.goto(url(home));
    await page.locator(`.main-navigation a[href$="/${money}"]`).click();
    const column = page.locator('.amounts').first().locator('tbody tr td:nth-child(2)');
    const amounts = await column.evaluateAll(cells => cells.map(cell => Number(cell.dataset.value)));
    expect(amounts.length).toBeGreaterThan(10);
    expect(amounts[0]).toBeGreaterThan(0);
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
    // A phone shows them beside the names.
    await page.setViewportSize(PHONE);
    const { x, width } = await column.first().boundingBox();
    expect(x + width).toBeLessThanOrEqual(PHONE.width);
  });

  test(`the places can be sorted in place and by pages in ${locale}`, async ({ page, browser }) => {
    await page.goto(url(money));
    const names = page.locator('.amounts').first().locator('tbody th');
    const byMoney = await names.allInnerTexts();
    const head = page.locator('.amounts thead th').first();
    await head.locator('a').click();
    await expect(head).toHaveAttribute('aria-sort', 'ascending');
    const byName = await names.allInnerTexts();
    expect(byName.toSorted()).toEqual(byMoney.toSorted());
    expect(page.url()).toBe(url(money));
    await head.locator('a').click();
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    expect(await names.allInnerTexts()).toEqual(byName.toReversed());
    const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await bare.goto(url(money));
    await bare.locator('.amounts thead th a').first().click();
    expect(bare.url()).toBe(`${url(name)}#municipalities`);
    expect(await bare.locator('.amounts').first().locator('tbody th').allInnerTexts()).toEqual(byName);
    await bare.context().close();
  });

  test(`Niš and Kragujevac are compared in two steps in ${locale}`, async ({ page }) => {
    await page.goto(url(nis));
    await page.getByRole('link', { name: others }).click();
    const [first, second] = [page.locator('select[name=a]'), page.locator('select[name=b]')];
    await expect(first).toHaveValue('nis');
    await second.selectOption('kragujevac');
    await expect(page.locator('h1')).toHaveText(title);
    expect(page.url()).toBe(url(`${compare}?a=nis&b=kragujevac`));
    await expect(page.locator('#compare_result table').first().locator('thead th')).toHaveCount(2);
    const shared = page.locator('#compare_result table').nth(1).locator('tbody tr');
    expect(await shared.count()).toBeGreaterThan(0);
    const cells = await shared.locator('td').allInnerTexts();
    expect(cells.filter(cell => cell === '–'), 'a shared project is in both').toEqual([]);
    await page.goBack();
    await expect(page.locator('#compare_result')).toBeEmpty();
  });

  test(`nothing moves when the forms of lists and comparisons appear in ${locale}`, async ({ page }) => {
    await page.setViewportSize(PHONE);
    const moved = await watchMoves(page);
    // The title of a comparison names its places, which may take a line more.
    for (const [path, most] of [[compare, 0.01], [`${compare}?a=nis&b=kragujevac`, 0.05], [nis.replace('nis/', ''), 0.01]]) {
      await page.goto(url(path), { waitUntil: 'networkidle' });
      expect(await moved(), path).toBeLessThan(most);
    }
  });

  test(`without scripts, a place is beside its neighbours in ${locale}`, async ({ browser }) => {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(url(nis));
    await page.locator(`main a[href="/${compare}nis/"]`).click();
    await expect(page.locator('#compare_figures thead th')).toHaveCount(4);
    await expect(page.locator('form.compare')).toHaveCount(0);
    await page.context().close();
  });

  test(`the home page in ${locale} is light, and its header low`, async ({ page }) => {
    await page.setViewportSize(PHONE);
    await page.goto(url(home));
    await expect(page.locator('main .find label')).toBeVisible();
    const { height } = await page.locator('main .find input').boundingBox();
    expect(height).toBeGreaterThanOrEqual(48);
    const { height: header } = await page.locator('.site-header').boundingBox();
    expect(header).toBeLessThanOrEqual(104);
    const sent = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
    const files = [home, ...sent.filter(path => path.startsWith('/assets/')).map(path => path.slice(1))];
    const bytes = files.map(file => gzipSync(readFileSync(fileOf(SITE.folder, file)), { level: 9 }).length);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(25 * 1024);
  });
}

for (const path of ['sr/programi/pro/', 'sr-cyrl/programi/pro/', 'en/programmes/pro/']) {
  test(`${path} is short on a phone and names each project once`, async ({ page }) => {
    await page.setViewportSize(PHONE);
    await page.goto(url(path));
    const { height, width, controls } = await measure(page);
    expect(height).toBeLessThanOrEqual(5000);
    expect(width).toBeLessThanOrEqual(PHONE.width);
    expect(controls).toBeLessThanOrEqual(250);
    const projects = page.locator('.projects tbody th[scope=row] a');
    const names = await projects.evaluateAll(links => links.map(link => link.getAttribute('href')));
    expect(new Set(names).size).toBe(names.length);
    const hidden = page.locator('.projects .more').first();
    await expect(hidden).toBeHidden();
    await page.locator('.unfold label').first().click();
    await expect(hidden).toBeVisible();
  });
}

test('the programme page shows all projects where there is room, and at most 250 controls', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(url('sr/programi/pro/'));
  await expect(page.locator('.projects .more').first()).toBeVisible();
  expect((await measure(page)).controls).toBeLessThanOrEqual(250);
});

test('whom to call is two steps from the page of a programme', async ({ page }) => {
  const path = pathsOf(EVERYTHING.folder).find(path =>
    path.startsWith('en/programmes/') && htmlOf(path, EVERYTHING).includes('organisations/reading-fund/'));
  await page.goto(url(path, EVERYTHING, baseOf(EVERYTHING.folder)));
  await page.locator('main a[href$="organisations/reading-fund/"]').first().click();
  await expect(page.locator('main a[href^="tel:"]').first()).toBeVisible();
});

for (const path of ['sr/opstine/nis/', 'sr-cyrl/programi/pro/', 'en/projects/healthy-child/']) {
  test(`a mistake on ${path} is reported in one step`, async ({ page }) => {
    await page.goto(url(path));
    const link = page.locator('.site-footer a[href^="mailto:"]');
    await expect(link).toBeVisible();
    const mail = new URL(await link.getAttribute('href'));
    expect(mail.pathname).toBe('ispravke@katalog.example');
    expect(mail.searchParams.get('body')).toContain(path);
  });
}

test('the text of a page is edited in one step where there is a repository', async ({ page }) => {
  const path = pathsOf(EVERYTHING.folder).find(path => path.startsWith('en/projects/') && path !== 'en/projects/');
  await page.goto(url(path, EVERYTHING, baseOf(EVERYTHING.folder)));
  await expect(page.locator('.site-footer a[href*="/en.md"]')).toBeVisible();
});

// Lists of topics are long, and the map stands above them.
for (const [path, most] of [['en/areas/good-governance/', 2], ['sr-cyrl/oblasti/social-inclusion/', 5], ['sr/podrska/grant-to-civil-society/', 2], ['sr/programi/pro/', 4]]) {
  test(`${path} is printed in whole lines`, async ({ page }) => {
    await page.goto(url(path));
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g).length).toBeLessThanOrEqual(most);
    await page.setViewportSize({ width: 680, height: 900 });
    await page.emulateMedia({ media: 'print' });
    const narrowest = await page.locator('main section').evaluateAll(sections => Math.min(...sections.map(({ clientWidth }) => clientWidth)));
    expect(narrowest).toBeGreaterThan(400);
    for (const fold of await page.locator('.projects td details').all()) await expect(fold.locator('a').first()).toBeVisible();
  });
}

test('a page can be cited and its address copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(url('en/projects/healthy-child/'));
  await page.locator('.cite summary').click();
  const link = await page.locator('link[rel=canonical]').getAttribute('href');
  await expect(page.locator('#cite_text')).toContainText(link);
  await page.locator('[data-copy$=".address"]').click();
  await expect(page.locator('.copy output')).not.toBeEmpty();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.locator('[data-copy="#cite_bibtex"]').click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^@misc\{healthy-child,\n/);
});

for (const path of ['sr/opstine/cuprija/', 'sr-cyrl/opstine/pirot/', 'en/municipalities/cuprija/', 'sr/okruzi/pcinjski/', 'sr-cyrl/okruzi/moravicki/', 'sr/okruzi/borski/', 'en/districts/borski/']) {
  test(`${path} prints on one page with its address`, async ({ page }) => {
    await page.goto(url(path));
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.site-footer .code')).toBeVisible();
    await expect(page.locator('.site-footer .printed').last()).toContainText(path);
    await expect(page.locator('.screen:visible')).toHaveCount(0);
  });
}

test('the pages in other orders and the comparisons are not for search engines', () => {
  for (const path of ['sr/novac/naziv/', 'sr/uporedi/nis/']) expect(htmlOf(path)).toContain('noindex');
  for (const path of ['sr/novac/', 'sr/uporedi/']) expect(htmlOf(path)).not.toContain('noindex');
});
