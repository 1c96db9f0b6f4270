// The two passes as a sequence of steps, one for each box that is visible.

function stepsOf(view) {
  const last = (item) => item.nodes.at(-1).index;
  const forward = view.items.filter((item) => operationsIn(item)).sort((one, other) => last(one) - last(other));
  const backward = view.items
    .filter((item) => item.nodes.some((node) => node.op !== "constant"))
    .sort((one, other) => last(other) - last(one));
  const steps = [
    ...forward.map((item) => ({ item, pass: "forward" })),
    ...backward.map((item) => ({ item, pass: "backward" })),
  ];
  const place = { forward: new Map(), backward: new Map() };
  steps.forEach(({ item, pass }, index) => place[pass].set(item, index + 1));
  return { steps, place, turn: forward.length };
}

// Which numbers are known after `done` steps; null: all of them.
function knownAfter({ place }, done) {
  return (kind, of) => {
    if (done === null) return true;
    if (kind === "value") return (place.forward.get(of) ?? 0) <= done;
    if (kind === "derivative") return (place.backward.get(of) ?? 0) <= done;
    return (place.backward.get(of.tail) ?? 0) <= done;
  };
}

// The edges that a step uses: into its box on the way forward, out of it on the way back.
function edgesOf({ item, pass }) {
  return pass === "forward" ? item.inward : item.outward.filter((edge) => !edge.quiet);
}
