// Numbers as they stand in English sentences, of the command line and the log: grouped by thousands, and with the right
// form of the word behind them. In a sentence that the window may say in another language they are an `amount`.

import { amount, decimal, inEnglish, sentence } from './protocol/text/sentences.ts';
import type { SentenceValue } from './protocol/text/sentences.ts';

/** Such as '12,345'. */
export function count(value: number): string {
  return inEnglish(amount(value));
}

/** Such as '1 symbol' and '12,345 symbols'. @param many where the plural is not the word with an s */
export function counted(value: number, one: string, many?: string): string {
  return inEnglish(amount(value, one, many));
}

/** Such as '12.3 MB' and '1.2 GB'; of what is small, '41 bytes'. */
export function megabytes(bytes: number): string {
  return inEnglish(memoryOf(bytes));
}

/** The same, to stand in a sentence. */
export function memoryOf(bytes: number): SentenceValue {
  if (bytes < 100_000) return amount(bytes, 'byte');
  return bytes >= 1e9 ? sentence`${decimal(bytes / 1e9, 1, 0)} GB` : sentence`${decimal(bytes / 1e6, 1, 0)} MB`;
}
