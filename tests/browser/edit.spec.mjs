// The forms of the preview: what editors do with them, with a mouse and with the keyboard, and what axe finds.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base, expect, findingsInBothSchemes, unfold } from './test.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const PROGRAM = process.env.KATALOG ?? join(ROOT, 'target/release/katalog');

/** Runs the program to its end. */
const run = arguments_ => new Promise((done, failed) => {
  const program = spawn(PROGRAM, arguments_, { stdio: 'ignore' });
  program.on('exit', code => (code === 0 ? done() : failed(new Error(`${arguments_}: ${code}`))));
});

const test = base.extend({
  /** Copies a catalogue, serves it, and lets the browser in. */
  serve: async ({ page }, use) => {
    const running = [];
    const folders = [];
    await use(async from => {
      const folder = mkdtempSync(join(tmpdir(), 'katalog-edit-'));
      folders.push(folder);
      const root = join(folder, 'catalogue');
      if (from) cpSync(join(ROOT, from), root, { recursive: true });
      else await run(['init', root, '--places', 'district:nisavski']);
      const program = spawn(PROGRAM, ['serve', '--port', '0', '--root', root], { stdio: ['ignore', 'pipe', 'ignore'] });
      running.push(program);
      const address = await new Promise(found => {
        createInterface({ input: program.stdout }).on('line', line => line.startsWith('edit: ') && found(line.slice(6)));
      });
      await page.goto(`${address}&to=site`);
      const url = path => new URL(path, address).href;
      const read = path => readFileSync(join(root, path), 'utf8');
      return { root, url, read, write: (path, text) => writeFileSync(join(root, path), text) };
    });
    running.forEach(program => program.kill());
    folders.forEach(folder => rmSync(folder, { recursive: true, force: true }));
  },
});
test.use({ expectedMessages: /403|404|409|422/ });

/** The lines in which two texts differ. */
const differing = (before, after) => {
  const [old, now] = [before, after].map(text => text.split('\n'));
  return [...old.filter(line => !now.includes(line)).map(line => `-${line}`), ...now.filter(line => !old.includes(line)).map(line => `+${line}`)];
};

const PROJECT = '/_edit/e/project/home-nursing';
const FACTS = 'content/projects/home-nursing/project.yaml';
const field = (page, name) => page.locator(`[id="${name}"]`);
const save = async page => {
  await page.locator('.bar button').click();
  await page.getByText('Saved.').waitFor();
};
const choose = async (page, name, written, id) => {
  await field(page, name).pressSequentially(written);
  await page.locator(`[id="${name}-list"] [data-value="${id}"]`).click();
  await expect(field(page, name)).toHaveValue(id);
};

