// Runs side by side, through the host.

import { describe, expect, it } from 'vitest';
import { model, startRun, temporaryHost, training } from './fixtures.ts';

describe('runs beside each other', () => {
  it('come with their figures and their curves, in the order asked for', async () => {
    const host = temporaryHost();
    const first = await startRun(host);
    await host.event('run.state', ({ run, state }) => run === first && state === 'finished');
    const second = await startRun(host, { learningRate: 0.5 });
    await host.event('run.state', ({ run, state }) => run === second && state === 'finished');

    const runs = await host.ask('run.compare', { runs: [second, first] });
    expect(runs.map(({ id }) => id)).toEqual([second, first]);
    expect(runs[0]).toMatchObject({ state: 'finished', step: 60, parameters: 1, training: { learningRate: 0.5 } });
    expect(runs[1]?.training).toEqual(training);
    expect(runs[0]?.charactersPerSecond).toBeGreaterThan(0);

    const [band, part] = await host.ask('run.bands', {
      ranges: [{ run: second }, { run: first, from: 11, to: 20 }],
      stretches: 100,
    });
    expect(band).toMatchObject({ run: second, steps: Float64Array.from({ length: 60 }, (_, index) => index + 1) });
    expect(part?.steps).toEqual(Float64Array.from({ length: 10 }, (_, index) => index + 11));
    expect(Array.from(part?.validationSteps ?? [])).toEqual([10, 20, 30, 40, 50, 60]);
    const { steps, seconds, characters } = band?.clock ?? { steps: [], seconds: [], characters: [] };
    expect([steps[0], seconds[0], characters[0]]).toEqual([0, 0, 0]);
    expect([steps.at(-1), characters.at(-1)]).toEqual([60, 600]);
    expect(Array.from(steps)).toEqual(Array.from(steps).sort((one, other) => one - other));
    await host.close();
  });

  it('are alike where nothing but the cell differs, and the size that makes up for it', async () => {
    const host = temporaryHost();
    const own = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const { corpus } = await host.ask('run.show', { run: own });
    const equals = await host.ask('memory.equals', { run: own });
    const gru = equals.find(({ model }) => model.cell === 'gru')?.model ?? model;
    const rest = { corpus, model: gru, training, start: 'queued' } as const;
    const begin = async (change: object) => (await host.ask('run.start', { ...rest, ...change })).id;
    const elsewhere = await begin({ training: { ...training, seed: 8 } });
    const more = await begin({ training: { ...training, threads: 2 } });
    const rate = await begin({ training: { ...training, learningRate: 0.0201 } });
    const longer = await begin({ training: { ...training, length: { kind: 'steps', steps: 61 } } });
    const alike = await begin({});
    const wider = await begin({ model: { ...gru, hidden: gru.hidden + 1 } });
    const found = await host.ask('memory.equals', { run: own });
    const ofCell = (cell: string) => found.find((equal) => equal.model.cell === cell)?.alike;
    expect([ofCell('gru'), ofCell('lstm'), ofCell('rnn')]).toEqual([[alike, more], [own], []]);
    expect(new Set([elsewhere, more, rate, longer, alike, wider]).size).toBe(6);
    await host.close();
  });
});
