// Numbers and names as texts, by the same rules as viz/wording.py.

const DIGITS = 6;

// At most six significant digits; a number that is shown whole has no zeros at its end.
function short(value) {
  if (!Number.isFinite(value)) return special(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return Object.is(value, -0) ? "-0" : String(value);
  const [sign, digits, power] = digitsOf(value.toExponential(DIGITS - 1));
  const rounded = asPython(sign, digits, power, DIGITS);
  if (Number(rounded) === value) return asPython(sign, digits.replace(/0+$/, "") || "0", power, DIGITS);
  return /^-?\d+$/.test(rounded) ? `${rounded}.` : rounded;
}

// The shortest decimal that reads back as the same number.
function exact(value) {
  if (!Number.isFinite(value)) return special(value);
  if (Object.is(value, -0)) return "-0";
  return asPython(...digitsOf(value.toExponential()), 16).replace(/\.0$/, "");
}

function special(value) {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function digitsOf(exponential) {
  const [, sign, first, rest = "", power] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(exponential);
  return [sign, first + rest, Number(power)];
}

// Python's choice between 0.0001 and 1e-05; `limit` is the power from which on it is 1e+16.
function asPython(sign, digits, power, limit) {
  if (power < -4 || power >= limit) {
    const size = String(Math.abs(power)).padStart(2, "0");
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${sign}${mantissa}e${power < 0 ? "-" : "+"}${size}`;
  }
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, "0");
  const rest = digits.slice(power + 1);
  return rest ? `${sign}${whole}.${rest}` : `${sign}${whole}`;
}

// What a person typed as a number: also 1/3, 0,5 and −2. NaN where it is none.
function typed(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(",", ".").toLowerCase();
  const words = { nan: NaN, inf: Infinity, "+inf": Infinity, "-inf": -Infinity, "∞": Infinity, "-∞": -Infinity };
  if (plain in words) return words[plain];
  const decimal = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
  const found = new RegExp(`^(${decimal})(?:\\s*/\\s*(${decimal}))?$`).exec(plain);
  return found ? Number(found[1]) / Number(found[2] ?? 1) : NaN;
}

function isNumber(text) {
  return !Number.isNaN(typed(text)) || text.trim().toLowerCase() === "nan";
}

function counted(many, noun) {
  return `${many} ${noun}${many === 1 ? "" : "s"}`;
}

// A text of the table with its marks for operands (U+E000 …) and the result (U+E010) filled in.
// What is put in is a text and whether it needs parentheses where it does not stand alone.
function filled(text, operands, result) {
  return text.replace(/[\ue000-\ue010]/g, (mark, place) => {
    const given = mark === "\ue010" ? result : operands[mark.charCodeAt(0) - 0xe000];
    return given.loose && !standsAlone(text, place, given.negative) ? `(${given.text})` : given.text;
  });
}

function standsAlone(text, place, negative) {
  // -2 + 3 needs no parentheses, (-2) ** 3 does.
  if (negative && place === 0) return !text.startsWith(" **", 1);
  const before = text[place - 1] ?? "(";
  const after = text[place + 1] ?? ")";
  return "(|".includes(before) || text.slice(place - 2, place) === ", " ? ")|,".includes(after) : false;
}

function asOperand(value) {
  const text = short(value);
  return { text, loose: text.startsWith("-"), negative: true };
}
