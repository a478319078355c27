// Elements of the page. Texts of the store become text nodes and nothing else; styles are set
// through the object model, for the page's policy refuses style attributes.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return node;
}

/** element("td", {class: "number"}, "3.5 s"): attributes that are null are left out. */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function drawn(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A table; a row is a list of cells: a text, a node, or {text, class, title}. */
export function table(caption, heads, rows, attributes = {}) {
  const cellOf = (tag, cell, more = {}) => {
    const isPlain = typeof cell !== "object" || cell === null || cell instanceof Node;
    const {text, ...rest} = isPlain ? {text: cell} : cell;
    return element(tag, {...more, ...rest}, text ?? "–");
  };
  const body = rows.map(row => {
    const cells = Array.isArray(row) ? row : row.cells;
    const rest = Array.isArray(row) ? {} : row.attributes;
    return element("tr", rest, cells.map((cell, i) =>
      i === 0 ? cellOf("th", cell, {scope: "row"}) : cellOf("td", cell)));
  });
  return element("div", {class: "scrolled", tabindex: "0", role: "group", "aria-label": caption},
    element("table", attributes,
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, heads.map(head => cellOf("th", head, {scope: "col"})))),
      element("tbody", {}, body)));
}

/** A choice among [value, label] pairs. */
export function choice(label, options, chosen, onChange) {
  const select = element("select", {onchange: event => onChange(event.target.value)},
    options.map(([value, text]) =>
      element("option", {value, selected: String(value) === String(chosen)}, text)));
  return element("label", {class: "choice"}, element("span", {}, label), select);
}

export function chip(text, kind) {
  return element("span", {class: `chip ${kind}`}, text);
}

/** Tells who cannot see the page. */
export function speak(text) {
  document.getElementById("spoken").textContent = text;
}
