// The page: its state, and what happens on each change of it.

function start() {
  const data = JSON.parse(find("data").textContent);
  const graph = readGraph(data);
  const app = makeApp(graph, data.look, new Set(data.collapsed));
  document.documentElement.classList.add("scripted");
  startTheme();
  app.zoom = makeZoom(find("viewport"), app.stage);
  app.adopt(find("picture").querySelector("svg"));
  app.inputs = makeInputs(graph, app.change);
  app.showChosenInput = makeChosenInput(graph, app.change);
  app.numbers = makeNumbers(graph, (node) => app.choose(app.view.home[node.index]));
  app.fill = makeFill(app);
  app.search = startSearch(app);
  startExport(app);
  startKeys(app);
  startTools(app);
  computeDerivatives(graph);
  app.refresh();
  app.look();
  if (isUpright() && app.zoom.scale() <= READABLE_SCALE) app.show(app.collapsed, "TB");
  // For teachers and tests: change inputs, read numbers, step.
  window.glassgrad = {
    set: (pairs) => app.change(pairs),
    go: (step) => app.stepTo(step),
    write: { short, exact },
    lib,
  };
}

function makeApp(graph, look, collapsed) {
  const app = { graph, look, collapsed, stage: find("stage"), done: null, chosen: null, direction: "LR" };
  app.view = viewOf(graph, collapsed);
  app.steps = stepsOf(app.view);
  const layouter = makeLayouter((busy) => {
    find("layout").hidden = !busy;
    find("layout-text").textContent = busy ? "Laying out…" : "";
    find("layout-cancel").hidden = !busy;
  });
  find("layout-cancel").addEventListener("click", layouter.cancel);

  app.complain = (text) => {
    find("layout").hidden = false;
    find("layout-cancel").hidden = true;
    find("layout-text").textContent = text;
  };

  app.adopt = (svg) => {
    const [width, height] = sizeOf(svg);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("aria-label", find("description").textContent);
    if (!svg.isConnected) find("picture").replaceChildren(svg);
    app.zoom.setSize(width, height);
    app.picture = readPicture(svg, app.view, look);
    listen(app, svg);
    app.rove(app.view.items[0]);
  };

  // Another view is laid out first, then shown: what is seen is always whole.
  app.show = async (next, direction = app.direction) => {
    const view = viewOf(graph, next);
    if (view.items.length > MOST_BOXES) {
      app.complain(`${view.items.length} boxes are more than can be laid out: collapse more regions.`);
      return;
    }
    try {
      const svg = parseSvg(await layouter.layOut(layoutGraph(graph, view, look, direction)));
      const last = app.chosen && app.chosen.nodes[0];
      Object.assign(app, { collapsed: next, view, steps: stepsOf(view), direction });
      if (app.done !== null) app.done = null;
      app.adopt(svg);
      app.chosen = last ? view.home[last.index] : null;
      app.refresh();
      app.look();
      app.fill.build();
      app.search.again();
      announce(`${view.items.length} boxes`);
    } catch (error) {
      if (error.message !== "cancelled") app.complain(`The layout failed: ${error.message}`);
    }
  };

  app.toggle = async (scope) => {
    const next = new Set(app.collapsed);
    if (!next.delete(scope)) next.add(scope);
    await app.show(next);
    const box = app.view.byKey.get(`s${scope + 1}`) ?? app.view.items.find((item) => item.around === scope);
    if (box && document.activeElement === document.body) app.focus(box);
  };

  app.known = (kind, of) => (app.fill.on ? app.fill.known(kind, of) : knownAfter(app.steps, app.done)(kind, of));

  app.change = (pairs) => {
    for (const [index, value] of pairs) graph.nodes[index].value = value;
    computeValues(graph);
    computeDerivatives(graph);
    if (app.fill.on) app.fill.build();
    app.refresh();
  };

  app.refresh = () => {
    paint(app.picture, graph, app.known, look);
    app.inputs.show();
    app.numbers.show(app.view, app.known);
    app.showDetails();
    showRegions(graph, app.collapsed, app.toggle);
    showStep(app);
  };

  // The whole picture; or what is readable of it, with the chosen box or the output.
  app.look = () => {
    app.zoom.fit(true);
    const item = app.chosen ?? app.view.items.find(({ exits }) => exits.some((node) => node.output));
    app.zoom.reveal(app.picture.boxes.get(item.key).group);
  };

  app.rove = (item) => {
    for (const { group } of app.picture.boxes.values()) group.setAttribute("tabindex", "-1");
    app.picture.boxes.get(item.key)?.group.setAttribute("tabindex", "0");
  };

  app.focus = (item) => {
    app.rove(item);
    const { group } = app.picture.boxes.get(item.key);
    group.focus({ preventScroll: true });
    app.zoom.reveal(group);
  };

  app.choose = (item) => {
    app.chosen = item;
    for (const box of app.picture.boxes.values()) box.group.classList.toggle("picked", box.item === item);
    if (item) app.zoom.reveal(app.picture.boxes.get(item.key).group);
    app.showDetails();
  };

  app.showDetails = () => {
    showDetails(graph, app.chosen, app.known, app);
    app.showChosenInput(app.chosen);
  };

  app.activate = (item) => (item.scope ? app.toggle(item.scope.index) : app.choose(item));

  app.stepTo = (done) => {
    if (app.fill.on) app.fill.set(false);
    app.done = done === null ? null : Math.min(Math.max(done, 0), app.steps.steps.length);
    app.refresh();
    const step = app.steps.steps[app.done - 1];
    if (!step) return;
    const around = edgesOf(step).map(({ tail, head }) => (step.pass === "forward" ? tail : head));
    app.zoom.reveal(...[step.item, ...around].map((item) => app.picture.boxes.get(item.key).group));
    announce(`Step ${app.done} of ${app.steps.steps.length}, ${step.pass}: ${sayStep(graph, step)}`);
  };
  app.go = (by) => app.stepTo((app.done ?? (by > 0 ? -1 : app.steps.steps.length + 1)) + by);
  app.startBackward = () => app.stepTo(app.steps.turn);
  return app;
}

