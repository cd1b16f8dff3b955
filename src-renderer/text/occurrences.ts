// Where some words stand in a text on the screen, whatever their case.

export interface Part {
  readonly text: string;
  readonly isFound: boolean;
}

/** The text in parts that alternate between what is not found and what is. */
export function occurrences(text: string, words: string): Part[] {
  if (words === '') return [{ text, isFound: false }];
  const pattern = new RegExp(`(${words.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')})`, 'iu');
  return text.split(pattern).map((part, index) => ({ text: part, isFound: index % 2 === 1 }));
}
