import { expect, it } from 'vitest';
import type { GaugePoint } from '../../src-engine/protocol/index.ts';
import { addRun, temporaryLibrary } from './fixtures.ts';

function gaugeAt(step: number): GaugePoint {
  return { step, gradientNorm: 2, clippedNorm: 1, updateRatio: 0.001, saturation: [0.25, 0.1234] };
}

it('figures of single steps come back by step, each once, and go with what is forgotten', () => {
  const library = temporaryLibrary();
  const run = addRun(library);
  for (const step of [16, 8, 24, 8]) library.gauges.put(run, gaugeAt(step));
  expect(library.gauges.list(run)).toEqual([8, 16, 24].map(gaugeAt));
  library.rewind(run, 16, { checkpoints: 'keep' });
  expect(library.gauges.list(run).map(({ step }) => step)).toEqual([8, 16]);
});
