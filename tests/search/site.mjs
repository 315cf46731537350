// The built site, opened as a browser opens it: the script by its address in assets/, the index by `fetch`.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PUBLIC = process.env.KATALOG_PUBLIC;
if (!PUBLIC) throw new Error('KATALOG_PUBLIC names the folder of a built site; `cargo test --test it search::` sets it');

const asset = (await readdir(join(PUBLIC, 'assets'))).find(name => /^search\.[0-9a-f]+\.js$/.test(name));

/** The script, as it is published. */
export const search = await import(pathToFileURL(join(PUBLIC, 'assets', asset)));

/** Fetches from the folder; `path` stands below the base of the site. */
export const fetch = async path => {
  try {
    const body = await readFile(join(PUBLIC, path.replace(/^\//, '')), 'utf8');
    return { ok: true, status: 200, text: async () => body };
  } catch {
    return { ok: false, status: 404, text: async () => '' };
  }
};

/** The index of a locale. */
export const open = locale => search.open('/', locale, { fetch });

/** The rows of a table beside the tests, without its heading. */
export async function rows(path) {
  const text = await readFile(new URL(path, import.meta.url), 'utf8');
  return text.trimEnd().split('\n').slice(1).map(line => line.split('\t'));
}

/** The model of the site. */
export const catalogue = JSON.parse(await readFile(join(PUBLIC, 'data/catalogue.json'), 'utf8'));

export { PUBLIC };
