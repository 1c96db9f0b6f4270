// What a step, or a node, says: the formula, then the numbers put in.

function symbol(graph, node) {
  return `∂${unbroken(graph.called)}/∂${inBrackets(node.term)}`;
}

function localSymbol(user, node) {
  return `∂${inBrackets(user.term)}/∂${inBrackets(node.term)}`;
}

function inBrackets({ text, loose }) {
  return unbroken(loose ? `(${text})` : text);
}

// Lines break between symbols, not within.
function unbroken(text) {
  return text.replaceAll(" ", "\u00a0");
}

function loose(text) {
  return text.startsWith("-") ? `(${text})` : text;
}

// c = w × x = 2 × (-2) = -4
function tellValue(graph, node) {
  if (!node.row) return [formula([node.term.text, " = ", [short(node.value), "forward"]], "main")];
  const terms = node.args.map((index) => graph.nodes[index].term);
  const written = filled(node.row.written, terms, node.term);
  const numbers = filled(node.row.written, operands(graph, node).map(asOperand), asOperand(node.value));
  const lines = [formula(node.term.text === written ? [written] : [`${node.term.text} = ${written}`], "main")];
  return [...lines, formula(["= ", [numbers, "forward"], " = ", [short(node.value), "forward"]])];
}

// The local derivative of a node: ∂c/∂w = x = -2
function tellSlope(graph, user, place) {
  const operand = graph.nodes[user.args[place]];
  const rule = user.row.rules[place](...operands(graph, user), user.value);
  const found = short(slope(graph, user, place));
  const names = user.args.map((index) => graph.nodes[index].term);
  const numbers = operands(graph, user).map(asOperand);
  const parts = [localSymbol(user, operand), " = "];
  if (user.row.selects) {
    const condition = filled(rule, numbers, asOperand(user.value));
    const holds = slope(graph, user, place) !== 0;
    return formula([...parts, [found, "local"], `, because ${condition}${holds ? "" : " is false"}`]);
  }
  const general = filled(rule, names, user.term);
  const inserted = filled(rule, numbers, asOperand(user.value));
  for (const text of new Set([general, inserted])) if (text !== found) parts.push(text, " = ");
  return formula([...parts, [found, "local"]]);
}

// ∂J/∂x = ∂J/∂u × ∂u/∂x + ∂J/∂v × ∂v/∂x, and each path for itself.
function tellDerivative(graph, node) {
  const paths = arrivals(graph, node);
  const name = symbol(graph, node);
  const total = [short(node.derivative), "backward"];
  if (!paths.length) return [formula([name, " = ", total], "main"), make("p", {}, startOrNothing(node))];
  const seed = node.output ? ["1 + "] : [];
  const between = (product, index) => (index ? [" + ", product] : [product]);
  const products = paths.map(({ user }) => [`${symbol(graph, user)} × ${localSymbol(user, node)}`, "product"]);
  const lines = [formula([`${name} = `, ...seed, ...products.flatMap(between)], "main")];
  const numbers = paths.map(({ user, slope: local }) => numberProduct(user, local));
  lines.push(formula(["= ", ...seed, ...numbers.flatMap(between), " = ", total]));
  if (paths.length > 1) lines.push(make("p", { class: "where" }, `The sum over ${paths.length} paths:`));
  return [...lines, ...paths.map((path) => tellPath(graph, path, paths.length > 1))];
}

function numberProduct(user, local) {
  const parts = [[loose(short(user.derivative)), "backward"], " × ", [loose(short(local)), "local"]];
  return make("span", { class: "product" }, ...spans(parts));
}

function tellPath(graph, { user, place, slope: local, sent }, several) {
  const part = make("div", { class: "flow" });
  if (several) {
    const through = formula([`through ${user.term.text}: `, numberProduct(user, local), " = ", [short(sent ?? 0), "backward"]]);
    part.append(through);
  }
  part.append(tellSlope(graph, user, place));
  return part;
}

function startOrNothing(node) {
  return node.output
    ? "The backward pass starts here: the derivative of a number with respect to itself is 1."
    : "Nothing flows back to it: the output does not change with it here.";
}

function tellScope(graph, item, pass) {
  const many = counted(operationsIn(item), "operation");
  const lines = [make("p", {}, pass === "forward" ? `The ${many} of ${item.scope.name} are computed.` : `The derivative goes back through the ${many} of ${item.scope.name}.`)];
  for (const node of item.exits.slice(0, 6)) {
    const [name, kind] = pass === "forward" ? [node.term.text, "value"] : [symbol(graph, node), "derivative"];
    lines.push(formula([name, " = ", [short(node[kind]), pass]]));
  }
  return lines;
}

function tellStep(graph, { item, pass }) {
  if (item.scope) return tellScope(graph, item, pass);
  return pass === "forward" ? [...tellValue(graph, item.node), ...tellExact(graph, item.node)] : tellDerivative(graph, item.node);
}

// A step in a sentence, for those who hear it.
function sayStep(graph, { item, pass }) {
  const node = shownNode(item);
  if (item.scope || !node) return `${titleOf(item)}, ${pass}`;
  if (pass === "forward") return `${node.title} is ${short(node.value)}`;
  const paths = arrivals(graph, node).map(({ user, slope: local }) => `${short(user.derivative)} times ${short(local)} through ${user.term.text}`);
  const sum = paths.length ? `: ${paths.join(", plus ")}` : "";
  return `derivative of ${graph.called} with respect to ${node.term.text} is ${short(node.derivative)}${sum}`;
}
