// The recorded graph, and its two passes: values from left to right, derivatives back.
//
// The rules are those of the engine. A node that nothing was sent to sends nothing on, so the
// branch that a `where` did not take cannot turn 0·inf into nan; constants receive nothing.

function readGraph(data) {
  const loose = new Set(data.compound);
  const nodes = data.op.map((op, index) => ({
    index,
    key: `n${index + 1}`,
    op,
    row: TABLE[op],
    args: data.args[index],
    users: [],
    title: data.title[index],
    term: { text: data.term[index], loose: loose.has(index) },
    name: data.name[index],
    scope: data.scope[index],
    line: data.lines[data.line[index]],
    exact: data.exact?.[index],
    recorded: Number.isFinite(data.data[index]) ? data.data[index] : typed(data.data[index]),
    value: NaN,
    derivative: 0,
    reached: false,
    output: false,
  }));
  for (const node of nodes) {
    node.value = node.recorded;
    node.args.forEach((operand, place) => nodes[operand].users.push({ node, place }));
  }
  for (const index of data.outputs) nodes[index].output = true;
  const scopes = data.scopes.map(([name, parent], index) => ({ index, key: `s${index + 1}`, name, parent }));
  return { nodes, scopes, called: data.called, precision: data.precision };
}

function operands(graph, node) {
  return node.args.map((index) => graph.nodes[index].value);
}

function computeValues(graph) {
  for (const node of graph.nodes) {
    if (node.row) node.value = node.row.value(...operands(graph, node));
  }
}

function computeDerivatives(graph) {
  for (const node of graph.nodes) {
    node.derivative = node.output ? 1 : 0;
    node.reached = node.output;
  }
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    const node = graph.nodes[index];
    if (!node.row || !node.reached) continue;
    node.args.forEach((operand, place) => {
      const sent = sentBack(graph, node, place);
      if (sent === null) return;
      graph.nodes[operand].derivative += sent;
      graph.nodes[operand].reached = true;
    });
  }
}

// What a node sends to one of its operands; null where nothing flows.
function sentBack(graph, node, place) {
  const pull = node.row.pulls[place];
  if (!pull || graph.nodes[node.args[place]].op === "constant") return null;
  const sent = pull(...operands(graph, node), node.value, node.derivative);
  if (!node.row.selects) return sent;
  return sent !== 0 ? node.derivative : null;
}

// The local derivative of a node with respect to one operand.
function slope(graph, node, place) {
  const partial = node.row.slopes[place];
  if (!partial) return 0;
  const found = partial(...operands(graph, node), node.value);
  return node.row.selects ? Number(found !== 0) : found;
}

// Whether an edge has a local derivative at all.
function flows(graph, node, place) {
  return Boolean(node.row.slopes[place]) && graph.nodes[node.args[place]].op !== "constant";
}

// The paths over which a derivative arrives at a node, one for each use of it: newest user first,
// as the engine adds them.
function arrivals(graph, node) {
  return node.users
    .filter(({ node: user, place }) => user.reached && flows(graph, user, place))
    .sort((one, other) => other.node.index - one.node.index || one.place - other.place)
    .map(({ node: user, place }) => ({ user, place, slope: slope(graph, user, place), sent: sentBack(graph, user, place) }));
}
