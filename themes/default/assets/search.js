// Written for browsers from Safari 15 and Firefox 102 on: no lookbehind, no `at`, no `findLast`.
const FORMAT = 3;
const CYRILLIC = 'абвгдђежзијклљмнњопрстћуфхцчџш';
const LATIN = 'a b v g d đ e z z i j k l lj m n nj o p r s t c u f h c c dz s'.split(' ');
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUE = new Uint8Array(128);
for (let i = 0; i < 64; i++) VALUE[DIGITS.charCodeAt(i)] = i;

const plain = text => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  .replace(/[ǆǉǌ]/g, c => ({ ǆ: 'dz', ǉ: 'lj', ǌ: 'nj' })[c])
  .replace(/[а-џ]/g, c => LATIN[CYRILLIC.indexOf(c)] ?? c);

export const fold = text => plain(text)
  .replace(/[dđ]j*/g, 'd')
  .replace(/(\d)[.,\u00a0\u2009\u202f](?=\d{3}(?!\d))/g, '$1')
  .normalize();

export const words = text =>
  fold(text).replace(/(\d)[.,]00?(?!\d)/g, '$1').match(/\d+|\p{Alphabetic}+/gu) ?? [];

const slug = text => plain(text).replace(/đ/g, 'dj').replace(/[^a-z\d]+/g, '-').replace(/^-/, '');

// The words with hyphens, without these.
const compounds = text =>
  (fold(text).match(/\p{Alphabetic}+(?:[-\u2011]\p{Alphabetic}+)+/gu) ?? []).map(word => word.replace(/[-\u2011]/g, ''));

// Words that say nothing about a subject. They only count if nothing else is asked.
const COMMON = new Set((
  // Serbian
  'a ali bez bi bih bila bili bilo bio da do dobija dobila dobili dobilo dobio dok ga gde i ide ih ii ili ima imaju iz iza ja je jer ko koga koja koje koji kojim kojima kojoj koju '
  + 'kod koliko kolika koliki koje kosta kostao kostalo li me mi mogu moze na nad nam ne neki nema nesto ni o od oko on ona oni ovde po pod postoji postoje potroseno posle pre preko prema pri radi rade '
  + 's sa se si sta sto su ta taj te ti to tu u uz uza vam vas za zasto zbog '
  // English
  + 'about after all am an and any are as at be been being by can did do does done find for from gave get gets getting give given go goes going got had has have how i if in into is it its many '
  + 'me much my no not of off on or our out over received show spend spent tell than that the their them there these they this those to under was we went were what when where which who whom whose why '
  + 'will with would you your'
).split(' '));
// Kinds of places, money, and words for what all entries are: beside the name of a place, the place is meant.
const ABOUT = /^(opstin(a|e|i|u|om|ama)?|gradsk\w{1,3}|grad(a|u|om|ovi|ova|ove|ovima)?|naselj\w|mest[aou]|okrug\w{0,3}|par[aeu]|parama|nov(ac|ca|cu|cem|cani\w*)|sredst(va|ava|vima)|iznos\w{0,2}|budzet\w{0,3}|evr[aoi]|eur|eura|dinar\w{0,3}|rsd|chf|fond\w{0,4}|fondovima|finansira\w*|projek(at|t\w{0,4})|program\w{0,3}|aktivnost\w{0,3}|municipalit(y|ies)|cit(y|ies)|towns?|districts?|money|funds?|funding|amounts?|budgets?|euros?|dinars?|francs?|cost|costs|projects?|programs?|programmes?|activit(y|ies))$/;
const DISTRICT = /^(okrug|district)/;
// What nearly every entry is about.
const WIDE = /^(osob\w{1,3}|ljud(i|e|ima)|lica|licima|gradan(i|a|e|in|ima)|sugradan(i|a|e|in|ima)|pomoc\w{0,2}|podrsk\w{1,3}|uslug\w{1,3}|godin\w{1,3}|people|persons?|citizens?|individuals?|help|support|services?|assistance|care|years?)$/;
const ENDINGS = {
  sr: /([oe]vima|ijima|stvo|[oe]v[iae]|[ai]ma|[oe]mu|[oe]ga|[oei]m|ih|[oe]g|oj|[aeiou])$/,
  en: /(ies|ing|es|ed|’s|s|y|e)$/,
};
const VOICED = { p: 'b', t: 'd', k: 'g', s: 'z' };
const VOICELESS = { b: 'p', d: 't', g: 'k', z: 's' };
const PALATAL = { c: 'k', z: 'g', s: 'h' };
const FIELDS = [0, 1, 2.5, 3.5, 5.5, 6, 8, 11];
// A place of this kind is worth so much more if the question is about a place.
const ASKED_PLACE = 3;
// The share of the rare words of a question that a document must have if none has them all.
const ENOUGH = .7;
const KINDS = { district: 1.1, area: 1.1, programme: 1.2, organisation: .8, 'target-group': .1, post: .2 };
// Up to so many files of titles are loaded before it is known which of them are needed.
const FEW_FILES = 2;
const FACETS = ['kind', 'programme', 'area', 'sub-area', 'district', 'municipality', 'support-type', 'target-group', 'status', 'year', 'money'];
const GROUPS = { places: ['municipality', 'district'], projects: ['project'], organisations: ['organisation'] };

