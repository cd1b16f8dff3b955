// Names of runs.

/** The name itself, or with a number behind it where it is taken. */
export function freeName(plain: string, taken: readonly string[]): string {
  const others = new Set(taken);
  let name = plain;
  for (let number = 2; others.has(name); number++) name = `${plain} (${number})`;
  return name;
}
