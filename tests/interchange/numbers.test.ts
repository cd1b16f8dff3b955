// A run on a column of numbers that leaves as a file: what its symbols stand for goes with it, so that it forecasts
// elsewhere as here.

import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import type { CorpusId, ExportFormat, ExportOptions, NumberForecast, RunId } from '../../src-engine/protocol/index.ts';
import { forecastSentence } from '../../src-engine/protocol/words/forecasts.ts';
import { defaultPreparation } from '../../src-engine/settings/defaults.ts';
import { tinyModel, tinyTraining } from '../faults/tiny-settings.ts';
import { plainOrigin, temporaryFolder } from '../library/fixtures.ts';
import { told } from '../told.ts';
import { finish, realHost } from './real-hosts.ts';
import type { RealHost } from './real-hosts.ts';

/** Every seven days the same. */
const week = [10, 50, 20, 80, 30, 90, 40];

/** The whole of a CSV file. */
function columnOf(heightOf: (day: number) => number): string {
  return `height\n${Array.from({ length: 350 }, (_, day) => `${String(heightOf(day))}\n`).join('')}`;
}

async function importColumn(host: RealHost, column: string): Promise<CorpusId> {
  const file = path.join(temporaryFolder(), 'weeks.csv');
  writeFileSync(file, column);
  const cleaning = [
    { kind: 'csv', column: 'height' },
    { kind: 'numbers', bins: 7 },
  ] as const;
  const { id } = await host.ask('corpus.import', {
    source: { kind: 'files', files: [host.file(file)] },
    preparation: { ...defaultPreparation, cleaning },
  });
  return id;
}

/** A library with a run of 30 steps; trained once, however many tests begin with it. */
let trained: Promise<Buffer> | undefined;

async function trainedOn(column: string): Promise<Buffer> {
  const file = path.join(temporaryFolder(), 'library.db');
  const host = realHost(file);
  const corpus = await importColumn(host, column);
  const training = { ...tinyTraining, length: { kind: 'steps', steps: 30 } } as const;
  const { id } = await host.ask('run.start', { corpus, model: tinyModel, training, start: 'queued', name: 'Weeks' });
  await finish(host, id);
  await host.close();
  return readFileSync(file);
}

function forecast(host: RealHost, run: RunId): Promise<NumberForecast> {
  return host.ask('forecast.run', { run, checkpoint: 'last', steps: 9, streams: 5, seed: 3 });
}

