// Numbers as they stand in sentences: grouped by thousands, and with the right form of the word behind them.

/** Such as '12,345'. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Such as '1 symbol' and '12,345 symbols'. @param many where the plural is not the word with an s */
export function counted(value: number, one: string, many = `${one}s`): string {
  const shown = count(value);
  return `${shown} ${shown === '1' ? one : many}`;
}

/** Such as '12.3 MB' and '1.2 GB'; of what is small, '41 bytes'. */
export function megabytes(bytes: number): string {
  if (bytes < 100_000) return counted(bytes, 'byte');
  const isLarge = bytes >= 1e9;
  const amount = (bytes / (isLarge ? 1e9 : 1e6)).toLocaleString('en', { maximumFractionDigits: 1 });
  return `${amount} ${isLarge ? 'GB' : 'MB'}`;
}
