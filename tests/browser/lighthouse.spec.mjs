// What Lighthouse measures on a phone with a slow line.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { page as pageOf, url } from './site.mjs';
import { test, expect } from './test.mjs';

test.describe.configure({ mode: 'serial' });

for (const shape of ['', 'projects/*/', 'municipalities/*/']) {
  test(`Lighthouse finds nothing to better on ${shape || 'home'}`, async () => {
    test.setTimeout(120_000);
    const chrome = await launch({
      chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      const { lhr } = await lighthouse(url(pageOf(shape, 'sr-Latn').path), { port: chrome.port, logLevel: 'error' });
      const faults = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 0.9).map(({ id, title, displayValue }) => ({ id, title, displayValue }));
      const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, score * 100]));
      expect(scores, JSON.stringify(faults)).toEqual({ performance: 100, accessibility: 100, 'best-practices': 100, seo: 100 });
    } finally {
      chrome.kill();
    }
  });
}
