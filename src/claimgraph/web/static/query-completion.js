// What could be meant at the caret: terms of the graph by name or by label, prefixes, the query's own variables, keywords.
import { KEYWORDS, TOKEN } from "./query-editor.js";
import { curie, make } from "./query-results.js";

const MOST = 9;
const OPEN_IRI = /<[a-z][\w+.-]*:[^\s<>"{}]*$/i;
const BEGUN = /(?:[?$]\w*|[A-Za-z][\w-]*(?::[\w.-]*)?)$/u;
/** Every class and every property in use. */
const USED = "SELECT DISTINCT ?term WHERE { { ?s ?term ?o } UNION { ?s a ?term } } ORDER BY ?term LIMIT 2000";
const LABEL = /^<([^>]+)> <http:\/\/www\.w3\.org\/2000\/01\/rdf-schema#label> ("(?:[^"\\]|\\.)*")@(\w+) \.$/gm;

/** The terms of the ontology with their names, and what else the graph uses, as {text, note}; asked for once, fewer where something is away. */
export async function termsOf(ask, at, prefixes, language) {
  const got = (request) => request.then((answer) => (answer.ok ? answer.text() : "")).catch(() => "");
  const [ontology, used] = await Promise.all([got(fetch(`${at}/data/ns.nt`)), got(ask(USED, "text/csv"))]);
  const notes = new Map(used.split(/\r?\n/).slice(1).filter(Boolean).map((iri) => [iri, ""]));
  for (const [, iri, label, spoken] of ontology.matchAll(LABEL)) if (spoken === language || (spoken === "en" && !notes.get(iri))) notes.set(iri, JSON.parse(label));
  return [...notes].map(([iri, note]) => ({ text: curie(iri, prefixes), note })).filter(({ text }) => /^[\w-]+:[\w.-]+$/.test(text)).sort((a, b) => (a.text < b.text ? -1 : 1));
}

/** What is begun before the caret, null within comments, strings and IRIs. */
export function begunAt(text, caret) {
  if (OPEN_IRI.test(text.slice(0, caret))) return null;
  for (const token of text.slice(0, caret).matchAll(TOKEN)) {
    const { comment, iri, text: quoted } = token.groups;
    const open = comment !== undefined || (quoted !== undefined && !/^("""|'''|["'])[^]*\1$/.test(quoted));
    if (token.index + token[0].length === caret && (open || iri !== undefined || quoted !== undefined)) return null;
  }
  return BEGUN.exec(text.slice(0, caret))?.[0] ?? "";
}

/** What `begun` may become, what begins with it first: [{text, note}]. */
export function candidates(begun, text, terms, prefixes) {
  const wanted = begun.toLowerCase();
  if (/^[?$]/.test(begun)) {
    const named = [...text.matchAll(TOKEN)].map((token) => token.groups.variable?.slice(1)).filter(Boolean);
    return [...new Set(named)].filter((name) => name !== begun.slice(1) && name.toLowerCase().startsWith(wanted.slice(1))).map((name) => ({ text: begun[0] + name, note: "" })).slice(0, MOST);
  }
  const local = ({ text }) => text.slice(text.indexOf(":") + 1).toLowerCase();
  const words = [
    ...Object.keys(prefixes).map((prefix) => ({ text: `${prefix}:`, note: prefixes[prefix] })),
    ...[...KEYWORDS].map((word) => ({ text: word === "a" || word === "true" || word === "false" ? word : word.toUpperCase(), note: "" })),
  ];
  const fitting = [
    ...terms.filter((term) => term.text.toLowerCase().startsWith(wanted)),
    ...words.filter(({ text }) => wanted && text.toLowerCase().startsWith(wanted)),
    ...terms.filter((term) => wanted.length > 2 && local(term).startsWith(wanted)),
    ...terms.filter((term) => wanted.length > 2 && (local(term).includes(wanted) || term.note.toLowerCase().includes(wanted))),
  ];
  return [...new Map(fitting.map((one) => [one.text, one])).values()].slice(0, MOST);
}

/** A list under the caret of `editor`: arrows choose, Enter or Tab takes, Escape leaves. */
export class Completion {
  constructor(editor, context) {
    Object.assign(this, { editor, context, found: [], at: -1, begun: "", terms: [] });
    this.list = make("ul", { id: "completions", role: "listbox", "aria-label": context.words.completions, hidden: "" });
    editor.area.after(this.list);
    for (const [name, value] of Object.entries({ "aria-autocomplete": "list", "aria-controls": "completions" })) editor.area.setAttribute(name, value);
    editor.area.addEventListener("input", (event) => (event.inputType?.startsWith("insert") || event.inputType?.startsWith("delete") ? this.offer(2) : this.close()));
    editor.area.addEventListener("keydown", (event) => this.key(event));
    for (const leaving of ["blur", "scroll", "click"]) editor.area.addEventListener(leaving, () => this.close());
    editor.area.addEventListener("focus", () => this.learn(), { once: true });
    this.list.addEventListener("pointerdown", (event) => { event.preventDefault(); this.take(this.found[[...this.list.children].indexOf(event.target.closest("li"))]); });
  }

  async learn() { this.terms = await this.context.terms(); }

  /** Show what may follow once `least` letters are there. */
  offer(least) {
    const { area } = this.editor;
    this.begun = area.selectionStart === area.selectionEnd ? begunAt(area.value, area.selectionStart) : null;
    const enough = this.begun !== null && (this.begun.length >= least || /^[?$]/.test(this.begun));
    this.found = enough ? candidates(this.begun, area.value, this.terms, this.context.prefixes()) : [];
    if (!this.found.length || (this.found.length === 1 && this.found[0].text === this.begun)) return this.close();
    this.list.replaceChildren(...this.found.map(({ text, note }, index) => make("li", { id: `completion-${index}`, role: "option", "aria-selected": "false" }, make("b", {}, text), " ", make("span", {}, note))));
    // Whoever has written a whole name and goes on to the next line means the line.
    this.choose(this.found.some(({ text }) => text === this.begun) ? -1 : 0);
    this.place();
    this.list.hidden = false;
  }

  /** Under the caret, and within the editor: letters have one width. */
  place() {
    const { area } = this.editor, before = area.value.slice(0, area.selectionStart - this.begun.length).split("\n");
    const style = getComputedStyle(area), canvas = (this.canvas ??= document.createElement("canvas").getContext("2d"));
    canvas.font = style.font;
    const x = parseFloat(style.paddingLeft) + canvas.measureText(before.at(-1).replaceAll("\t", "  ")).width - area.scrollLeft;
    const y = parseFloat(style.paddingTop) + before.length * parseFloat(style.lineHeight) - area.scrollTop;
    this.list.hidden = false;
    this.list.style.left = `${Math.max(0, Math.min(x, area.clientWidth - this.list.offsetWidth))}px`;
    this.list.style.top = `${y}px`;
  }

  choose(at) {
    this.at = at;
    [...this.list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
    if (at < 0) this.editor.area.removeAttribute("aria-activedescendant");
    else this.editor.area.setAttribute("aria-activedescendant", `completion-${at}`);
  }

  close() {
    this.list.hidden = true;
    this.choose(-1);
  }

  key(event) {
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); this.offer(0); return; }
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], many = this.found.length;
    if (step) this.choose(this.at < 0 ? (step > 0 ? 0 : many - 1) : (this.at + step + many) % many);
    else if (event.key === "Escape") this.close();
    else if (["Enter", "Tab"].includes(event.key) && this.at >= 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) this.take(this.found[this.at]);
    else { if (event.key !== "Shift" && event.key.length > 1 && event.key !== "Backspace") this.close(); return; }
    event.preventDefault();
  }

  take(one) {
    if (!one) return;
    const { area } = this.editor, end = area.selectionStart;
    area.focus();
    area.setSelectionRange(end - this.begun.length, end);
    // As if typed, so that it can be undone; what is no word ends with no blank.
    if (!document.execCommand("insertText", false, one.text)) area.setRangeText(one.text, end - this.begun.length, end, "end");
    this.editor.draw();
    this.close();
    if (one.text.endsWith(":")) this.offer(2);
  }
}
