// What holds for every page that a test opens: nothing is said in the console, and nothing is asked of others.
import axe from 'axe-core';
import { test as base, expect } from '@playwright/test';

export { expect };

export const test = base.extend({
  /** What may be said, by a test that breaks something. */
  expectedMessages: [/^$/, { option: true }],
  context: async ({ context, expectedMessages }, use) => {
    const wrong = [];
    const note = text => expectedMessages.test(text) || wrong.push(text);
    context.on('console', message => note(`${message.type()}: ${message.text()} (${message.page()?.url()})`));
    context.on('weberror', ({ error }) => note(`thrown: ${error().stack}`));
    context.on('request', request => {
      const { protocol, hostname } = new URL(request.url());
      // The site is at the first, and the forms of a preview are at the second.
      if (!['127.0.0.1', 'localhost'].includes(hostname) && protocol !== 'data:') wrong.push(`asked of another site: ${request.url()}`);
    });
    await use(context);
    expect(wrong).toEqual([]);
  },
  /** A page of a browser that runs no scripts. */
  bare: async ({ bareContext }, use) => {
    const page = await bareContext.newPage();
    await use(page);
    await page.close();
  },
  bareContext: [async ({ browser }, use) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    await use(context);
    await context.close();
  }, { scope: 'worker' }],
});

/** Opens whatever a page has folded. */
export const unfold = page => page.evaluate(() => {
  for (const details of document.querySelectorAll('details')) details.open = true;
  const menu = document.querySelector('#menu_open');
  if (menu) menu.checked = true;
});

/** Sums up how much of the pages that are opened next moves by itself; the result reads the sum. */
export async function watchMoves(page) {
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => window.moved);
}

const WCAG = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** The rules whose answer depends on colours. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds, briefly. */
export async function findings(page, runOnly = WCAG) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe.source);
  // Without `preload`, axe asks for no style sheet again.
  const options = { runOnly, resultTypes: ['violations'], preload: false };
  const { violations } = await page.evaluate(options => axe.run(document, options), options);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => node.html).join(' ')}`);
}

/** What axe finds in the light and in the dark colours. */
export async function findingsInBothSchemes(page) {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await findings(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await findings(page, COLOURS);
  return [...light, ...dark.map(it => `dark: ${it}`)];
}
