// The psi function and its derivatives, as autograd/special/psi.py has them, where the formulas
// and their sources are told.

const BERNOULLI = [
  1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798,
  -174611 / 330,
];
const OF_PSI = BERNOULLI.map((b, i) => b / (2 * i + 2));
const OF_ZETA = BERNOULLI.map((b, i) => b / factorial(2 * i + 2));
const OF_STIRLING = BERNOULLI.map((b, i) => b / ((2 * i + 2) * (2 * i + 1)));
const PSI_ZERO = 1.4616321449683622;
const PSI_ZERO_LOW = 9.549995429965697e-17;
const FAR = 8;
const SMALL_ORDER = 18;
const E_TIMES_2_128 = 924983374546220337150911035843336795079n;

function factorial(n) {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}

function digamma(x) {
  if (Number.isNaN(x)) return x;
  if (x === 0) return copySign(Infinity, -x);
  if (x >= FAR) return Math.log(x) - psiExpansion(x);
  if (x > 0) return digammaFromZero(x);
  const toPole = toInteger(x);
  if (!toPole) return NaN;
  return digamma(1 - x) - (Math.PI * cospi(toPole)) / sinpi(toPole);
}

function polygamma(n, x) {
  if (!(n >= 0 && n % 1 === 0) || Number.isNaN(x)) return NaN;
  if (n === 0) return digamma(x);
  const odd = n % 2 === 1;
  if (x > 0) return odd ? psiMagnitude(n, x) : -psiMagnitude(n, x);
  if (x === 0) return odd ? Infinity : copySign(Infinity, -x);
  const toPole = toInteger(x);
  if (toPole) return psiReflected(n, x, toPole);
  return odd && x !== -Infinity ? Infinity : NaN;
}

function toInteger(x) {
  return Math.abs(x) === Infinity ? 0 : x - roundEven(x);
}

function psiExpansion(x) {
  const inverseSquare = (1 / x) ** 2;
  let series = 0;
  for (const coefficient of OF_PSI.toReversed()) series = (series + coefficient) * inverseSquare;
  return 0.5 / x + series;
}

function digammaFromZero(x) {
  const d = x - PSI_ZERO - PSI_ZERO_LOW;
  const [w, w0] = [x + FAR, PSI_ZERO + FAR];
  const [v, v0] = [1 / (w * w), 1 / (w0 * w0)];
  let [value, slope] = [0, 0];
  for (const coefficient of OF_PSI.toReversed()) {
    slope = slope * v + value;
    value = value * v0 + coefficient;
  }
  slope = slope * v + value;
  let total = 0.5 / (w * w0) + (w + w0) * v * v0 * slope;
  for (let k = FAR - 1; k >= 0; k--) total += 1 / ((x + k) * (PSI_ZERO + k));
  return d * total + Math.log1p(d / w0);
}

function psiReflected(n, x, toPole) {
  const distance = Math.abs(toPole);
  const other = 1 - distance;
  const lost = 1 - other - distance;
  const nearer = psiMagnitude(n, distance);
  let farther = psiMagnitude(n, other);
  if (Number.isFinite(farther)) farther -= farther * (((n + 1) * lost) / other);
  let near = 0;
  if (n % 2 === 1) near = nearer + farther;
  else if (distance !== 0.5) near = copySign(nearer === Infinity ? nearer : nearer - farther, -toPole);
  return Math.abs(near) === Infinity ? near : near - psiMagnitude(n, 1 - x);
}

function psiMagnitude(n, x) {
  if (x === Infinity) return 0;
  const count = Math.max(0, Math.ceil(n + 8 - x));
  const enough = x * Math.expm1(42 / n);
  let ratio;
  if (count <= enough) {
    ratio = scaledTerms(n, x, count);
    ratio += Math.exp(-n * Math.log1p(count / x)) * scaledTail(n, x + count);
  } else {
    ratio = scaledTerms(n, x, Math.max(1, Math.ceil(enough)));
  }
  return n <= SMALL_ORDER ? scaleSmall(n, x, ratio) : scaleLarge(n, x, ratio);
}

function scaledTerms(n, x, count) {
  if (!count) return 0;
  let total = 0;
  for (let k = count - 1; k > 0; k--) total += Math.exp(-(n + 1) * Math.log1p(k / x));
  return (n / x) * (total + 1);
}

function scaledTail(n, w) {
  let term = (n / w) * ((n + 1) / w);
  let total = OF_ZETA[0] * term;
  for (let j = 1; j < OF_ZETA.length; j++) {
    term = term * ((n + 2 * j) / w) * ((n + 2 * j + 1) / w);
    total += OF_ZETA[j] * term;
  }
  return 1 + ((0.5 * n) / w + total);
}

function scaleSmall(n, x, ratio) {
  const first = Math.floor(n / 2);
  return x ** -first * (factorial(n - 1) * ratio) * x ** (first - n);
}

function scaleLarge(n, x, ratio) {
  const [a, b] = integerRatio(x);
  const order = BigInt(n);
  const [above, below] = [(order * b) << 128n, E_TIMES_2_128 * a];
  const q = quotient(above, below);
  if (q === Infinity) return Infinity;
  const half = q ** (0.5 * n);
  if (half === 0) return 0;
  const [top, bottom] = integerRatio(q);
  const rest = quotient(above * bottom - top * below, below * top);
  let correction = 0;
  for (const coefficient of OF_STIRLING.toReversed()) correction = correction / n / n + coefficient;
  const factor = Math.sqrt((2 * Math.PI) / n) * Math.exp(correction / n + n * rest);
  return half * (factor * ratio) * half;
}

// A finite positive float as a fraction of whole numbers.
function integerRatio(x) {
  let exponent = 0;
  while (x % 1 !== 0) {
    x *= 2;
    exponent += 1;
  }
  return [BigInt(x), 1n << BigInt(exponent)];
}

// The quotient of two whole numbers as a float, right to 62 bits before it is rounded.
function quotient(above, below) {
  if (above === 0n) return 0;
  const negative = above < 0n;
  const size = negative ? -above : above;
  const shift = below.toString(2).length - size.toString(2).length + 62;
  const whole = shift >= 0 ? (size << BigInt(shift)) / below : size / (below << BigInt(-shift));
  const half = Math.trunc(shift / 2);
  const value = Number(whole) * 2 ** -half * 2 ** (half - shift);
  return negative ? -value : value;
}
