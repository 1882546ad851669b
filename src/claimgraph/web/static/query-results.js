// SPARQL JSON results as a table that sorts: numbers as numbers, links where they may be clicked, foreign text isolated.
export const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"].map((name) => XSD + name));
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const STEP = 200;
// characters from which a cell is a text to be read, and gets room for it
const LONG = 40;

export const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
export const isNumber = (cell) => cell?.type === "literal" && NUMBERS.has(cell.datatype);
export const filled = (words, parts) => words.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

/** `prefix:local` for an IRI of a known namespace, else the IRI itself. */
export function curie(iri, prefixes) {
  let best = null;
  for (const [prefix, start] of Object.entries(prefixes)) if (iri.startsWith(start) && (!best || start.length > best[1].length)) best = [prefix, start];
  return best && !/[/#]/.test(iri.slice(best[1].length)) ? `${best[0]}:${iri.slice(best[1].length)}` : iri;
}

/** Where a click on an IRI leads: our own things on this site, others where they are, nothing but http and https. */
export function href(iri, context) {
  if (iri.startsWith(context.base)) return `${context.at}/${iri.slice(context.base.length)}`;
  return /^https?:\/\//i.test(iri) ? iri : null;
}

/** Text with characters that are invisible or change its direction shown as their number. */
export function visible(text) {
  const pieces = [];
  let done = 0;
  for (const found of text.matchAll(INVISIBLE)) {
    pieces.push(text.slice(done, found.index), make("span", { class: "code-point" }, `U+${found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`));
    done = found.index + found[0].length;
  }
  return [...pieces, text.slice(done)];
}

export function shown(cell, context) {
  if (!cell) return "";
  if (cell.type === "uri") {
    const words = make("bdi", {}, ...visible(curie(cell.value, context.prefixes)));
    const target = href(cell.value, context);
    if (!target) return words;
    const outside = !cell.value.startsWith(context.base);
    return make("a", { href: target, title: cell.value, rel: outside ? "external noopener" : null }, words);
  }
  const language = cell["xml:lang"] || null;
  const text = make("bdi", { lang: language }, ...visible(cell.type === "bnode" ? `_:${cell.value}` : cell.value));
  return text;
}

/** How two cells compare: unbound first, numbers by value, the rest by the reader's alphabet. */
export function compare(a, b) {
  if (!a || !b) return a ? 1 : b ? -1 : 0;
  if (isNumber(a) && isNumber(b)) return Number(a.value) - Number(b.value);
  return a.value.localeCompare(b.value, undefined, { numeric: true });
}

/** The columns in the order in which the query names them. */
export function columns(names, query) {
  if (!/select\s+(?:distinct\s+|reduced\s+)?\*/i.test(query)) return names;
  const place = (name) => query.search(new RegExp(`[?$]${name}\\b`, "u"));
  return [...names].sort((a, b) => place(a) - place(b));
}

export function tableView(results, context) {
  const names = columns(results.head.vars, context.query);
  const rows = [...results.results.bindings];
  if (!rows.length) return make("p", { class: "soft" }, context.words.no_rows);
  const numeric = new Set(names.filter((name) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || isNumber(row[name]))));
  const body = make("tbody");
  const more = make("button", { type: "button", class: "quiet" }, context.words.more);
  let drawn = 0;
  const draw = () => {
    const next = rows.slice(drawn, drawn + STEP).map((row, index) => make("tr", {}, make("td", { class: "row-number" }, String(drawn + index + 1)),
      ...names.map((name) => make("td", { class: numeric.has(name) ? "number" : row[name]?.value.length > LONG ? "long" : null }, shown(row[name], context)))));
    body.append(...next);
    drawn += next.length;
    more.hidden = drawn >= rows.length;
  };
  more.addEventListener("click", draw);
  const heads = names.map((name) => {
    const button = make("button", { type: "button", "aria-label": filled(context.words.sort, { column: name }) }, name);
    const head = make("th", { scope: "col", "aria-sort": "none", class: numeric.has(name) ? "number" : null }, button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort((a, b) => compare(a[name], b[name]) * (down ? -1 : 1));
      body.replaceChildren();
      drawn = 0;
      draw();
    });
    return head;
  });
  draw();
  const table = make("table", { class: "rows" }, make("thead", {}, make("tr", {}, make("td", { class: "row-number" }), ...heads)), body);
  return make("div", {}, make("div", { class: "scroll", tabindex: "0" }, table), more);
}

export function askView(results, context) {
  return make("p", { class: "verdict" }, results.boolean ? context.words.yes : context.words.no);
}
