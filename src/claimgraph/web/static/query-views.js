// Other looks at the same rows: a map where they have coordinates, bars where they have a name and a number.
import { curie, href, isNumber, make } from "./query-results.js";

const SVG = "http://www.w3.org/2000/svg";
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)/i;
const LATITUDE = /^(lat|latitude)$/i, LONGITUDE = /^(lon|long|lng|longitude)$/i;
const MOST_MARKS = 2000, MOST_BARS = 60;

const draw = (name, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/** The place of a row as [longitude, latitude], if it has one. */
function placeOf(row, names) {
  for (const name of names) {
    const found = row[name]?.type === "literal" && POINT.exec(row[name].value);
    if (found) return [Number(found[1]), Number(found[2])];
  }
  const latitude = names.find((name) => LATITUDE.test(name)), longitude = names.find((name) => LONGITUDE.test(name));
  const [x, y] = [Number(row[longitude]?.value ?? NaN), Number(row[latitude]?.value ?? NaN)];
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
}

/** What a row is called: its first text, else its first IRI. */
function nameOf(row, names, context) {
  const texts = names.filter((name) => row[name]?.type === "literal" && !isNumber(row[name]) && !POINT.test(row[name].value));
  const labelled = texts.find((name) => /name|label/i.test(name)) ?? texts[0];
  if (labelled) return row[labelled].value;
  const iri = names.find((name) => row[name]?.type === "uri");
  return iri ? curie(row[iri].value, context.prefixes).replace(/^[\w-]+:/, "") : "";
}

const linkOf = (row, names, context) => {
  const name = names.find((one) => row[one]?.type === "uri" && row[one].value.startsWith(context.base));
  return name ? href(row[name].value, context) : null;
};

export function places(results) {
  const names = results.head.vars;
  return results.results.bindings.map((row) => [placeOf(row, names), row]).filter(([place]) => place && Math.abs(place[1]) <= 90 && Math.abs(place[0]) <= 180).slice(0, MOST_MARKS);
}

export function mapView(results, context) {
  const names = results.head.vars, found = places(results);
  // As many units as pixels: words keep their size on a phone.
  const wide = Math.max(280, Math.min(1000, context.wide || 800)), high = Math.round(Math.max(wide * 0.6, Math.min(wide, 380)));
  const xs = found.map(([[x]]) => x), ys = found.map(([[, y]]) => y);
  const middle = (Math.min(...ys) + Math.max(...ys)) / 2, squeeze = Math.max(0.2, Math.cos(middle * Math.PI / 180));
  const span = Math.max((Math.max(...xs) - Math.min(...xs)) * squeeze, (Math.max(...ys) - Math.min(...ys)) * (wide / high), 1.2) * 1.35;
  const centre = (Math.min(...xs) + Math.max(...xs)) / 2, scale = wide / span;
  const at = ([x, y]) => [wide / 2 + (x - centre) * squeeze * scale, high / 2 - (y - middle) * scale];
  const svg = draw("svg", { class: "result-map", viewBox: `0 0 ${wide} ${high}`, role: "group", "aria-label": context.words.map });
  const ground = draw("g"), above = draw("g", { class: "names", "aria-hidden": "true" });
  svg.append(ground, ...grid(at, span, wide, high));
  const byPlace = new Map();
  for (const [place, row] of found) byPlace.set(String(place), [...(byPlace.get(String(place)) ?? []), row]);
  const marks = [...byPlace].map(([key, rows]) => {
    const [x, y] = at(key.split(",").map(Number)), radius = Math.min(6 + 1.5 * Math.sqrt(rows.length - 1), 18);
    return { x, y, radius, rows, labels: [...new Set(rows.map((row) => nameOf(row, names, context)))] };
  });
  const taken = marks.map(({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius]);
  for (const { x, y, radius, rows, labels } of marks) {
    const mark = draw("g", {}, draw("title", {}, labels.join("\n")), draw("circle", { cx: x, cy: y, r: radius }));
    const words = labels.length > 1 ? `${labels[0]} +${labels.length - 1}` : labels[0];
    const name = nameBeside(x, y, radius + 4, words.length > 46 ? `${words.slice(0, 45)}…` : words, taken, wide, high);
    if (name) above.append(name);
    const target = linkOf(rows[0], names, context);
    svg.append(target ? draw("a", { href: target, "aria-label": labels.join(", ") }, mark) : mark);
  }
  svg.append(above);
  outlines(context.at).then((rings) => ground.append(...rings.map((ring) => draw("path", { class: "outline", d: `M${ring.map((point) => at(point).map((n) => n.toFixed(1)).join(" ")).join("L")}Z` }))));
  return svg;
}

/** The name of a mark where it covers nothing: right, left, above or below of it; null where there is no room. */
function nameBeside(x, y, away, words, taken, wide, high) {
  const length = 6.8 * words.length, tall = 14;
  const sides = [[x + away, y, "start"], [x - away, y, "end"], [x, y - away - tall / 2, "middle"], [x, y + away + tall / 2, "middle"]];
  for (const [at, line, anchor] of sides) {
    const left = anchor === "start" ? at : anchor === "end" ? at - length : at - length / 2;
    const box = [left, line - tall / 2, left + length, line + tall / 2];
    if (box[0] < 2 || box[1] < 2 || box[2] > wide - 2 || box[3] > high - 2) continue;
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    return draw("text", { x: at, y: line + 4, "text-anchor": anchor }, words);
  }
  return null;
}

let rings = null;
const outlines = (at) => (rings ??= fetch(`${at}/query/outlines.json`).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []));

/** Lines of whole degrees, as many as help. */
function grid(at, span, wide, high) {
  const step = [0.25, 0.5, 1, 2, 5, 10, 20, 45].find((one) => span / one <= 8) ?? 90;
  const lines = [];
  const [left, top] = [at([0, 0])[0], at([0, 0])[1]], perX = at([1, 0])[0] - left, perY = top - at([0, 1])[1];
  for (let x = Math.ceil(-left / perX / step) * step; left + x * perX < wide; x += step)
    lines.push(draw("line", { class: "grid", x1: left + x * perX, x2: left + x * perX, y1: 0, y2: high }), draw("text", { class: "degree", x: left + x * perX + 3, y: high - 6 }, `${Math.abs(x)}° ${x < 0 ? "W" : "E"}`));
  for (let y = Math.ceil((top - high) / perY / step) * step; top - y * perY > 0; y += step)
    lines.push(draw("line", { class: "grid", x1: 0, x2: wide, y1: top - y * perY, y2: top - y * perY }), draw("text", { class: "degree", x: 4, y: top - y * perY - 3 }, `${Math.abs(y)}° ${y < 0 ? "S" : "N"}`));
  return lines;
}

/** The column of numbers to draw, if the rows have a name and a number. */
export function barColumn(results) {
  const names = results.head.vars, rows = results.results.bindings;
  if (rows.length < 2) return null;
  const filled = (name) => rows.filter((row) => row[name]).length;
  const numbers = names.filter((name) => filled(name) > 1 && rows.every((row) => !row[name] || isNumber(row[name])) && !LATITUDE.test(name) && !LONGITUDE.test(name));
  const named = names.some((name) => rows.some((row) => row[name] && !isNumber(row[name])));
  return named && numbers.length ? numbers.reduce((best, name) => (filled(name) > filled(best) ? name : best)) : null;
}

export function barView(results, context) {
  const column = barColumn(results), names = results.head.vars;
  const rows = results.results.bindings.filter((row) => row[column]).slice(0, MOST_BARS);
  const values = rows.map((row) => Number(row[column].value));
  const low = Math.min(0, ...values), high = Math.max(0, ...values), width = high - low || 1;
  const chart = make("div", { class: "chart", role: "list", "aria-label": `${context.words.bars}: ${column}` });
  rows.forEach((row, index) => {
    const value = values[index], name = nameOf(row, names, context) || String(index + 1), target = linkOf(row, names, context);
    const bar = draw("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("rect", { class: value < 0 ? "below" : "above", x: (100 * (Math.min(value, 0) - low)) / width, width: Math.max(0.3, (100 * Math.abs(value)) / width), y: 1, height: 8 }));
    const words = make("bdi", {}, name);
    chart.append(make("div", { class: "chart-row", role: "listitem" }, make("span", { class: "name" }, target ? make("a", { href: target }, words) : words),
      make("span", { class: "bar-line" }, bar, make("span", { class: "amount" }, row[column].value))));
  });
  return make("div", {}, make("p", { class: "soft" }, column), chart);
}
