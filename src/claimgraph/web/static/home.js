// Filters over the list of events, and the list, the map and the time line as one. Without it everything is shown.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#event-list > li")];
  const marks = [...document.querySelectorAll("svg [data-events]")].map((mark) => [mark, mark.dataset.events.trim().split(" ")]);
  const output = document.getElementById("shown");
  const fields = [...form.querySelectorAll("select")];
  const apply = () => {
    const shown = new Set();
    for (const row of rows) {
      row.hidden = fields.some((field) => field.value && !row.dataset[field.name].split(" ").includes(field.value));
      if (!row.hidden) shown.add(row.dataset.event);
    }
    for (const [mark, events] of marks) mark.classList.toggle("away", !events.some((event) => shown.has(event)));
    output.textContent = output.dataset.words.replace("{count}", shown.size);
  };
  const point = (events, on) => {
    for (const [mark, others] of marks) mark.classList.toggle("near", on && others.some((event) => events.includes(event)));
    for (const row of rows) row.classList.toggle("near", on && events.includes(row.dataset.event));
  };
  const follow = (element, events) => {
    for (const [name, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) element.addEventListener(name, () => point(events, on));
  };
  for (const row of rows) follow(row, [row.dataset.event]);
  for (const [mark, events] of marks) follow(mark, events);
  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
