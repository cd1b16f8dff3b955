// Models that were trained elsewhere, through the whole engine: a run that went on in PyTorch, and models that never
// were Charloom's.

import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { hasPyTorch, runJob } from './formats/pytorch-job/job.ts';
import { finish, importTiny, realHost, trainedHost } from './real-hosts.ts';
import type { RealHost } from './real-hosts.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { told } from '../told.ts';

const halfway = { step: 25 };

async function exportedJob(host: RealHost, run: RunId): Promise<string> {
  const target = path.join(temporaryFolder(), 'job');
  await host.ask('model.export', { run, checkpoint: halfway, format: 'pytorch-job', file: host.file(target) });
  return target;
}

describe('a PyTorch job', () => {
  it('that nobody has run comes back and goes on bit for bit', async () => {
    const there = realHost();
    const { here, run } = await trainedHost();
    const folder = await exportedJob(here, run);
    const inspected = await there.ask('model.inspect', { file: there.file(path.join(folder, 'start.safetensors')) });
    expect(inspected).toMatchObject({
      format: 'pytorch-job',
      continues: true,
      hasText: true,
      proof: { difference: 0 },
    });
    const { id } = await there.ask('model.import', { file: there.file(folder) });
    await finish(there, id);
    expect(there.library.checkpoints.hashes(id, 'last')).toEqual(here.library.checkpoints.hashes(run, 'last'));
  });

  it.skipIf(!hasPyTorch)('that was run comes back with its history, and trains on', async () => {
    const there = realHost();
    const { here, run } = await trainedHost();
    const folder = await exportedJob(here, run);
    const ran = await runJob(folder, { args: ['--steps', '70'] });
    expect(ran, ran.output).toMatchObject({ code: 0 });
    const file = there.file(folder);
    const proof = await there.ask('model.verify', { file });
    expect(proof.difference).toBeGreaterThan(0);
    expect(proof.difference).toBeLessThan(1e-5);
    expect(proof.allowed).toBe(1e-3);
    const imported = await there.ask('model.import', { file });
    expect(imported).toMatchObject({ step: 70, totalSteps: 70, state: 'finished', corpusName: 'Roses' });
    const whole = { points: 1000 };
    const [before, after] = await Promise.all([
      here.ask('run.curve', { run, ...whole }),
      there.ask('run.curve', { run: imported.id, ...whole }),
    ]);
    expect([...after.steps]).toEqual(Array.from({ length: 70 }, (_, step) => step + 1));
    expect([...after.losses.subarray(0, 25)]).toEqual([...before.losses.subarray(0, 25)]);
    const end = there.reaches(imported.id, 'finished');
    await there.ask('run.extend', { run: imported.id, length: { kind: 'steps', steps: 30 } });
    await end;
    expect(await there.ask('run.show', { run: imported.id })).toMatchObject({ step: 100 });
  });
});

