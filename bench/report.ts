// Prints tables for people, or one JSON object a line.

export interface Report {
  heading(text: string): void;
  columns(names: readonly string[]): void;
  /** The object for --json, the cells for the table. */
  row(data: Readonly<Record<string, unknown>>, cells: readonly string[]): void;
  remark(text: string): void;
}

const width = 13;

export function createReport(json: boolean): Report {
  if (json) {
    return {
      heading: () => undefined,
      columns: () => undefined,
      row: (data) => {
        console.log(JSON.stringify(data));
      },
      remark: (text) => {
        console.error(text);
      },
    };
  }
  const line = (cells: readonly string[]): void => {
    console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(width) : cell.padStart(width))).join(''));
  };
  return {
    heading: (text) => {
      console.log(`\n${text}`);
    },
    columns: line,
    row: (_data, cells) => {
      line(cells);
    },
    remark: (text) => {
      console.log(text);
    },
  };
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
