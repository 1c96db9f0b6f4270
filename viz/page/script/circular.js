// sin and cos of πx, the cardinal sine and its derivatives, as autograd/special/circular.py has
// them: the same recurrences, the same edges.

const PI_LOW = 1.2246467991473532e-16; // π − Math.PI
const HIGHEST_ORDER = 1e6;

function roundEven(x) {
  const nearest = Math.round(x);
  return Math.abs(x % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}

function copySign(size, sign) {
  const negative = sign < 0 || Object.is(sign, -0);
  return negative ? -Math.abs(size) : Math.abs(size);
}

function quarterTurn(x) {
  const turn = Math.abs(x) % 2;
  const quarter = roundEven(2 * turn);
  return [quarter % 4, Math.PI * (turn - 0.5 * quarter)];
}

function sinpi(x) {
  if (x - x !== 0) return NaN;
  const [quarter, angle] = quarterTurn(x);
  const value = [Math.sin(angle), Math.cos(angle), -Math.sin(angle), -Math.cos(angle)][quarter];
  return value ? copySign(1, x) * value : copySign(0, x);
}

function cospi(x) {
  if (x - x !== 0) return NaN;
  const [quarter, angle] = quarterTurn(x);
  return [Math.cos(angle), -Math.sin(angle), -Math.cos(angle), Math.sin(angle)][quarter] || 0;
}

function sinc(x) {
  if (x === 0) return 1;
  return Math.abs(x) === Infinity ? 0 : sinpi(x) / (Math.PI * x);
}

function sincDerivative(n, x) {
  if (!(n >= 0 && n <= HIGHEST_ORDER && n % 1 === 0) || Number.isNaN(x)) return NaN;
  if (Math.abs(x) === Infinity) return 0;
  if (n === 0) return sinc(x);
  const t = Math.PI * x;
  const small = Math.abs(t) < n + 1;
  const value = small ? downward(n, t, sinpi(x), cospi(x)) : upward(n, t, sinpi(x), cospi(x));
  return value ? scaleByPowerOfPi(n, value) : value;
}

function upward(n, t, sine, cosine) {
  const shifted = [sine, cosine, -sine, -cosine];
  let value = sine / t;
  for (let k = 1; k <= n; k++) value = (shifted[k % 4] - k * value) / t;
  return value;
}

function downward(n, t, sine, cosine) {
  const shifted = [sine, cosine, -sine, -cosine];
  let value = 0;
  for (let k = startingOrder(n, Math.abs(t)); k > n; k--) value = (shifted[k % 4] - t * value) / k;
  return value;
}

function startingOrder(n, t) {
  let start = n + 1;
  let remains = Math.max(t, 1) / (n + 1);
  while (remains > 2 ** -60) {
    start += 1;
    remains *= t / start;
  }
  return start;
}

function scaleByPowerOfPi(n, value) {
  const corrected = (1 + n * (PI_LOW / Math.PI)) * value;
  if (n <= 600) return corrected * Math.PI ** n;
  if (n > 1200) return corrected * Infinity;
  const half = Math.PI ** (0.5 * n);
  return half * corrected * half;
}
