// Turns results of the search into tables for spreadsheets.

/** The maximum number of characters that a cell of a workbook may have. */
const MOST_CHARACTERS = 32_767;

/** Returns a row for each activity of a project, and for each other result: kind, name, place, area, sub-area, programme, amount, currency, address. */
export const rowsOf = (hits, kindOf, base) => hits.flatMap(hit => {
  const { kind, title, place = '', district = '', area = '', subArea = '', programme = '' } = hit;
  const row = (place, { amount = '', currency = '' }, url) =>
    [kindOf(kind), title, place, area, subArea, programme, amount, currency, new URL(url, base).href];
  if (!hit.activities) return [row(place || district, {}, hit.url)];
  return hit.activities.flatMap(({ place, municipality, money, url }) =>
    (money?.length ? money : [{}]).map(one => row(place ?? municipality ?? '', one, url)));
});

// As in src/base/cells.rs, but without exceptions: an apostrophe before each sign that could begin a formula in a program
// that ends cells at any of these characters.
const guarded = text => text.replace(/(^|[,;\t\n\r\v\f\u0085\u2028\u2029])([\s"']*)(?=[=+\-@＝＋－＠])/g, "$1$2'");

const field = cell => {
  const text = typeof cell === 'number' ? String(cell) : guarded(cell);
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

/** Makes a table of comma-separated values (RFC 4180, UTF-8 without a byte order mark). */
export const csv = rows =>
  new Blob([rows.map(row => row.map(field).join(',') + '\r\n').join('')], { type: 'text/csv;charset=utf-8' });

// Characters that XML 1.0 does not allow are left out, unpaired surrogates among them.
const xml = text => [...text].slice(0, MOST_CHARACTERS).join('').replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
  .replace(/[&<>"\r]/g, c => `&#${c.charCodeAt(0)};`);

const letters = column => (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + column % 26);

// Texts are strings, so none of them can become a formula.
const cell = (value, at) => value === '' ? '' : typeof value === 'number' ? `<c r="${at}"><v>${value}</v></c>`
  : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>`;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relation = (type, target) =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`;
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Makes a workbook with one sheet. */
export function xlsx(rows) {
  const sheet = rows.map((row, y) => `<row r="${y + 1}">${row.map((value, x) => cell(value, letters(x) + (y + 1))).join('')}</row>`).join('');
  const files = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
      + `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="results" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
      + `<sheetData>${sheet}</sheetData></worksheet>`,
  };
  return new Blob(zip(files), { type: `${TYPE}.sheet` });
}

const CRC = new Uint32Array(256).map((_, byte) => {
  for (let i = 0; i < 8; i++) byte = byte & 1 ? byte >>> 1 ^ 0xedb88320 : byte >>> 1;
  return byte;
});

function crc(bytes) {
  let sum = -1;
  for (let i = 0; i < bytes.length; i++) sum = sum >>> 8 ^ CRC[(sum ^ bytes[i]) & 255];
  return ~sum >>> 0;
}

/** Returns the parts of an archive whose files are stored uncompressed. All have the first day of the format as date. */
function zip(files) {
  const encoder = new TextEncoder(), parts = [], directory = [];
  let offset = 0;
  const numbers = (...pairs) => {
    const bytes = new DataView(new ArrayBuffer(pairs.reduce((sum, [size]) => sum + size, 0)));
    let at = 0;
    for (const [size, value] of pairs) {
      if (size === 2) bytes.setUint16(at, value, true); else bytes.setUint32(at, value, true);
      at += size;
    }
    return new Uint8Array(bytes.buffer);
  };
  for (const [path, text] of Object.entries(files)) {
    const name = encoder.encode(path), bytes = encoder.encode(text);
    // Version, flags (names in UTF-8), method, time, date, sum, sizes, length of the name, no further fields.
    const shared = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]];
    parts.push(numbers([4, 0x04034b50], ...shared), name, bytes);
    directory.push(numbers([4, 0x02014b50], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    offset += 30 + name.length + bytes.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0), count = directory.length / 2;
  return [...parts, ...directory, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0])];
}
