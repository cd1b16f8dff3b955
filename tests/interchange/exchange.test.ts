// Models that leave one library and come into another, with the engine that the product has.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../src-engine/errors.ts';
import type { CheckpointChoice, ExportOptions, RunId } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { tinyText } from '../faults/tiny-settings.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { finish, importTiny, realHost, trainedHost } from './real-hosts.ts';
import type { RealHost } from './real-hosts.ts';

const halfway = { step: 25 };

async function exported(
  host: RealHost,
  run: RunId,
  format: 'charloom' | 'safetensors' = 'charloom',
  checkpoint: CheckpointChoice = halfway,
  options: Partial<ExportOptions> = {},
): Promise<string> {
  const target = path.join(temporaryFolder(), 'model');
  await host.ask('model.export', { run, checkpoint, format, file: host.file(target), options });
  return target;
}

function fingerprint({ library }: RealHost, run: RunId) {
  return library.checkpoints.hashes(run, 'last');
}

async function nextLogits(host: RealHost, run: RunId, checkpoint: CheckpointChoice): Promise<unknown> {
  const seen = await host.ask('sample.distribution', { run, checkpoint, context: 'The rose', stages: [], seed: 1 });
  return seen.stages;
}

describe('a run that leaves with everything', () => {
  it('goes on elsewhere, bit for bit as it would have here', async () => {
    const there = realHost();
    const { here, run } = await trainedHost();
    const file = await exported(here, run);
    const imported = await there.ask('model.import', { file: there.file(file) });
    expect(imported).toMatchObject({ name: 'Tiny', corpusName: 'Roses', state: 'paused', step: 25, totalSteps: 60 });
    await finish(there, imported.id);
    expect(fingerprint(there, imported.id)).toEqual(fingerprint(here, run));
    const curves = await Promise.all([
      here.ask('run.curve', { run, points: 1000 }),
      there.ask('run.curve', { run: imported.id, points: 1000 }),
    ]);
    expect(curves[1]).toEqual(curves[0]);
  });

  it('finds its text in the library, where the file has none', async () => {
    const there = realHost();
    const { here, run } = await trainedHost();
    const file = await exported(here, run, 'charloom', halfway, { text: false });
    const corpus = await importTiny(there);
    expect(await there.ask('model.inspect', { file: there.file(file) })).toMatchObject({
      continues: true,
      hasText: true,
    });
    const imported = await there.ask('model.import', { file: there.file(file), name: 'Mine' });
    expect(imported).toMatchObject({ name: 'Mine', corpus });
    await finish(there, imported.id);
    expect(fingerprint(there, imported.id)).toEqual(fingerprint(here, run));
  });

  it('brings a text that can be read and trained on', async () => {
    const there = realHost();
    const { here, run } = await trainedHost();
    const file = await exported(here, run);
    const { corpus } = await there.ask('model.import', { file: there.file(file) });
    expect(await there.ask('corpus.read', { corpus, start: 0, length: 100_000 })).toMatchObject({ text: tinyText });
    expect(await importTiny(there)).toBe(corpus);
  });

  it('can be imported twice, under another name, and back where it came from', async () => {
    const { here, run } = await trainedHost();
    const file = await exported(here, run, 'charloom', 'last');
    const again = await here.ask('model.import', { file: here.file(file) });
    const third = await here.ask('model.import', { file: here.file(file) });
    expect([again.name, third.name]).toEqual(['Tiny (2)', 'Tiny (3)']);
    expect(again).toMatchObject({ state: 'finished', step: 60 });
  });
});

