// What screen readers are told as it happens.

function announce(text) {
  const place = find("announcer");
  // The same text twice would not be read again.
  place.textContent = place.textContent === text ? `${text}\u00a0` : text;
}
