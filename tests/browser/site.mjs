// The built sites, and which of their pages are looked at.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'node-html-parser';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const built = (folder, port) => ({ folder: join(ROOT, folder), port, origin: `http://127.0.0.1:${port}` });
/** The site as it is published. */
export const SITE = built('target/public', 4811);
/** The same with all white space of its sources. */
export const PLAIN = built('target/browser/plain', 4812);
/** The same at an address with a path, with a project that was moved and long lists; nginx serves it. */
export const BELOW = built('target/browser/nginx/below', 4813);
/** The site of the catalogue that uses every kind and key; nginx serves it, too. */
export const EVERYTHING = built('target/browser/nginx/everything', 4814);

export const TEMPLATES = join(ROOT, 'themes/default/templates');

/** The templates, and the addresses of their pages in the English tree; `*` is an id. */
export const SHAPES = [
  ['home', ''],
  ['text', 'about/'],
  ['text', 'accessibility/'],
  // Pages that a catalogue adds, and a former address of one.
  ...['contact/', 'reach-us/', 'glossary/', 'letters/'].map(own => ['text', own]),
  ['data', 'data/'],
  ['search', 'search/'],
  ['changes', 'changes/'],
  ['404', '404.html'],
  ['programmes', 'programmes/'],
  ['programme', 'programmes/*/'],
  ['projects', 'projects/'],
  ['project', 'projects/*/'],
  ['municipalities', 'municipalities/'],
  ['municipality', 'municipalities/*/'],
  ['districts', 'districts/'],
  ['district', 'districts/*/'],
  ['areas', 'areas/'],
  ['area', 'areas/*/'],
  ['sub-area', 'areas/*/*/'],
  ['support-types', 'support/'],
  ['support-type', 'support/*/'],
  ['goals', 'goals/'],
  ['results', 'results/'],
  ['money', 'money/'],
  ['money', 'money/*/'],
  ['comparisons', 'compare/'],
  ['comparison', 'compare/*/'],
  ['target-groups', 'target-groups/'],
  ['target-group', 'target-groups/*/'],
  ['organisations', 'organisations/'],
  ['organisation', 'organisations/*/'],
  ['posts', 'updates/'],
  ['posts', 'updates/(news|stories|calls|2[0-9]{3})/'],
  ['post', 'updates/*/'],
  ['documents', 'documents/'],
  ['document', 'documents/*/'],
  ...['programmes', 'projects', 'municipalities', 'organisations'].map(list => [list, `${list}/page-#/`]),
].map(([template, shape]) => ({
  template,
  shape,
  fits: new RegExp(`^${shape.replaceAll('.', '\\.').replaceAll('*', '(?!page-[0-9])[^/]+').replace('#', '[0-9]+')}$`),
}));

/** Pages that have no locale. */
export const SHARED = [{ template: 'chooser', path: '' }, { template: '404-shared', path: '404.html' }];

export const LOCALES = ['sr-Latn', 'sr-Cyrl', 'en'];

export const fileOf = (folder, path) => join(folder, path.endsWith('/') || path === '' ? `${path}index.html` : path);

/** A page as it was written, by its path below the base of the site. */
export const htmlOf = (path, { folder } = SITE) => readFileSync(fileOf(folder, path), 'utf8');

/** The path of a site's address: `/`, or `/below/`. */
export const baseOf = folder =>
  new URL(parse(htmlOf('', { folder })).querySelector('link[rel=canonical]').getAttribute('href')).pathname;

export const BASE = baseOf(SITE.folder);

/** The path of every page of a site below its base. */
export const pathsOf = folder => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.html'))
  .map(entry => relative(folder, join(entry.parentPath, entry.name)).replace(/index\.html$/, ''))
  .sort();

export const paths = pathsOf(SITE.folder);

const englishOf = folder => pathsOf(folder).filter(path => path.startsWith('en/')).map(path => path.slice('en/'.length));

/** The English pages of no known shape. */
export const strangersIn = ({ folder }) => englishOf(folder).filter(path => !SHAPES.some(({ fits }) => fits.test(path)));

/** The addresses of a page in all locales, from its links to them. */
function inAllLocales(path, site, base) {
  const links = parse(htmlOf(path, site)).querySelectorAll('.languages a');
  return new Map(links.map(link => [link.getAttribute('lang'), link.getAttribute('href').slice(base.length)]));
}

/** One page of every shape in every locale, of those that are wanted: the one with the most in it. */
export function pagesWith(isWanted, site = SITE) {
  const english = englishOf(site.folder).map(path => `en/${path}`).filter(isWanted);
  const base = baseOf(site.folder);
  const size = path => statSync(fileOf(site.folder, path)).size;
  return SHAPES.flatMap(({ template, shape, fits }) => {
    const [longest] = english.filter(path => fits.test(path.slice('en/'.length))).sort((a, b) => size(b) - size(a));
    if (longest === undefined) return [];
    return [...inAllLocales(longest, site, base)].map(([locale, path]) => ({ template, shape, locale, path, name: `${shape || 'home'} in ${locale}` }));
  });
}

export const pages = pagesWith(() => true);

/** The page of a shape in a locale. */
export const page = (shape, locale) => pages.find(page => page.shape === shape && page.locale === locale);

export const url = (path, { origin } = SITE, base = BASE) => `${origin}${base}${path}`;

/** The pages that lead on to where something is now. */
export const MOVED = pathsOf(BELOW.folder).filter(path => path.endsWith('/budgeting-for-children/')).map(to => {
  const page = parse(htmlOf(to, BELOW));
  const path = to.replace('budgeting-for-children', 'child-rights-budgeting');
  return { template: 'moved', name: `moved in ${page.querySelector('html').getAttribute('lang')}`, locale: page.querySelector('html').getAttribute('lang'), path, to };
});

/** The further pages of an entry with a long list. */
export const CONTINUED = pathsOf(BELOW.folder)
  .filter(path => /^[^/]+\/program[^/]+\/[^/]+\/(strana|page)-2\/$/.test(path))
  .map(path => ({ template: 'continuation', name: `continuation in ${path.split('/')[0]}`, path }));