test('a project is made from nothing and published', async ({ page, serve }) => {
  const { url, root } = await serve();
  await page.goto(url('/_edit/?lang=en'));
  await page.locator('summary', { hasText: 'Projects' }).click();
  await page.getByRole('link', { name: 'New: project' }).click();
  await page.getByLabel('Title in Serbian').fill('Letnja čitaonica');
  await page.getByLabel('Title in English').fill('Summer reading room');
  await page.getByRole('button', { name: 'Create and fill in' }).click();
  await expect(page).toHaveURL(/e\/project\/letnja-citaonica$/);
  // By name, in either script.
  await choose(page, 'facts.programme', 'biblioteke', 'open-libraries');
  await choose(page, 'facts.area', 'библиот', 'culture/libraries');
  await field(page, 'facts.support.0').fill('grant');
  await choose(page, 'facts.implementers.0.organisation', 'čitalačko', 'reading-society');
  await field(page, 'facts.sources.0').fill('founding-paper');
  await choose(page, 'facts.activities.0.municipality', 'Ниш', 'nis');
  await field(page, 'text.sr.summary').fill('Čitanje u parku.');
  await field(page, 'text.en.summary').fill('Reading in the park.');
  await field(page, 'text.sr.body').fill('Svakog **leta**.');
  await expect(page.locator('#preview-sr strong')).toHaveText('leta');
  await field(page, 'text.en.body').fill('Every summer.');
  await expect(page.locator('#summary')).toBeHidden();
  await save(page);
  await run(['check', '--quiet', '--root', root]);
  await expect(async () => {
    await page.goto(url('/en/projects/letnja-citaonica/'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Summer reading room', { timeout: 500 });
  }).toPass();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page).toHaveURL(/e\/project\/letnja-citaonica$/);
});

test('an amount changes one line', async ({ page, serve }) => {
  const { url, read } = await serve('tests/small');
  const before = read(FACTS);
  await page.goto(url(`${PROJECT}?lang=en`));
  await page.locator('[id="facts.activities.0"] > summary').click();
  await field(page, 'facts.activities.0.funding.0.programme').fill('13614');
  await save(page);
  expect(differing(before, read(FACTS))).toEqual([
    '-    funding: { currency: EUR, programme: 13613, co_funding: 550.50 }',
    '+    funding: { currency: EUR, programme: 13614, co_funding: 550.50 }',
  ]);
});

test('two editors do not overwrite each other', async ({ page, context, serve }) => {
  const { url, read } = await serve('tests/small');
  await page.goto(url(`${PROJECT}?lang=en`));
  const other = await context.newPage();
  await other.goto(url(PROJECT));
  await field(other, 'facts.phase').fill('planning');
  await save(other);
  await field(page, 'text.en.title').fill('Nursing at home');
  await field(page, 'facts.area').fill('health/prevention');
  const before = read(FACTS);
  await page.locator('.bar button').click();
  await expect(page.locator('.conflict')).toContainText('has changed since');
  expect(read(FACTS)).toBe(before);
  await expect(page.locator('.conflict table')).toContainText('health/prevention');
  await expect(field(page, 'facts.phase')).toHaveValue('planning');
  await expect(field(page, 'text.en.title')).toHaveValue('Nursing at home');
  await save(page);
  expect(read(FACTS)).toContain('phase: planning');
  expect(read(FACTS)).toContain('area: health/prevention');
});

test('a slip is corrected at its field', async ({ page, serve }) => {
  const { url, read } = await serve('tests/small');
  await page.goto(url(`${PROJECT}?lang=en`));
  const area = field(page, 'facts.area');
  await area.fill('health/nursin');
  await area.press('Escape');
  const problem = field(page, 'facts.area-problem');
  await expect(problem).toContainText('did you mean `health/nursing`');
  await expect(area).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('textbox', { name: 'Area' }).or(page.getByRole('combobox', { name: 'Area' }))).toHaveAccessibleDescription(/did you mean/);
  await page.locator('#summary a[href="#facts.area"]').click();
  await expect(area).toBeFocused();
  await area.fill('health/prevention');
  await expect(problem).toBeEmpty();
  await expect(page.locator('#summary')).toBeHidden();
  await save(page);
  expect(read(FACTS)).toContain('area: health/prevention');
});

test('what is being chosen is no problem yet', async ({ page, serve }) => {
  const { url } = await serve('tests/small');
  await page.goto(url(`${PROJECT}?lang=en`));
  const place = field(page, 'facts.activities.0.municipality');
  await page.locator('[id="facts.activities.0"] > summary').click();
  await place.fill('');
  const checked = page.waitForResponse(answer => answer.request().postData()?.endsWith('_do=check'));
  await place.pressSequentially('дубр');
  await (await checked).finished();
  const problem = field(page, 'facts.activities.0.municipality-problem');
  await expect(place).toHaveAttribute('aria-expanded', 'true');
  await expect(problem).toBeEmpty();
  await expect(place).not.toHaveAttribute('aria-invalid');
  // Who leaves the field without a choice is told.
  await page.keyboard.press('Tab');
  await expect(problem).toContainText('there is no municipality');
  await expect(place).toHaveAttribute('aria-invalid', 'true');
});

