// How strongly each symbol is coloured: −4 to −1 in cool ink, 0 not at all, 1 to 4 in warm ink.

import { toBits } from '../../../text/format.ts';
import { surpriseSteps } from '../../../text/highlights.ts';

function levelOf(value: number, steps: readonly number[]): number {
  const level = steps.findLastIndex((min) => Math.abs(value) >= min) + 1;
  return value < 0 ? -level : level;
}

const differenceSteps = [0.5, 1, 2, 4];
const valueSteps = [0.2, 0.4, 0.6, 0.8];

export function surpriseLevels(nats: Float32Array): Int8Array {
  return Int8Array.from(nats, (loss) => (Number.isNaN(loss) ? 0 : levelOf(toBits(loss), surpriseSteps)));
}

/**
 * Warm where the first is more surprised, cool where the second is. Symbols of which one of them knows nothing have no
 * colour.
 */
export function differenceLevels(first: Float32Array, second: Float32Array): Int8Array {
  return Int8Array.from(first, (loss, index) => {
    const difference = loss - (second[index] ?? NaN);
    return Number.isNaN(difference) ? 0 : levelOf(toBits(difference), differenceSteps);
  });
}

/** Of a unit's bytes, −1 to 1. */
export function valueLevels(bytes: Uint8Array): Int8Array {
  return Int8Array.from(bytes, (byte) => levelOf(unitValue(byte), valueSteps));
}

/** Of a factor's bytes, 0 to 1. */
export function activityLevels(bytes: Uint8Array): Int8Array {
  return Int8Array.from(bytes, (byte) => levelOf(byte / 255, valueSteps));
}

/**
 * Of probabilities of a label; of two labels warm where this one is the likelier, cool where the other one is, of more
 * warm alone.
 */
export function answerLevels(probabilities: Float32Array, labels: number): Int8Array {
  return Int8Array.from(probabilities, (probability) =>
    levelOf(labels === 2 ? 2 * probability - 1 : probability, valueSteps),
  );
}

export function unitValue(byte: number): number {
  return byte / 127.5 - 1;
}
