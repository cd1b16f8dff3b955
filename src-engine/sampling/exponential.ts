// e^x in double precision from additions and multiplications alone. Math.exp may differ in its last digit from one
// JavaScript engine to the next, and a receipt must mean the same text in all of them.

const log2E = 1.4426950408889634;
// ln 2 in two parts, the first with so few digits that its product with n is exact.
const ln2High = 6.9314718036912382e-1;
const ln2Low = 1.9082149292705877e-10;
/** Below it e^x would leave the normal numbers. */
const minExponent = -708;

/** 2^−n at n. */
const powers = Float64Array.from({ length: 1023 }, (_, n) => 2 ** -n);

/**
 * e^x for x ≤ 0, to within two units of the last digit; 0 below −708. A NaN stays one.
 * e^x = 2^−n e^r with |r| ≤ ln 2 / 2. e^r is its Taylor series up to r^13 / 13! (what is left is below 1e-17), summed
 * in pairs so that no term waits for all the others.
 */
export function exponential(x: number): number {
  if (x < minExponent) return 0;
  const n = Math.floor(0.5 - x * log2E);
  const r = x + n * ln2High + n * ln2Low;
  const r2 = r * r;
  const r4 = r2 * r2;
  const from2 = 1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120));
  const from6 = 1 / 720 + r * (1 / 5040) + r2 * (1 / 40_320 + r * (1 / 362_880));
  const from10 = 1 / 3_628_800 + r * (1 / 39_916_800) + r2 * (1 / 479_001_600 + r * (1 / 6_227_020_800));
  return (r2 * (from2 + r4 * (from6 + r4 * from10)) + r + 1) * powers[n];
}
