// The picture as Graphviz drew it, and the numbers that are written into it.

const POINT = 96 / 72; // CSS pixels
const TEXT_SIZE = 12;
const LETTER = 0.56; // of the text size, on average

// Finds in an SVG the texts of each box and edge. The colours say which text is which: unlike
// texts, no name can change them.
function readPicture(svg, view, look) {
  svg.setAttribute("role", "group");
  const boxes = new Map();
  const edges = new Map();
  for (const group of svg.querySelectorAll("g.node")) {
    const item = view.byKey.get(group.id);
    if (item) boxes.set(item.key, readBox(group, item, look));
  }
  const labels = new Map(view.edges.map((edge) => [edge.key, edge]));
  for (const group of svg.querySelectorAll("g.edge")) {
    const edge = labels.get(group.id);
    if (edge) edges.set(edge.key, { edge, group, local: edge.local ? centred(inked(group, look.inks.local)) : null });
  }
  return { svg, boxes, edges };
}

function inked(group, ink) {
  return [...group.querySelectorAll("text")].find((text) => text.getAttribute("fill") === ink) ?? null;
}

function readBox(group, item, look) {
  const box = { item, group, title: group.querySelector("title") };
  for (const kind of ["value", "derivative"]) {
    const cell = group.querySelector(`polygon[fill="${look.grounds[kind]}"]`);
    box[kind] = cell ? { text: inked(group, look.inks[kind]), cell, ...extent(cell) } : null;
    if (box[kind]) {
      box[kind].text.setAttribute("text-anchor", "middle");
      box[kind].text.setAttribute("x", (box[kind].left + box[kind].right) / 2);
    }
  }
  frame(group);
  const { x, width } = (group.querySelector(":scope > path, :scope > polygon") ?? group).getBBox();
  for (const text of group.querySelectorAll("text:not([text-anchor=middle])")) {
    text.setAttribute("text-anchor", "middle");
    text.setAttribute("x", x + width / 2);
  }
  if (item.scope) group.classList.add("scope");
  group.setAttribute("role", "button");
  group.setAttribute("tabindex", "-1");
  return box;
}

function extent(polygon) {
  const xs = polygon.getAttribute("points").trim().split(/\s+/).map((point) => Number(point.split(",")[0]));
  return { left: Math.min(...xs), right: Math.max(...xs) };
}

// A label is written around its middle, so that it may grow.
function centred(text) {
  if (!text || text.getAttribute("text-anchor") === "middle") return text;
  const width = text.textContent.length * LETTER * TEXT_SIZE;
  text.setAttribute("x", Number(text.getAttribute("x")) + width / 2);
  text.setAttribute("text-anchor", "middle");
  return text;
}

// An outline around a box, for focus and for what is being looked at.
function frame(group) {
  const { x, y, width, height } = group.getBBox();
  group.append(makeSvg("rect", { class: "frame", x: x - 4, y: y - 4, width: width + 8, height: height + 8, rx: 7 }));
}

function write(place, text) {
  const size = Math.min(TEXT_SIZE, (place.right - place.left - 5) / (LETTER * text.length));
  place.text.textContent = text;
  place.text.setAttribute("font-size", size.toFixed(2));
}

// Writes all numbers; `known` says which of them may be seen yet.
function paint(picture, graph, known, look) {
  for (const box of picture.boxes.values()) {
    const node = shownNode(box.item);
    for (const kind of ["value", "derivative"]) {
      if (!box[kind]) continue;
      const seen = known(kind, box.item, node);
      write(box[kind], `${look.signs[kind]} ${seen ? short(node[kind]) : "?"}`);
      box[kind].text.classList.toggle("unknown", !seen);
    }
    const told = spoken(box.item, node, known);
    box.title.textContent = told;
    box.group.setAttribute("aria-label", told);
    if (box.item.scope) box.group.setAttribute("aria-expanded", "false");
  }
  for (const { edge, group, local } of picture.edges.values()) {
    if (!local) continue;
    const seen = known("local", edge, edge.local);
    local.textContent = `${look.signs.local} ${seen ? short(slope(graph, edge.local, edge.place)) : "?"}`;
    local.classList.toggle("unknown", !seen);
    group.querySelector("title").textContent = `${titleOf(edge.tail)} → ${titleOf(edge.head)}`;
  }
}

// A box in words.
function spoken(item, node, known) {
  const told = [titleOf(item)];
  if (item.scope) told.push("collapsed region");
  if (!node || node.op === "constant") return told.join(", ");
  for (const kind of ["value", "derivative"]) {
    told.push(`${kind} ${known(kind, item, node) ? short(node[kind]) : "not known yet"}`);
  }
  return told.join(", ");
}

// Graphviz's SVG as an element. Its links, which hold nothing but tooltips, are unwrapped.
function parseSvg(text) {
  const svg = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
  if (svg.localName !== "svg") throw new Error("The layout engine drew something else than a picture.");
  for (const group of svg.querySelectorAll("g.node, g.edge, g.cluster")) {
    if (!group.querySelector("title")) group.prepend(makeSvg("title", {}));
  }
  return svg;
}

function sizeOf(svg) {
  const [, , width, height] = svg.getAttribute("viewBox").split(/\s+/).map(Number);
  return [width * POINT, height * POINT];
}
