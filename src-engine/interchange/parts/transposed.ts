// Matrices that lie the other way than PyTorch has them: Keras and TensorFlow save a row for each input, PyTorch one
// for each output.

import { shortened } from '../../quoting.ts';
import { torchCell } from './torch-cells.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';

/**
 * Keras has update first. A transposed GRU whose gates stay as they are would be read as another one, and nothing would
 * tell.
 */
export const kerasGates = sentence`A GRU also needs its first two gates exchanged: PyTorch has reset first.`;

/** What is wrong with a matrix of this shape that is wanted the other way round, and the remedy. */
export function transposedWords(name: string, [rows, columns]: readonly number[]): Sentence {
  return sentence`"${shortened(name)}" is ${rows} × ${columns}, which is transposed, as Keras and TensorFlow have it: save the transpose of every matrix. ${kerasGates}`;
}

/**
 * Whether a layer's weights, of these shapes, certainly lie as Keras has them: the recurrent ones, or those of the
 * input.
 */
export function transposedIn(recurrent: readonly number[], input: readonly number[]): 'weight_hh' | 'weight_ih' | null {
  const [rows, columns] = recurrent;
  if (rows !== columns && torchCell(columns / rows) !== undefined) return 'weight_hh';
  return input[0] !== rows && input[1] === rows ? 'weight_ih' : null;
}

/** Whether a matrix is a head that lies as Keras has it. @param symbols what the number of symbols may be */
export function isTransposedHead(
  [rows, columns]: readonly number[],
  hidden: number | undefined,
  symbols: readonly (number | undefined)[],
): boolean {
  return rows === hidden && columns !== hidden && symbols.includes(columns);
}
