// The inputs: a number that can be typed, and a slider for each.

const MOST_INPUTS = 60;

function makeInputs(graph, change) {
  const place = find("inputs");
  const leaves = graph.nodes.filter((node) => node.op === "leaf");
  const rows = new Map();
  for (const node of leaves.slice(0, MOST_INPUTS)) {
    const row = inputRow(node, change);
    rows.set(node.index, row);
    place.append(row.element);
  }
  if (!leaves.length) place.append(make("p", {}, "This graph has no inputs."));
  if (leaves.length > MOST_INPUTS) {
    place.append(make("p", { class: "where" }, `${leaves.length - MOST_INPUTS} more inputs: choose a box to change its number.`));
  }
  find("inputs-reset").addEventListener("click", () => {
    change(leaves.map((node) => [node.index, node.recorded]));
    announce("all inputs as recorded");
  });
  const show = () => {
    for (const [index, row] of rows) row.show(graph.nodes[index].value);
  };
  return { show };
}

function inputRow(node, change) {
  const id = `input-${node.index}`;
  const label = make("label", { for: id, title: node.name || node.title }, node.title);
  const text = make("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
  const reach = reachOf(node.recorded);
  const slider = make("input", { type: "range", min: -reach, max: reach, step: "any", "aria-label": `${node.title}, slider` });
  text.addEventListener("change", () => {
    const valid = isNumber(text.value);
    text.setAttribute("aria-invalid", String(!valid));
    if (valid) change([[node.index, typed(text.value)]]);
    else announce(`${text.value} is not a number`);
  });
  text.addEventListener("focus", () => {
    text.value = text.title;
  });
  text.addEventListener("blur", () => {
    if (text.getAttribute("aria-invalid") !== "true") text.value = short(typed(text.title));
  });
  slider.addEventListener("input", () => {
    text.setAttribute("aria-invalid", "false");
    change([[node.index, Number((Math.round((slider.value / reach) * 200) * (reach / 200)).toPrecision(12))]]);
  });
  slider.addEventListener("change", () => announce(`${node.title} is ${text.value}`));
  const show = (value) => {
    // Six digits, as in the picture; all of them where the number is being changed.
    text.value = document.activeElement === text ? exact(value) : short(value);
    text.title = exact(value);
    if (document.activeElement !== slider) slider.value = value;
    slider.setAttribute("aria-valuetext", short(value));
  };
  return { element: make("div", { class: "leaf" }, label, text, slider), show };
}

// How far a slider goes: a round number at least twice as far as the recorded one.
function reachOf(value) {
  const wanted = Number.isFinite(value) ? Math.min(Math.max(2 * Math.abs(value), 1), 1e300) : 10;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((factor) => factor * power).find((reach) => reach >= wanted);
}