describe('a run whose text stayed behind', () => {
  async function textless(): Promise<{ here: RealHost; there: RealHost; run: RunId; imported: RunId }> {
    const there = realHost();
    const { here, run } = await trainedHost();
    const file = await exported(here, run, 'charloom', halfway, { text: false });
    const { id } = await there.ask('model.import', { file: there.file(file) });
    return { here, there, run, imported: id };
  }

  it('writes as it did, and says in one sentence why it cannot be trained', async () => {
    const { here, there, run, imported } = await textless();
    expect(await nextLogits(there, imported, 'last')).toEqual(await nextLogits(here, run, halfway));
    const sentence =
      'The text that this model was trained on, "Roses" (2,680 characters), is not in the library. Import that very text, or branch the run onto another one.';
    const length = { kind: 'steps', steps: 10 } as const;
    const asks = [
      there.ask('run.continue', { run: imported }),
      there.ask('run.extend', { run: imported, length }),
      there.ask('run.queue', { run: imported, place: 1 }),
      there.ask('sample.copies', { run: imported, text: 'The rose is red', min: 5 }),
    ];
    for (const ask of asks) await expect(ask).rejects.toMatchObject({ code: 'not-found', message: sentence });
    expect(await there.ask('run.show', { run: imported })).toMatchObject({ state: 'paused', step: 25 });
    expect((await there.ask('library.overview', {})).corpora).toEqual([]);
  });

  it('trains on bit for bit once that text is imported', async () => {
    const { here, there, run, imported } = await textless();
    const corpus = await importTiny(there);
    expect(await there.ask('run.show', { run: imported })).toMatchObject({ corpus });
    await finish(there, imported);
    expect(fingerprint(there, imported)).toEqual(fingerprint(here, run));
  });

  it('is branched onto another text, and exported again', async () => {
    const { there, imported } = await textless();
    const { id: corpus } = await there.ask('corpus.import', {
      source: { kind: 'text', title: 'Other', text: 'quite another text with zebras. '.repeat(80) },
    });
    const { training } = await there.ask('run.show', { run: imported });
    if (training === null) throw new Error('Its training is not known.');
    const length = { kind: 'steps', steps: 10 } as const;
    const wish = { checkpoint: 'last', corpus, training: { ...training, length }, start: 'queued' } as const;
    const branch = await there.ask('run.branch', { run: imported, ...wish });
    await finish(there, branch.id);
    const again = await exported(there, imported, 'charloom', 'last');
    expect(await there.ask('model.inspect', { file: there.file(again) })).toMatchObject({
      continues: true,
      hasText: false,
    });
    const pytorch = there.ask('model.export', {
      run: imported,
      checkpoint: 'last',
      format: 'safetensors',
      file: there.file(path.join(temporaryFolder(), 'out')),
    });
    await expect(pytorch).resolves.toMatchObject({ proof: { difference: 0 } });
  });

  it('leaves nothing behind when it is deleted', async () => {
    const { there, imported } = await textless();
    await there.ask('library.delete-run', { run: imported });
    await there.ask('library.cleanup', {});
    const tables = there.library.storage();
    expect(tables.corpora).toEqual([]);
    expect((await there.ask('library.overview', {})).runs).toEqual([]);
  });
});

describe('weights alone', () => {
  it.each(['charloom', 'safetensors'] as const)('come back from %s, answer the same, and train on', async (format) => {
    const there = realHost();
    const { here, run } = await trainedHost({ cell: 'gru', layers: 2 });
    const options = format === 'charloom' ? { continues: false } : {};
    const file = await exported(here, run, format, 'last', options);
    await importTiny(there);
    const found = await there.ask('model.inspect', { file: there.file(file) });
    expect(found).toMatchObject({ format, continues: false, hasText: true, step: 60, proof: { difference: 0 } });
    const { id, state, message } = await there.ask('model.import', { file: there.file(file) });
    expect(state).toBe('finished');
    expect(message).toContain('Only its weights came along');
    expect(await nextLogits(there, id, 'last')).toEqual(await nextLogits(here, run, 'last'));
    const before = (await there.ask('run.show', { run: id })).best;
    const end = there.reaches(id, 'finished');
    await there.ask('run.extend', { run: id, length: { kind: 'steps', steps: 200 } });
    await end;
    const after = await there.ask('run.show', { run: id });
    expect(after.step).toBe(260);
    expect(after.best).toBeLessThan((before ?? 0) - 0.2);
  });

  it('cannot be extended by minutes, as nobody knows how fast they train here', async () => {
    const { here, run } = await trainedHost();
    const file = await exported(here, run, 'safetensors', 'last');
    const { id } = await here.ask('model.import', { file: here.file(file) });
    const ask = here.ask('run.extend', { run: id, length: { kind: 'minutes', minutes: 1 } });
    await expect(ask).rejects.toMatchObject({ code: 'settings-invalid' });
  });

  it('are found when the file with them is chosen instead of the folder', async () => {
    const { here, run } = await trainedHost();
    const file = await exported(here, run, 'safetensors');
    const weights = here.file(path.join(file, 'model.safetensors'));
    expect(await here.ask('model.verify', { file: weights })).toMatchObject({ format: 'safetensors', difference: 0 });
  });
});

