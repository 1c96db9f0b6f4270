// The table of all numbers.

const MOST_ROWS = 300;

function makeNumbers(graph, choose) {
  const body = find("numbers").tBodies[0];
  const shown = graph.nodes.filter((node) => node.op !== "constant").slice(0, MOST_ROWS);
  const rows = shown.map((node) => {
    const name = make("td", {}, node.title);
    const [value, derivative] = [make("td", { class: "forward" }), make("td", { class: "backward" })];
    const row = make("tr", { "data-node": node.index }, name, value, derivative);
    row.addEventListener("click", () => choose(node));
    body.append(row);
    return { node, value, derivative };
  });
  const more = graph.nodes.filter((node) => node.op !== "constant").length - shown.length;
  find("numbers-more").textContent = more ? `${more} more nodes are in the picture.` : "";
  const show = (view, known) => {
    for (const { node, value, derivative } of rows) {
      const item = view.home[node.index];
      value.textContent = known("value", item, node) ? exact(node.value) : "?";
      derivative.textContent = known("derivative", item, node) ? exact(node.derivative) : "?";
    }
  };
  return { show };
}
