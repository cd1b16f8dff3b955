// Figures of single steps, as the page asks for them and draws them.

import { describe, expect, it } from 'vitest';
import type { Gauges, RunId } from '../../src-engine/protocol/index.ts';
import { frameOf, polylineOf, picturesOf, ticksOf, yOf } from '../../src-renderer/screens/train/gauges/gauge-lines.ts';
import { RunGauges } from '../../src-renderer/screens/train/gauges/run-gauges.svelte.ts';
import { connected, turn } from './engine.ts';

const gauges: Gauges = {
  gates: ['r', 'z'],
  layers: 2,
  points: [
    {
      step: 8,
      gradientNorm: 10,
      clippedNorm: 1,
      updateRatio: 0.01,
      saturation: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
    },
    { step: 16, gradientNorm: 0.5, clippedNorm: 0.5, updateRatio: 0, saturation: [0, 0, 0, 0, 0, 0, 0, 0.9] },
  ],
};

describe('charts of single steps', () => {
  it('are the norms, the ratio, and the gates of each layer under their names', () => {
    const pictures = picturesOf(gauges);
    expect(pictures.map(({ title }) => title)).toEqual([
      'Gradient norm',
      'Update to weight',
      'Gate saturation, layer 0',
      'Gate saturation, layer 1',
    ]);
    expect(pictures[3]?.lines).toEqual([
      { name: 'r shut', values: [0.5, 0] },
      { name: 'r open', values: [0.6, 0] },
      { name: 'z shut', values: [0.7, 0] },
      { name: 'z open', values: [0.8, 0.9] },
    ]);
    expect(picturesOf({ ...gauges, gates: [] })).toHaveLength(2);
  });

  it('say in how many of the steps the gradient was clipped', () => {
    expect(picturesOf(gauges)[0]?.explanation).toMatch(/ Clipped in 50(?:\.0)?\s% of the steps that were looked at\.$/);
    const [, unclipped] = gauges.points;
    if (!unclipped) throw new Error('There should be two.');
    const rounded = { ...unclipped, clippedNorm: unclipped.gradientNorm * (1 - 1e-7) };
    const [norm] = picturesOf({ ...gauges, points: [unclipped, rounded] });
    expect(norm?.explanation).toMatch(/ None of the steps that were looked at was clipped\.$/);
  });

  it('draw a share from 0 to 1 and all else by powers of ten, within the frame', () => {
    const [norm, ratio, layer] = picturesOf(gauges);
    if (!norm || !ratio || !layer) throw new Error('There should be three.');
    const frame = frameOf(norm, 16, 300, 130);
    expect(yOf(frame, 10)).toBeLessThan(yOf(frame, 1));
    expect(ticksOf(frame)).toEqual([1, 10]);
    const shares = frameOf(layer, 16, 300, 130);
    expect([yOf(shares, 0), yOf(shares, 1)]).toEqual([110, 6]);
    // What is zero lies at the bottom, what is no number is left out.
    const points = polylineOf(frameOf(ratio, 16, 300, 130), [8, 16, 24], [0.01, 0, NaN]).split(' ');
    expect(points).toHaveLength(2);
    expect(points[1]).toBe('296.0,110.0');
  });

  it('are asked for when they are opened, and no more when they are closed', async () => {
    const { client, engine } = connected();
    const asked = new RunGauges(client, 4 as RunId);
    await turn();
    expect(engine.asked).toEqual([]);
    const close = asked.open();
    await engine.answer('run.gauges', gauges);
    expect(asked.gauges).toEqual(gauges);
    close();
    engine.close();
  });
});