test('an amount is added where the focus is', async ({ page, serve }) => {
  const { url } = await serve();
  await page.goto(url('/_edit/e/project/town-memory?lang=en'));
  const activity = page.locator('[id="facts.activities.0"]');
  await activity.locator('details.more > summary').first().click();
  const rows = await page.locator('ol.plain > li').count();
  const add = page.locator('button[value="add facts.activities.0.funding"]');
  await add.focus();
  await page.keyboard.press('Enter');
  const summary = page.locator('[id="facts.activities.0.funding.n0"] > summary');
  await expect(summary).toBeFocused();
  await expect(summary).toBeInViewport();
  await page.keyboard.press('Tab');
  await expect(field(page, 'facts.activities.0.funding.n0.currency')).toBeFocused();
  await expect(field(page, 'facts.activities.0.funding.n0.total')).toBeVisible();
  await expect(page.locator('ol.plain > li')).toHaveCount(rows);
});

test('problems are below the page, and lead to their forms', async ({ page, serve }) => {
  const { url, write, read } = await serve('tests/small');
  const address = url('/katalog/sr/projekti/home-nursing/');
  await page.goto(address);
  write(FACTS, read(FACTS).replace('support: grant', 'support: nothing'));
  const panel = page.locator('katalog-report');
  await panel.waitFor();
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(address);
    await expect(panel.locator('summary')).toHaveText('1 greška');
    expect(await findingsInBothSchemes(page), `${width}`).toEqual([]);
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(content, `${width}`).toBeLessThanOrEqual(window);
    // The page is seen, and the heading with the link to its form.
    const box = await panel.boundingBox();
    expect(box.width).toBe(width);
    expect(box.height).toBeLessThan(400);
    await expect(page.getByRole('heading', { level: 1 })).toBeInViewport();
    const edit = await page.getByRole('link', { name: 'Izmeni', exact: true }).boundingBox();
    const header = await page.locator('body > header').boundingBox();
    expect(edit.height).toBeGreaterThanOrEqual(44);
    expect(edit.y + edit.height).toBeLessThanOrEqual(header.y);
    // At its end, nothing is behind the panel.
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const body = await page.locator('body').boundingBox();
    expect(body.y + body.height).toBeLessThanOrEqual((await panel.boundingBox()).y + 1);
  }
  await panel.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(panel.locator('li')).toBeHidden();
  await page.keyboard.press('Enter');
  await panel.getByRole('link', { name: 'Otvori obrazac' }).press('Enter');
  await expect(page).toHaveURL(url(PROJECT));
  await page.goto(url('/katalog/en/projects/home-nursing/'));
  await panel.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(panel).toHaveCount(0);
});

