// Where some words stand in a text on the screen, whatever their case.

import { count } from './format.ts';
import { say } from './say.ts';
import type { Stretch } from './unseen.ts';

export interface Part {
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  readonly isFound: boolean;
}

/** The text in parts that alternate between what is not found and what is. */
export function occurrences(text: string, words: string): Part[] {
  if (words === '') return [{ text, start: 0, isFound: false }];
  let end = 0;
  return text.split(patternOf(words, 'iu')).map((part, index) => {
    const start = end;
    end += part.length;
    return { text: part, start, isFound: index % 2 === 1 };
  });
}

/** Which of all places one is at: '3 of 17'. */
export function placeWords(number: number, total: number): string {
  return total === 0 ? say`not in this text` : say`${count(number)} of ${count(total)}`;
}

/** Where they stand, in UTF-16 units. */
export function occurrencesIn(text: string, words: string): readonly Stretch[] {
  if (words === '') return [];
  return Array.from(text.matchAll(patternOf(words, 'giu')), ({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
}

function patternOf(words: string, flags: string): RegExp {
  return new RegExp(`(${words.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')})`, flags);
}
