// Zoom and pan of the picture: a transform of the stage, which the blanks share.

const SMALLEST_SCALE = 0.04;
const LARGEST_SCALE = 6;
const READABLE_SCALE = 0.57;
const LARGEST_FIT = 1.3;

function makeZoom(viewport, stage) {
  const at = { x: 0, y: 0, scale: 1 };
  const size = { width: 1, height: 1 };

  const apply = () => {
    stage.style.transform = `translate(${at.x}px, ${at.y}px) scale(${at.scale})`;
  };

  const zoomTo = (scale, x = viewport.clientWidth / 2, y = viewport.clientHeight / 2) => {
    const next = Math.min(Math.max(scale, SMALLEST_SCALE), LARGEST_SCALE);
    at.x = x - ((x - at.x) * next) / at.scale;
    at.y = y - ((y - at.y) * next) / at.scale;
    at.scale = next;
    apply();
  };

  const fitting = () => Math.min((viewport.clientWidth - 16) / size.width, (viewport.clientHeight - 16) / size.height, LARGEST_FIT);

  // All of it; at first no smaller than can be read, its end (the output) in view.
  const fit = (readable = false) => {
    at.scale = Math.max(fitting(), readable ? READABLE_SCALE : SMALLEST_SCALE);
    const [width, height] = [size.width * at.scale, size.height * at.scale];
    at.x = Math.max((viewport.clientWidth - width) / 2, Math.min(0, viewport.clientWidth - width));
    at.y = (viewport.clientHeight - height) / 2;
    apply();
  };

  const setSize = (width, height) => {
    Object.assign(size, { width, height });
    stage.style.width = `${width}px`;
    stage.style.height = `${height}px`;
  };

  // Moves the stage as little as is needed to have elements in view, the first of them surely.
  const reveal = (...elements) => {
    const window_ = viewport.getBoundingClientRect();
    const roomy = fitting() < at.scale;
    const margin = roomy ? Math.min(60, window_.width / 8) : 2;
    const boxes = elements.map((element) => element.getBoundingClientRect());
    const shift = (low, high, from, to) => {
      const all = [Math.min(...boxes.map((box) => box[low])), Math.max(...boxes.map((box) => box[high]))];
      const [start, end] = all[1] - all[0] > to - from ? [boxes[0][low], boxes[0][high]] : all;
      return end - start > to - from ? (from + to - start - end) / 2 : Math.max(from - start, 0) + Math.min(to - end, 0);
    };
    at.x += shift("left", "right", window_.left + margin, window_.right - margin);
    at.y += shift("top", "bottom", window_.top + margin, window_.bottom - margin);
    apply();
  };

  followPointers(viewport, at, zoomTo, apply);
  viewport.addEventListener("wheel", (event) => {
    event.preventDefault();
    const window_ = viewport.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) {
      zoomTo(at.scale * Math.exp(-event.deltaY / 300), event.clientX - window_.left, event.clientY - window_.top);
    } else {
      at.x -= event.deltaX;
      at.y -= event.deltaY;
      apply();
    }
  }, { passive: false });
  // The browser scrolls to what is focused; here the stage moves instead.
  viewport.addEventListener("scroll", () => viewport.scrollTo(0, 0));
  return { fit, setSize, reveal, zoomBy: (factor) => zoomTo(at.scale * factor), scale: () => at.scale };
}

// Dragging by one pointer moves, two pinch.
function followPointers(viewport, at, zoomTo, apply) {
  const pointers = new Map();
  const middle = () => {
    const all = [...pointers.values()];
    return { x: all.reduce((sum, p) => sum + p.x, 0) / all.length, y: all.reduce((sum, p) => sum + p.y, 0) / all.length };
  };
  const spread = () => {
    const [one, other] = [...pointers.values()];
    return other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
  };
  viewport.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("input, button")) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  viewport.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const [from, wide] = [middle(), spread()];
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const to = middle();
    at.x += to.x - from.x;
    at.y += to.y - from.y;
    if (Math.abs(to.x - from.x) + Math.abs(to.y - from.y) > 1) viewport.classList.add("held");
    const window_ = viewport.getBoundingClientRect();
    if (wide) zoomTo((at.scale * spread()) / wide, to.x - window_.left, to.y - window_.top);
    else apply();
  });
  const release = (event) => {
    pointers.delete(event.pointerId);
    if (!pointers.size) setTimeout(() => viewport.classList.remove("held"));
  };
  for (const type of ["pointerup", "pointercancel", "pointerleave"]) viewport.addEventListener(type, release);
}
