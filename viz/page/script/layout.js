// Layouts: a view as a graph of Graphviz, laid out in a worker that can be stopped.

const LAYOUT_SECONDS = 60;
const MOST_BOXES = 1000;

const WORKER = `
let engine;
onmessage = async ({ data }) => {
  try {
    engine ??= await Viz.instance();
    const { status, output, errors } = engine.render(data.graph, { format: "svg" });
    const told = errors.find((each) => each.level === "error") ?? errors[0];
    postMessage(status === "success" ? { svg: output } : { error: told ? told.message : "no picture" });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
`;

// The layout engine's program, unpacked once.
let unpacked = null;

async function engineAddress() {
  if (unpacked) return unpacked;
  if (typeof DecompressionStream === "undefined") throw new Error("This browser is too old to lay pictures out.");
  const packed = Uint8Array.from(atob(find("engine").textContent), (c) => c.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const source = await new Response(plain).text();
  unpacked = URL.createObjectURL(new Blob([source, WORKER], { type: "text/javascript" }));
  return unpacked;
}

// Asks for one layout at a time; a new request, or cancel(), stops the one under way.
function makeLayouter(told) {
  let worker = null;
  let stop = null;
  let wanted = 0;
  const cancel = () => {
    wanted += 1;
    if (stop) stop(new Error("cancelled"));
    told(false);
  };
  const layOut = async (graph) => {
    cancel();
    told(true);
    const mine = wanted;
    const address = await engineAddress();
    if (mine !== wanted) throw new Error("cancelled");
    return new Promise((resolve, reject) => {
      const end = (settle, value, dead) => {
        clearTimeout(timer);
        if (dead && worker) {
          worker.terminate();
          worker = null;
        }
        stop = null;
        told(false);
        settle(value);
      };
      const timer = setTimeout(() => end(reject, new Error(`The layout took more than ${LAYOUT_SECONDS} s.`), true), LAYOUT_SECONDS * 1000);
      stop = (reason) => end(reject, reason, true);
      worker ??= new Worker(address);
      worker.onmessage = ({ data }) => (data.svg ? end(resolve, data.svg) : end(reject, new Error(data.error)));
      worker.onerror = (event) => end(reject, new Error(event.message || "The layout could not be started."), true);
      worker.postMessage({ graph });
    });
  };
  return { layOut, cancel };
}

// A text in an HTML-like label, where a backslash begins an escape sequence.
function escaped(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "\\": "\\\\" };
  return text.replace(/[&<>"'\\]/g, (c) => entities[c]);
}

function attributes(template, texts) {
  const told = {};
  for (const [name, value] of Object.entries(template)) {
    const text = value.replace(/[\ue020-\ue023]/g, (mark) => escaped(texts[mark.charCodeAt(0) - 0xe020] ?? ""));
    told[name] = /^<[^]*>$/.test(text) ? { html: text.slice(1, -1) } : text;
  }
  return told;
}

function layoutGraph(graph, view, look, direction) {
  const large = view.items.length >= look.large;
  const whole = {
    name: "computation",
    graphAttributes: { ...attributes(look.graph[large ? 1 : 0], []), rankdir: direction },
    nodeAttributes: attributes(look.nodes, []),
    edgeAttributes: attributes(look.edges, []),
    nodes: [],
    edges: view.edges.map((edge) => layoutEdge(graph, edge, look)),
    subgraphs: [],
  };
  const holders = new Map([[-1, { holder: whole, level: 0 }]]);
  for (const scope of view.open) {
    const { holder, level } = holders.get(scope.parent);
    const frame = { ...attributes(look.frames[level % 2 ? 0 : 1], [`▾ ${scope.name}`]), id: scope.key };
    const inner = { name: `cluster_${scope.key}`, graphAttributes: frame, nodes: [], subgraphs: [] };
    holder.subgraphs.push(inner);
    holders.set(scope.index, { holder: inner, level: level + 1 });
  }
  for (const item of view.items) holders.get(item.around).holder.nodes.push(layoutBox(item, look));
  return whole;
}

function layoutBox(item, look) {
  const node = shownNode(item);
  const texts = [headingOf(item), node ? short(node.value) : "", node ? short(node.derivative) : "", sizeIn(item)];
  const told = { ...attributes(look.boxes[boxKind(item)], texts), id: item.key };
  if (item.exits.some((exit) => exit.output)) told.peripheries = "2";
  return { name: item.key, attributes: told };
}

function boxKind(item) {
  if (item.scope) return shownNode(item) ? "block" : "closed";
  return item.node.row ? "operation" : item.node.op;
}

function layoutEdge(graph, edge, look) {
  const label = edge.local ? short(slope(graph, edge.local, edge.place)) : "";
  const told = attributes(edge.quiet ? look.quiet : edge.local ? look.edge : {}, [null, label]);
  // What was computed stays on a straight line; inputs join it from the side.
  if (operationsIn(edge.tail)) told.weight = "8";
  return { tail: edge.tail.key, head: edge.head.key, attributes: { ...told, id: edge.key } };
}
