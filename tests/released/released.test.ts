// What released versions wrote opens today: their libraries with all that is in them, their models in every format.

import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { curveKinds } from '../../src-engine/host/curve-file.ts';
import { newestVersion } from '../../src-engine/library/migrations.ts';
import type { CorpusId, NumberForecast, RunId, SampleDetail } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { realHost } from '../interchange/real-hosts.ts';
import type { RealHost } from '../interchange/real-hosts.ts';
import { temporaryFolder } from '../library/fixtures.ts';

/** The best checkpoint's text after "3 eggs", by every run that writes; the same on every processor. */
const texts = {
  gru: ' sm3aua eua  anarar,a\n d nnu sf  te  0s ',
  lstm: ' s0d , s1ia  noueogfa4 m 1essap  6o  9  ',
  rnn: '1p2e7dt;fd;997tfff.enb9r9dfdt.bs1mao93,t',
  cifg17: 'ak26nr  gbsgs oooofuu8 2 gel  ban6r  9u ',
  gru18: '  68s, frl f suga f,gd ; biikerr ;l f8 f',
  cifg: 'an28eks u, sastotoradd innusaok  nut ;sa',
};

/** What the weeks of version 17 go on with. */
const weeksGoOn = [20.5, 80.5, 30.5, 90.5, 40.5, 10.5, 50.5, 20.5];

/** Where SQLite's header has it. */
const userVersionAt = 60;

/** SHA-256 of the newest checkpoints. */
const weights = {
  1: '72c3314a869bc9dad3390f85e1b7314f33feb3cfc5ee82b5457566910f16a212',
  2: '7107fa07d6679efe1cc70dd659e53fd6f18f857a078f167a0db2bbf8a5e3d20e',
  3: '56d5180a7f0ce2cd36b7e12185436abe4efb224134eac56918005a76f0e7741f',
};

function released(version: string): (...names: string[]) => string {
  const copy = temporaryFolder();
  cpSync(path.join(import.meta.dirname, version), copy, { recursive: true });
  return (...names) => path.join(copy, ...names);
}

async function write(host: RealHost, run: RunId): Promise<string> {
  const ended = new Promise<SampleDetail>((resolve, reject) => {
    host.onEvent((event) => {
      if (event.kind === 'sample.finished') resolve(event.sample);
      if (event.kind === 'sample.failed') reject(new Error(event.error.message));
    });
  });
  const sampling = { ...defaultSampling, length: 40, seed: 7 };
  await host.ask('sample.generate', { run, checkpoint: 'best', prompt: '3 eggs', sampling });
  return (await ended).text;
}

async function forecastOf(host: RealHost, run: RunId): Promise<NumberForecast> {
  return host.ask('forecast.run', { run, checkpoint: 'last', steps: 8, streams: 4, seed: 1 });
}

/** By the run of the meals of version 16. */
async function expectLabels(host: RealHost, run: RunId): Promise<void> {
  const asked = ['the tea is stale, not the soup', 'the soup is fresh, not the tea'];
  const { labels, probabilities } = await host.ask('label.lines', { run, checkpoint: 'best', texts: asked });
  expect(labels).toEqual(['no', 'yes']);
  expect(probabilities[0]).toBeCloseTo(0.9970205, 6);
  expect(probabilities[2]).toBeCloseTo(0.0030199, 6);
}

async function expectProof(host: RealHost, file: string): Promise<void> {
  const { difference, allowed } = await host.ask('model.verify', { file: host.file(file) });
  expect(difference).toBeLessThanOrEqual(allowed);
}

describe('the library of 0.1.0', () => {
  it('opens with its runs, checkpoints, curves and samples', async () => {
    const host = realHost(released('0.1.0')('library.db'));
    expect(host.notices()).toEqual([]);
    const { runs, corpora, samples } = await host.ask('library.overview', {});
    expect(corpora).toMatchObject([{ name: 'Recipes', characters: 8035, vocabulary: 32 }]);
    expect(runs).toMatchObject([
      { name: 'waiting', state: 'queued', queuePlace: 1, step: 0 },
      { name: 'rnn', state: 'finished', step: 40, best: expect.closeTo(3.480136, 5) as number },
      { name: 'lstm', state: 'finished', step: 40, best: expect.closeTo(2.927139, 5) as number },
      { name: 'gru', state: 'finished', step: 80, best: expect.closeTo(2.91892, 5) as number },
    ]);
    for (const [id, hash] of Object.entries(weights)) {
      expect(host.library.checkpoints.hashes(Number(id) as RunId, 'last').parameters).toBe(hash);
    }
    const gru = await host.ask('run.show', { run: 1 as RunId });
    expect(gru.checkpoints.map(({ step }) => step)).toEqual([20, 40, 60, 80]);
    expect((await host.ask('run.curve', { run: 1 as RunId, points: 2000 })).steps).toHaveLength(80);
    expect(samples.map(({ runName, sampling }) => [runName, sampling.length])).toEqual([
      ['rnn', 40],
      ['lstm', 40],
      ['gru', 40],
      ['gru', 60],
    ]);
  });

  it('has models that write what they wrote', async () => {
    const place = released('0.1.0');
    const host = realHost(place('library.db'));
    for (const [id, name] of (['gru', 'lstm', 'rnn'] as const).entries()) {
      expect(await write(host, (id + 1) as RunId)).toBe(texts[name]);
    }
  });

  it('trains on where it stood', async () => {
    const host = realHost(released('0.1.0')('library.db'));
    for (const run of [1, 2, 3] as RunId[]) {
      const end = host.reaches(run, 'finished');
      await host.ask('run.extend', { run, length: { kind: 'steps', steps: 5 } });
      await end;
      const { step, message } = await host.ask('run.show', { run });
      expect({ step, message }).toEqual({ step: run === 1 ? 85 : 45, message: null });
    }
  });
});

