// What a reader's browser transfers and how long it thinks: `npm run bench -- <public> [--locale sr-Latn] [--questions table.tsv]`.

import { createReadStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { chromium } from 'playwright-core';

const { values, positionals: [folder] } = parseArgs({
  allowPositionals: true,
  options: {
    locale: { type: 'string', default: 'sr-Latn' },
    questions: { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
if (!folder) throw new Error('name the folder of a built site');

const TYPES = { js: 'text/javascript', json: 'application/json', txt: 'text/plain', html: 'text/html' };
const PAGE = {
  'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'",
  // Only such pages have an exact clock.
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  const type = TYPES[path.split('.').pop()] ?? 'text/html';
  if (path === '/blank') {
    response.writeHead(200, { ...PAGE, 'content-type': 'text/html' }).end('<!doctype html><title>Search</title>');
    return;
  }
  const file = createReadStream(join(folder, path));
  file.on('error', () => response.writeHead(404).end());
  file.on('open', () => {
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', 'cache-control': 'max-age=600' });
    file.pipe(createGzip({ level: 9 })).pipe(response);
  });
});
await new Promise(ready => server.listen(0, '127.0.0.1', ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const script = `/assets/${(await readdir(join(folder, 'assets'))).find(name => /^search\.[0-9a-f]+\.js$/.test(name))}`;

/** Those of a table, or words of the site's own titles: alone, in twos, cut short, with a slip. */
async function questions() {
  if (values.questions) {
    const lines = (await readFile(values.questions, 'utf8')).trimEnd().split('\n').slice(1);
    return lines.map(line => line.split('\t')).filter(([locale]) => locale === values.locale).map(([, question]) => question);
  }
  const { hash } = JSON.parse(await readFile(join(folder, 'search', `${values.locale}.json`), 'utf8'));
  const words = (await readFile(join(folder, 'search', hash, values.locale, 'spelling.txt'), 'utf8')).split(' ');
  const some = (count, from) => Array.from({ length: count }, (_, i) => words[Math.floor((i + from) * words.length / count) % words.length]);
  const slip = word => word.slice(0, 3) + word.slice(4);
  return [
    ...some(40, 0), ...some(25, .3).map((word, i) => `${word} ${some(25, .7)[(i * 7) % 25]}`),
    ...some(20, .5).map(word => word.slice(0, 3)), ...some(15, .2).map(slip),
  ];
}

const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox'] });

async function ask(question) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/blank`);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const lengths = new Map();
  session.on('Network.responseReceived', ({ requestId }) => lengths.set(requestId, 0));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => lengths.set(requestId, encodedDataLength));
  const total = await page.evaluate(async ([script, locale, question]) => {
    const { open } = await import(script);
    window.site = await open('/', locale);
    return (await window.site.query(question)).total;
  }, [script, values.locale, question]);
  await page.waitForTimeout(30);
  const bytes = [...lengths.values()].reduce((sum, length) => sum + length, 0), requests = lengths.size;
  const times = await page.evaluate(async question => {
    const times = [], typed = [...question].map((_, i, all) => all.slice(0, i + 1).join(''));
    for (const text of typed) await window.site.query(text);
    for (const text of typed) {
      const start = performance.now();
      await window.site.query(text);
      times.push(performance.now() - start);
    }
    return times;
  }, question);
  await context.close();
  return { question, total, bytes, requests, times };
}

const quantile = (numbers, part) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))];
const answers = [];
for (const question of await questions()) answers.push(await ask(question));
const bytes = answers.map(answer => answer.bytes), times = answers.flatMap(answer => answer.times);
const row = (name, numbers, unit) =>
  console.log(`| ${name} | ${[.5, .95, 1].map(part => quantile(numbers, part).toFixed(unit === 'ms' ? 2 : 0)).join(' | ')} | ${unit} |`);
console.log(`${answers.length} questions, ${answers.filter(({ total }) => total).length} with results, ${times.length} keystrokes\n`);
console.log('| | median | 95 % | most | |\n|-|-:|-:|-:|-|');
row('transferred to first results, headers and script included', bytes, 'bytes');
row('requests', answers.map(answer => answer.requests), '');
row('keystroke, files at hand', times, 'ms');
const worst = answers.reduce((a, b) => (a.bytes > b.bytes ? a : b));
console.log(`\nmost: ${worst.question} (${worst.bytes} bytes, ${worst.requests} requests)`);
await browser.close();
server.close();
