// Narrows the list of names while one types. Without it the form asks the server, or the list is read as it is.
"use strict";
(() => {
  const field = document.getElementById("q");
  const items = [...document.querySelectorAll("#names > li")];
  const none = document.getElementById("none");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const narrow = () => {
    const wanted = fold(field.value);
    let shown = 0;
    for (const item of items) {
      const fits = !wanted || item.dataset.names.includes(wanted) || fold(item.textContent).includes(wanted);
      item.hidden = !fits;
      shown += fits;
    }
    none.hidden = shown > 0;
  };
  field.addEventListener("input", narrow);
  if (!field.form.hasAttribute("action")) {
    field.form.addEventListener("submit", (event) => event.preventDefault());
    field.value = new URLSearchParams(location.search).get("q") || "";
    narrow();
  }
})();
