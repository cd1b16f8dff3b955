// Several runs beside each other, as the page holds, draws and writes them.

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ComparedRun, CorpusId, CurveBand, RunId, RunSummary } from '../../src-engine/protocol/index.ts';
import { curvesCsv } from '../../src-renderer/screens/runs/curves-file.ts';
import {
  columnsOf,
  nearestLine,
  axisValueOf,
  axisSpan,
  stepAt,
  trainingLine,
  validationLine,
  valueAt,
  valuesAt,
} from '../../src-renderer/screens/runs/lines.ts';
import { bestOfEach, sorted, sortedAfter } from '../../src-renderer/screens/runs/run-table.ts';
import { RunsView } from '../../src-renderer/screens/runs/runs-view.svelte.ts';
import { connected, turn } from './engine.ts';
import { detailAt } from './runs.ts';

function compared(id: number, change: Partial<ComparedRun> = {}): ComparedRun {
  const detail = detailAt(100);
  return { ...detail, id: id as RunId, name: `Run ${id}`, charactersPerSecond: 1000 * id, ...change };
}

/** Ten steps a second, 100 characters a step; the loss is 1 above the run's id, the raw one half a nat around it. */
function bandOf(id: number, last = 100): CurveBand {
  const steps = Float64Array.from({ length: last / 10 }, (_, at) => 10 * (at + 1));
  return {
    run: id as RunId,
    steps,
    means: Float32Array.from(steps, () => id + 1),
    lows: Float32Array.from(steps, () => id + 0.5),
    highs: Float32Array.from(steps, () => id + 1.5),
    validationSteps: Float64Array.of(last / 2, last),
    validationLosses: Float32Array.of(NaN, id + 2),
    clock: {
      steps: Float64Array.of(0, last),
      seconds: Float64Array.of(0, last / 10),
      characters: Float64Array.of(0, 100 * last),
    },
  };
}

/** What was done, and all that it set a timer for. */
function passing(work: () => void): void {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  work();
  vi.runAllTimers();
  vi.useRealTimers();
}

describe('lines of runs', () => {
  it('lie along steps, characters or time, there and back', () => {
    const band = bandOf(1);
    expect([
      axisValueOf(band, 'steps', 50),
      axisValueOf(band, 'characters', 50),
      axisValueOf(band, 'time', 50),
    ]).toEqual([50, 5000, 5]);
    for (const axis of ['steps', 'characters', 'time'] as const)
      expect(stepAt(band, axis, axisValueOf(band, axis, 37))).toBeCloseTo(37, 9);
    // Beyond the last mark it went on as before.
    expect(axisValueOf(band, 'time', 120)).toBeCloseTo(12, 9);
  });

  it('take time by what the clock told at each mark, not evenly over the run', () => {
    const band = {
      clock: { ...bandOf(1).clock, steps: Float64Array.of(0, 50, 100), seconds: Float64Array.of(0, 40, 50) },
    };
    expect(axisValueOf(band, 'time', 25)).toBe(20);
    expect(axisValueOf(band, 'time', 75)).toBe(45);
  });

  it('are cut to the columns of a chart, with nothing beyond their ends', () => {
    const axisValues = Float64Array.of(10, 20, 30);
    const losses = Float64Array.of(4, 2, 3);
    const columns = columnsOf({ min: 0, max: 40 }, 9);
    expect(Array.from(columns)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40]);
    expect(valuesAt(axisValues, losses, columns)).toEqual([null, 4, 4, 3, 2, 2.5, 3, 3, null]);
    expect(valuesAt(new Float64Array(0), losses, columns)).toEqual(Array.from(columns, () => null));
    expect(valuesAt(Float64Array.of(20), Float64Array.of(7), columns)).toContain(7);
    const under = [9, 10, 15, 20, 25, 30, 31].map((axisValue) => valueAt({ axisValues, losses }, axisValue));
    expect(under).toEqual([null, 4, 3, 2, 2.5, 3, null]);
    expect(valueAt({ axisValues: new Float64Array(0), losses }, 10)).toBeNull();
    expect(valueAt({ axisValues: Float64Array.of(20), losses: Float64Array.of(7) }, 20)).toBe(7);
  });

  it('leave out validations that are no number, and span from nothing to the longest', () => {
    expect(Array.from(validationLine(bandOf(1), 'steps').losses)).toEqual([3]);
    expect(axisSpan([trainingLine(bandOf(1), 'time', 0), trainingLine(bandOf(2, 200), 'time', 0)])).toEqual({
      min: 0,
      max: 20,
    });
  });

  it('are found by the point that was pressed, and not from afar', () => {
    const lines = [1, 2, 3].map((id) => trainingLine(bandOf(id), 'steps', 40));
    expect(nearestLine(lines, 50, 3.1, 0.2)).toBe(2);
    expect(nearestLine(lines, 50, 3.5, 0.2)).toBeNull();
    expect(nearestLine(lines, 500, 3, 0.2)).toBeNull();
  });

  it('smooth the means and leave the raw band as it was', () => {
    const long = bandOf(1, 1000);
    const band = { ...long, means: long.means.map((_, at) => (at % 2 === 0 ? 5 : 1)) };
    const raw = trainingLine(band, 'steps', 0);
    const smooth = trainingLine(band, 'steps', 100);
    expect(Array.from(raw.losses)).toEqual(Array.from(band.means));
    expect(Math.max(...smooth.losses.slice(50)) - Math.min(...smooth.losses.slice(50))).toBeLessThan(1);
    expect(smooth.lows).toEqual(band.lows);
  });
});

