// Shows, below each map, the title of the place under the pointer or of the link with the focus.
for (const map of document.querySelectorAll("figure.map")) {
  const says = map.querySelector(".map-says");
  const usual = says.textContent;
  const show = (event) => {
    const title = event.target.closest("a")?.querySelector("title");
    says.textContent = title ? title.textContent : usual;
  };
  const picture = map.querySelector("svg");
  picture.addEventListener("pointerover", show);
  picture.addEventListener("focusin", show);
  for (const end of ["pointerleave", "focusout"]) {
    picture.addEventListener(end, () => (says.textContent = usual));
  }
}
