// The query page: choose a question or write one, run it, look at the answer in several ways, take it along.
import { Completion, termsOf } from "./query-completion.js";
import { Editor, withPrefixes } from "./query-editor.js";
import { Runs } from "./query-history.js";
import { askView, filled, make, tableView } from "./query-results.js";
import { barColumn, barView, mapView, places } from "./query-views.js";

const $ = (id) => document.getElementById(id);
const words = JSON.parse($("query-words").textContent);
const AT = $("query-form").getAttribute("action").replace("/query/spreadsheet.csv", ""); // where the site runs
const BASE = "https://w3id.org/claimgraph/";
const JSON_RESULTS = "application/sparql-results+json";
const GRAPH_FORMS = /^(construct|describe)$/i;
const LONGEST_LINK = 7000;
const FILES = { select: [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", JSON_RESULTS, "json"], ["XML", "application/sparql-results+xml", "xml"]],
  ask: [["JSON", JSON_RESULTS, "json"], ["XML", "application/sparql-results+xml", "xml"]],
  graph: [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["JSON-LD", "application/ld+json", "jsonld"], ["RDF/XML", "application/rdf+xml", "rdf"]] };

const editor = new Editor($("query"));
let catalogue = { prefixes: {}, queries: [] }, chosen = null, running = null;
const ready = fetch(`${AT}/queries.json`).then((answer) => answer.json()).then((told) => { catalogue = told; });

/** select, ask or graph: what kind of answer a query has. */
function kindOf(text) {
  const bare = text.replace(/#[^\n]*|<[^>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, " ");
  const form = /\b(select|construct|ask|describe)\b/i.exec(bare)?.[1] ?? "select";
  return GRAPH_FORMS.test(form) ? "graph" : form.toLowerCase();
}

const ask = (text, accept, signal) => fetch(`${AT}/sparql`, { method: "POST", headers: { Accept: accept, "Content-Type": "application/sparql-query" }, body: text, signal });

new Completion(editor, { words, prefixes: () => catalogue.prefixes, terms: () => ready.then(() => termsOf(ask, AT, catalogue.prefixes, document.documentElement.lang)) });
const runs = new Runs($("runs"), words, (text) => { editor.text = text; run(); });

async function run() {
  await ready;
  running?.abort();
  const [text, added] = withPrefixes(editor.text, catalogue.prefixes);
  if (added.length) editor.text = text;
  const kind = kindOf(text), began = performance.now(), mine = (running = new AbortController());
  $("problem").hidden = true;
  $("shared").hidden = true;
  $("result").hidden = true;
  $("stop").hidden = false;
  $("status").textContent = words.running;
  try {
    const answer = await ask(text, kind === "graph" ? "text/turtle" : JSON_RESULTS, mine.signal);
    if (!answer.ok) {
      const problem = await answer.json();
      runs.add(text, problem.title);
      return fail(problem);
    }
    const body = kind === "graph" ? await answer.text() : await answer.json();
    const told = filled(body.results ? words.rows : words.answered, { rows: body.results?.bindings.length, ms: Math.round(performance.now() - began) });
    $("status").textContent = added.length ? `${told}. ${filled(words.added, { prefixes: added.map((prefix) => `${prefix}:`).join(", ") })}` : told;
    runs.add(text, told);
    show(body, kind, text);
  } catch (error) {
    $("status").textContent = error.name === "AbortError" ? words.stopped : words.unreachable;
  } finally {
    if (running === mine) {
      running = null;
      $("stop").hidden = true;
    }
  }
}

function fail(told) {
  $("status").textContent = "";
  const place = told.line ? `${filled(words.at_line, { line: told.line })} · ` : "";
  $("problem").replaceChildren(make("p", {}, make("b", {}, place + told.title)), make("p", { class: "reason" }, make("bdi", { lang: "en" }, told.detail)), ...(told.hint ? [make("p", { lang: "en" }, ...linked(told.hint))] : []));
  $("problem").hidden = false;
  if (told.line) editor.error(told.line, told.column ?? 1);
}

/** A way out with its addresses as links. */
const linked = (text) => text.split(/(\/dump\.nq|\/query\b)/).map((part) => (part.startsWith("/") ? make("a", { href: AT + part }, part) : part));

function show(body, kind, text) {
  const context = { words, query: text, prefixes: catalogue.prefixes, base: BASE, at: AT };
  const views = [];
  if (kind === "graph") views.push([words.text, () => make("pre", { tabindex: "0" }, body)]);
  else if (kind === "ask") views.push([words.result, () => askView(body, context)]);
  else {
    views.push([words.table, () => tableView(body, context)]);
    if (places(body).length) views.push([words.map, () => mapView(body, { ...context, wide: $("view").clientWidth })]);
    if (barColumn(body)) views.push([words.bars, () => barView(body, context)]);
  }
  const tabs = views.map(([name, draw], index) => {
    const tab = make("button", { type: "button", role: "tab", id: `tab-${index}`, "aria-controls": "view", "aria-selected": "false", tabindex: "-1" }, name);
    tab.addEventListener("click", () => {
      tabs.forEach((other) => { other.setAttribute("aria-selected", String(other === tab)); other.tabIndex = other === tab ? 0 : -1; });
      $("view").setAttribute("aria-labelledby", tab.id);
      $("view").replaceChildren(draw());
    });
    return tab;
  });
  $("views").replaceChildren(...tabs);
  $("downloads").replaceChildren(`${words.downloads}:`, ...files(kind, text));
  $("result").hidden = false;
  tabs[0].click();
}

function files(kind, text) {
  const buttons = FILES[kind].map(([name, type, extension]) => {
    const button = make("button", { type: "button", "data-file": extension }, name);
    button.addEventListener("click", () => ask(text, type).then((answer) => save(answer, `result.${extension}`)));
    return button;
  });
  if (kind === "select") {
    const button = make("button", { type: "button", "data-file": "spreadsheet" }, words.spreadsheet);
    button.addEventListener("click", () => fetch(`${AT}/query/spreadsheet.csv`, { method: "POST", body: new URLSearchParams({ query: text }) }).then((answer) => save(answer, "result-spreadsheet.csv")));
    buttons.splice(1, 0, button);
  }
  return buttons;
}

async function save(answer, name) {
  if (!answer.ok) return fail(await answer.json());
  const address = URL.createObjectURL(await answer.blob());
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function share() {
  const asked = new URLSearchParams({ query: editor.text });
  const long = asked.toString().length > LONGEST_LINK;
  const link = `${location.origin}${location.pathname}${long ? "#" : "?"}${asked}`;
  history.replaceState(null, "", link);
  $("share-link").value = link;
  $("shared").querySelector("span").textContent = long ? `${words.shared} ${words.pasted}` : words.shared;
  $("shared").hidden = false;
  $("share-link").focus();
  $("share-link").select();
  navigator.clipboard?.writeText(link).catch(() => {});
}

async function choose(name) {
  await ready;
  chosen = catalogue.queries.find((query) => query.name === name);
  if (!chosen) return;
  for (const link of document.querySelectorAll("[data-query]")) {
    if (link.dataset.query === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const values = chosen.parameters.map((parameter) => {
    const value = parameter.required ? parameter.example : parameter.default ?? "";
    const field = parameter.choices.length ? make("select", { name: parameter.name }, ...parameter.choices.map((choice) => make("option", {}, choice)))
      : make("input", { name: parameter.name, placeholder: parameter.example ? filled(words.for_example, { value: parameter.example }) : words.any, dir: "auto", spellcheck: "false" });
    field.value = value ?? "";
    field.addEventListener("change", () => fill());
    return make("label", { lang: "en" }, parameter.label, field);
  });
  $("parameters").querySelector(".values").replaceChildren(...values);
  $("parameters").hidden = !values.length;
  await fill();
}

/** Put the chosen question with its values into the editor, and run it. */
async function fill() {
  const fields = [...$("parameters").querySelectorAll("input, select")];
  const values = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
  const answer = await fetch(`${AT}/queries/${chosen.name}.rq?${values}`);
  const wrong = answer.ok ? "" : (await answer.clone().json()).detail;
  for (const field of fields) field.setAttribute("aria-invalid", String(wrong.startsWith(`${field.name}=`)));
  if (!answer.ok) return fail(await answer.json());
  const text = (await answer.text()).replace(/^(#\+[^\n]*\n)+\s*/, "");
  editor.text = text;
  await run();
}

$("query-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (document.activeElement?.closest("#parameters")) fill();
  else run();
});
$("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
$("stop").addEventListener("click", () => running?.abort());
$("share").addEventListener("click", share);
$("views").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...$("views").children], next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
});
$("questions").addEventListener("click", (event) => {
  const link = event.target.closest("[data-query]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.dataset.query);
});
$("questions-filter").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase();
  for (const item of document.querySelectorAll("#questions li")) item.hidden = !item.textContent.toLowerCase().includes(wanted) && !item.firstElementChild.dataset.query.includes(wanted);
  for (const theme of document.querySelectorAll("#questions section")) theme.hidden = !theme.querySelector("li:not([hidden])");
});

const given = new URLSearchParams(location.hash.slice(1)).get("query");
if (given) editor.text = given;
if (given || new URLSearchParams(location.search).has("query")) run();
