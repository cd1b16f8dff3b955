// train.py knows the names of every closed set that a run's settings have, and refuses any other one.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { engineFile } from '../../../../src-engine/engine-files.ts';
import { clippingKinds, goalKinds, optimizers, scheduleKinds } from '../../../../src-engine/protocol/choices.ts';

const script = readFileSync(engineFile('pytorch-job'), 'utf8');

/** The keys of a table of the script. */
function namesIn(table: string): string[] {
  const [, rows = ''] = new RegExp(`^${table}\\b.* = \\{\\n([^]*?)^\\}`, 'm').exec(script) ?? [];
  return [...rows.matchAll(/^ {4}"([^"]+)":/gm)].map(([, name = '']) => name);
}

it.each([
  ['SCHEDULES', scheduleKinds],
  ['OPTIMIZERS', optimizers],
  ['GOALS', goalKinds],
  ['CLIPPINGS', clippingKinds],
])('%s', (table, names) => {
  expect(namesIn(table)).toEqual([...names]);
  expect(script).toContain(`chosen(${table}, `);
});