test('a browser without the token is told how to get in', async ({ page, context, serve }) => {
  const { url } = await serve('tests/small');
  await context.clearCookies();
  for (const [width, language, heading] of [[360, 'sr', 'Uređivanje je zaključano'], [1280, 'en', 'Editing is locked']]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(url(`${PROJECT}?lang=${language}`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    expect(await findingsInBothSchemes(page), `${width}`).toEqual([]);
  }
  await page.getByRole('link', { name: 'Back to the site' }).press('Enter');
  await expect(page).toHaveURL(/127\.0\.0\.1.*\/katalog\//);
});

test('an item is added, moved and removed with the keyboard', async ({ page, serve }) => {
  const { url, read } = await serve('tests/small');
  await page.goto(url(`${PROJECT}?lang=en`));
  const before = read(FACTS);
  const press = async (button, key = 'Enter') => {
    await button.focus();
    await page.keyboard.press(key);
  };
  await press(page.locator('button[value="add facts.activities"]'));
  const place = field(page, 'facts.activities.n0.municipality');
  await place.waitFor();
  await place.focus();
  await page.keyboard.type('novi mo');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(place).toHaveValue('novi-most');
  await press(page.locator('button[value="up facts.activities.n0"]'));
  await expect(page.locator('fieldset[id="facts.activities"] > details').nth(2)).toHaveAttribute('id', 'facts.activities.n0');
  await press(page.locator('[id="facts.activities.0"] > summary'));
  await press(page.locator('button[value="remove facts.activities.0"]'));
  await expect(field(page, 'facts.activities.0')).toHaveCount(0);
  expect(read(FACTS)).toBe(before);
  await field(page, 'facts.programme').focus();
  await page.keyboard.press('Enter');
  await page.getByText('Saved.').waitFor();
  const places = [...read(FACTS).matchAll(/- municipality: (\S+)/g)].map(([, place]) => place);
  expect(places).toEqual(['dubrava', 'novi-most', 'zlatar']);
});

test('a saved change is committed with the keyboard', async ({ page, serve }) => {
  const { url, root } = await serve('tests/small');
  const git = (...arguments_) => execFileSync('git', ['-C', root, ...arguments_], { encoding: 'utf8' });
  git('init', '--quiet');
  git('config', 'user.name', 'Ana Anić');
  git('config', 'user.email', 'ana@example.org');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Content');
  await page.goto(url(`${PROJECT}?lang=en`));
  await field(page, 'facts.phase').fill('planning');
  await save(page);
  const commit = page.locator('#commit');
  await expect(commit.locator('summary')).toHaveText('Commit 1 file');
  await commit.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(commit).toContainText(FACTS);
  for (const [width, path] of [[360, '?lang=sr'], [1280, '?lang=en']]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(url(`/_edit/${path}`));
    expect(await findingsInBothSchemes(page), `${width}`).toEqual([]);
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(content, `${width}`).toBeLessThanOrEqual(window);
  }
  await page.getByRole('textbox', { name: 'Message' }).focus();
  await page.keyboard.type('Back to planning');
  await page.keyboard.press('Tab');
  await expect(commit.getByRole('button', { name: 'Commit' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.notice')).toContainText('Committed');
  await expect(commit).toHaveCount(0);
  expect(git('show', '--format=%an: %s', '--name-only', 'HEAD').split('\n').filter(Boolean)).toEqual(['Ana Anić: Back to planning', FACTS]);
  expect(git('status', '--porcelain')).toBe('');
});

const PAGES = [
  '', 'e/catalogue', 'e/programme/reading-together', 'e/project/evening-school', 'e/page/home', 'new/sub-area',
  'rename/project/evening-school', 'remove/project/evening-school', 'e/project/nothing',
];
for (const path of PAGES) {
  test(`/_edit/${path} is accessible`, async ({ page, serve }) => {
    const { url } = await serve('tests/everything');
    for (const [width, language] of [[360, 'sr'], [1280, 'en']]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(url(`/_edit/${path}?lang=${language}`));
      await unfold(page);
      expect(await findingsInBothSchemes(page), `${width}`).toEqual([]);
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      expect(content, `${width}`).toBeLessThanOrEqual(window);
    }
  });
}

test('targets are large enough, and the focus is seen', async ({ page, serve }) => {
  const { url } = await serve('tests/everything');
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(url('/_edit/e/project/evening-school?lang=en'));
  await unfold(page);
  // A button is not so near to the field above it that it is pressed by mistake.
  const near = await page.evaluate(() => [...document.querySelectorAll('ol.plain li button')].filter(button => {
    const field = button.parentElement.querySelector('input, select').getBoundingClientRect();
    const { top, left } = button.getBoundingClientRect();
    return top - field.bottom < 8 && left - field.right < 8;
  }).map(it => it.outerHTML));
  expect(near).toEqual([]);
  const small = await page.evaluate(() => [...document.querySelectorAll('button:not(.hidden), input:not([type=hidden]), select, textarea, summary, header a')]
    .filter(it => it.getBoundingClientRect().height < 44).map(it => it.outerHTML.slice(0, 120)));
  expect(small).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(page.locator('.skip')).toBeFocused();
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  expect(outline).toBe('solid');
});
