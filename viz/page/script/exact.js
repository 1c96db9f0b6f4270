// The floats of a round-off report beside the exact values, the digits that differ marked.

function tellExact(graph, node) {
  if (!node.exact) return [];
  const changed = graph.nodes.some((each) => !each.row && !Object.is(each.value, each.recorded));
  if (changed) return [make("p", { class: "where" }, "The exact value is known for the inputs that were analysed.")];
  const [float, exactly, told] = node.exact;
  return [
    make("div", { class: "beside" }, facts([[graph.precision, marked(float)], ["exact", marked(exactly)]])),
    make("p", { class: "where" }, told),
  ];
}

function marked([alike, other]) {
  const parts = other && !/^e/.test(other) ? [make("mark", {}, other)] : [other];
  return make("span", {}, alike, ...parts);
}
