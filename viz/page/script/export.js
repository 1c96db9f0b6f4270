// The picture as a file, as it is seen but in light colours: for paper and slides.

const PNG_SCALE = 2;
const MOST_SIDE = 16000;
const MOST_PIXELS = 32e6;

function plainSvg(picture) {
  const copy = picture.svg.cloneNode(true);
  for (const element of copy.querySelectorAll(".frame")) element.remove();
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of ["role", "tabindex", "aria-label", "aria-expanded", "style"]) element.removeAttribute(name);
    const kept = [...element.classList].filter((name) => ["graph", "node", "edge", "cluster"].includes(name));
    if (kept.length) element.setAttribute("class", kept.join(" "));
    else element.removeAttribute("class");
  }
  const [width, height] = sizeOf(copy);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  copy.setAttribute("role", "img");
  copy.setAttribute("aria-label", find("description").textContent);
  return new XMLSerializer().serializeToString(copy);
}

async function pngOf(picture) {
  const [width, height] = sizeOf(picture.svg);
  const scale = Math.min(PNG_SCALE, MOST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(plainSvg(picture))}`;
  await image.decode();
  const canvas = make("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("This browser could not make a PNG."))), "image/png");
  });
}

function download(blob, name) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  announce(`${name} is saved`);
}

function startExport(app) {
  find("export-svg").addEventListener("click", () => {
    download(new Blob([plainSvg(app.picture)], { type: "image/svg+xml" }), "graph.svg");
  });
  find("export-png").addEventListener("click", async () => {
    try {
      download(await pngOf(app.picture), "graph.png");
    } catch (error) {
      app.complain(`The PNG could not be made: ${error.message}`);
    }
  });
}