describe('the table of runs', () => {
  const runs = [compared(1, { best: 2 }), compared(2, { best: null }), compared(3, { best: 1.5, name: 'Run 20' })];

  it('sorts by any column, unknown ones last either way', () => {
    const ids = (column: 'best' | 'name' | 'speed', descending: boolean) =>
      sorted(runs, { column, descending }).map(({ id }) => id);
    expect(ids('best', false)).toEqual([3, 1, 2]);
    expect(ids('best', true)).toEqual([1, 3, 2]);
    expect(ids('name', false)).toEqual([1, 2, 3]);
    expect(ids('speed', true)).toEqual([3, 2, 1]);
  });

  it('orders losses only among runs on one text with one task, and knows the best of each', () => {
    const labels = ['ham', 'spam'];
    const other = { corpus: 7 as CorpusId };
    const mixed = [
      compared(1, { best: 2 }),
      compared(2, { best: 0.2, labels }),
      compared(3, { best: 0.9, ...other }),
      compared(4, { best: 1 }),
      compared(5, { best: 0.1, labels }),
    ];
    const ids = (column: 'best' | 'last' | 'steps') => sorted(mixed, { column, descending: false }).map(({ id }) => id);
    expect(ids('best')).toEqual([4, 1, 5, 2, 3]);
    expect(ids('last')).toEqual([4, 1, 5, 2, 3]);
    expect(ids('steps')).toEqual([5, 4, 3, 2, 1]);
    expect([...bestOfEach(mixed)].map(([run, best]) => [run, best.id])).toEqual([
      [4, 4],
      [1, 4],
      [5, 5],
      [2, 5],
      [3, 3],
    ]);
  });

  it('turns round at a second click', () => {
    const once = sortedAfter({ column: 'best', descending: false }, 'speed');
    expect(once).toEqual({ column: 'speed', descending: true });
    expect(sortedAfter(once, 'speed')).toEqual({ column: 'speed', descending: false });
  });
});

describe('the curves as a file', () => {
  it('hold a row a stretch and a row a validation, with names as they are', () => {
    const text = curvesCsv([[compared(7, { name: 'One, "two"' }), bandOf(1, 20)]]);
    expect(text.split('\r\n')).toEqual([
      'id,run,step,characters,seconds,training loss,lowest,highest,validation loss',
      '7,"One, ""two""",10,1000,1.0,2,1.5,2.5,',
      '7,"One, ""two""",10,1000,1.0,,,,',
      '7,"One, ""two""",20,2000,2.0,2,1.5,2.5,',
      '7,"One, ""two""",20,2000,2.0,,,,3',
      '',
    ]);
  });
});

