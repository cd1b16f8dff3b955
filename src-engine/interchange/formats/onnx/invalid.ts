// What is said of an ONNX file that cannot be believed.

import { CharloomError } from '../../../errors.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence } from '../../../protocol/text/sentences.ts';

/** @param what completes the sentence "this is not an ONNX model of Charloom's: …" */
export function invalid(what: Sentence, cause?: unknown): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`This is not a sound ONNX model from Charloom: ${what}. Export the run again, or bring another file.`,
    { cause },
  );
}

export function ofAnotherProgram(): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`This ONNX model does not say that Charloom wrote it, and no other can be read. Bring the safetensors file that it was made from.`,
  );
}
