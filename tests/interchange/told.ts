// What is said of a model that cannot be imported as it is, in English.

import type { MappingProblem } from '../../src-engine/protocol/interchange.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

/** Empty where there is no problem. */
export function told(problem: MappingProblem | null): string {
  return problem === null ? '' : inEnglish(problem.sentence);
}