describe('the models of 0.1.0', () => {
  const models = [
    ['gru.charloom', 'gru'],
    ['lstm.charloom', 'lstm'],
    ['gru-safetensors', 'gru'],
    ['rnn-safetensors', 'rnn'],
    ['gru.onnx', 'gru'],
    ['gru-pytorch-job', 'gru'],
  ] as const;

  it.each(models)('%s comes in and writes what it wrote', async (file, run) => {
    const host = realHost();
    const { id } = await host.ask('model.import', { file: host.file(released('0.1.0')(file)) });
    expect(await write(host, id)).toBe(texts[run]);
  });

  it('forecast numbers that came as symbols with their bins', async () => {
    const host = realHost();
    const { id } = await host.ask('model.import', { file: host.file(released('0.1.0')('weeks.charloom')) });
    const { median, past } = await forecastOf(host, id);
    expect(median).toEqual([10.5, 50.5, 20.5, 80.5, 30.5, 90.5, 40.5, 10.5]);
    expect(past.slice(-2)).toEqual([90.5, 40.5]);
  });

  it('tell labels apart, from a job for PyTorch, and train on', async () => {
    const host = realHost();
    const { id } = await host.ask('model.import', { file: host.file(released('0.1.0')('meals-pytorch-job')) });
    const asked = { run: id, checkpoint: 'last', texts: ['the tea is stale, not the soup'] } as const;
    const { labels, probabilities } = await host.ask('label.lines', asked);
    expect(labels).toEqual(['no', 'yes']);
    expect(probabilities[0]).toBeCloseTo(0.8519835, 6);
    expect(await host.ask('run.show', { run: id })).toMatchObject({ step: 150, corpusName: 'meals' });
    const end = host.reaches(id, 'finished');
    await host.ask('run.extend', { run: id, length: { kind: 'steps', steps: 5 } });
    await end;
    expect(await host.ask('run.show', { run: id })).toMatchObject({ step: 155, message: null });
  });

  it.each([...models.map(([file]) => file), 'weeks.charloom', 'meals-pytorch-job', 'gru.html'])(
    '%s is still proved',
    async (file) => {
      await expectProof(realHost(), released('0.1.0')(file));
    },
  );
});

describe('the library of version 16', () => {
  it('opens with what each kind of run has, and with what was kept and marked', async () => {
    const host = realHost(released('library-16')('library.db'));
    expect(host.notices()).toEqual([]);
    const { runs, corpora, samples } = await host.ask('library.overview', {});
    expect(corpora.map(({ name }) => name)).toEqual(['Recipes', 'Weeks', 'meals']);
    expect(runs).toMatchObject([
      { name: 'Meals', state: 'finished', step: 300, labels: ['no', 'yes'], starred: true },
      { name: 'Weeks', state: 'finished', step: 150, labels: [], starred: false },
      { name: 'Cifg', state: 'finished', step: 100, totalSteps: 200, labels: [], starred: false },
    ]);
    expect(samples).toMatchObject([
      { runName: 'Cifg', name: 'Three eggs', starred: true, excerpt: `3 eggs${texts.cifg}` },
    ]);
    expect(await host.ask('pipeline.list', {})).toContainEqual({
      name: 'Cool',
      stages: [{ kind: 'temperature', temperature: 0.5 }],
      shipped: false,
    });
    const cifg = await host.ask('run.show', { run: 1 as RunId });
    expect(cifg.training?.goal).toEqual({ kind: 'bits', bits: 3.8 });
    expect(cifg.retention).toEqual({ keepLast: 1, keepEvery: 1000 });
    const { gates, points } = await host.ask('run.gauges', { run: 1 as RunId });
    expect(gates).toEqual(['f', 'o']);
    expect(points.length).toBeGreaterThan(10);
    const weeks = await host.ask('corpus.show', { corpus: 2 as CorpusId });
    expect(weeks.numbers?.medians).toEqual([10.5, 20.5, 30.5, 40.5, 50.5, 80.5, 90.5]);
  });

  it('has models that write, forecast and tell labels as they did', async () => {
    const host = realHost(released('library-16')('library.db'));
    expect(await write(host, 1 as RunId)).toBe(texts.cifg);
    const { median, past } = await forecastOf(host, 2 as RunId);
    expect([...past.slice(-2), ...median]).toEqual([10.5, 50.5, 20.5, 80.5, 30.5, 90.5, 40.5, 10.5, 50.5, 20.5]);
    await expectLabels(host, 3 as RunId);
  });

  it('trains on where it stood', async () => {
    const host = realHost(released('library-16')('library.db'));
    for (const [run, step] of [
      [2, 155],
      [3, 305],
    ] as [RunId, number][]) {
      const end = host.reaches(run, 'finished');
      await host.ask('run.extend', { run, length: { kind: 'steps', steps: 5 } });
      await end;
      expect(await host.ask('run.show', { run })).toMatchObject({ step, message: null });
    }
  });
});

