// Whether a model fits this machine, before anything of its weights is read: a file of a few kilobytes may legally
// claim gigabytes.

import { memoryOf } from '../../counting.ts';
import { CharloomError } from '../../errors.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';
import { firstOffset, maxModelBytes } from '../../kernels/wasm.ts';
import { Arena } from '../../nn/arena.ts';
import { forReading, planDerived } from '../../nn/derived.ts';
import { planModel } from '../../nn/model.ts';
import { layOutParameters } from '../../nn/parameters.ts';
import { availableMemory } from '../../settings/machine-memory.ts';
import { shapeOfSize } from './model-size.ts';
import type { ModelSize } from './model-size.ts';

const bytesOfNumber = 4;

/**
 * @param held bytes that are held besides while it is read, such as moments; its weights come on top
 * @param available bytes of memory that this machine can give
 * @throws CharloomError 'model-invalid'
 */
export function checkMemory(size: ModelSize, held = 0, available = availableMemory()): void {
  const shape = shapeOfSize(size);
  const layout = layOutParameters(shape);
  const weights = layout.size * bytesOfNumber;
  const arena = new Arena(firstOffset);
  const parameters = arena.take(layout.size);
  const derived = planDerived(shape, arena, forReading);
  planModel(shape, { steps: 1, lanes: 1 }, { layout, parameters, gradients: null, derived }, arena);
  const writing = arena.size * bytesOfNumber;
  if (writing > maxModelBytes)
    throw tooLarge(
      sentence`This model takes ${memoryOf(writing)} of memory, and Charloom can use ${memoryOf(maxModelBytes)} for a model. Train one with fewer units or layers.`,
    );
  const needed = weights + held + writing;
  if (needed > available) {
    throw tooLarge(
      sentence`This model takes ${memoryOf(needed)} of memory, and this machine has ${memoryOf(available)} free. Close other programs, or train one with fewer units or layers.`,
    );
  }
}

function tooLarge(words: Sentence): CharloomError {
  return new CharloomError('model-invalid', words);
}
