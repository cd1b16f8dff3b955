// The chance in a step: which dropout masks it uses, and which lanes forget. A key a step and purpose, and the
// numbering of lanes across threads, so that nothing depends on how the batch is shared out.

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
  return mix(chunkKey(noise) ^ (layer * 2 + (purpose === 'recurrent' ? 1 : 0)));
}

/** How often a lane goes on from zero states instead of those it carries. */
const forgetting = 0.01;
/** Beyond every layer's number. */
const forgettingKey = 0x40000000;

/**
 * Whether a lane forgets what it carries after this chunk. A model that has seen zero states only once does not know
 * how to begin: a prompt's first symbols lead it astray. Once in a hundred chunks is enough (Melis, Dyer and Blunsom,
 * 2018, section 4).
 * @param lane of the whole batch
 */
export function forgets(noise: Noise, lane: number): boolean {
  return mix(mix(chunkKey(noise) ^ forgettingKey) ^ lane) < forgetting * 2 ** 32;
}

function chunkKey({ seed, chunk }: Noise): number {
  const key = mix(mix(seed) ^ (chunk >>> 0));
  return mix(key ^ Math.floor(chunk / 2 ** 32));
}

// The 32-bit finaliser of MurmurHash3 (Appleby), with an odd constant added so that 0 does not stay 0.
function mix(value: number): number {
  let x = (value + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
