// The one error class of the engine: a code for programs, a sentence for people, which is put into words where it is
// shown. Whatever else is thrown is a fault of the program and reaches the user as 'internal'.

import type { EngineError, ErrorCode } from './protocol/index.ts';
import { inEnglish, sentence } from './protocol/text/sentences.ts';
import type { Sentence } from './protocol/text/sentences.ts';

/** Its message is the sentence in English, for the command line and the log. */
export class CharloomError extends Error {
  readonly code: ErrorCode;
  readonly sentence: Sentence;

  /** @param words what is wrong, what was got, and the way on */
  constructor(code: ErrorCode, words: Sentence, options?: ErrorOptions) {
    super(inEnglish(words), options);
    this.name = 'CharloomError';
    this.code = code;
    this.sentence = words;
  }

  /** As another thread has told of it. */
  static from({ code, sentence: words }: EngineError): CharloomError {
    return new CharloomError(code, words);
  }
}

/** What page and command line are told about a failure. */
export function asEngineError(error: unknown): EngineError {
  const { code, sentence: words, message } = error instanceof CharloomError ? error : fault(messageOf(error));
  return { code, sentence: words, message };
}

/** Of the program: what it says is for those who mend it, in their language. */
export function fault(what: string): CharloomError {
  return new CharloomError('internal', sentence`Something went wrong inside Charloom: ${what}`);
}

/** Of whatever was thrown, a thread's death too: not everything can be made a text. */
function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return typeof error;
  }
}

/** What is refused, and whatever is at work, when Charloom closes. */
export function charloomCloses(): CharloomError {
  return new CharloomError('cancelled', sentence`Charloom is closing.`);
}

/** Ends a switch over a union: the compiler proves that nothing is left over. */
export function unreachable(value: never): never {
  throw fault(`Unexpected value ${JSON.stringify(value)}.`);
}
