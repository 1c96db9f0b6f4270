// Fill-in mode: the numbers are blanks, and each answer is judged as it is given.

const CLOSE_ENOUGH = 5e-3;

function makeFill(app) {
  const blanks = new Map();
  const kinds = ["value", "derivative", "local"];
  const state = { on: false };

  const asked = () => kinds.filter((kind) => find(`ask-${kind}`).checked);
  const score = () => {
    const right = [...blanks.values()].filter((blank) => blank.state === "right").length;
    find("fill-score").textContent = `${right} of ${blanks.size} right`;
    return `${right} of ${blanks.size} right`;
  };
  const build = () => {
    const place = find("blanks");
    place.replaceChildren();
    blanks.clear();
    if (!state.on) return;
    for (const question of questions(app, asked())) {
      const blank = makeBlank(app, question, () => {
        app.refresh();
        announce(`${question.said}: ${blank.state}. ${score()}`);
      });
      blanks.set(question.key, blank);
      place.append(blank.element);
    }
    score();
  };
  const rebuild = () => {
    build();
    app.refresh();
  };
  const set = (on) => {
    state.on = on;
    find("fill").setAttribute("aria-pressed", String(on));
    find("fill-card").hidden = !on;
    find("step-card").hidden = on;
    rebuild();
    announce(on ? `fill in: ${score()}` : "fill in is off");
  };
  find("fill").addEventListener("click", () => set(!state.on));
  for (const kind of kinds) find(`ask-${kind}`).addEventListener("change", rebuild);
  const all = (method, told) => () => {
    for (const blank of blanks.values()) blank[method]();
    app.refresh();
    score();
    announce(told);
  };
  find("reveal").addEventListener("click", all("reveal", "all numbers revealed"));
  find("hide").addEventListener("click", all("hide", "all numbers hidden"));
  // A number is seen unless its blank is still open.
  const known = (kind, of) => {
    const blank = blanks.get(`${kind} ${of.key}`);
    return !blank || blank.state === "right" || blank.state === "revealed";
  };
  return { set, known, build, toggle: () => set(!state.on), get on() { return state.on; } };
}

// The blanks in the order of the passes.
function questions(app, kinds) {
  const { graph, view, picture } = app;
  const found = [];
  const boxes = view.items.map((item) => ({ item, node: shownNode(item), box: picture.boxes.get(item.key) }));
  if (kinds.includes("value")) {
    for (const { item, node, box } of boxes) {
      if (!node?.row || !box.value) continue;
      found.push({ key: `value ${item.key}`, kind: "value", where: box.value.cell, said: `value of ${node.term.text}`, answer: () => node.value });
    }
  }
  for (const { item, node, box } of boxes.reverse()) {
    if (!node || node.op === "constant" || !box.derivative) continue;
    if (kinds.includes("local")) found.push(...localQuestions(graph, picture, item));
    if (!kinds.includes("derivative")) continue;
    found.push({ key: `derivative ${item.key}`, kind: "derivative", where: box.derivative.cell, said: `derivative of ${graph.called} with respect to ${node.term.text}`, answer: () => node.derivative });
  }
  return found;
}

function localQuestions(graph, picture, item) {
  return item.outward
    .filter((edge) => edge.local && picture.edges.get(edge.key)?.local)
    .map((edge) => ({
      key: `local ${edge.key}`,
      kind: "local",
      where: picture.edges.get(edge.key).local,
      said: `local derivative of ${edge.head.node.term.text} with respect to ${edge.tail.node.term.text}`,
      answer: () => slope(graph, edge.local, edge.place),
    }));
}

function makeBlank(app, question, judged) {
  const input = make("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": question.said });
  const sign = make("span", { class: "sign", "aria-hidden": "true" });
  const element = make("span", { class: `blank ${question.kind}` }, input, sign);
  put(element, question, app.stage, app.zoom.scale());
  const blank = {
    element,
    state: "open",
    become(state, mark) {
      blank.state = state;
      for (const name of ["right", "wrong", "revealed"]) element.classList.toggle(name, state === name);
      input.setAttribute("aria-invalid", String(state === "wrong"));
      sign.textContent = mark;
    },
    judge() {
      if (!input.value.trim()) return blank.become("open", "");
      return close(input.value, question.answer()) ? blank.become("right", "✓") : blank.become("wrong", "✗");
    },
    reveal() {
      if (blank.state === "right") return;
      input.value = short(question.answer());
      blank.become("revealed", "");
    },
    hide() {
      input.value = "";
      blank.become("open", "");
    },
  };
  input.addEventListener("change", () => {
    blank.judge();
    judged();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const all = [...find("blanks").querySelectorAll("input")];
    all[(all.indexOf(input) + 1) % all.length].focus();
  });
  return blank;
}

// Three digits are enough; of the three that are not numbers the right one.
function close(text, answer) {
  if (!isNumber(text)) return false;
  const given = typed(text);
  if (!Number.isFinite(answer) || answer === 0) return Object.is(given + 0, answer + 0);
  return Math.abs(given - answer) <= CLOSE_ENOUGH * Math.abs(answer) && Math.sign(given) === Math.sign(answer);
}

function put(element, { where, kind }, stage, scale) {
  const [cell, origin] = [where.getBoundingClientRect(), stage.getBoundingClientRect()];
  const width = kind === "local" ? Math.max(cell.width / scale + 6, 54) : cell.width / scale;
  const height = Math.max(cell.height / scale, 20);
  const middle = (cell.left + cell.width / 2 - origin.left) / scale;
  element.style.left = `${middle - width / 2}px`;
  element.style.top = `${(cell.top + cell.height / 2 - origin.top) / scale - height / 2}px`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}
