// What the table's JavaScript forms call `lib`: the functions that Math lacks, or has with other
// edges than IEEE 754 and Python.

const lib = {
  pow(x, y) {
    if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
    return Math.pow(x, y);
  },
  mod(x, y) {
    const rest = x % y;
    if (rest === 0) return copySign(0, y);
    return rest < 0 === y < 0 ? rest : rest + y;
  },
  floordiv(x, y) {
    if (y === 0) return x / y;
    const rest = x % y;
    const whole = (x - rest) / y - (rest !== 0 && rest < 0 !== y < 0 ? 1 : 0);
    if (whole === 0) return copySign(0, x / y);
    const floor = Math.floor(whole);
    return whole - floor > 0.5 ? floor + 1 : floor;
  },
  sinc,
  sinc_derivative: sincDerivative,
  digamma,
  polygamma,
  gamma,
  lgamma,
  erf,
  erfc,
};
