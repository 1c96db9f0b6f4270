// All that is known of the box that was chosen.

function showDetails(graph, item, known, act) {
  const place = find("node-text");
  place.replaceChildren();
  if (!item) {
    place.append(make("p", { class: "where" }, "Choose a box in the picture: its numbers, formulas and source line are shown here."));
    return;
  }
  if (item.scope) {
    place.append(...scopeDetails(item, act));
    return;
  }
  place.append(...nodeDetails(graph, item, known));
  if (item.node.scope >= 0) {
    const name = graph.scopes[item.node.scope].name;
    const button = make("button", { type: "button" }, `Collapse ${name}`);
    button.addEventListener("click", () => act.toggle(item.node.scope));
    place.append(make("p", {}, button));
  }
}

// An input that has no row of its own below “Inputs” can be changed here. The row is made once:
// a slider that is being dragged must stay the same.
function makeChosenInput(graph, change) {
  const place = find("node-input");
  const beyond = new Set(graph.nodes.filter((node) => node.op === "leaf").slice(MOST_INPUTS));
  let shown = null;
  let row = null;
  return (item) => {
    const node = item && beyond.has(item.node) ? item.node : null;
    if (node !== shown) {
      row = node ? inputRow(node, change) : null;
      place.replaceChildren(...(row ? [row.element] : []));
      shown = node;
    }
    if (row) row.show(node.value);
  };
}

function scopeDetails(item, act) {
  const button = make("button", { type: "button" }, `Expand ${item.scope.name}`);
  button.addEventListener("click", () => act.toggle(item.scope.index));
  const told = [["region", item.scope.name], ["holds", counted(item.nodes.length, "node")], ["operations", String(operationsIn(item))]];
  return [facts(told), make("p", {}, button)];
}

function nodeDetails(graph, item, known) {
  const node = item.node;
  const pairs = [["node", node.title]];
  if (node.name && !node.title.startsWith(node.name)) pairs.push(["name", node.name]);
  for (const kind of node.op === "constant" ? ["value"] : ["value", "derivative"]) {
    const text = known(kind, item, node) ? exact(node[kind]) : "not known yet";
    pairs.push([kind, make("span", { class: kind === "value" ? "forward" : "backward" }, text)]);
  }
  if (node.scope >= 0) pairs.push(["in", pathName(graph, node.scope)]);
  if (node.line) {
    const [file, number, text] = node.line;
    pairs.push(["source", `${file}, line ${number} `, make("br"), make("code", {}, text)]);
  }
  const parts = [facts(pairs), ...(known("value", item, node) ? tellExact(graph, node) : [])];
  const slopes = node.args.map((_, index) => index).filter((index) => node.row && flows(graph, node, index));
  if (slopes.length && known("derivative", item, node)) {
    parts.push(make("p", { class: "where" }, "Local derivatives"), ...slopes.map((index) => tellSlope(graph, node, index)));
  }
  return parts;
}

function pathName(graph, index) {
  const names = [];
  for (let scope = graph.scopes[index]; scope; scope = graph.scopes[scope.parent]) names.unshift(scope.name);
  return names.join("/");
}
