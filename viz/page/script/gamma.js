// The gamma and error functions.
//
// Γ and log|Γ|: C. Lanczos, "A Precision Approximation of the Gamma Function", SIAM J. Numer.
// Anal. B 1 (1964), with the rational form and the coefficients (N = 13, for doubles) that
// G. R. Pugh, "An Analysis of the Lanczos Gamma Approximation" (2004), and John Maddock computed.
// Python's math module uses the same ones, so the digits agree.
// erf: DLMF 7.6.2. erfc: the continued fraction DLMF 7.9.2, evaluated from the front.

const LANCZOS_G = 6.02468004077673;
const LANCZOS_ABOVE = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028,
  1439720407.3117216, 248874557.86205417, 31426415.5854002, 2876370.6289353725, 186056.2653952235,
  8071.672002365816, 210.82427775157935, 2.5066282746310002,
];
const LANCZOS_BELOW = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925,
  66, 1,
];
const LOG_PI = 1.1447298858494002;
const LARGEST_EXACT = 23; // (23 − 1)! is the largest factorial that a double holds exactly

function lanczosSum(x) {
  let [above, below] = [0, 0];
  if (x < 5) {
    for (let i = LANCZOS_ABOVE.length - 1; i >= 0; i--) {
      above = above * x + LANCZOS_ABOVE[i];
      below = below * x + LANCZOS_BELOW[i];
    }
  } else {
    for (let i = 0; i < LANCZOS_ABOVE.length; i++) {
      above = above / x + LANCZOS_ABOVE[i];
      below = below / x + LANCZOS_BELOW[i];
    }
  }
  return above / below;
}

function gamma(x) {
  if (Number.isNaN(x) || x === Infinity) return x;
  if (x === 0) return 1 / x;
  if (x % 1 === 0 && x < 0) return NaN;
  if (x % 1 === 0 && x <= LARGEST_EXACT) return factorial(x - 1);
  const size = Math.abs(x);
  if (size === Infinity) return NaN;
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? 0 / sinpi(x) : Infinity;
  return x < 0 ? gammaBelow(size) : gammaAbove(size);
}

// y = x + g − ½, and how much of it the rounding lost, times g / y.
function lanczosShift(size) {
  const shift = LANCZOS_G - 0.5;
  const y = size + shift;
  const lost = size > shift ? y - size - shift : y - shift - size;
  return [y, (lost * LANCZOS_G) / y];
}

function gammaAbove(size) {
  const [y, lost] = lanczosShift(size);
  let value = lanczosSum(size) / Math.exp(y);
  value += lost * value;
  if (size < 140) return value * lib.pow(y, size - 0.5);
  const root = lib.pow(y, size / 2 - 0.25);
  return value * root * root;
}

function gammaBelow(size) {
  const [y, lost] = lanczosShift(size);
  let value = ((-Math.PI / sinpi(size) / size) * Math.exp(y)) / lanczosSum(size);
  value -= lost * value;
  if (size < 140) return value / lib.pow(y, size - 0.5);
  const root = lib.pow(y, size / 2 - 0.25);
  return value / root / root;
}

function lgamma(x) {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size === Infinity) return Infinity;
  if (x % 1 === 0 && x <= 2) return x <= 0 ? Infinity : 0;
  if (size < 1e-20) return -Math.log(size);
  let value = Math.log(lanczosSum(size)) - LANCZOS_G;
  value += (size - 0.5) * (Math.log(size + LANCZOS_G - 0.5) - 1);
  if (x < 0) value = LOG_PI - Math.log(Math.abs(sinpi(size))) - Math.log(size) - value;
  return value;
}

const ERF_SERIES_UP_TO = 1.5;

// exp(−x²) without the error that rounding x² would bring.
function gaussian(x) {
  const high = Math.fround(x);
  return Math.exp(-high * high) * Math.exp((high - x) * (high + x));
}

function erfSeries(x) {
  let sum = 0;
  for (let k = 25.5; k > 1; k--) sum = 2 + (x * x * sum) / k;
  return (sum * x * gaussian(x)) / Math.sqrt(Math.PI);
}

function erfcFraction(x) {
  if (x >= 30) return 0;
  const square = x * x;
  let [a, step] = [0, 0.5];
  let [p, before, q, under] = [1, 0, step + square, 1];
  for (let i = 0; i < 50; i++) {
    a += step;
    step += 2;
    const b = step + square;
    [p, before] = [b * p - a * before, p];
    [q, under] = [b * q - a * under, q];
  }
  return ((p / q) * x * gaussian(x)) / Math.sqrt(Math.PI);
}

function erf(x) {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < ERF_SERIES_UP_TO) return erfSeries(x);
  const rest = erfcFraction(Math.abs(x));
  return x > 0 ? 1 - rest : rest - 1;
}

function erfc(x) {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < ERF_SERIES_UP_TO) return 1 - erfSeries(x);
  const rest = erfcFraction(Math.abs(x));
  return x > 0 ? rest : 2 - rest;
}