function numbers(text) {
  const out = [];
  for (let i = 0, value = 0, shift = 0; i < text.length; i++) {
    const digit = VALUE[text.charCodeAt(i)];
    value |= (digit & 31) << shift;
    if (digit & 32) shift += 5;
    else { out.push(value); value = shift = 0; }
  }
  return out;
}

function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return 9;
  let before = [], last = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
      least = Math.min(least, row[j]);
    }
    if (least > most) return 9;
    [before, last] = [last, row];
  }
  return last[b.length];
}

export async function open(base, locale, { fetch = globalThis.fetch, root: early } = {}) {
  const files = {};
  const load = (path, read, options, early) => files[path] ??= Promise.resolve(early ?? fetch(base + 'search/' + path, options)).then(answer => {
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.text();
  }).then(read).catch(error => { delete files[path]; throw error; });
  const root = await load(locale + '.json', JSON.parse, { cache: 'no-cache' }, await early);
  if (root.format !== FORMAT) throw new Error(`search index of format ${root.format}`);
  const serbian = root.language === 'sr', ending = ENDINGS[root.language];
  const [titleStep, textStep, nameStep] = root.step;
  const lines = text => text.split('\n');
  const part = (folder, name, read) => load(`${root.hash}/${folder}/${name}.txt`, read);
  const own = (name, read) => part(locale, name, read);
  const shared = (name, read) => part('all', name, read);

  const counts = [], starts = [];
  let size = 0;
  for (let runs = numbers(root.activities), i = 0; i < runs.length; i += 2)
    for (let left = runs[i + 1]; left; left--) { counts.push(runs[i]); starts.push(size); size += runs[i] + 1; }
  const ranges = root.kinds.map(([kind, count, folder]) => {
    const range = { kind, folder, start: size };
    range.end = size += count;
    return range;
  });
  const first = ranges[0].start, range = kind => ranges.find(range => range.kind === kind), places = range('district').end;
  const projectOf = new Int32Array(first);
  starts.forEach((start, project) => projectOf.fill(project, start, start + counts[project] + 1));
  const rangeOf = doc => ranges.find(range => doc < range.end);
  const isProject = doc => starts[projectOf[doc]] === doc;
  const kindOf = doc => doc >= first ? rangeOf(doc).kind : isProject(doc) ? 'project' : 'activity';

  const shards = root.terms.split(' '), short = new Set(root.short.split(' '));
  const parse = text => {
    let term = '';
    return lines(text).slice(0, -1).map(line => {
      const space = line.indexOf(' ');
      term = term.slice(0, VALUE[line.charCodeAt(0)]) + line.slice(1, space);
      return { term, code: line.slice(space + 1) };
    });
  };
  const shardOf = word => {
    let at = shards.length - 1;
    while (at >= 0 && shards[at] > word) at--;
    return at;
  };
  const term = name => part(root.language, name, parse);
  const inShards = async (word, most = 3) => {
    const from = shardOf(word), to = Math.min(shardOf(word + '\uffff'), from + most - 1);
    return (await Promise.all(shards.slice(from, to + 1).map(name => term('t-' + name)))).flat();
  };
  const postings = entry => entry.list ??= (async () => {
    const { code } = entry, file = code[0] === '!' && await term('w-' + code.slice(1));
    return entry.numbers = numbers(file ? file.find(other => other.term === entry.term).code : code);
  })();

  const stemOf = word => {
    const stem = word.length > 3 ? word.replace(ending, '') : word;
    return stem.length < 3 ? word : stem;
  };
  function alternates(word, stem) {
    const out = new Set();
    if (!serbian) {
      if (/ies$/.test(word)) out.add(stem + 'y');
      return out;
    }
    const last = stem.slice(-1), head = stem.slice(0, -1);
    if (stem.length > 2 && /[^aeiou]{2}$/.test(stem)) {
      const [x, y] = stem.slice(-2), start = stem.slice(0, -2);
      out.add(start + x + 'a' + y);
      if (VOICED[x]) out.add(start + VOICED[x] + 'a' + y);
      if (y === 'l') out.add(start + x + 'ao');
    }
    if (/[^aeiou]a[^aeiou]$/.test(word) && word.length > 4) {
      const x = word.slice(-3, -2), end = word.slice(-1), start = word.slice(0, -3);
      out.add(start + x + end);
      if (VOICELESS[x]) out.add(start + VOICELESS[x] + end);
    }
    if (/[ae]o$/.test(word)) out.add(word.replace(/a?o$/, 'l'));
    out.add(stem + 'sk');
    if (stem.length > 3 && PALATAL[last]) out.add(head + PALATAL[last]);
    return out;
  }

  async function lookUp(word, typing) {
    const found = [];
    if (typing && short.has(word)) {
      for (const entry of await term('b-' + word[0])) {
        const partial = entry.term === word + '*';
        if (partial || entry.term === word) found.push({ entry, quality: partial ? .8 : 1, partial });
      }
      return { found, near: [] };
    }
    let stem = stemOf(word);
    if (short.has(stem)) stem = word;
    let near = await inShards(stem);
    const forms = alternates(word, stem);
    const match = entries => {
      for (const entry of entries) {
        const { term } = entry, more = term.length - word.length;
        let quality = 0;
        if (term === word) quality = 1;
        else if (term.startsWith(word) && (typing || more < 3)) quality = .8 - .02 * Math.min(9, more);
        else if (term.startsWith(stem) && stemOf(term) === stem) quality = .85;
        else if (stem.length > 3 && term.startsWith(stem) && term.length - stem.length < 4) quality = .65;
        else for (const form of forms)
          if (term === form || term.startsWith(form) && term.length - form.length < (form.length > 3 ? 3 : 2)) quality = stemOf(term) === form ? .85 : .7;
        if (quality === 1 || quality && !COMMON.has(term)) found.push({ entry, quality, isForm: !term.startsWith(word) });
      }
    };
    match(near);
    if (!found.length && forms.size) {
      const more = (await Promise.all([...forms].map(form => inShards(form, 1)))).flat();
      match(new Set(more));
      near = near.concat(more);
    }
    return { found, near };
  }

  async function correct(word, near) {
    const most = word.length > 5 ? 2 : word.length > 3 ? 1 : 0, best = new Map();
    let least = most + .5;
    const stem = stemOf(word);
    const compare = (candidate, shown) => {
      if (!most || /\d/.test(word)) return;
      let d = distance(word, candidate, most);
      if (d > 1) d = Math.min(d, distance(stem, stemOf(candidate), most) + .4);
      if (d > least) return;
      if (d < least) best.clear();
      least = d;
      if (best.size < 3) best.set(candidate, shown);
    };
    const spelling = await own('spelling', text => text.split(' ').map(shown => [fold(shown), shown]));
    for (const [candidate, shown] of spelling) compare(candidate, shown);
    for (const { term } of near) if (!best.has(term)) compare(term, term);
    return { least, best: [...best] };
  }

  /** Finds a word, or one that it was joined with. `role` is empty for words that an answer must have. */
  async function find({ word, role = '', joined = [] }, typing) {
    const [{ found, near }, ...others] = await Promise.all([lookUp(word, typing), ...joined.map(pair => inShards(pair, 1))]);
    joined.forEach((pair, i) => {
      const stem = stemOf(pair);
      for (const entry of others[i])
        if (entry.term === pair || pair.length > 5 && stemOf(entry.term) === stem) found.push({ entry, quality: .9 });
    });
    const result = { word, role, found, meant: null };
    if (!found.length && !role) {
      const { least, best } = await correct(word, near);
      const halves = least > 1 ? await split(word) : [];
      if (halves.length) return halves;
      for (const [candidate, shown] of best) {
        result.meant ??= shown;
        const other = await lookUp(candidate, false);
        for (const { entry, quality } of other.found)
          found.push({ entry, quality: quality * (.6 - .15 * least) });
      }
    }
    await Promise.all(found.map(({ entry }) => entry.numbers ?? postings(entry)));
    return result;
  }

  // Two words without a space: the longest first half that is a word, if the rest is one too.
  async function split(word) {
    const isWord = async half => (await inShards(half, 1)).some(({ term }) => term === half);
    for (let at = Math.min(word.length - 3, 20); at > 2; at--) {
      const [head, tail] = [word.slice(0, at), word.slice(at)];
      if (await isWord(head) && await isWord(tail)) return Promise.all([head, tail].map(async half => ({ ...await find({ word: half }), meant: half })));
    }
    return [];
  }

  /** Returns the words of a question with their roles, and with the word that each may form with its neighbour. */
  function wordsOf(text) {
    const all = words(text).map(word => ({ word, joined: [], role: ABOUT.test(word) ? 'about' : WIDE.test(word) ? 'wide' : '' }));
    const written = compounds(text).join(' ');
    all.slice(1).forEach((next, i) => {
      const before = all[i], pair = before.word + next.word;
      if (/\d/.test(pair) || !written.includes(pair) && (before.word.length > 5 || COMMON.has(before.word))) return;
      before.joined.push(pair);
      next.joined.push(pair);
    });
    const rare = all.filter(({ word, joined }) => !COMMON.has(word) || joined.some(pair => written.includes(pair)));
    const asked = [];
    for (const one of rare.length ? rare : all) if (!asked.some(({ word }) => word === one.word)) asked.push(one);
    if (asked.every(({ role }) => role)) for (const one of asked) one.role = '';
    return asked.slice(0, 12);
  }

  const total = new Float32Array(size), value = new Float32Array(size), share = new Float32Array(size);
  const matched = new Uint8Array(size), here = new Uint8Array(size), inTitle = new Uint8Array(size), named = new Uint8Array(size);
  let latest = { text: null };

  /** Requests what nearly every answer shows, while the words are loaded: the names, and the titles of a small catalogue. */
  function loadAhead() {
    const files = Math.ceil(starts.length / titleStep), titles = files > FEW_FILES ? [] : [...Array(files).keys()];
    for (const file of [own('names', readNames), ...titles.map(at => own('titles-' + at, readTitles))]) file.catch(() => {});
  }

  async function rank(text) {
    if (latest.text === text) return latest.ranked;
    const ranked = (async () => {
      loadAhead();
      const asked = wordsOf(text);
      const typing = /[\p{L}\p{M}\d]$/u.test(text);
      const found = (await Promise.all(asked.map((one, i) => find(one, typing && i === asked.length - 1)))).flat();
      return { asked, found, ...score(found) };
    })();
    latest = { text, ranked };
    ranked.catch(() => { latest = { text: null }; });
    return ranked;
  }

  function score(found) {
    for (const list of [total, share, matched, here, inTitle, named]) list.fill(0);
    // A word that is still being typed is not yet needed beside others.
    const isPartial = ({ found }) => found.some(entry => entry.partial);
    let needed = found.filter(one => !one.role && !isPartial(one));
    if (!needed.length) needed = found.filter(one => !one.role);
    const rarities = found.map(({ found: entries }) => {
      let common = 1;
      for (const { entry, quality } of entries)
        if (quality > .6 && entry.numbers.length > common) common = entry.numbers.length;
      return Math.log(1 + size / common) + .5;
    });
    const sum = needed.reduce((sum, one) => sum + rarities[found.indexOf(one)], 0);
    const rarest = Math.max(...needed.map(one => rarities[found.indexOf(one)]));
    for (const [word, one] of found.entries()) {
      value.fill(0);
      const rarity = rarities[word], isNeeded = needed.includes(one), at = needed.indexOf(one);
      for (const { entry, quality, isForm } of one.found) {
        let doc = 0;
        for (const number of entry.numbers) {
          doc += number >> 3;
          const field = number & 7;
          // The forms of place names are in the index, so other forms of the same stem are worth less.
          const worth = FIELDS[field] * quality * rarity * (isForm && doc >= first && doc < places ? quality : 1);
          if (worth > value[doc]) value[doc] = worth;
          if (field > 3 && isNeeded) {
            if (inTitle[doc] === at) inTitle[doc]++;
            if (rarity === rarest) named[doc] = 1;
          }
          if (doc < first) {
            if (isProject(doc)) {
              const less = worth * .7, end = doc + counts[projectOf[doc]];
              for (let activity = doc + 1; activity <= end; activity++)
                if (less > value[activity]) value[activity] = less;
            } else if (field === 4 || field === 5) here[doc] = 1;
          }
          doc++;
        }
      }
      for (let doc = 0; doc < size; doc++) if (value[doc]) {
        total[doc] += value[doc];
        if (isNeeded) { matched[doc]++; share[doc] += rarity; }
      }
    }
    let most = 0, isWhole = false;
    for (let doc = 0; doc < size; doc++) if (matched[doc]) {
      if (share[doc] > most) most = share[doc];
      if (matched[doc] === needed.length) isWhole = true;
    }
    const isOfPlace = found.some(({ role }) => role === 'about');
    const asked = found.some(({ word }) => DISTRICT.test(word)) ? ['district'] : GROUPS.places;
    const docs = [], scores = new Float32Array(size);
    if (most) for (let doc = 0; doc < size; doc++) {
      // A rare word in the title makes up for common ones that are missing.
      if (isWhole ? matched[doc] < needed.length && !(named[doc] && share[doc] > sum * ENOUGH) : !share[doc] || share[doc] < most * ENOUGH) continue;
      docs.push(doc);
      const kind = doc < first ? null : rangeOf(doc).kind, isTitled = inTitle[doc] === needed.length;
      scores[doc] = total[doc] * (kind ? KINDS[kind] ?? 1 : isProject(doc) ? 1 : here[doc] ? 1.4 : .8)
        * (found.length > 1 && isTitled ? 1.5 : 1)
        * (isOfPlace && isTitled && asked.includes(kind) ? ASKED_PLACE : 1);
    }
    return { docs, scores, partial: !isWhole };
  }

  function best(docs, ranks, limit, scores) {
    const leading = [...docs].sort((a, b) => ranks[b] - ranks[a] || a - b).slice(0, limit);
    return Promise.all(leading.map(doc => show(doc, scores[doc])));
  }

  const cells = text => lines(text).map(line => line.split('\t'));
  const whole = ([id, title, ...rest]) => [id.replace(/\*(\d*)$/, (_, n) => slug(title).slice(0, n || 999)), title, ...rest];
  const readTitles = text => {
    const [named, projects] = text.split('\n\n').map(cells);
    return { named: new Map(named.map(([at, ...row]) => [at, whole(row)])), projects: projects.map(whole) };
  };
  // The entries by which results are narrowed are in one file, the others in several.
  const listed = range('target-group').end - first;
  const readNames = text => cells(text).map(whole);
  const nameOf = async at => at < listed ? (await own('names', readNames))[at]
    : (await own('names-' + Math.floor((at - listed) / nameStep), readNames))[(at - listed) % nameStep];

  async function show(doc, score) {
    const kind = kindOf(doc), hit = { kind, score, doc };
    if (doc < first) {
      const project = projectOf[doc], file = Math.floor(project / titleStep);
      const { named, projects } = await own('titles-' + file, readTitles);
      const [id, title, theme, programme, activities, summary, lang] = projects[project % titleStep];
      const [, subArea, area] = named.get(theme);
      Object.assign(hit, { id, title, lang, summary, url: base + root.projects + id + '/', area, subArea, programme: named.get(programme)[1] });
      if (kind === 'activity') {
        const [at, ...amounts] = activities.split(',')[doc - starts[project] - 1].split(' ');
        const [municipality, place] = named.get(at) ?? [at];
        Object.assign(hit, { municipality, place });
        hit.url += '#' + hit.municipality;
        if (amounts.length) hit.money = amounts.flatMap((amount, i) => i % 2 ? [] : { amount: +amount, currency: amounts[i + 1] });
      }
      return hit;
    }
    const at = doc - first;
    const [path, title, above, summary, lang] = await nameOf(at);
    const id = path.split('/').pop();
    Object.assign(hit, { id, title, lang, summary, url: base + rangeOf(doc).folder + path + '/' });
    if (kind === 'municipality') hit.municipality = id;
    if (above) hit[{ municipality: 'district', organisation: 'place' }[kind] ?? 'area'] = above;
    return hit;
  }

  /** For each facet, what activities have of it: one value, or the number of a set of several; -1 is nothing. */
  const columns = () => shared('columns', text => {
    const rows = lines(text);
    const [programme, theme, place, support, groups, status, year, money, areas, districts] = rows.slice(0, 10).map(numbers);
    const known = range('district').end - range('district').start;
    const out = FACETS.map(() => new Int32Array(first).fill(-1));
    for (let doc = 0, activity = 0; doc < first; doc++) {
      if (isProject(doc)) continue;
      const project = projectOf[doc], at = place[activity], inOne = at < districts.length;
      const district = inOne ? districts[at] : at - districts.length;
      [-1, programme[project], areas[theme[project]], theme[project], district < known ? district : -1, inOne ? at : -1, support[activity] - 1,
        groups[activity] - 1, status[activity] - 1, year[activity] || -1, money[activity] || -1].forEach((value, facet) => { out[facet][doc] = value; });
      activity++;
    }
    const sets = row => row ? row.split(' ').map(set => set.split('.').map(Number)) : [];
    return { out, sets: { 'support-type': sets(rows[10]), 'target-group': sets(rows[11]) }, statuses: rows[12].split(' ') };
  });

  /**
   * Keeps what has every choice, and counts for each value of a facet the results that it would leave beside the
   * choices of the other facets: a project once, however many of its activities have the value.
   */
  async function narrow(docs, chosen) {
    const [{ out: column, sets, statuses }, list] = await Promise.all([columns(), own('names', readNames)]);
    const value = (facet, at) => {
      const name = FACETS[facet], ofKind = range(name);
      if (name === 'status') return { id: statuses[at], name: statuses[at] };
      if (!ofKind) return { id: String(at), name: String(at) };
      const [path, title] = list[ofKind.start - first + at];
      return { id: path.split('/').pop(), name: title };
    };
    const active = FACETS.map((name, facet) => facet).filter(facet => facet && chosen[FACETS[facet]]?.length);
    const kinds = chosen.kind?.length ? chosen.kind : null;
    const tally = FACETS.map(() => new Map()), kept = [], projects = new Set(), counted = new Map();
    // Adds a value once for each project.
    const add = (facet, at, project) => {
      const last = tally[facet].get(at);
      if (!last) tally[facet].set(at, { count: 1, project });
      else if (last.project !== project) { last.count++; last.project = project; }
    };
    const each = (facet, at) => {
      const ofKind = sets[FACETS[facet]] && range(FACETS[facet]);
      return ofKind && sets[FACETS[facet]][at - (ofKind.end - ofKind.start)] || [at];
    };
    const wanted = active.map(facet => {
      const ids = chosen[FACETS[facet]].map(String), known = {};
      return at => known[at] ??= at >= 0 && each(facet, at).some(one => ids.includes(value(facet, one).id));
    });
    const count = kind => counted.set(kind, (counted.get(kind) ?? 0) + 1);
    const isProjectWanted = !kinds || kinds.includes('project');
    for (const doc of docs) {
      if (doc >= first) {
        if (active.length) continue;
        const { kind } = rangeOf(doc);
        count(kind);
        if (!kinds || kinds.includes(kind)) kept.push(doc);
        continue;
      }
      if (isProject(doc)) continue;
      const missed = active.filter((facet, i) => !wanted[i](column[facet][doc])), project = projectOf[doc];
      if (missed.length > 1) continue;
      if (isProjectWanted) for (let facet = 1; facet < FACETS.length; facet++) {
        const at = column[facet][doc];
        if (at >= 0 && (!missed.length || missed[0] === facet)) each(facet, at).forEach(one => add(facet, one, project));
      }
      if (missed.length) continue;
      if (!projects.has(project)) count('project');
      projects.add(project);
      if (isProjectWanted) kept.push(doc);
    }
    const facets = Object.fromEntries(FACETS.map((name, facet) => [name, facet
      ? [...tally[facet]].map(([at, { count }]) => ({ ...value(facet, at), count })).sort((a, b) => b.count - a.count)
      : [...counted].map(([id, count]) => ({ id, name: id, count }))]));
    if (isProjectWanted) kept.unshift(...docs.filter(doc => doc < first && isProject(doc) && projects.has(projectOf[doc])));
    return { docs: active.length || kinds ? kept : docs, facets };
  }

  async function order(sort) {
    const list = await (sort === 'amount' ? shared('by-amount', numbers) : own('by-name', numbers));
    const place = new Float64Array(size).fill(-Infinity);
    list.forEach((doc, at) => { place[doc] = -at; });
    if (sort === 'name') for (let doc = 0; doc < first; doc++) if (!isProject(doc)) place[doc] = place[starts[projectOf[doc]]] - .5;
    return place;
  }

  /** Puts each project together with its activities: in place of both, one card that knows the activities. */
  function gather(docs, ranks) {
    const cards = new Map();
    for (const doc of docs) {
      const key = doc < first ? starts[projectOf[doc]] : doc;
      const card = cards.get(key) ?? { doc: key, rank: -Infinity, isWhole: false, activities: [] };
      cards.set(key, card);
      if (ranks[doc] > card.rank) card.rank = ranks[doc];
      if (doc === key) card.isWhole = true;
      else card.activities.push(doc);
    }
    return [...cards.values()].sort((a, b) => b.rank - a.rank || a.doc - b.doc);
  }

  async function card({ doc, isWhole, activities }, scores) {
    const hit = await show(doc, scores[doc]);
    if (doc >= first) return hit;
    // What the question names comes first.
    const inOrder = [...activities].sort((a, b) => here[b] - here[a] || a - b);
    return { ...hit, isWhole, all: counts[projectOf[doc]], activities: await Promise.all(inOrder.map(activity => show(activity, scores[activity]))) };
  }

  async function query(text, { facets, cards, limit = 10, sort = 'relevance', kinds } = {}) {
    const { asked, found, partial, docs: all, scores } = await rank(text);
    let docs = all, counted = null;
    if (!asked.length) docs = facets || kinds ? [...Array(facets && !kinds ? size : first).keys()] : [];
    if (facets) ({ docs, facets: counted } = await narrow(docs, facets));
    if (kinds) docs = docs.filter(doc => kinds.includes(kindOf(doc)));
    const ranks = sort === 'relevance' ? scores : await order(sort);
    const didYouMean = found.some(({ meant }) => meant)
      ? found.map(({ word, meant }) => meant ?? word).join(' ') : null;
    if (cards) {
      const gathered = gather(docs, ranks);
      const hits = await Promise.all(gathered.slice(0, limit).map(one => card(one, scores)));
      return { total: gathered.length, hits, facets: counted, partial, didYouMean };
    }
    const hits = await best(docs, ranks, limit, scores);
    return { total: docs.length, hits, facets: counted, partial, didYouMean };
  }

  async function suggest(text, limit = 3) {
    const { docs, scores } = await rank(text);
    return Object.fromEntries(await Promise.all(Object.entries(GROUPS).map(async ([group, kinds]) =>
      [group, await best(docs.filter(doc => kinds.includes(kindOf(doc))), scores, limit, scores)])));
  }

  async function marker(text) {
    const { found } = await rank(text);
    const termsOf = ones => new Set(ones.flatMap(({ found }) => found.map(({ entry }) => entry.term)));
    const terms = termsOf(found), needed = termsOf(found.filter(({ role }) => !role));
    const marked = (shown, pattern, next) => shown.split(pattern).flatMap((part, i) => {
      const all = i % 2 ? (next ? compounds : words)(part) : [], match = all.some(word => terms.has(word));
      return match || !next ? [{ text: part, match, isNeeded: all.some(word => needed.has(word)) }] : next(part);
    });
    // Compounds are marked whole or in parts.
    const inParts = shown => marked(shown, /(\p{L}[\p{L}\p{M}]*|\d+(?:[.,\u00a0]\d+)*)/u);
    return shown => marked(shown, /(\p{L}[\p{L}\p{M}]*(?:[-\u2011]\p{L}[\p{L}\p{M}]*)+)/u, inParts).filter(part => part.text);
  }

  const sentences = text => text.replace(/([.!?…]["”“]?) +(?=[\p{Lu}„“])/gu, '$1\u2028').split('\u2028');
  const matches = parts => new Set(parts.filter(part => part.isNeeded).map(part => fold(part.text))).size;

  /** Returns the summary, and whether a sentence of the text should replace it: if only the text has the words. */
  async function summary(hit, text) {
    const marked = await marker(text), parts = marked(hit.summary);
    return { parts, isWeak: hit.kind !== 'organisation' && !matches(parts) && !matches(marked(hit.title)) };
  }

  /** Returns the sentence of the text, or of the notes about places, that has most of the words, or nothing. */
  async function sentence(hit, text) {
    const marked = await marker(text), project = projectOf[hit.doc];
    let found = [];
    if (hit.doc < first) {
      const file = Math.floor(project / textStep), all = await own('texts-' + file, lines);
      let at = 0;
      for (let other = file * textStep; other < project; other++) at += counts[other] + 1;
      const notes = (hit.activities ?? [hit]).filter(({ kind }) => kind === 'activity');
      found = [...notes.map(({ doc }) => all[at + doc - starts[project]]), all[at]];
    } else if (hit.kind !== 'organisation') found = [(await own('about', lines))[hit.doc - first] ?? ''];
    let best = [], most = 0;
    for (const sentence of found.flatMap(sentences)) {
      const parts = marked(sentence), score = matches(parts);
      if (score > most) { best = parts; most = score; }
    }
    return best;
  }

  async function snippet(hit, text) {
    const { parts, isWeak } = await summary(hit, text), other = isWeak ? await sentence(hit, text) : [];
    return other.length ? other : parts;
  }

  return { query, suggest, summary, sentence, snippet, marker };
}
