// The elements of the page, found and made. Texts become text nodes, never markup.

const find = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function makeSvg(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// A line of a formula from texts, elements and [text, class] pairs.
function formula(parts, kind = "") {
  return make("p", { class: `formula ${kind}` }, ...spans(parts));
}

function spans(parts) {
  return parts.map((part) => (Array.isArray(part) ? make("span", { class: part[1] }, part[0]) : part));
}

function facts(pairs) {
  const list = make("dl", { class: "facts" });
  for (const [term, ...told] of pairs) {
    list.append(make("dt", {}, term), make("dd", {}, ...told));
  }
  return list;
}
