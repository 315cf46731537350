// The search box on every page, and the search page.
import { readFileSync } from 'node:fs';
import { BASE, BELOW, LOCALES, page as pageOf, url } from './site.mjs';
import { test, expect, findings, unfold, watchMoves } from './test.mjs';

const home = locale => pageOf('', locale).path;
const searchPage = (locale, asked = '') => url(pageOf('search/', locale).path) + asked;
const asked = words => `?${new URLSearchParams({ q: words })}`;
const placeOf = (locale, id) => pageOf('municipalities/', locale).path + `${id}/`;

/** The links that are suggested. */
const options = page => page.locator('#find_suggestions [role=option]');
/** The links of the results. */
const results = page => page.locator('#search_results ol h3 a');

for (const locale of LOCALES) {
  test.describe(locale, () => {
    for (const typed of ['sabac', 'Шабац', 'šapcu']) {
      test(`${typed} in the box suggests Šabac first`, async ({ page }) => {
        await page.goto(url(home(locale)));
        await page.locator('#find_box').pressSequentially(typed);
        await expect(options(page).first()).toHaveAttribute('href', `${BASE}${placeOf(locale, 'sabac')}`);
      });
      test(`${typed} finds Šabac first`, async ({ page }) => {
        await page.goto(searchPage(locale, asked(typed)));
        await expect(results(page).first()).toHaveAttribute('href', `${BASE}${placeOf(locale, 'sabac')}`);
      });
    }

    test('suggestions are chosen with keys, and announced', async ({ page }) => {
      await page.goto(url(home(locale)));
      const box = page.locator('#find_box');
      await expect(box).toHaveAttribute('role', 'combobox');
      await expect(box).toHaveAttribute('aria-controls', 'find_suggestions');
      await expect(box).toHaveAttribute('aria-expanded', 'false');
      await box.pressSequentially('novi');
      await expect(options(page).nth(1)).toBeVisible();
      await expect(box).toHaveAttribute('aria-expanded', 'true');
      const count = await options(page).count();
      await expect(page.locator('form.find [role=status]')).toContainText(String(count));
      expect(await findings(page)).toEqual([]);

      const marked = async at => {
        const id = await options(page).nth(at).getAttribute('id');
        await expect(box).toHaveAttribute('aria-activedescendant', id);
        await expect(page.locator('#find_suggestions [aria-selected=true]')).toHaveId(id);
        await expect(box).toBeFocused();
      };
      await box.press('ArrowDown');
      await marked(0);
      await box.press('ArrowDown');
      await marked(1);
      await box.press('ArrowUp');
      await box.press('ArrowUp');
      await marked(count - 1);
      await box.press('ArrowDown');
      await marked(0);

      await box.press('Escape');
      await expect(page.locator('#find_suggestions')).toBeHidden();
      await expect(box).toHaveValue('novi');
      await expect(box).toHaveAttribute('aria-activedescendant', '');
      await box.press('Escape');
      await expect(box).toHaveValue('');

      await box.pressSequentially('sabac');
      await expect(options(page).first()).toBeVisible();
      await box.press('ArrowDown');
      await box.press('Enter');
      await expect(page).toHaveURL(url(placeOf(locale, 'sabac')));
    });

    test('Enter without a choice leads to the search page', async ({ page }) => {
      await page.goto(url(home(locale)));
      await page.locator('#find_box').fill('šapcu');
      await page.locator('#find_box').press('Enter');
      await expect(page).toHaveURL(searchPage(locale, asked('šapcu')));
      await expect(page.locator('#search_form #find_box')).toHaveValue('šapcu');
      await expect(results(page).first()).toBeVisible();
    });

    test('results are counted, announced and accessible', async ({ page }) => {
      await page.goto(searchPage(locale, asked('šapcu')));
      await expect(results(page).first()).toBeVisible();
      let count;
      await expect(async () => {
        count = await page.locator('#search_count').innerText();
        expect(count).toContain(String(await results(page).count()));
      }).toPass();
      await expect(page.locator('#search_said')).toHaveText(count);
      await expect(page.locator('#search_browse')).toBeHidden();
      await unfold(page);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        expect(await findings(page)).toEqual([]);
      }
      // The question goes along into the other locales.
      for (const other of LOCALES) {
        await expect(page.locator(`.languages a[hreflang="${other}"]`)).toHaveAttribute('href', new RegExp('[?]q='));
      }
    });

    test('a slip is put right, and what is not there is said', async ({ page }) => {
      await page.goto(searchPage(locale, asked('kragujvac')));
      const meant = page.locator('#search_meant button');
      await expect(meant).toHaveText(/^(kragujevac|крагујевац)$/i);
      const right = await meant.innerText();
      await meant.click();
      await expect(page.locator('#find_box')).toHaveValue(right);
      await expect(page.locator('#search_meant')).toBeHidden();
      await expect(results(page).first()).toHaveAttribute('href', `${BASE}${placeOf(locale, 'kragujevac')}`);

      await page.locator('#find_box').fill('qqqqxxxx');
      await expect(results(page)).toHaveCount(0);
      await expect(page.locator('#search_count')).toHaveText(await page.locator('#search_count').getAttribute('data-0'));
      await expect(page.locator('#search_browse')).toBeVisible();
    });
  });
}

