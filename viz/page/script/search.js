// Search by name, operation, region or source line.

function startSearch(app) {
  const text = find("search-text");
  let found = [];
  let at = -1;
  const clear = () => {
    for (const box of app.picture.boxes.values()) box.group.classList.remove("found");
  };
  const look = () => {
    clear();
    const wanted = text.value.trim().toLowerCase();
    const matching = wanted ? app.graph.nodes.filter((node) => describes(app.graph, node).includes(wanted)) : [];
    const rank = (node) => (node.op === wanted || node.name.toLowerCase() === wanted ? 0 : 1);
    matching.sort((one, other) => rank(one) - rank(other) || one.index - other.index);
    found = [...new Set(matching.map((node) => app.view.home[node.index]))];
    for (const item of found) app.picture.boxes.get(item.key)?.group.classList.add("found");
    at = -1;
    find("search-result").textContent = wanted ? (found.length ? String(found.length) : "none") : "";
    return matching.length;
  };
  const next = (step) => {
    if (!found.length) {
      announce("nothing found");
      return;
    }
    at = (at + step + found.length) % found.length;
    find("search-result").textContent = `${at + 1} of ${found.length}`;
    app.choose(found[at]);
    announce(`${at + 1} of ${found.length}: ${app.picture.boxes.get(found[at].key).group.getAttribute("aria-label")}`);
  };
  text.addEventListener("input", look);
  find("search").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!found.length) look();
    next(1);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    text.value = "";
    look();
  });
  return { again: () => text.value && look() };
}

function describes(graph, node) {
  const region = node.scope < 0 ? "" : pathName(graph, node.scope);
  return [node.name, node.title, node.op, region, node.line?.[2] ?? ""].join("\n").toLowerCase();
}
