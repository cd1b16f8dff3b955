// Whether two settings are the same.

/** Whatever the order of the keys. */
export function sameSettings(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => sameSettings(one[key as keyof typeof one], other[key as keyof typeof other]))
  );
}
