/** `plain`, or with the first number that makes it different from all taken names: 'LSTM 1×256 (2)'. */
export function freeName(plain: string, taken: readonly string[]): string {
  const others = new Set(taken);
  let name = plain;
  for (let number = 2; others.has(name); number++) name = `${plain} (${number})`;
  return name;
}
