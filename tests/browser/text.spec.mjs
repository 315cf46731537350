// Pages say the same with and without scripts, and no visible space is lost where white space is taken out of the sources.
import { PLAIN, SHARED, htmlOf, pages, url } from './site.mjs';
import { test, expect, unfold } from './test.mjs';

/** Text and links as they are seen, without the forms that only work with scripts and the notice that says so. */
const seen = page => page.evaluate(() => {
  for (const element of document.querySelectorAll('noscript, form.narrow, form.compare, #search_form, .facets')) element.remove();
  const links = [...document.querySelectorAll('a[href]')].filter(link => link.checkVisibility());
  const leadsTo = link => new URL(link.getAttribute('href'), location).href;
  return { text: document.body.innerText, links: links.map(link => `${leadsTo(link)} ${link.textContent}`) };
});

/** All text, folded away or not. */
const text = async page => {
  await unfold(page);
  return page.evaluate(() => document.body.innerText);
};

for (const { name, path } of [...pages, ...SHARED.map(({ template, path }) => ({ name: template, path }))]) {
  test(`${name} says the same without scripts, and without white space between tags`, async ({ page, bare }) => {
    await page.goto(url(path));
    await expect(page.locator('form.narrow[hidden], #search_form[hidden]')).toHaveCount(0);
    await bare.setViewportSize(page.viewportSize());
    await bare.goto(url(path));
    await expect(bare.locator('form.narrow:visible, #search_form:visible, .facets:visible')).toHaveCount(0);
    const smaller = await text(bare);
    await bare.goto(url(path, PLAIN));
    expect(smaller).toBe(await text(bare));
    expect(htmlOf(path).length).toBeLessThan(htmlOf(path, PLAIN).length);
    await bare.goto(url(path));
    expect(await seen(bare)).toEqual(await seen(page));
  });
}

test('without scripts the search box leads to the lists', async ({ bare: page }) => {
  await page.goto(url('en/'));
  await page.locator('#find_box').fill('Šabac');
  await page.locator('#find_box').press('Enter');
  await expect(page).toHaveURL(url(`en/search/?q=${encodeURIComponent('Šabac')}`));
  await expect(page.locator('noscript')).toBeVisible();
  await expect(page.locator('#search_browse a').first()).toBeVisible();
});
