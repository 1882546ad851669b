// The queries of this visit: kept by the browser until the tab is closed, sent nowhere.
import { filled, make } from "./query-results.js";

const KEY = "claimgraph.runs", MOST = 20, WIDE = 70;

/** A query in one line: its first comment, else where it begins. */
export function titleOf(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line && !/^(prefix|base)\b/i.test(line));
  const comment = lines[0]?.startsWith("#") ? lines[0].replace(/^#\+?\s*/, "") : "";
  const title = comment || lines.join(" ").replace(/\s+/g, " ");
  return title.length > WIDE ? `${title.slice(0, WIDE - 1)}…` : title;
}

export class Runs {
  constructor(select, words, open) {
    Object.assign(this, { select, words });
    try { this.runs = JSON.parse(sessionStorage.getItem(KEY)) ?? []; } catch { this.runs = []; }
    select.addEventListener("change", () => { const run = this.runs[select.value]; select.value = ""; if (run) open(run.text); });
    this.draw();
  }

  /** Keep a query and what came of it, the latest first, each once. */
  add(text, told) {
    this.runs = [{ text, told }, ...this.runs.filter((run) => run.text !== text)].slice(0, MOST);
    try { sessionStorage.setItem(KEY, JSON.stringify(this.runs)); } catch { /* no room: this visit's page still has them */ }
    this.draw();
  }

  draw() {
    const options = this.runs.map(({ text, told }, index) => make("option", { value: index, dir: "auto" }, `${titleOf(text)} · ${told}`));
    this.select.replaceChildren(make("option", { value: "" }, filled(this.words.runs, { count: this.runs.length })), ...options);
    this.select.hidden = this.runs.length < 2;
  }
}
