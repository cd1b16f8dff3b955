// Runs through the host, on a toy trainer: from their start to their end, and all that users do on the way.

import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { names } from '../../corpora/word-lists.ts';
import { asEngineError } from '../../src-engine/errors.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { CorpusId, RunId } from '../../src-engine/protocol/index.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { model, startRun, temporaryHost, training, verse } from './fixtures.ts';
import { openRaw } from '../library/fixtures.ts';
import { toyEngine, toyValue } from './toy-engine.ts';
import { told } from '../told.ts';

const endless = { length: { kind: 'steps', steps: 100_000_000 } } as const;

/** The one parameter of the toy's newest checkpoint. */
function lastValue(file: string, run: RunId): number | undefined {
  const library = openLibrary(file);
  const { state } = library.checkpoints.newestGood(run);
  library.close();
  return state?.parameters[0];
}

describe('a run', () => {
  it('says that rounding differs where other kernels go on with it, and only then', async () => {
    const host = temporaryHost({ engine: { kernels: () => ({ build: 'relaxed', note: null }) } });
    const run = await startRun(host, endless);
    await host.event('run.checkpoint');
    await host.ask('run.pause', { run });
    expect((await host.ask('run.show', { run })).kernels).toBe('relaxed');
    await host.close();
    for (const [build, count] of [
      ['wide', 0],
      ['native', 0],
      ['plain', 1],
      ['plain', 0],
    ] as const) {
      const later = temporaryHost({ file: host.file, engine: { kernels: () => ({ build, note: null }) } });
      await later.ask('run.continue', { run });
      await later.event('run.checkpoint');
      await later.ask('run.pause', { run });
      const warnings = later.eventsOf('notice').filter(({ text }) => inEnglish(text).includes('round differently'));
      expect(warnings).toHaveLength(count);
      expect((await later.ask('run.show', { run })).kernels).toBe(build);
      await later.close();
    }
  });

  it('trains to its end, and everything about it is in the library', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const shown = await host.ask('run.show', { run });
    expect(shown).toMatchObject({
      name: 'Verse, LSTM 8',
      state: 'finished',
      step: 60,
      totalSteps: 60,
      epoch: 600 / (verse.length - Math.floor(verse.length * 0.1)),
      parameters: 1,
      message: null,
      training,
      model,
    });
    expect(shown.best).toBeCloseTo(4 / Math.sqrt(60), 6);
    expect(shown.checkpoints.map(({ step }) => step)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(shown.checkpoints.map(({ best }) => best)).toEqual([false, false, false, false, false, true]);
    const curve = await host.ask('run.curve', { run, points: 1000 });
    expect(Array.from(curve.steps)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(Array.from(curve.validationSteps)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(lastValue(host.file, run)).toBe(toyValue(60));
    await host.event('run.specimen', ({ specimen }) => specimen.step === 60);
    const { specimens } = await host.ask('run.show', { run });
    expect(specimens[0]).toMatchObject({ step: 0 });
    expect(specimens.at(-1)).toMatchObject({ step: 60, temperature: 0.8 });
    expect((await host.ask('run.show', { run })).specimens.at(-1)?.text.length).toBe(240);
  });

  it('tells a checkpoint only when another process can read it', async () => {
    const host = temporaryHost();
    const reader = openRaw(host.file);
    const count = reader.prepare<[number], number>('SELECT count(*) FROM checkpoints WHERE id = ?').pluck();
    let told = 0;
    host.onEvent((event) => {
      if (event.kind !== 'run.checkpoint') return;
      told++;
      expect(count.get(event.checkpoint.id)).toBe(1);
    });
    await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    reader.close();
    expect(told).toBe(6);
  });

  it('tells every point of its curve once', async () => {
    const host = temporaryHost();
    await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const steps = host.eventsOf('run.progress').flatMap(({ points }) => points.map(({ step }) => step));
    expect(steps).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('paused and continued ends where an unbroken one would', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { length: { kind: 'steps', steps: 5000 }, checkpointEvery: 50 });
    for (let sitting = 0; sitting < 3; sitting++) {
      await host.event('run.progress');
      await host.ask('run.pause', { run });
      const shown = await host.ask('run.show', { run });
      expect(shown.state).toBe('paused');
      expect(shown.checkpoints.at(-1)?.step).toBe(shown.step);
      expect(lastValue(host.file, run)).toBe(toyValue(shown.step));
      host.events.length = 0;
      expect((await host.ask('run.continue', { run })).state).toBe('training');
    }
    await host.event('run.state', ({ state }) => state === 'finished');
    expect(lastValue(host.file, run)).toBe(toyValue(5000));
    const { steps } = await host.ask('run.curve', { run, points: 10_000 });
    expect(Array.from(steps)).toEqual(Array.from({ length: 5000 }, (_, index) => index + 1));
  });

  it('is stopped, can go on, and is not continued past its end', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { length: { kind: 'steps', steps: 2000 } });
    await host.ask('run.stop', { run });
    expect((await host.ask('run.show', { run })).state).toBe('stopped');
    await host.ask('run.stop', { run });
    await host.ask('run.continue', { run });
    await host.event('run.state', ({ state }) => state === 'finished');
    await expect(host.ask('run.continue', { run })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(host.ask('run.pause', { run })).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('trains alone', async () => {
    const host = temporaryHost();
    const first = await startRun(host, endless);
    const corpus = (await host.ask('run.show', { run: first })).corpus;
    await expect(host.ask('run.start', { corpus, model, training })).rejects.toMatchObject({
      code: 'run-busy',
      message: '"Verse, LSTM 8" is training, and one run trains at a time. Pause or stop it first, or use the queue.',
    });
    expect((await host.ask('library.overview', {})).runs.length).toBe(1);
    expect((await host.ask('run.continue', { run: first })).state).toBe('training');
    await host.ask('run.pause', { run: first });
    const second = await host.ask('run.start', { corpus, model, training });
    expect(second.name).toBe('Verse, LSTM 8 (2)');
    await expect(host.ask('run.continue', { run: first })).rejects.toMatchObject({ code: 'run-busy' });
  });

  it('is not started twice by two asks at once', async () => {
    const host = temporaryHost();
    const corpus = await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } });
    const both = await Promise.allSettled([
      host.ask('run.start', { corpus: corpus.id, model, training: { ...training, ...endless } }),
      host.ask('run.start', { corpus: corpus.id, model, training: { ...training, ...endless } }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await host.ask('library.overview', {})).runs.length).toBe(1);
  });

  it('that another process begins in this very moment is neither stopped nor extended', async () => {
    let claim = (): void => {};
    const host = temporaryHost({ engine: { summarize: (ask) => (claim(), toyEngine.summarize(ask)) } });
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    // The parent of this process lives on, and is not this one.
    const other = openLibrary(host.file, { self: { pid: process.ppid, started: null } });
    // Asked for the memory first, and for the length when the run was found at rest.
    let asked = 0;
    claim = () => {
      if (++asked === 2) other.runs.claim(run);
    };
    const length = { kind: 'steps', steps: 5 } as const;
    await expect(host.ask('run.extend', { run, length, start: 'queued' })).rejects.toMatchObject({ code: 'run-busy' });
    expect(other.runs.find(run)).toMatchObject({ state: 'training', extensions: [] });

    other.runs.end(run, 'paused', null);
    const stopping = host.ask('run.stop', { run });
    other.runs.claim(run);
    await expect(stopping).rejects.toMatchObject({ code: 'run-busy' });
    expect(other.runs.find(run).state).toBe('training');
    other.close();
  });

  it('rests with a checkpoint when the host closes, and goes on in the next', async () => {
    const first = temporaryHost();
    const run = await startRun(first, { length: { kind: 'steps', steps: 20_000 }, checkpointEvery: 10_000 });
    await first.event('run.progress');
    await first.close();
    const second = temporaryHost({ file: first.file });
    const shown = await second.ask('run.show', { run });
    expect(shown).toMatchObject({ state: 'paused', message: 'Paused when Charloom was closed.' });
    expect(shown.step).toBeGreaterThan(0);
    expect(shown.checkpoints.at(-1)?.step).toBe(shown.step);
    await second.ask('run.continue', { run });
    await second.event('run.state', ({ state }) => state === 'finished');
    expect(lastValue(first.file, run)).toBe(toyValue(20_000));
  });

  it('goes on from the checkpoint before when the newest is damaged, and says so', async () => {
    const host = temporaryHost();
    const run = await startRun(host, endless);
    await host.event('run.checkpoint', ({ checkpoint }) => checkpoint.step === 50);
    await host.ask('run.pause', { run });
    const steps = (await host.ask('run.show', { run })).checkpoints.map(({ step }) => step);
    const other = openRaw(host.file);
    other.exec(`UPDATE checkpoint_parts SET bytes = x'00000000'
      WHERE block = 'parameters' AND checkpoint = (SELECT max(id) FROM checkpoints)`);
    other.close();
    host.events.length = 0;
    await host.ask('run.continue', { run });
    const notice = await host.event('notice');
    expect(inEnglish(notice.text)).toBe(
      `The newest checkpoint of "Verse, LSTM 8" (step ${steps.at(-1)}) is damaged; the run goes on from step ${steps.at(-2)}.`,
    );
    await host.event('run.checkpoint', ({ checkpoint }) => checkpoint.step > (steps.at(-1) ?? 0));
    await host.ask('run.stop', { run });
    const shown = await host.ask('run.show', { run });
    expect(lastValue(host.file, run)).toBe(toyValue(shown.step));
    const curve = await host.ask('run.curve', { run, points: 100_000 });
    expect(new Set(curve.steps).size).toBe(curve.steps.length);
  });

  it('that diverges goes back to its last checkpoint; void points and checkpoints go', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { seed: 666 });
    await host.event('run.state', ({ state }) => state === 'finished');
    const shown = await host.ask('run.show', { run });
    expect(shown.message).toBeNull();
    expect(host.eventsOf('notice').map(({ text }) => inEnglish(text))).toEqual([
      '"Verse, LSTM 8": It went back to step 20.',
    ]);
    expect(host.events).toContainEqual({
      kind: 'run.state',
      run,
      state: 'training',
      message: 'It went back to step 20.',
    });
    expect(lastValue(host.file, run)).toBe(toyValue(60));
    const { steps } = await host.ask('run.curve', { run, points: 1000 });
    expect(Array.from(steps)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('that fails says why, and keeps its checkpoints', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { seed: 13 });
    await host.event('run.state', ({ state }) => state === 'failed');
    const shown = await host.ask('run.show', { run });
    expect(shown).toMatchObject({ state: 'failed', message: 'It diverged.' });
    expect(shown.checkpoints.map(({ step }) => step)).toEqual([10, 20]);
  });

  it('is deleted while it trains', async () => {
    const host = temporaryHost();
    const run = await startRun(host, endless);
    await host.event('run.progress');
    await host.ask('library.delete-run', { run });
    expect((await host.ask('library.overview', {})).runs).toEqual([]);
    const told = host.events.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(host.events.slice(told).filter(({ kind }) => kind === 'run.progress')).toEqual([]);
    expect(host.trainingShare()).toBeNull();
  });

  it('is renamed, gets a star, and takes another number of threads', async () => {
    const host = temporaryHost();
    const run = await startRun(host, endless);
    await host.ask('run.rename', { run, name: 'Roses' });
    const starred = host.event(
      'library.changed',
      ({ changes }) => changes?.runs?.rows.some((row) => row.starred) === true,
    );
    await host.ask('run.star', { run, starred: true });
    await starred;
    await host.ask('run.threads', { run, threads: 1 });
    const changed = { name: 'Roses', starred: true, training: { threads: 1 } };
    expect(await host.ask('run.show', { run })).toMatchObject(changed);
    await host.ask('run.star', { run, starred: false });
    expect(await host.ask('run.show', { run })).toMatchObject({ ...changed, starred: false });
  });

  it('trains on while the library cannot be written, and is saved when it can', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { ...endless, checkpointEvery: 100 });
    await host.event('run.checkpoint');
    // A trigger that refuses every checkpoint stands for a full disk: SQLite fails in the middle of the transaction.
    const other = openRaw(host.file);
    other.exec("CREATE TRIGGER full BEFORE INSERT ON checkpoints BEGIN SELECT raise(ABORT, 'no room'); END");
    const trouble = await host.event('library.trouble');
    expect(told(trouble.why)).toContain('no room');
    expect((await host.ask('library.overview', {})).trouble).toEqual({
      since: trouble.since,
      why: trouble.why,
    });
    expect((await host.ask('run.show', { run })).state).toBe('training');
    other.exec('DROP TRIGGER full');
    other.close();
    await host.event('library.trouble', ({ since }) => since === null);
    expect((await host.ask('library.overview', {})).trouble).toBeNull();
    await host.ask('run.pause', { run });
    const shown = await host.ask('run.show', { run });
    expect(lastValue(host.file, run)).toBe(toyValue(shown.step));
    const { steps } = await host.ask('run.curve', { run, points: 100_000 });
    expect(new Set(steps).size).toBe(steps.length);
    expect(host.logged.some((line) => line.includes('cannot be saved'))).toBe(true);
  });
});

