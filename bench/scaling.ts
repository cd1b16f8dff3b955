// How the cost of training grows: with the batch, the sequence and the text it should grow in proportion (the same cost
// a character), with H by its square.

import { flopPerCharacter } from '../src-engine/training/plan.ts';
import { shapeOf } from '../src-engine/nn/shape.ts';
import { trainingSpeed } from './measure.ts';
import { modelOf, trainingOf, vocabularySize } from './sizes.ts';
import type { Report } from './report.ts';

const seconds = 1;

export async function benchScaling(report: Report): Promise<void> {
  report.heading('Cost of training an LSTM, one thread: microseconds per character');
  report.columns(['what', 'value', 'µs/char', 'MFLOP/char']);
  const base = { cell: 'lstm', layers: 1, hidden: 128 } as const;
  for (const batch of [8, 16, 32, 64, 128]) await one(report, 'batch', batch, base.hidden, { batch });
  for (const sequence of [16, 32, 64, 128, 256]) await one(report, 'sequence', sequence, base.hidden, { sequence });
  for (const hidden of [64, 128, 256, 512, 1024]) await one(report, 'H', hidden, hidden, {});
}

async function one(
  report: Report,
  what: string,
  value: number,
  hidden: number,
  changes: { batch?: number; sequence?: number },
): Promise<void> {
  const model = modelOf({ cell: 'lstm', layers: 1, hidden });
  const { charactersPerSecond } = await trainingSpeed(model, trainingOf(1, changes), seconds);
  const microseconds = 1e6 / charactersPerSecond;
  const megaflop = flopPerCharacter(shapeOf(model, vocabularySize, 8)) / 1e6;
  const cells = [what, `${value}`, microseconds.toFixed(1), megaflop.toFixed(2)];
  report.row({ kind: 'scaling', what, value, microseconds, megaflop }, cells);
}
