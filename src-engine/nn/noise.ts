// Which dropout masks a step uses: a key a step and purpose, and the numbering of lanes across threads, so that masks do not
// depend on how the batch is shared out.

export interface Noise {
  readonly seed: number;
  /** Chunks trained so far. */
  readonly chunk: number;
  /** This thread's first lane, and the lanes of the whole batch. */
  readonly firstLane: number;
  readonly lanes: number;
}

export type NoisePurpose = 'output' | 'recurrent';

/** 32 bits that differ for every (seed, chunk, layer, purpose). */
export function noiseKey(noise: Noise, layer: number, purpose: NoisePurpose): number {
  let key = mix(noise.seed);
  key = mix(key ^ (noise.chunk >>> 0));
  key = mix(key ^ Math.floor(noise.chunk / 2 ** 32));
  return mix(key ^ (layer * 2 + (purpose === 'recurrent' ? 1 : 0)));
}

// The 32-bit finaliser of MurmurHash3 (Appleby), with an odd constant added so that 0 does not stay 0.
function mix(value: number): number {
  let x = (value + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
