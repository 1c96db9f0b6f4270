// The path of a box, while the pointer or the focus is on it: where it comes from, where it goes.

function showPath(picture, item) {
  const root = find("picture");
  root.classList.toggle("path", Boolean(item));
  for (const element of root.querySelectorAll(".on")) element.classList.remove("on");
  if (!item) return;
  for (const part of pathOf(item)) {
    const drawn = picture.boxes.get(part.key) ?? picture.edges.get(part.key);
    if (drawn) drawn.group.classList.add("on");
  }
}
