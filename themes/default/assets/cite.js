// The buttons that copy a reference or the address of the page.
const row = document.querySelector('.copy'), said = row.querySelector('output'), done = said.textContent;
said.textContent = '';
row.hidden = !navigator.clipboard;
row.addEventListener('click', async ({ target: { dataset } }) => {
  if (!dataset.copy) return;
  await navigator.clipboard.writeText(document.querySelector(dataset.copy).innerText);
  said.textContent = done;
});
