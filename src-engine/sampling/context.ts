// What a model has read before it writes, and how much of that is part of the text.

/** What is read before the first symbol that is written. */
export interface Context {
  /** At least one id. */
  readonly context: readonly number[];
  /**
   * How many of them, the first ones, stand in no text: what is read before an empty prompt. 0 where it is left out.
   */
  readonly hidden?: number;
}

/** What is read before a text: its prompt; else `first`, which nobody sees. */
export function contextOf({ prompt, first }: { readonly prompt: readonly number[]; readonly first: number }): Context {
  return prompt.length > 0 ? { context: prompt } : { context: [first], hidden: 1 };
}

/** How many ids two contexts have in common from the beginning on. */
export function commonLength(one: readonly number[], other: readonly number[]): number {
  const differing = one.findIndex((id, position) => id !== other[position]);
  return differing < 0 ? one.length : differing;
}