describe('an export', () => {
  it('tells its progress, and replaces an older export', async () => {
    const { here, run } = await trainedHost();
    const target = path.join(temporaryFolder(), 'model');
    for (const checkpoint of [halfway, 'last'] as const) {
      await here.ask('model.export', { run, checkpoint, format: 'safetensors', file: here.file(target), task: 5 });
    }
    const shares = here.events.flatMap((event) =>
      event.kind === 'task.progress' && event.task === 5 ? event.share : [],
    );
    expect(shares.at(-1)).toBe(1);
    expect(readdirSync(path.dirname(target))).toEqual(['model']);
    const config = JSON.parse(readFileSync(path.join(target, 'config.json'), 'utf8')) as { step: number };
    expect(config.step).toBe(60);
  });

  it('is refused with an option that its format does not have', async () => {
    const { here, run } = await trainedHost();
    const idle = [
      ['safetensors', { precision: 'int8' }],
      ['onnx', { continues: false }],
      ['html', { text: false }],
    ] as const;
    for (const [format, options] of idle) {
      const file = here.file(path.join(temporaryFolder(), 'model'));
      const ask = here.ask('model.export', { run, checkpoint: 'last', format, file, options });
      await expect(ask).rejects.toThrow(`The format ${format} has no choice of "${Object.keys(options).join()}"`);
    }
  });

  it('that is cancelled leaves what was there, and nothing else', async () => {
    const { here, run } = await trainedHost({ hidden: 256 });
    const folder = temporaryFolder();
    const target = path.join(folder, 'model');
    writeFileSync(target, 'older');
    const cancelled = new Promise<void>((resolve, reject) => {
      here.onEvent((event) => {
        if (event.kind === 'task.progress') here.ask('task.cancel', { task: 9 }).then(() => resolve(), reject);
      });
    });
    const ask = here.ask('model.export', {
      run,
      checkpoint: 'last',
      format: 'charloom',
      file: here.agreed(target),
      task: 9,
    });
    await expect(ask).rejects.toMatchObject({ code: 'cancelled' });
    await cancelled;
    expect(readdirSync(folder)).toEqual(['model']);
    expect(readFileSync(target, 'utf8')).toBe('older');
  });

  it('never takes the place of a folder with other files', async () => {
    const { here, run } = await trainedHost();
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'thesis.txt'), 'years of work');
    const ask = here.ask('model.export', { run, checkpoint: 'last', format: 'safetensors', file: here.file(folder) });
    await expect(ask).rejects.toMatchObject({
      code: 'file-exists',
      message: expect.stringContaining('thesis.txt'),
    });
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it('that cannot be written says why', async () => {
    const { here, run } = await trainedHost();
    const missing = path.join(temporaryFolder(), 'no', 'such', 'folder');
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const folder = path.join(temporaryFolder(), 'folder');
    mkdirSync(folder);
    const asks = [
      [missing, 'charloom', 'file-missing', 'There is no folder'],
      [missing, 'safetensors', 'file-missing', 'There is no folder'],
      [file, 'safetensors', 'file-unwritable', 'is a file, and a folder is to be written'],
      [folder, 'charloom', 'file-unwritable', 'is a folder, and a file is to be written'],
    ] as const;
    for (const [target, format, code, words] of asks) {
      const ask = here.ask('model.export', { run, checkpoint: 'last', format, file: here.file(target) });
      await expect(ask, target).rejects.toMatchObject({
        code,
        message: expect.stringContaining(words),
      });
    }
  });

  it('goes on while the host answers', async () => {
    const { here, run } = await trainedHost({ hidden: 256 });
    const target = here.file(path.join(temporaryFolder(), 'model'));
    let isDone = false;
    const ask = here.ask('model.export', { run, checkpoint: 'last', format: 'charloom', file: target });
    const done = ask.finally(() => (isDone = true));
    let answers = 0;
    for (; !isDone; answers++) await Promise.all([here.ask('library.overview', {}), nextTurn()]);
    await done;
    expect(answers).toBeGreaterThan(5);
  });
});

