// Light or dark: as the system has it, until the reader chooses.

function startTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const current = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
  const show = () => {
    find("theme").textContent = current() === "dark" ? "Light" : "Dark";
  };
  const chosen = remembered("theme");
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  find("theme").addEventListener("click", () => {
    root.dataset.theme = current() === "dark" ? "light" : "dark";
    remember("theme", root.dataset.theme);
    show();
    announce(`${root.dataset.theme} colours`);
  });
  dark.addEventListener("change", show);
  show();
}

// In a frame of a notebook, and in some browsers for files, there is no storage.
function remembered(name) {
  try {
    return localStorage.getItem(`glassgrad-${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`glassgrad-${name}`, value);
  } catch {
    // It is chosen for this visit alone.
  }
}
