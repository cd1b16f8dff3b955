// xoshiro128** 1.1 (Blackman & Vigna 2018) seeded through splitmix32: a small, fast generator whose whole state is four
// 32-bit words. Every place that needs chance owns one; nothing is global.

export type RandomState = readonly [number, number, number, number];

export interface Random {
  /** 32 random bits. */
  bits(): number;
  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number;
  state(): RandomState;
}

export function createRandom(seed: number): Random {
  return resumeRandom(seedState(seed));
}

export function resumeRandom(state: RandomState): Random {
  let [a, b, c, d] = state.map((word) => word | 0);
  function bits(): number {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  }
  return {
    bits,
    uniform: () => bits() / 2 ** 32,
    state: () => [a >>> 0, b >>> 0, c >>> 0, d >>> 0],
  };
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

/** Four words from a seed of up to 53 bits; both halves count. */
function seedState(seed: number): RandomState {
  let state = (Math.trunc(seed) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) >>> 0;
  function word(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return (x ^ (x >>> 15)) >>> 0;
  }
  return [word(), word(), word(), word()];
}
