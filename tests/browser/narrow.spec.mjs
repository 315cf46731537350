// Long lists are narrowed to what has every choice, and the counts are those of the entries that stand in the pages.
import { parse } from 'node-html-parser';
import { BASE, LOCALES, htmlOf, pagesWith, url } from './site.mjs';
import { test, expect, findings, unfold, watchMoves } from './test.mjs';

/** The facets of every entry in all parts of a list. */
function entriesOf(path) {
  const document = parse(htmlOf(path));
  const selector = document.querySelector('form.narrow').getAttribute('data-items');
  const names = document.querySelectorAll('form.narrow select').map(select => select.getAttribute('name'));
  const parts = document.querySelectorAll('.pagination li a:not([rel])').map(link => link.getAttribute('href').slice(BASE.length));
  return [...new Set(parts.length ? parts : [path])].flatMap(part => parse(htmlOf(part)).querySelectorAll(selector))
    .map(item => Object.fromEntries(names.map(name => [name, (item.getAttribute(`data-${name}`) ?? '').split(' ').filter(Boolean)])));
}

const having = (entries, wanted) => entries.filter(entry => Object.entries(wanted).every(([facet, id]) => entry[facet].includes(id)));

/** How many entries have each value of a facet. */
function tally(entries, facet) {
  const counts = {};
  for (const entry of entries) for (const id of entry[facet]) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

const narrowed = pagesWith(path => htmlOf(path).includes('<form class="narrow"'));

test('lists in every locale can be narrowed, one of several parts among them', () => {
  for (const locale of LOCALES) {
    const here = narrowed.filter(page => page.locale === locale);
    expect(here.length).toBeGreaterThan(2);
    expect(here.some(({ path }) => htmlOf(path).includes('class="pagination"'))).toBe(true);
  }
});

for (const { name, path } of narrowed) {
  test(`${name} is narrowed as its entries say`, async ({ page }) => {
    const entries = entriesOf(path);
    await page.goto(url(path));
    const form = page.locator('form.narrow'), selects = form.locator('select'), said = form.locator('output');
    const items = page.locator(`${await form.getAttribute('data-items')}:visible`);
    const usual = await items.allInnerTexts();

    const offered = select => select.locator('option:not([value=""]):not([hidden])').evaluateAll(options =>
      Object.fromEntries(options.map(option => [option.value, Number(option.textContent.match(/\((\d+)\)$/)?.[1])])));
    const shows = async wanted => {
      const left = having(entries, wanted);
      await expect(items).toHaveCount(left.length);
      await expect(said).toHaveText(new RegExp(`(^|\\D)${left.length}(\\D|$)`));
      expect(new URL(page.url()).search).toBe(`?${new URLSearchParams(wanted)}`);
      for (const select of await selects.all()) {
        const facet = await select.getAttribute('name');
        const others = Object.fromEntries(Object.entries(wanted).filter(([name]) => name !== facet));
        const counts = tally(having(entries, others), facet);
        if (wanted[facet]) counts[wanted[facet]] ??= 0;
        expect(await offered(select), facet).toEqual(counts);
      }
    };

    await form.locator('summary').click();
    const wanted = {};
    for (const select of (await selects.all()).slice(0, 3)) {
      const facet = await select.getAttribute('name');
      // The commonest of what is left, so that the next choice has something to choose from.
      const [id] = Object.entries(tally(having(entries, wanted), facet)).sort(([, a], [, b]) => b - a)[0] ?? [];
      if (!id) continue;
      await select.selectOption(id);
      wanted[facet] = id;
      await shows(wanted);
    }
    await unfold(page);
    expect(await findings(page)).toEqual([]);

    await page.reload();
    await shows(wanted);

    await form.locator('[type=reset]').click();
    await expect(said).toHaveText('');
    await expect(selects.first()).toBeFocused();
    expect(await items.allInnerTexts()).toEqual(usual);
    expect(page.url()).toBe(url(path));
  });
}

test('a reader who is among the entries stays there when the script arrives late', async ({ page }) => {
  const { path } = narrowed.find(({ path }) => htmlOf(path).includes('class="pagination"'));
  let arrive;
  const late = new Promise(resolve => { arrive = resolve; });
  await page.route(/narrow[^/]*\.js$/, async route => {
    await late;
    await route.continue();
  });
  await page.goto(url(path));
  const form = page.locator('form.narrow'), entry = page.locator(`${await form.getAttribute('data-items')} >> a`).first();
  await form.locator('summary').press('Enter');
  await entry.focus();
  arrive();
  await page.evaluate(script => import(script), await form.getAttribute('data-script'));
  await expect(entry).toBeFocused();
});

for (const { name, path } of narrowed.filter(({ locale, path }) => locale === 'sr-Cyrl' && !htmlOf(path).includes('class="pagination"'))) {
  test(`${name} does not move when its address has chosen something`, async ({ page }) => {
    const entries = entriesOf(path), [facet] = Object.keys(entries[0]), [[id, count]] = Object.entries(tally(entries, facet));
    const moved = await watchMoves(page);
    await page.goto(`${url(path)}?${facet}=${id}`);
    await expect(page.locator(`${await page.locator('form.narrow').getAttribute('data-items')}:visible`)).toHaveCount(count);
    await expect(page.locator('body')).not.toHaveClass(/narrowing/);
    expect(await moved()).toBeLessThan(0.02);
  });
}
