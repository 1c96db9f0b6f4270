// What is visible when some scopes are collapsed: boxes for nodes and for collapsed scopes, and
// the edges between them. viz/page/view.py says the same of the first picture.

function viewOf(graph, collapsed) {
  const hidingScope = [];
  for (const scope of graph.scopes) {
    const outer = scope.parent < 0 ? undefined : hidingScope[scope.parent];
    hidingScope.push(outer ?? (collapsed.has(scope.index) ? scope.index : undefined));
  }
  const items = [];
  const home = [];
  const boxes = new Map();
  for (const node of graph.nodes) {
    const scope = node.scope < 0 ? undefined : hidingScope[node.scope];
    let item = scope === undefined ? undefined : boxes.get(scope);
    if (!item) {
      item = scope === undefined ? nodeItem(node) : scopeItem(graph.scopes[scope]);
      if (scope !== undefined) boxes.set(scope, item);
      items.push(item);
    }
    item.nodes.push(node);
    home.push(item);
  }
  const view = { items, home, edges: [], open: graph.scopes.filter((s) => hidingScope[s.index] === undefined) };
  joinItems(graph, view);
  view.byKey = new Map(items.map((item) => [item.key, item]));
  return view;
}

function nodeItem(node) {
  return { key: node.key, node, scope: null, around: node.scope, nodes: [], inward: [], outward: [], exits: [] };
}

function scopeItem(scope) {
  return { key: scope.key, node: null, scope, around: scope.parent, nodes: [], inward: [], outward: [], exits: [] };
}

function joinItems(graph, view) {
  const merged = new Map();
  for (const node of graph.nodes) {
    const head = view.home[node.index];
    if (node.output && !head.exits.includes(node)) head.exits.push(node);
    node.args.forEach((operand, place) => {
      const tail = view.home[operand];
      if (tail === head) return;
      if (!tail.exits.includes(graph.nodes[operand])) tail.exits.push(graph.nodes[operand]);
      const plain = tail.node && head.node;
      const key = plain ? `${tail.key}-${head.key}-${place}` : `${tail.key}-${head.key}-0`;
      if (merged.has(key)) return;
      const quiet = plain ? !flows(graph, node, place) : graph.nodes[operand].op === "constant";
      const edge = { key, tail, head, place, local: plain && !quiet ? node : null, quiet };
      merged.set(key, edge);
      view.edges.push(edge);
      tail.outward.push(edge);
      head.inward.push(edge);
    });
  }
}

// The node whose numbers a box shows: itself, or the only one of its nodes that is used outside.
function shownNode(item) {
  return item.node ?? (item.exits.length === 1 ? item.exits[0] : null);
}

function operationsIn(item) {
  return item.nodes.filter((node) => node.row).length;
}

function sizeIn(item) {
  return item.scope ? counted(operationsIn(item), "operation") : "";
}

// What stands in the box of a node or of a collapsed scope.
function headingOf(item) {
  return item.node ? item.node.title : `▸ ${item.scope.name}`;
}

function titleOf(item) {
  return item.node ? item.node.title : `${headingOf(item)}: ${sizeIn(item)}`;
}

// The boxes from which a box was made, and those that were made from it.
function pathOf(item) {
  const on = new Set([item]);
  for (const [side, end] of [["inward", "tail"], ["outward", "head"]]) {
    const waiting = [item];
    while (waiting.length) {
      for (const edge of waiting.pop()[side]) {
        on.add(edge);
        if (!on.has(edge[end])) {
          on.add(edge[end]);
          waiting.push(edge[end]);
        }
      }
    }
  }
  return on;
}
