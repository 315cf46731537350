// The offline copy, opened from a disk: pages, links, search, filters and comparisons work without a server.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test as base, expect } from '@playwright/test';

const folder = fileURLToPath(new URL('../../target/browser/offline/copy/', import.meta.url));
const at = path => pathToFileURL(folder + path).href;

const test = base.extend({
  /** A page that says nothing in the console, and asks for nothing but files of the copy. */
  page: async ({ page }, use) => {
    const wrong = [];
    page.on('console', message => wrong.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', error => wrong.push(error.stack));
    page.on('requestfailed', request => wrong.push(`not there: ${request.url()}`));
    page.on('request', request => {
      if (!request.url().startsWith(at('')) && !/^(blob|data):/.test(request.url())) wrong.push(`asked: ${request.url()}`);
    });
    await use(page);
    expect(wrong).toEqual([]);
  },
});

test('every link and every file of every page is there', () => {
  const pages = readdirSync(folder, { recursive: true }).filter(path => path.endsWith('.html'));
  expect(pages.length).toBeGreaterThan(1000);
  const dead = new Set();
  for (const path of pages) {
    const html = readFileSync(folder + path, 'utf8');
    for (const [, , link] of html.matchAll(/ (href|src|action)="?([^" >]+)/g)) {
      if (/^(#|https?:|mailto:|tel:|data:)/.test(link)) continue;
      const file = new URL(link, at(path));
      if (!existsSync(fileURLToPath(`${file.origin === 'null' ? 'file://' : ''}${file.pathname}`))) dead.add(`${path}: ${link}`);
    }
  }
  expect([...dead].slice(0, 20)).toEqual([]);
});

test('a reader goes from the choice of languages to a page and changes the script', async ({ page }) => {
  await page.goto(at('index.html'));
  await page.locator('main a[lang=sr-Latn], main a').first().click();
  await expect(page.locator('h1')).toBeVisible();
  await page.goto(at('sr/projekti/index.html'));
  await page.locator('main a[href*="projekti/"]').nth(3).click();
  await expect(page).toHaveURL(/sr\/projekti\/[^/]+\/index\.html$/);
  await page.locator('.languages a[lang=sr-Cyrl]').click();
  await expect(page).toHaveURL(/sr-cyrl\/projekti\/[^/]+\/index\.html$/);
});

for (const [locale, query, name] of [['sr', 'sabac', 'Šabac'], ['sr-cyrl', 'sabac', 'Шабац'], ['en', 'шабац', 'Šabac']]) {
  test(`the search box in ${locale} suggests a place and leads to it`, async ({ page }) => {
    await page.goto(at(`${locale}/index.html`));
    const box = page.locator('form.find input[name=q]').first();
    await box.focus();
    await box.pressSequentially(query);
    const first = page.locator('[role=option]').first();
    await expect(first).toContainText(name);
    await first.click();
    await expect(page.locator('h1')).toContainText(name);
  });
}

test('the search page shows results, also after going back', async ({ page }) => {
  await page.goto(at('sr/index.html'));
  await page.locator('form.find input[name=q]').first().fill('hraniteljstvo');
  await page.locator('form.find button').first().click();
  await expect(page).toHaveURL(/pretraga\/index\.html\?q=hraniteljstvo/);
  const results = page.locator('#search_results .entry');
  await expect(results.first()).toBeVisible();
  await results.first().locator('a').first().click();
  await expect(page.locator('h1')).toBeVisible();
  await page.goBack();
  await expect(results.first()).toBeVisible();
});

test('a list with further pages is filtered as a whole', async ({ page }) => {
  await page.goto(at('sr/projekti/index.html'));
  await page.locator('form.narrow summary').click();
  const choice = page.locator('form.narrow select').first();
  const value = await choice.locator('option').nth(1).getAttribute('value');
  await choice.selectOption(value);
  await expect(page.locator('form.narrow output')).toContainText(/\d/);
  // Entries of other pages lead on, too.
  const items = await page.locator('form.narrow').getAttribute('data-items');
  await page.locator(`${items}:visible`).last().locator('a:visible').first().click();
  await expect(page.locator('h1')).toBeVisible();
});

test('places are compared', async ({ page }) => {
  await page.goto(at('sr/uporedi/index.html'));
  const choices = page.locator('select');
  for (const number of [0, 1]) {
    const value = await choices.nth(number).locator('option').nth(number + 2).getAttribute('value');
    await choices.nth(number).selectOption(value);
  }
  await expect(page.locator('main table').first()).toBeVisible();
});
