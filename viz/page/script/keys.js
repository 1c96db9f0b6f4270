// The keyboard: shortcuts of the page, and the way through the picture.

function startKeys(app) {
  const help = find("help-dialog");
  find("help").addEventListener("click", () => help.showModal());
  const shortcuts = {
    n: () => app.go(1),
    p: () => app.go(-1),
    b: () => app.startBackward(),
    f: () => app.fill.toggle(),
    d: () => find("theme").click(),
    "/": () => find("search-text").focus(),
    "?": () => help.showModal(),
    "+": () => app.zoom.zoomBy(1.25),
    "=": () => app.zoom.zoomBy(1.25),
    "-": () => app.zoom.zoomBy(0.8),
    0: () => app.zoom.fit(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !find("single-keys").checked) return;
    if (event.target.closest("input:not([type=range]):not([type=checkbox]), textarea, dialog")) return;
    const act = shortcuts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  find("picture").addEventListener("keydown", (event) => followKey(app, event));
}

// In the picture: left to the operands, right to the users, up and down through all boxes.
function followKey(app, event) {
  const group = event.target.closest("g.node");
  const item = group && app.view.byKey.get(group.id);
  if (!item) return;
  const { items } = app.view;
  const place = items.indexOf(item);
  const moves = {
    ArrowLeft: () => item.inward[0]?.tail,
    ArrowRight: () => item.outward[0]?.head,
    ArrowUp: () => items[place - 1],
    ArrowDown: () => items[place + 1],
    Home: () => items[0],
    End: () => items.at(-1),
  };
  if (event.key in moves) {
    event.preventDefault();
    app.focus(moves[event.key]() ?? item);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    app.activate(item);
  } else if (event.key.toLowerCase() === "c" && item.around >= 0 && find("single-keys").checked) {
    app.toggle(item.around);
  }
}
