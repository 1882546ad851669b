// Filters over the list of events. Without it the list is whole and the filters are not shown.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#event-list > li")];
  const output = document.getElementById("shown");
  const fields = [...form.querySelectorAll("select")];
  const apply = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = fields.some((field) => field.value && !row.dataset[field.name].split(" ").includes(field.value));
      shown += !row.hidden;
    }
    output.textContent = output.dataset.words.replace("{count}", shown);
  };
  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
