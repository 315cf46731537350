// A former address leads to the same part of the current page: a refresh of the browser would leave out the part.

const page = document.querySelector("main a");
if (page && location.hash) location.replace(new URL(location.hash, page.href));
