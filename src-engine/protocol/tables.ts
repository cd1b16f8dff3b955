// What separates the cells of a table; one rule for the import, the doctor and the page.

const separators = [',', ';', '\t'] as const;

/** Of a CSV file, by its first line: what parts it into the most cells. */
export function separatorOf(line: string): string {
  return separators.reduce((best, other) => (cellsIn(line, other) > cellsIn(line, best) ? other : best));
}

export function cellsIn(line: string, separator: string): number {
  const open = line.replace(/"[^"]*"/g, '');
  // Between digits a comma is the decimal mark, where something else is there to separate.
  const parted = separator === ',' && /[;\t]/.test(open) ? open.replace(/(?<=\d),(?=\d)/g, '') : open;
  return parted.split(separator).length;
}
