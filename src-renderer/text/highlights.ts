// Highlights of the browser's registry: a text is coloured by them without an element being added to it.

/** Shades of a colour, from faint to strong. */
const shadeCount = 4;

/** Bits from which a symbol is shaded, by shade. */
export const surpriseSteps: readonly number[] = [3, 4.5, 6, 8];

/** The one of a name, which stays in the registry. */
export function highlightOf(name: string): Highlight {
  const known = CSS.highlights.get(name);
  if (known) return known;
  const highlight = new Highlight();
  CSS.highlights.set(name, highlight);
  return highlight;
}

/** From the faintest, which is called `name-1`. */
export function shadesOf(name: string): readonly Highlight[] {
  return Array.from({ length: shadeCount }, (_, shade) => highlightOf(`${name}-${shade + 1}`));
}

/** Ranges of one owner in a highlight that several share, such as two fields that underline the same kind of thing. */
export class OwnRanges {
  readonly #highlight: Highlight;
  #ranges: readonly Range[] = [];

  constructor(name: string) {
    this.#highlight = highlightOf(name);
  }

  /** These alone, of this owner's. */
  set(ranges: readonly Range[]): void {
    for (const range of this.#ranges) this.#highlight.delete(range);
    for (const range of ranges) this.#highlight.add(range);
    this.#ranges = ranges;
  }
}
