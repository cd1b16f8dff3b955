// What the set-up tells of work that goes on side by side.

import { expect, it, vi } from 'vitest';
import { step } from '../../scripts/setup/report.mjs';

it('says by name what is done, where something else was said since it began', async () => {
  const said: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0);
  const other = Promise.withResolvers<undefined>();
  try {
    const building = step('Building', () => other.promise);
    await step('Fetching', () => Promise.resolve());
    other.resolve(undefined);
    await building;
  } finally {
    vi.restoreAllMocks();
  }
  expect(said.map((line) => line.replace(/[\d.]+ s/, 'TIME'))).toEqual([
    '• Building …\n',
    '• Fetching …\n',
    '  done in TIME\n',
    '  Building: done in TIME\n',
  ]);
});