test('the way back leads through what was asked', async ({ page }) => {
  await page.goto(searchPage('sr-Latn'));
  const box = page.locator('#find_box');
  await expect(box).toBeFocused();
  for (const [words, place] of [['šabac', 'Šabac'], ['kraljevo', 'Kraljevo']]) {
    await box.fill('');
    await box.pressSequentially(words);
    await box.press('Enter');
    await expect(page).toHaveURL(searchPage('sr-Latn', asked(words)));
    await expect(results(page).first()).toHaveText(place);
  }
  await page.goBack();
  await expect(box).toHaveValue('šabac');
  await expect(results(page).first()).toHaveText('Šabac');
  await page.goForward();
  await expect(box).toHaveValue('kraljevo');
  await expect(results(page).first()).toHaveText('Kraljevo');
  await results(page).first().click();
  await page.goBack();
  await expect(box).toHaveValue('kraljevo');
  await expect(results(page).first()).toHaveText('Kraljevo');
});

test('more results follow those that are there', async ({ page }) => {
  await page.goto(searchPage('sr-Latn', asked('opština')));
  const more = page.locator('#search_more');
  await expect(more).toBeVisible();
  const before = await results(page).allInnerTexts();
  await more.click();
  await expect(results(page).nth(before.length)).toBeFocused();
  const after = await results(page).allInnerTexts();
  expect(after.slice(0, before.length)).toEqual(before);
  await page.reload();
  await expect(results(page)).toHaveCount(after.length);
});

test('choices narrow the results to what they count, and stand above them until they are removed', async ({ page }) => {
  await page.goto(searchPage('sr-Latn', asked('opština')));
  await expect(page.locator('.facet .numbers').first()).toHaveText(/\d/);
  await unfold(page);
  const total = async () => Number((await page.locator('#search_count').innerText()).replace(/\D/g, ''));
  const all = await total();
  const facets = await page.locator('.facet:visible').evaluateAll(all => all.map(({ dataset }) => dataset.facet));
  expect(facets.length).toBeGreaterThan(5);
  for (const facet of facets) {
    const choice = page.locator(`.facet[data-facet=${facet}] label:visible`).first();
    const counted = Number((await choice.locator('.numbers').innerText()).replace(/\D/g, ''));
    await choice.locator('input').check();
    await expect(page).toHaveURL(new RegExp(`[?&]${facet}=`));
    const chip = page.locator('#search_chosen .chip');
    await expect(chip).toHaveCount(1);
    await expect(chip).toContainText(await choice.locator('span').first().innerText());
    await expect.poll(total, facet).toBe(counted);
    await chip.click();
    await expect(page).toHaveURL(searchPage('sr-Latn', asked('opština')));
    await expect.poll(total).toBe(all);
    await expect(chip).toHaveCount(0);
  }
  await page.goto(searchPage('sr-Latn', '?area=social-inclusion&district=nisavski&district=pirotski'));
  await expect(page.locator('#search_chosen .chip')).toHaveCount(3);
  expect(await findings(page)).toEqual([]);
  await page.locator('#search_chosen .chip').first().click();
  await expect(page.locator('#search_chosen .chip')).toHaveCount(2);
  await expect(page.locator('#search_chosen .chip').first()).toBeFocused();
  await page.locator('#search_chosen .plain').click();
  await expect(page.locator('#search_chosen')).toBeHidden();
  await expect(page.locator('#search_browse')).toBeVisible();
});