describe('a model of somebody else', () => {
  const goldens = path.join(import.meta.dirname, '../goldens/foreign');
  const lstm = path.join(goldens, 'lstm-encoder-decoder.safetensors');

  function vocabularyFile(json: unknown): string {
    const file = path.join(temporaryFolder(), 'chars.json');
    writeFileSync(file, JSON.stringify(json));
    return file;
  }

  it('is imported with its vocabulary, writes, and learns a text as a branch', async () => {
    const host = realHost();
    const file = host.file(lstm);
    const alone = await host.ask('model.inspect', { file });
    expect(alone).toMatchObject({
      format: 'foreign',
      vocabulary: null,
      model: { cell: 'lstm', layers: 2 },
      proof: null,
    });
    expect(alone.notes).toEqual([]);
    const wanted = inEnglish(alone.vocabularyWanted ?? '');
    expect(wanted).toBe(
      'Its vocabulary is missing: choose the JSON file or the text that lists its 7 characters in the order of their ids.',
    );
    await expect(host.ask('model.import', { file })).rejects.toMatchObject({
      code: 'model-invalid',
      message: wanted,
    });
    const wrong = host.file(vocabularyFile(['a']));
    const short = await host.ask('model.inspect', { file, vocabulary: wrong });
    expect(inEnglish(short.vocabularyWanted ?? '')).toBe(
      'Its vocabulary has 1 character, and the model scores 7: choose another one.',
    );
    await expect(host.ask('model.import', { file, vocabulary: wrong })).rejects.toThrow('the vocabulary has 1');

    const vocabulary = host.file(vocabularyFile({ T: 1, h: 2, e: 3, ' ': 4, r: 5, o: 6, s: 7 }));
    expect(await host.ask('model.inspect', { file, vocabulary })).toMatchObject({
      vocabulary: 7,
      vocabularyWanted: null,
      notes: [],
    });
    const run = await host.ask('model.import', { file, vocabulary, name: 'Theirs' });
    expect(run).toMatchObject({ name: 'Theirs', model: { cell: 'lstm', hidden: 6, embedding: 4 } });
    const seen = await host.ask('sample.distribution', {
      run: run.id,
      checkpoint: 'last',
      context: 'The rose',
      stages: [],
      seed: 1,
    });
    expect(seen.stages.length).toBeGreaterThan(0);

    const corpus = await importTiny(host);
    // Nobody knows how it was trained.
    expect((await host.ask('run.show', { run: run.id })).training).toBeNull();
    const training = defaultTraining(1);
    const wish = { checkpoint: 'last', corpus, start: 'queued' } as const;
    const small = { ...training, batch: 4, sequence: 16, threads: 1, length: { kind: 'steps', steps: 20 } } as const;
    const branch = await host.ask('run.branch', { run: run.id, ...wish, training: small });
    await finish(host, branch.id);
    expect(await host.ask('run.show', { run: branch.id })).toMatchObject({ step: 20, state: 'finished' });
  });

  it('brings the vocabulary that lies beside it, and leaves as a model of ours', async () => {
    const host = realHost();
    const folder = temporaryFolder();
    copyFileSync(lstm, path.join(folder, 'weights.safetensors'));
    writeFileSync(path.join(folder, 'vocab.json'), JSON.stringify(['T', 'h', 'e', ' ', 'r', 'o', '<unk>']));
    const file = host.file(folder);
    expect(told((await host.ask('model.inspect', { file })).notes[0])).toContain('<unk> (now U+E000)');
    const { id } = await host.ask('model.import', { file });
    const out = host.file(path.join(temporaryFolder(), 'out'));
    const exported = await host.ask('model.export', { run: id, checkpoint: 'last', format: 'safetensors', file: out });
    expect(exported.proof.difference).toBe(0);
  });

  it('may be named in part: the rest is guessed', async () => {
    const host = realHost();
    const ask = { file: host.file(lstm), mapping: { 'head.bias': 'lstm.bias_ih_l0' } };
    const { model, problem } = await host.ask('model.inspect', ask);
    expect(model).toBeNull();
    expect(told(problem?.sentence)).toContain('for both');
    const swapped = { file: host.file(lstm), mapping: { 'embedding.weight': 'encoder.weight' } };
    expect(await host.ask('model.inspect', swapped)).toMatchObject({ model: { embedding: 4, layers: 2 } });
  });

  it('in a pickle, or in no model at all, is refused with the remedy', async () => {
    const host = realHost();
    const folder = temporaryFolder();
    const pickle = path.join(folder, 'model.pt');
    writeFileSync(pickle, Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(100)]));
    await expect(host.ask('model.inspect', { file: host.file(pickle) })).rejects.toThrow('is a Python pickle');
    await expect(host.ask('model.import', { file: host.file(folder) })).rejects.toThrow('is a Python pickle');
    const text = path.join(folder, 'poem.txt');
    writeFileSync(text, 'The rose is red');
    await expect(host.ask('model.inspect', { file: host.file(text) })).rejects.toThrow(
      'no model that Charloom can read',
    );
  });
});
