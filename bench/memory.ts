// Memory: what the planner promises against what a run adds to its process, and against the parameters.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { layOutParameters } from '../src-engine/nn/parameters.ts';
import { shapeOf } from '../src-engine/nn/shape.ts';
import { modelOf, nameOf, vocabularySize } from './sizes.ts';
import type { Size } from './sizes.ts';
import type { Report } from './report.ts';

const measured: readonly Size[] = [
  { cell: 'lstm', layers: 2, hidden: 512 },
  { cell: 'gru', layers: 2, hidden: 512 },
  { cell: 'lstm', layers: 1, hidden: 1024 },
];

export function benchMemory(report: Report): void {
  report.heading('Memory of a run, two threads, MB');
  report.columns(['model', 'planned', 'resident', 'to planned', '4 blocks']);
  const child = fileURLToPath(new URL('./memory-child.ts', import.meta.url));
  for (const size of measured) {
    const line = execFileSync(process.execPath, [child, JSON.stringify(size)], { encoding: 'utf8' });
    const { planned, resident } = JSON.parse(line) as { planned: number; resident: number };
    const blocks = layOutParameters(shapeOf(modelOf(size), vocabularySize, 8)).size * 4 * 4;
    const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
    const cells = [nameOf(size), megabytes(planned), megabytes(resident), (resident / planned).toFixed(2)];
    report.row({ kind: 'memory', ...size, planned, resident, blocks }, [...cells, megabytes(blocks)]);
  }
}
