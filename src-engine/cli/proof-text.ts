// What comparing a written model with its golden logits has shown, in a sentence.

import { counted } from '../counting.ts';
import type { Proof } from '../protocol/index.ts';

export function proofText({ symbols, difference, allowed }: Proof): string {
  const found = `largest difference ${difference === 0 ? '0' : difference.toExponential(1)} over ${counted(symbols, 'symbol')}`;
  return difference <= allowed
    ? `Read again, it answers as the model does: ${found} (${allowed} is allowed).`
    : `It does not answer as the model that was exported: ${found}, and ${allowed} is allowed.`;
}