test('a project is one result, and its places open', async ({ page }) => {
  await page.goto(searchPage('sr-Latn', asked('hraniteljstvo')));
  const card = page.locator('#search_results ol > li').first();
  await expect(card.locator('h3 a')).toHaveAttribute('href', /\/projekti\/[^#]+$/);
  await expect(page.locator('#search_results h3 a', { hasText: await card.locator('h3').innerText() })).toHaveCount(1);
  await expect(card.locator('summary')).toHaveText(/^18 mesta: Bor, Čačak … \+16$/);
  await card.locator('summary').click();
  await expect(card.locator('.places li')).toHaveCount(18);
  await expect(card.locator('.places a').first()).toHaveAttribute('href', /#bor$/);
  expect(await findings(page)).toEqual([]);
  await page.goto(searchPage('sr-Latn', asked('hraniteljstvo Niš')));
  await expect(results(page).first()).toHaveAttribute('href', /#nis$/);
});

test('a search without results says what to try', async ({ page }) => {
  await page.goto(searchPage('en', '?q=qqqqxxxx&area=social-inclusion'));
  await expect(page.locator('#search_empty')).toBeVisible();
  await expect(page.locator('#search_browse a').first()).toBeVisible();
  await expect(page.locator('#search_save')).toBeHidden();
  expect(await findings(page)).toEqual([]);
  await page.locator('#search_clear button').click();
  await expect(page).toHaveURL(searchPage('en', asked('qqqqxxxx')));
});

/** The cells of a sheet in a workbook whose files are stored uncompressed. */
const cellsOf = bytes => [...bytes.toString('utf8').matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) =>
  [...row.matchAll(/<c r="([A-Z]+)\d+"(?: t="inlineStr"><is><t[^>]*>(.*?)<\/t><\/is>|><v>(.*?)<\/v>)<\/c>/gs)]
    .map(([, column, said, number]) => [column, said ?? Number(number)]));

test('all results can be saved as tables', async ({ page }) => {
  await page.goto(searchPage('sr-Latn', asked('sakupljači')));
  await expect(results(page).first()).toBeVisible();
  const save = async format => {
    const saved = page.waitForEvent('download');
    await page.locator(`#search_save button[value=${format}]`).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe(`rezultati.${format}`);
    return readFileSync(await download.path());
  };
  const csv = (await save('csv')).toString('utf8').trimEnd().split('\r\n');
  expect(csv[0]).toBe('Vrsta rezultata,Naziv,Mesto,Oblast,Tema,Program,Iznos,Valuta,Adresa');
  expect(csv.some(line => line.includes('Loznica') && line.includes(',18460,EUR,') && line.includes('#loznica'))).toBe(true);
  const rows = cellsOf(await save('xlsx'));
  expect(rows).toHaveLength(csv.length);
  expect(rows.some(row => row.some(([column, value]) => column === 'G' && value === 18460))).toBe(true);
});

test('nothing of a table becomes a formula', async ({ page }) => {
  await page.goto(searchPage('en'));
  const made = await page.evaluate(async () => {
    const { csv, xlsx } = await import(document.querySelector('.finder').dataset.save);
    const rows = [['=1+1', ' +2', 'a;-3', 'line\n@x', '"=4', 'plain, text', 7, '\u0000<b>&\ud800']];
    return [await csv(rows).text(), await xlsx(rows).text()];
  });
  expect(made[0].split(/,(?=["'7\u0000])/)).toEqual(["'=1+1", `" '+2"`, `"a;'-3"`, `"line\n'@x"`, `"""'=4"`, '"plain, text"', '7', '\u0000<b>&\ufffd\r\n']);
  expect(made[1]).toContain('<t xml:space="preserve">=1+1</t>');
  expect(made[1]).toContain('<t xml:space="preserve">&#60;b&#62;&#38;</t>');
  expect(made[1]).not.toContain('<f>');
});

for (const width of [360, 1280]) {
  test(`nothing moves while results arrive at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const moved = await watchMoves(page);
    for (const question of ['', asked('hraniteljstvo'), asked('qqqqxxxx'), '?q=deca&area=social-inclusion&district=nisavski', asked('opština')]) {
      await page.goto(searchPage('sr-Latn', question), { waitUntil: 'networkidle' });
      expect(await moved(), question).toBeLessThan(0.02);
    }
  });
}

test('the border of the box is seen in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const path of [searchPage('en'), url(home('en'))]) {
    await page.goto(path);
    const ratio = await page.locator('#find_box').evaluate(box => {
      const light = colour => {
        const parts = colour.match(/\d+/g).slice(0, 3).map(part => part / 255)
          .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
      };
      let around = box.parentElement;
      while (/, 0\)$/.test(getComputedStyle(around).backgroundColor)) around = around.parentElement;
      const [a, b] = [getComputedStyle(box).borderTopColor, getComputedStyle(around).backgroundColor].map(light).sort((a, b) => b - a);
      return (a + 0.05) / (b + 0.05);
    });
    expect(ratio).toBeGreaterThanOrEqual(3);
  }
});

test.describe('when the index does not arrive', () => {
  test.use({ expectedMessages: /Failed to load resource/ });

  test('the search page says so, shows the lists, and tries again', async ({ page }) => {
    const isOfIndex = address => address.pathname.startsWith(`${BASE}search/`);
    await page.goto(searchPage('en'));
    await expect(page.locator('.facet label').first()).toBeAttached();
    await page.route(isOfIndex, route => route.abort());
    await page.locator('#find_box').fill('belgrade');
    await expect(page.locator('#search_failed')).toBeVisible();
    await expect(page.locator('#search_browse')).toBeVisible();
    await expect(page.locator('#search_results')).toBeHidden();
    await page.unroute(isOfIndex);
    await page.locator('#find_box').press('Enter');
    await expect(results(page).first()).toBeVisible();
    await expect(page.locator('#search_failed')).toBeHidden();
  });

  test('the box suggests nothing and still leads to the search page', async ({ page }) => {
    await page.route(address => address.pathname.startsWith(`${BASE}search/`), route => route.abort());
    await page.goto(url(home('en')));
    await page.locator('#find_box').pressSequentially('belgrade');
    await page.locator('#find_box').press('Enter');
    await expect(page).toHaveURL(searchPage('en', asked('belgrade')));
    await expect(page.locator('#search_failed')).toBeVisible();
  });
});

test('what is typed stays text', async ({ page }) => {
  const words = '<img src=x onerror="document.title=1"> "><b>šabac';
  await page.goto(searchPage('en', asked(words)));
  await expect(page.locator('#search_count')).toBeAttached();
  await expect(page.locator('#find_box')).toHaveValue(words);
  await expect(page).toHaveTitle(new RegExp('^<img src=x'));
  await expect(page.locator('main :is(img, b)')).toHaveCount(0);
  await page.goto(url(home('en')));
  await page.locator('#find_box').pressSequentially(words);
  await expect(page.locator('.site-header :is(img, b)')).toHaveCount(0);
});

test('the slash leads to the box, unless the reader does without it', async ({ page }) => {
  await page.goto(url(home('en')));
  await page.keyboard.press('/');
  const box = page.locator('#find_box');
  await expect(box).toBeFocused();
  await expect(box).toHaveValue('');
  await page.keyboard.type('a/b');
  await expect(box).toHaveValue('a/b');

  await page.goto(searchPage('en'));
  await unfold(page);
  await page.locator('#search_key').uncheck();
  expect(await page.evaluate(() => localStorage.getItem('no-slash'))).toBeTruthy();
  await page.goto(url(home('en')));
  await page.keyboard.press('/');
  await expect(box).not.toBeFocused();

  await page.goto(searchPage('en'));
  await unfold(page);
  await page.locator('#search_key').check();
  await page.goto(url(home('en')));
  await page.keyboard.press('/');
  await expect(box).toBeFocused();
});

test('below a path the search works as well', async ({ page }) => {
  await page.goto(url('sr/', BELOW, '/below/'));
  await page.locator('#find_box').pressSequentially('šapcu');
  await options(page).first().click();
  await expect(page).toHaveURL(url(placeOf('sr-Latn', 'sabac'), BELOW, '/below/'));
  await page.goto(url('sr/pretraga/', BELOW, '/below/') + asked('šapcu'));
  await results(page).first().click();
  await expect(page).toHaveURL(url(placeOf('sr-Latn', 'sabac'), BELOW, '/below/'));
});