describe('a view of several runs', () => {
  const endings: (() => void)[] = [];
  afterEach(() => {
    for (const end of endings.splice(0)) end();
  });

  async function opened() {
    const { client, engine } = connected();
    const view = new RunsView(client, () => [2 as RunId, 1 as RunId]);
    endings.push(
      () => view.close(),
      () => engine.close(),
    );
    const loading = view.load();
    await engine.answer('run.compare', [
      compared(2, { corpus: 2 as CorpusId, corpusName: 'Emma' }),
      compared(1, { corpus: 1 as CorpusId }),
    ]);
    await engine.answer('run.bands', [bandOf(2), bandOf(1)]);
    await loading;
    return { view, engine };
  }

  it('shows all curves, those of one text, or those that are left', async () => {
    const { view } = await opened();
    expect(view.shown.map(({ id }) => id)).toEqual([2, 1]);
    view.showOnly(2 as CorpusId);
    expect(view.shown.map(({ id }) => id)).toEqual([2]);
    view.showOnly(null);
    view.toggle(2 as RunId);
    expect(view.shown.map(({ id }) => id)).toEqual([1]);
    expect(view.runs).toHaveLength(2);
    // What is picked is seen.
    view.pick(2 as RunId);
    expect(view.shown).toHaveLength(2);
  });

  it('takes in a run that the list has only later than the word that it changed', async () => {
    let listed = [1 as RunId];
    const { client, engine } = connected();
    const view = new RunsView(client, () => listed);
    endings.push(
      () => view.close(),
      () => engine.close(),
    );
    const loading = view.load();
    // Not before the question that is under way has been answered: else the older answer came last.
    listed = [2 as RunId, 1 as RunId];
    passing(() => view.keepUp());
    await engine.answer('run.compare', [compared(1)]);
    await engine.answer('run.bands', [bandOf(1)]);
    await loading;
    expect(view.runs).toHaveLength(1);
    // Only for the one that has come.
    const { id, body } = await engine.next('run.compare');
    expect(body.runs).toEqual([2]);
    engine.tell({ kind: 'answer', id, body: [compared(2)] });
    await engine.answer('run.bands', [bandOf(2)]);
    while (view.runs.length < 2) await turn();
    expect(view.runs.map(({ id }) => id)).toEqual([2, 1]);
    passing(() => view.keepUp());
    await turn();
    expect(engine.asked).toEqual([]);
  });

  it('asks again for a run that is told of, and for no others, and for its curve only where that has gone on', async () => {
    const { view, engine } = await opened();
    const changes = { runs: { rows: [{ id: 2, name: 'Emma' } as RunSummary], gone: [] } };
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    endings.push(() => vi.useRealTimers());
    engine.tell({ kind: 'events', events: [{ kind: 'library.changed', changes }] });
    while (vi.getTimerCount() === 0) await new Promise(setImmediate);
    vi.runAllTimers();
    vi.useRealTimers();
    const { id, body } = await engine.next('run.compare');
    expect(body.runs).toEqual([2]);
    engine.tell({ kind: 'answer', id, body: [compared(2, { name: 'Emma' })] });
    while (view.runs[0]?.name !== 'Emma') await turn();
    expect(engine.asked).toEqual([]);
  });

  it('asks for the curves of what another process has trained on, and for no others', async () => {
    const { engine } = await opened();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    endings.push(() => vi.useRealTimers());
    engine.tell({ kind: 'events', events: [{ kind: 'library.changed', changes: null }] });
    while (vi.getTimerCount() === 0) await new Promise(setImmediate);
    vi.runAllTimers();
    vi.useRealTimers();
    const { id, body } = await engine.next('run.compare');
    expect(body.runs).toEqual([2, 1]);
    engine.tell({ kind: 'answer', id, body: [compared(2), compared(1, { step: 999 })] });
    expect((await engine.next('run.bands')).body.ranges).toEqual([{ run: 1 }]);
  });

  it('asks for a part of the curves anew, and keeps the newest answer', async () => {
    const { view, engine } = await opened();
    const first = view.zoom([{ run: 2 as RunId, from: 0, to: 50 }]);
    const second = view.zoom([{ run: 2 as RunId, from: 10, to: 20 }]);
    expect((await engine.next('run.bands')).body.ranges).toEqual([{ run: 2, from: 0, to: 50 }]);
    const { id } = await engine.next('run.bands');
    engine.tell({ kind: 'answer', id, body: [bandOf(2, 20)] });
    await second;
    expect(view.band(2 as RunId)?.steps).toHaveLength(2);
    await view.zoom(null);
    expect(view.band(2 as RunId)?.steps).toHaveLength(10);
    void first;
  });

  it('follows a run that trains also while a part of its curve is shown', async () => {
    const { view, engine } = await opened();
    const zooming = view.zoom([{ run: 2 as RunId, from: 0, to: 200 }]);
    await engine.answer('run.bands', [bandOf(2, 100)]);
    await zooming;
    // The view waits a little before it follows.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    endings.push(() => vi.useRealTimers());
    engine.tell({ kind: 'events', events: [{ kind: 'run.state', run: 2 as RunId, state: 'training', message: null }] });
    while (vi.getTimerCount() === 0) await new Promise(setImmediate);
    vi.runAllTimers();
    vi.useRealTimers();
    const compare = await engine.next('run.compare');
    expect(compare.body.runs).toEqual([2]);
    engine.tell({ kind: 'answer', id: compare.id, body: [compared(2)] });
    await engine.answer('run.bands', [bandOf(2, 150)]);
    expect(engine.asked).toMatchObject([{ name: 'run.bands', body: { ranges: [{ run: 2, from: 0, to: 200 }] } }]);
    const { id } = await engine.next('run.bands');
    engine.tell({ kind: 'answer', id, body: [bandOf(2, 150)] });
    while (view.band(2 as RunId)?.steps.length !== 15) await turn();
  });
});
