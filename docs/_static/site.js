// Live pages in frames follow the theme of the page around them.
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
  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".live-page").forEach((frame) => {
      frame.addEventListener("load", () => follow(frame));
    });
    new MutationObserver(followAll).observe(document.body, { attributeFilter: ["data-theme"] });
    dark.addEventListener("change", followAll);
    followAll();
  });
})();
