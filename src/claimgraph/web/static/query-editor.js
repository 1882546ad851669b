// The editor: a text area over a coloured copy of its text, with line numbers and the place of an error.
export const TOKEN = /(?<comment>#[^\n]*)|(?<iri><[^<>"{}|^`\\\s]*>)|(?<text>"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|(?<variable>[?$][\w]+)|(?<name>(?:[A-Za-z][\w.-]*)?:[\w.%-]*)|(?<word>[A-Za-z][\w]*)/gu;
export const KEYWORDS = new Set(("select construct ask describe where from named prefix base distinct reduced as group by having order asc desc limit offset values optional union minus graph filter exists not in bind undef " +
  "count sum min max avg sample group_concat separator str lang langmatches datatype bound iri uri bnode rand abs ceil floor round concat strlen ucase lcase encode_for_uri contains strstarts strends strbefore strafter " +
  "year month day hours minutes seconds now uuid struuid md5 sha1 sha256 coalesce if strlang strdt sameterm isiri isuri isblank isliteral isnumeric regex substr replace true false a").split(" "));

/** The prefixes that a query uses, without those it declares. */
export function missingPrefixes(text, known) {
  const used = new Set(), declared = new Set();
  let before = "";
  for (const { groups } of text.matchAll(TOKEN)) {
    if (groups.name !== undefined) (before === "prefix" ? declared : used).add(groups.name.split(":")[0]);
    before = groups.comment === undefined ? (groups.word || "").toLowerCase() : before;
  }
  return [...used].filter((prefix) => prefix in known && !declared.has(prefix)).sort();
}

/** The text with PREFIX lines for the known prefixes it lacks, and which they were. */
export function withPrefixes(text, known) {
  const missing = missingPrefixes(text, known);
  return [missing.map((prefix) => `PREFIX ${prefix}: <${known[prefix]}>\n`).join("") + text, missing];
}

export class Editor {
  constructor(area) {
    this.area = area;
    this.colours = area.parentElement.querySelector(".colours");
    this.gutter = area.closest(".editor").querySelector(".gutter");
    this.wrong = null;
    area.addEventListener("input", () => { this.wrong = null; this.draw(); });
    area.addEventListener("scroll", () => this.follow());
    new ResizeObserver(() => this.follow()).observe(area);
    this.draw();
  }

  get text() { return this.area.value; }
  set text(text) {
    this.area.value = text;
    this.area.rows = Math.min(Math.max(text.split("\n").length + 1, 6), 20);
    this.area.style.height = "";
    this.wrong = null;
    this.draw();
    this.area.scrollTop = 0;
  }

  draw() {
    const text = this.text, lines = text.split("\n");
    const pieces = [];
    let done = 0;
    for (const token of text.matchAll(TOKEN)) {
      const [kind, value] = Object.entries(token.groups).find(([, found]) => found !== undefined);
      const shown = kind === "word" && !KEYWORDS.has(value.toLowerCase()) ? null : kind === "name" ? null : kind;
      if (!shown) continue;
      pieces.push(text.slice(done, token.index), coloured(shown, value));
      done = token.index + value.length;
    }
    this.colours.replaceChildren(...pieces, text.slice(done), "\n ");
    if (this.wrong) this.mark(lines);
    this.gutter.replaceChildren(...lines.map((_, number) => {
      const line = document.createElement("span");
      line.textContent = number + 1;
      line.classList.toggle("wrong", this.wrong?.line === number + 1);
      return line;
    }), "\n");
    this.follow();
  }

  mark(lines) {
    // A line of its own under the text: the colours of the line stay.
    const { line } = this.wrong;
    const before = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const range = pieceOf(this.colours, before, before + Math.max(1, (lines[line - 1] || "").length));
    for (const node of range) {
      const span = document.createElement("span");
      span.className = "c-wrong";
      node.replaceWith(span);
      span.append(node);
    }
  }

  /** Show the place of an error and put the caret there. */
  error(line, column) {
    this.wrong = { line, column };
    this.draw();
    const lines = this.text.split("\n");
    const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + Math.min(column - 1, (lines[line - 1] || "").length);
    this.area.focus();
    this.area.setSelectionRange(at, at);
    const height = this.area.scrollHeight / Math.max(lines.length, 1);
    this.area.scrollTop = Math.max(0, (line - 3) * height);
  }

  follow() {
    this.colours.scrollTop = this.area.scrollTop;
    this.colours.scrollLeft = this.area.scrollLeft;
    this.gutter.scrollTop = this.area.scrollTop;
    this.gutter.style.height = `${this.area.offsetHeight}px`;
  }
}

function coloured(kind, value) {
  const span = document.createElement("span");
  span.className = `c-${kind}`;
  span.textContent = value;
  return span;
}

/** The text nodes of an element between two offsets, split so that they begin and end there. */
function pieceOf(element, start, end) {
  const found = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let offset = 0;
  for (let node = walker.nextNode(); node && offset < end; node = walker.nextNode()) {
    const length = node.data.length;
    if (offset + length > start && offset < end) {
      let piece = node;
      if (offset < start) { piece = node.splitText(start - offset); walker.currentNode = piece; offset = start; }
      if (offset + piece.data.length > end) piece.splitText(end - offset);
      found.push(piece);
      offset += piece.data.length;
    } else offset += length;
  }
  return found;
}