describe('an import', () => {
  it('of a file that was cut off, or of none of ours, leaves nothing behind', async () => {
    const { here, run } = await trainedHost();
    const file = await exported(here, run);
    const bytes = readFileSync(file);
    const there = realHost();
    const cases = [bytes.subarray(0, bytes.length - 1), bytes.subarray(0, 30), Buffer.from('hello'), Buffer.alloc(0)];
    for (const content of cases) {
      const broken = path.join(temporaryFolder(), 'broken');
      writeFileSync(broken, content);
      const ask = there.ask('model.import', { file: there.file(broken) });
      await expect(ask).rejects.toBeInstanceOf(CharloomError);
      await expect(ask).rejects.toMatchObject({ code: 'model-invalid' });
    }
    expect(await there.ask('library.overview', {})).toMatchObject({ corpora: [], runs: [] });
    const gone = there.ask('model.import', { file: there.file('/nowhere/at/all') });
    await expect(gone).rejects.toMatchObject({ code: 'file-missing' });
  });

  it('that is cancelled leaves neither run nor text', async () => {
    const { here, run } = await trainedHost({ hidden: 256 });
    const file = await exported(here, run);
    const there = realHost();
    const cancelled = new Promise<void>((resolve, reject) => {
      there.onEvent((event) => {
        if (event.kind === 'task.progress') there.ask('task.cancel', { task: 3 }).then(() => resolve(), reject);
      });
    });
    const ask = there.ask('model.import', { file: there.file(file), task: 3 });
    await expect(ask).rejects.toMatchObject({ code: 'cancelled' });
    await cancelled;
    expect(await there.ask('library.overview', {})).toMatchObject({ corpora: [], runs: [] });
    await there.ask('library.cleanup', {});
    expect(there.library.runs.names()).toEqual([]);
  });

  it('of a model that was changed is refused, and its inspection says so', async () => {
    const { here, run } = await trainedHost();
    const folder = await exported(here, run, 'safetensors');
    const weights = path.join(folder, 'model.safetensors');
    const bytes = readFileSync(weights);
    bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 0x40;
    writeFileSync(weights, bytes);
    const refused = here.ask('model.import', { file: here.file(folder) });
    await expect(refused).rejects.toMatchObject({ code: 'model-invalid' });
    await expect(refused).rejects.toThrow('"model.safetensors" is not what was exported');
  });

  it('of one that was changed on purpose needs its proof taken away', async () => {
    const { here, run } = await trainedHost();
    const folder = await exported(here, run, 'safetensors');
    const config = path.join(folder, 'config.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('"Tiny"', '"Tuned"'));
    const inspect = () => here.ask('model.inspect', { file: here.file(folder) });
    await expect(inspect()).rejects.toMatchObject({ code: 'model-invalid' });
    rmSync(path.join(folder, 'golden.safetensors'));
    expect(await inspect()).toMatchObject({ name: 'Tuned', proof: null });
    expect(await here.ask('model.import', { file: here.file(folder) })).toMatchObject({ name: 'Tuned' });
    await expect(here.ask('model.verify', { file: here.file(folder) })).rejects.toThrow('no golden logits');
  });

  it('writes on as it did', async () => {
    const there = realHost();
    const { here, run } = await trainedHost();
    const { id } = await there.ask('model.import', {
      file: there.file(await exported(here, run, 'safetensors', 'last')),
    });
    const texts = await Promise.all(
      [
        [here, run],
        [there, id],
      ].map(([host, one]) => writtenBy(host as RealHost, one as RunId)),
    );
    expect(texts[1]).toBe(texts[0]);
    expect(texts[0]).toHaveLength(80);
  });
});

function writtenBy(host: RealHost, run: RunId): Promise<string> {
  return new Promise((resolve, reject) => {
    host.onEvent((event) => {
      if (event.kind === 'sample.finished') resolve(event.sample.text);
    });
    const sampling = { ...defaultSampling, length: 80, seed: 5 };
    host.ask('sample.generate', { run, checkpoint: 'last', prompt: 'The ', sampling }).catch(reject);
  });
}

describe('a loss curve', () => {
  it('leaves as a table and as JSON, whole', async () => {
    const { here, run } = await trainedHost();
    const target = path.join(temporaryFolder(), 'curve');
    const { bytes } = await here.ask('file.write-curve', { run, format: 'csv', file: here.file(target) });
    const rows = readFileSync(target, 'utf8').split('\r\n');
    expect(bytes).toBe(readFileSync(target).length);
    expect(rows[0]).toBe('step,training loss,validation loss');
    expect(rows.length).toBe(62);
    expect(rows[20]).toMatch(/^20,\d[.\d]+,\d[.\d]+$/);
    expect(rows[21]).toMatch(/^21,\d[.\d]+,$/);
    const other = path.join(temporaryFolder(), 'curve');
    await here.ask('file.write-curve', { run, format: 'json', file: here.file(other) });
    const curve = JSON.parse(readFileSync(other, 'utf8')) as { training: object[]; validation: { step: number }[] };
    expect(curve.training.length).toBe(60);
    expect(curve.validation.map(({ step }) => step)).toEqual([20, 40, 60]);
  });
});

describe('what the page has drawn', () => {
  it('is written whole, and only to where the user has chosen', async () => {
    const here = realHost();
    const target = path.join(temporaryFolder(), 'chart.png');
    const file = here.file(target);
    await here.ask('file.write', { file, bytes: Uint8Array.of(1, 2, 3) });
    const again = here.ask('file.write', { file, bytes: Uint8Array.of(4) });
    await expect(again).rejects.toThrow('No place to write to has been chosen');
    expect([...readFileSync(target)]).toEqual([1, 2, 3]);
    const ask = here.ask('file.write', { file: 'unknown' as ReturnType<typeof here.file>, bytes: new Uint8Array(1) });
    await expect(ask).rejects.toMatchObject({ code: 'bad-request' });
  });
});
