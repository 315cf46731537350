// Sorts the rows of a table in place by the column whose head the reader chooses. Without it, each head leads to a page
// in that order.
const { lang } = document.documentElement;
const names = new Intl.Collator(lang);

for (const table of document.querySelectorAll('table.amounts')) {
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  const name = row => row.cells[0].textContent;
  const number = (row, column) => Number(row.cells[column].dataset.value);
  const places = new Map(rows.map((row, at) => [row, at]));
  const byName = (a, b) => names.compare(name(a), name(b)) || places.get(a) - places.get(b);
  table.tHead.addEventListener('click', event => {
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const head = link.closest('th'), column = heads.indexOf(head);
    const first = column ? 'descending' : 'ascending', second = column ? 'ascending' : 'descending';
    const order = head.getAttribute('aria-sort') === first ? second : first;
    const sign = order === first ? 1 : -1;
    rows.sort((a, b) => (column ? sign * (number(b, column) - number(a, column)) : sign * byName(a, b)) || byName(a, b));
    table.tBodies[0].append(...rows);
    for (const other of heads) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', order);
  });
}
