// Where some words stand in a text on the screen, whatever their case.

import type { Stretch } from './unseen.ts';

export interface Part {
  readonly text: string;
  readonly isFound: boolean;
}

/** The text in parts that alternate between what is not found and what is. */
export function occurrences(text: string, words: string): Part[] {
  if (words === '') return [{ text, isFound: false }];
  return text.split(patternOf(words, 'iu')).map((part, index) => ({ text: part, isFound: index % 2 === 1 }));
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