describe('the models beside the library of version 16', () => {
  it.each(['cifg.charloom', 'cifg-safetensors', 'cifg-onnx'])('%s comes in and writes what it wrote', async (file) => {
    const host = realHost();
    const { id } = await host.ask('model.import', { file: host.file(released('library-16')(file)) });
    expect(await write(host, id)).toBe(texts.cifg);
  });

  it.each(['meals.charloom', 'meals-safetensors', 'meals-onnx'])('%s comes in and tells its labels', async (file) => {
    const host = realHost();
    const { id } = await host.ask('model.import', { file: host.file(released('library-16')(file)) });
    await expectLabels(host, id);
  });

  it.each(
    ['cifg', 'meals'].flatMap((name) => ['.charloom', '-safetensors', '-onnx', '.html'].map((end) => name + end)),
  )('%s is still proved', async (file) => {
    await expectProof(realHost(), released('library-16')(file));
  });
});

describe('the library of version 17', () => {
  it('opens as it was, with models that write and forecast as they did', async () => {
    const host = realHost(released('library-17')('library.db'));
    expect(host.notices()).toEqual([]);
    const { runs } = await host.ask('library.overview', {});
    expect(runs).toMatchObject([
      { name: 'Weeks', state: 'finished', step: 150, best: expect.closeTo(0.0107192, 6) as number },
      { name: 'Cifg', state: 'finished', step: 120, best: expect.closeTo(2.5307231, 6) as number },
    ]);
    expect(await write(host, 1 as RunId)).toBe(texts.cifg17);
    const { median } = await forecastOf(host, 2 as RunId);
    expect(median).toEqual(weeksGoOn);
  });

  it.each(['cifg', 'weeks'])(
    'has a job of %s for PyTorch beside it, which comes in, is proved and trains on',
    async (name) => {
      const host = realHost();
      const file = released('library-17')(`${name}-pytorch-job`);
      await expectProof(host, file);
      const { id } = await host.ask('model.import', { file: host.file(file) });
      if (name === 'cifg') expect(await write(host, id)).toBe(texts.cifg17);
      else expect((await forecastOf(host, id)).median).toEqual(weeksGoOn);
      const end = host.reaches(id, 'finished');
      await host.ask('run.extend', { run: id, length: { kind: 'steps', steps: 5 } });
      await end;
      expect((await host.ask('run.show', { run: id })).message).toBeNull();
    },
  );

  it.each(['cifg-int8.html', 'cifg-float16.html'])('has %s beside it, which is still proved', async (file) => {
    await expectProof(realHost(), released('library-17')(file));
  });
});

describe('the library of version 18', () => {
  it('opens as it was, with a queued run that is again what it was once it is taken out', async () => {
    const host = realHost(released('library-18')('library.db'));
    expect(host.notices()).toEqual([]);
    const { runs } = await host.ask('library.overview', {});
    expect(runs).toMatchObject([
      { name: 'Rnn', state: 'queued', queuePlace: 1, step: 2, message: null },
      { name: 'Gru', state: 'finished', step: 120 },
    ]);
    expect(await write(host, 1 as RunId)).toBe(texts.gru18);
    const { state, message } = await host.ask('run.queue', { run: 2 as RunId, place: null });
    expect(state).toBe('failed');
    expect(message).toMatch(/^Training diverged again at step 3/);
  });
});

describe('curves', () => {
  it.each([
    ['0.1.0', 'gru.csv', 'csv'],
    ['library-17', 'cifg.csv', 'csv'],
    ['library-17', 'cifg.json', 'json'],
  ] as const)('of %s, %s, are known as ours', (version, file, format) => {
    expect(curveKinds[format].isEarlier(released(version)(file))).toBe(true);
  });
});

it('a library of the newest version is among them', () => {
  const versions = readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readFileSync(path.join(import.meta.dirname, name, 'library.db')).readUInt32BE(userVersionAt));
  expect(Math.max(...versions)).toBe(newestVersion());
});
