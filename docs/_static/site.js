// Live pages in frames follow the theme of the page around them; pictures in walkthroughs keep
// their text readable.
"use strict";
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wanted = () => {
    const theme = document.body.dataset.theme;
    return theme === "dark" || theme === "light" ? theme : dark.matches ? "dark" : "light";
  };
  const follow = (frame) => {
    const root = frame.contentDocument?.documentElement;
    if (!root) return; // a file opened without a server: the frame keeps the system's theme
    root.dataset.theme = wanted();
    const button = frame.contentDocument.getElementById("theme");
    if (button) button.textContent = wanted() === "dark" ? "Light" : "Dark";
  };
  const followAll = () => document.querySelectorAll(".live-page").forEach(follow);

  // Stored pictures have 144 pixels to the inch, and no text in them should be smaller than 0.62
  // of its size; what then has no room is scrolled in place.
  const PIXELS = 144 / 96;
  const READABLE = 0.62;
  const size = (image) => {
    const width = image.naturalWidth / PIXELS;
    image.style.width = `${width}px`;
    image.style.maxWidth = `max(100%, ${width * READABLE}px)`;
  };

  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".live-page").forEach((frame) => {
      frame.addEventListener("load", () => follow(frame));
    });
    new MutationObserver(followAll).observe(document.body, { attributeFilter: ["data-theme"] });
    dark.addEventListener("change", followAll);
    followAll();
    document.querySelectorAll('.cell_output img[src$=".png"]').forEach((image) => {
      if (image.complete) size(image);
      else image.addEventListener("load", () => size(image));
    });
  });
})();