describe('what is refused', () => {
  it('comes with a code and a sentence', async () => {
    const host = temporaryHost();
    const corpus = (await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } })).id;
    const codeOf = (name: string, body: unknown) =>
      host.askUnchecked(name, body).then(
        () => 'answered',
        (error: unknown) => asEngineError(error).code,
      );
    expect(await codeOf('engine.destroy', {})).toBe('bad-request');
    expect(await codeOf('toString', {})).toBe('bad-request');
    expect(await codeOf('library.overview', { all: true })).toBe('bad-request');
    expect(await codeOf('run.show', { run: 'one' })).toBe('bad-request');
    expect(await codeOf('run.show', { run: 1.5 })).toBe('bad-request');
    expect(await codeOf('run.show', { run: 77 })).toBe('not-found');
    expect(await codeOf('corpus.show', { corpus: 77 as CorpusId })).toBe('not-found');
    expect(await codeOf('corpus.import', { source: { kind: 'files', files: ['/etc/passwd'] } })).toBe('bad-request');
    expect(await codeOf('run.start', { corpus, model: { ...model, hidden: 0 }, training })).toBe('settings-invalid');
    expect(await codeOf('run.start', { corpus, model, training: { ...training, batch: 1000 } })).toBe(
      'corpus-too-small',
    );
    expect(await codeOf('run.start', { corpus, model: { ...model, hidden: 4000 }, training })).toBe('settings-invalid');
    expect(await codeOf('run.curve', { run: 1, points: 0 })).toBe('bad-request');
    expect((await host.ask('library.overview', {})).runs).toEqual([]);
  });

  it('after closing is everything', async () => {
    const host = temporaryHost();
    await host.close();
    await expect(host.ask('library.overview', {})).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('plans', () => {
  it('tell size, speed and time, measured once for the same settings', async () => {
    let measured = 0;
    const host = temporaryHost({ engine: { measureSpeed: () => Promise.resolve(1000 + measured++) } });
    const corpus = (await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } })).id;
    const plan = await host.ask('run.plan', { corpus, model, training });
    expect(plan).toMatchObject({ parameters: 8, charactersPerSecond: 1000, seconds: (60 * 16) / 1000 });
    const minutes = await host.ask('run.plan', {
      corpus,
      model,
      training: { ...training, length: { kind: 'minutes', minutes: 2 } },
    });
    expect(minutes).toMatchObject({ charactersPerSecond: 1000, seconds: 120 });
    const epochs = await host.ask('run.plan', {
      corpus,
      model,
      training: { ...training, length: { kind: 'epochs', epochs: 2 } },
    });
    expect(epochs.seconds).toBeCloseTo((2 * verse.length * 0.9) / 1000, 1);
    expect(
      (await host.ask('run.plan', { corpus, model, training: { ...training, batch: 3 } })).charactersPerSecond,
    ).toBe(1001);
    expect(measured).toBe(2);
  });

  it('do not measure beside a run', async () => {
    const host = temporaryHost();
    const run = await startRun(host, endless);
    const { corpus } = await host.ask('run.show', { run });
    expect(await host.ask('run.plan', { corpus, model, training: { ...training, batch: 3 } })).toMatchObject({
      charactersPerSecond: null,
      seconds: null,
    });
  });

  it('tell what a window begins with, without trying or measuring anything', async () => {
    const never = (): never => {
      throw new Error('Nobody has asked for it.');
    };
    const host = temporaryHost({ engine: { measurePeak: never, kernels: never } });
    const basics = await host.ask('engine.basics', {});
    expect(basics).toMatchObject({ version: '1.2.3', processors: 2, libraryFile: host.file });
    const about = await temporaryHost({ file: path.join(host.folder, 'other.db') }).ask('engine.about', {});
    expect(about).toMatchObject({ ...basics, libraryFile: about.libraryFile });
  });

  it('tell about machine, defaults and presets', async () => {
    let measured = 0;
    const engine = { measurePeak: () => 10 + measured++ };
    const host = temporaryHost({ engine });
    const about = await host.ask('engine.about', {});
    expect(about).toMatchObject({
      version: '1.2.3',
      kernels: { build: 'plain', note: null },
      processors: 2,
      peak: { gigaflops: 20, threads: 2 },
      libraryFile: host.file,
    });
    // Training reaches about 0.55 of the peak.
    expect(about.legibleAfter['names']).toBeCloseTo((names.legibleAfter ?? 0) / (20 * 0.55), 6);
    expect(about.legibleAfter['reviews']).toBeUndefined();
    await host.close();
    const again = temporaryHost({ file: host.file, engine });
    expect((await again.ask('engine.about', {})).peak?.gigaflops).toBe(20);
    const corpus = (await again.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } })).id;
    const presets = await again.ask('run.presets', { corpus });
    for (const preset of presets) {
      await again.ask('run.plan', { corpus, model: { ...preset.model, hidden: 8 }, training: preset.training });
    }
    expect(presets.length).toBe(3);
    expect(presets.some(({ isRefused }) => isRefused)).toBe(false);
    expect(measured).toBe(1);
  });

  it('say which presets a text is too short for', async () => {
    const host = temporaryHost();
    const refusedOf = async (text: string) => {
      const corpus = (await host.ask('corpus.import', { source: { kind: 'text', title: 'Text', text } })).id;
      const presets = await host.ask('run.presets', { corpus });
      for (const { model, training, isRefused } of presets) {
        const planned = host.ask('run.plan', { corpus, model: { ...model, hidden: 8 }, training });
        const code = planned.then(
          () => null,
          (error: unknown) => asEngineError(error).code,
        );
        await expect(code).resolves.toBe(isRefused ? 'corpus-too-small' : null);
      }
      return presets.filter(({ isRefused }) => isRefused).map(({ key }) => key);
    };
    // The same two lines again and again look like two labels, and nothing is left to validate on.
    expect(
      await refusedOf('Over the sea, over the sea,\nthere sails my love, and comes no more.\n'.repeat(300)),
    ).toEqual(['classifier', 'simple-rnn']);
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const lines = letters.map(
      (letter, index) => `${index % 2 === 0 ? 'even' : 'odd'},${letter.repeat(3)} and ${letter}\n`,
    );
    expect(await refusedOf(lines.join('').repeat(4))).toEqual([]);
    expect(await refusedOf('ab')).toEqual(['quick', 'balanced', 'thorough']);
  });
});

describe('another process on the same library', () => {
  it('is noticed when it writes', async () => {
    const one = temporaryHost();
    const other = temporaryHost({ file: one.file });
    one.events.length = 0;
    await other.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } });
    await one.event('library.changed');
    expect((await one.ask('library.overview', {})).corpora.length).toBe(1);
  });
});

it.skipIf(process.platform === 'win32')(
  'a library that is moved away while it is open is missed, and is not once it is back',
  async () => {
    const host = temporaryHost();
    const away = `${host.file}.away`;
    renameSync(host.file, away);
    const { severity, text } = await host.event('notice');
    const words = `The library ${host.file} was moved, deleted or replaced while it is open here. Put it back where it was, or what is done from now on may be lost.`;
    expect([severity, inEnglish(text)]).toEqual(['error', words]);
    expect(host.notices().map(inEnglish)).toEqual([words]);
    await expect(host.ask('library.cleanup', {})).rejects.toThrow(words);
    expect(existsSync(host.file)).toBe(false);
    renameSync(away, host.file);
    expect(host.notices()).toEqual([]);
  },
);
