// The list of regions: each can be collapsed to a box, and opened again.

const MOST_REGIONS = 200;

function showRegions(graph, collapsed, toggle) {
  const list = find("regions");
  find("regions-card").hidden = find("region-tools").hidden = !graph.scopes.length;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.scope : null;
  list.replaceChildren();
  const level = new Map([[-1, 0]]);
  const hidden = new Set();
  for (const scope of graph.scopes.slice(0, MOST_REGIONS)) {
    level.set(scope.index, level.get(scope.parent) + 1);
    if (hidden.has(scope.parent)) hidden.add(scope.index);
    else list.append(regionRow(scope, level.get(scope.index), collapsed.has(scope.index), toggle));
    if (collapsed.has(scope.index)) hidden.add(scope.index);
  }
  if (focused) list.querySelector(`[data-scope="${focused}"]`)?.focus();
}

function regionRow(scope, level, closed, toggle) {
  const button = make("button", { type: "button", "aria-expanded": String(!closed), "data-scope": scope.index }, `${closed ? "▸" : "▾"} ${scope.name}`);
  button.style.paddingLeft = `${level * 0.9 - 0.6}rem`;
  button.addEventListener("click", () => toggle(scope.index));
  return make("li", {}, button);
}