describe('a run on a column of numbers', () => {
  let here: RealHost;
  let run: RunId;
  let known: NumberForecast;
  const column = columnOf((day) => week[day % 7] ?? 0);

  beforeEach(async () => {
    const library = path.join(temporaryFolder(), 'library.db');
    trained ??= trainedOn(column);
    writeFileSync(library, await trained);
    here = realHost(library);
    [{ id: run }] = here.library.runs.list();
    known = await forecast(here, run);
  });

  async function sent(options: Partial<ExportOptions> = {}, format: ExportFormat = 'charloom'): Promise<string> {
    const target = path.join(temporaryFolder(), 'model');
    await here.ask('model.export', { run, checkpoint: 'last', format, file: here.file(target), options });
    return target;
  }

  async function received(there: RealHost, model: string): Promise<RunId> {
    return (await there.ask('model.import', { file: there.file(model) })).id;
  }

  it('forecasts in another library as in its own', async () => {
    const there = realHost();
    const imported = await received(there, await sent());
    expect(known.heldOut).not.toBeNull();
    expect(await forecast(there, imported)).toEqual(known);
    const { corpus } = await there.ask('run.show', { run: imported });
    const { numbers } = await there.ask('corpus.show', { corpus });
    expect(numbers?.medians).toEqual([...week].sort((one, other) => one - other));
  });

  it.each<[ExportFormat, Partial<ExportOptions>]>([
    ['charloom', { text: false }],
    ['charloom', { continues: false, text: false }],
    ['safetensors', {}],
    ['onnx', {}],
  ])('forecasts without its column, too, and says what is not known then: %s %j', async (format, options) => {
    const there = realHost();
    const imported = await received(there, await sent(options, format));
    const { past, heldOut, median, first } = await forecast(there, imported);
    expect({ past, heldOut }).toEqual({ past: [], heldOut: null });
    for (const number of [...median, ...first]) expect(week).toContain(number);
    expect(told(forecastSentence(await forecast(there, imported)))).toContain('The column is not in this library.');
    const { corpus } = await there.ask('run.show', { run: imported });
    expect(await there.ask('corpus.show', { corpus })).toMatchObject({
      opening: '',
      numbers: { medians: known.past.slice(0, 7).sort((a, b) => a - b) },
    });
    // The column comes later, and is the very one.
    await importColumn(there, column);
    expect(await forecast(there, imported)).toEqual(known);
  });

  it('leaves alone a column of other numbers that has the very same symbols', async () => {
    const there = realHost();
    const other = await importColumn(
      there,
      columnOf((day) => 1000 + (week[day % 7] ?? 0)),
    );
    await expect(received(there, await sent())).rejects.toThrow('stand for other numbers there');
    expect((await there.ask('library.overview', {})).runs).toEqual([]);
    expect(there.library.corpora.list().map(({ id }) => id)).toEqual([other]);

    const later = realHost();
    const imported = await received(later, await sent({ text: false }));
    await importColumn(
      later,
      columnOf((day) => 1000 + (week[day % 7] ?? 0)),
    );
    const { past, first } = await forecast(later, imported);
    expect(past).toEqual([]);
    for (const number of first) expect(week).toContain(number);
  });

  it('tells a library that has its symbols as a plain text what they stand for', async () => {
    const there = realHost();
    const { corpus } = await here.ask('run.show', { run });
    const text = new TextDecoder().decode(Uint8Array.from(await textOf(here, corpus)));
    await there.ask('corpus.import', { source: { kind: 'text', title: 'Digits', text } });
    expect(await forecast(there, await received(there, await sent()))).toEqual(known);
  });
});

it('says of a column whose rare symbols an older Charloom has replaced that they stand for no number', async () => {
  const host = realHost();
  const { corpora } = host.library;
  const ids = Uint8Array.from({ length: 350 }, (_, day) => day % 3);
  const corpus = corpora.begin({
    name: 'Heights',
    source: 'heights.csv',
    encoding: 'UTF-8',
    ...plainOrigin,
    numbers: { edges: [30], medians: [10, 50] },
    characters: ids.length,
    width: 1,
    symbols: ['0', '1', '\ufffd'],
    counts: [117, 117, 116],
  });
  corpora.addBlock(corpus, 0, ids);
  corpora.complete(corpus, 'hash');
  const training = { ...tinyTraining, length: { kind: 'steps', steps: 2 } } as const;
  const { id } = await host.ask('run.start', { corpus, model: tinyModel, training, start: 'queued', name: 'Rare' });
  await finish(host, id);
  const words = 'Rare symbols of "Heights" were replaced when it was imported';
  await expect(forecast(host, id)).rejects.toThrow(words);
  const file = host.file(path.join(temporaryFolder(), 'model'));
  const ask = { run: id, checkpoint: 'last', format: 'charloom', file, options: {} } as const;
  await expect(host.ask('model.export', ask)).rejects.toThrow(words);
});

/** Its bins are digits, so each symbol is a byte. */
async function textOf({ library }: RealHost, corpus: CorpusId): Promise<number[]> {
  const { symbols } = library.corpora.symbols(corpus);
  const { characters } = library.corpora.find(corpus);
  const ids = await library.corpora.loadIds(corpus, { from: 0, to: characters });
  return Array.from(ids, (id) => symbols[id].charCodeAt(0));
}
