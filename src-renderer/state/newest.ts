// What was made last.

/** Of several made at once the first; undefined: there is nothing. */
export function newest<Item extends { readonly createdAt: number }>(items: readonly Item[]): Item | undefined {
  return items.reduce<Item | undefined>(
    (best, item) => (best && best.createdAt >= item.createdAt ? best : item),
    undefined,
  );
}
