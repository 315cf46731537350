// Shows, below each map, the title of the place under the pointer or of the link with the focus. On narrow screens, where
// a map has only districts, a tap on one lists its places from the table of the map.
const narrow = matchMedia("(max-width: 36rem)");

for (const map of document.querySelectorAll("figure.map")) {
  const says = map.querySelector(".map-says");
  const usual = [...says.childNodes];
  const reset = () => says.replaceChildren(...usual);
  const show = (event) => {
    const title = event.target.closest("a")?.querySelector("title");
    title ? says.replaceChildren(title.textContent) : reset();
  };
  const picture = map.querySelector("svg");
  picture.addEventListener("pointerover", show);
  picture.addEventListener("pointerleave", reset);
  // Chromium makes a picture that listens for the focus a tab stop of its own, so the figure listens.
  map.addEventListener("focusin", show);
  map.addEventListener("focusout", reset);

  const list = map.querySelector(".map-list");
  const rows = map.parentElement.querySelectorAll(".same-data tbody tr");
  picture.addEventListener("click", (event) => {
    const district = event.target.closest("a");
    if (!list || !district || !narrow.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const href = district.getAttribute("href");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = district.querySelector("title").textContent;
    const places = document.createElement("ul");
    for (const row of rows) {
      if (row.querySelector("td a").getAttribute("href") !== href) continue;
      const place = document.createElement("li");
      place.append(row.querySelector("a").cloneNode(true), " – ", row.querySelector(".number").textContent);
      places.append(place);
    }
    const heading = document.createElement("p");
    heading.append(link);
    list.replaceChildren(heading, places);
    link.focus();
  });
}