// A frame in a notebook may have no size yet when its page starts: nothing can be measured in that.
function whenSeen(element, then) {
  if (element.clientWidth) {
    then();
    return;
  }
  new ResizeObserver((_, observer) => {
    if (!element.clientWidth) return;
    observer.disconnect();
    then();
  }).observe(element);
}

// Where a graph is better read downward: on a telephone, not in a notebook's frame, wider than high.
function isUpright() {
  const { clientWidth, clientHeight } = find("viewport");
  return clientWidth <= 600 && clientWidth <= 1.5 * clientHeight;
}

function listen(app, svg) {
  const itemAt = (event) => {
    const group = event.target.closest("g.node");
    return group ? app.view.byKey.get(group.id) : null;
  };
  svg.addEventListener("pointerover", (event) => showPath(app.picture, itemAt(event)));
  svg.addEventListener("pointerleave", () => showPath(app.picture, null));
  svg.addEventListener("focusin", (event) => {
    const item = itemAt(event);
    if (item && event.target.matches(":focus-visible")) showPath(app.picture, item);
  });
  svg.addEventListener("focusout", () => showPath(app.picture, null));
  svg.addEventListener("click", (event) => {
    if (find("viewport").classList.contains("held")) return;
    const item = itemAt(event);
    if (item) {
      app.rove(item);
      app.activate(item);
      return;
    }
    const frame = event.target.closest("g.cluster");
    if (frame && event.target.localName === "text") app.toggle(Number(frame.id.slice(1)) - 1);
  });
  for (const text of svg.querySelectorAll("g.cluster text")) text.classList.add("head");
}

function showStep(app) {
  const { steps, turn } = app.steps;
  const step = app.done ? steps[app.done - 1] : null;
  const back = step?.pass === "backward";
  find("picture").classList.toggle("back", back);
  const used = new Set(step ? edgesOf(step) : []);
  for (const box of app.picture.boxes.values()) {
    box.group.classList.toggle("active", box.item === step?.item);
    box.group.classList.toggle("picked", box.item === app.chosen);
  }
  for (const { edge, group } of app.picture.edges.values()) group.classList.toggle("active", used.has(edge));
  const range = find("step-range");
  range.max = steps.length;
  range.value = app.done ?? steps.length;
  const place = app.done === null ? "all numbers" : `${app.done} of ${steps.length}`;
  find("step-count").textContent = place;
  range.setAttribute("aria-valuetext", step ? `${place}, ${step.pass}` : place);
  find("step-first").disabled = find("step-back").disabled = app.done === 0;
  find("step-next").disabled = app.done === steps.length;
  find("step-text").replaceChildren(...stepText(app, step, turn));
}

function stepText(app, step, turn) {
  const { steps } = app.steps;
  if (step) {
    const [at, of] = step.pass === "forward" ? [app.done, turn] : [app.done - turn, steps.length - turn];
    const arrow = step.pass === "forward" ? "→ forward" : "← backward";
    return [make("p", { class: "where" }, make("span", { class: step.pass }, arrow), `, step ${at} of ${of}`), ...tellStep(app.graph, step)];
  }
  const told = app.done === 0
    ? "The inputs are given. Next computes the first operation."
    : "All numbers are shown. Next starts from the inputs and goes forward, then back from the output.";
  return [make("p", {}, told)];
}

function startTools(app) {
  const on = (id, act) => find(id).addEventListener("click", act);
  on("zoom-in", () => app.zoom.zoomBy(1.25));
  on("zoom-out", () => app.zoom.zoomBy(0.8));
  on("zoom-fit", () => app.zoom.fit());
  on("direction", () => app.show(app.collapsed, app.direction === "LR" ? "TB" : "LR"));
  on("collapse", () => app.show(new Set(app.graph.scopes.filter((scope) => scope.parent < 0).map((scope) => scope.index))));
  on("expand", () => app.show(new Set()));
  on("step-first", () => app.stepTo(0));
  on("step-last", () => app.stepTo(null));
  on("step-next", () => app.go(1));
  on("step-back", () => app.go(-1));
  on("step-backward", () => app.startBackward());
  find("step-range").addEventListener("input", (event) => app.stepTo(Number(event.target.value)));
  startPlaying(app);
}

// Steps by themselves, until the end or until stopped.
function startPlaying(app) {
  const button = find("play");
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.setAttribute("aria-pressed", "false");
    button.textContent = "Play";
  };
  button.addEventListener("click", () => {
    if (timer) {
      stop();
      return;
    }
    if (app.done === null || app.done === app.steps.steps.length) app.stepTo(0);
    button.setAttribute("aria-pressed", "true");
    button.textContent = "Stop";
    timer = setInterval(() => (app.done === null || app.done >= app.steps.steps.length ? stop() : app.go(1)), 1600);
  });
}

whenSeen(find("viewport"), start);
