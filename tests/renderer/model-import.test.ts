// A model on its way in, and the tensors of a foreign one.

import { describe, expect, it } from 'vitest';
import type {
  FileGrant,
  ForeignTensor,
  GrantedFile,
  ModelInspection,
  RunId,
  RunSummary,
  TensorMapping,
} from '../../src-engine/protocol/index.ts';
import { defaultModel } from '../../src-engine/settings/defaults.ts';
import { ModelImport } from '../../src-renderer/state/model-import.svelte.ts';
import { layersOf, mappingProblems, mappingRows, shapeWords } from '../../src-renderer/state/tensor-mapping.ts';
import { connected, turn } from './engine.ts';
import { errorOf } from '../engine-error.ts';
import { fromTable, sentence } from '../../src-engine/protocol/text/sentences.ts';

function fileNamed(name: string): GrantedFile {
  return { file: name as FileGrant, name, bytes: 10, isFolder: false, isModel: true };
}

const own: ModelInspection = {
  format: 'charloom',
  name: 'GRU 1×8',
  model: defaultModel,
  unit: 'codepoint',
  vocabulary: 26,
  vocabularyWanted: null,
  step: 120,
  continues: true,
  hasText: true,
  validation: 1.5,
  proof: { format: 'charloom', symbols: 64, difference: 0, allowed: 1e-5 },
  tensors: [],
  mapping: {},
  problem: null,
  notes: [],
};

const tensors: readonly ForeignTensor[] = [
  { name: 'lstm.w_x', shape: [32, 20] },
  { name: 'lstm.w_h', shape: [32, 8] },
  { name: 'lstm.b', shape: [32] },
  { name: 'out.w', shape: [20, 8] },
  { name: 'out.b', shape: [20] },
];

const foreign: ModelInspection = {
  ...own,
  format: 'foreign',
  model: null,
  vocabulary: null,
  vocabularyWanted: sentence`Its vocabulary is missing.`,
  proof: null,
  tensors,
  mapping: { 'rnn.weight_ih_l0': 'lstm.w_x', 'rnn.weight_hh_l0': 'lstm.w_h' },
};

const kept = { id: 7 as RunId, name: 'GRU 1×8' } as RunSummary;

function begin(chosen: GrantedFile | null = fileNamed('symbols.json')) {
  const { client, engine } = connected();
  const bridge = { chooseOne: () => Promise.resolve(chosen) };
  return { importing: new ModelImport(client, bridge, () => ['GRU 1×8']), client, engine };
}

async function showing(inspection: ModelInspection) {
  const made = begin();
  const taking = made.importing.take(fileNamed('a.charloom'));
  await made.engine.answer('model.inspect', inspection);
  await taking;
  return made;
}

describe('a tensor without a place', () => {
  it('can be left out, and is asked about again', async () => {
    const problem = { sentence: fromTable('"ln" belongs to a normalisation.'), missing: null, unexplained: ['ln'] };
    const mapping = {
      'rnn.weight_ih_l0': 'lstm.w_x',
      'rnn.weight_hh_l0': 'lstm.w_h',
      'head.weight': 'out.w',
    };
    const { importing, engine, client } = await showing({
      ...foreign,
      mapping,
      problem,
      vocabulary: 20,
      vocabularyWanted: null,
    });
    expect(importing.ready).toBe(false);
    const leaving = importing.ignore('ln', true);
    const { id, body } = await engine.next('model.inspect');
    expect(body).toMatchObject({ ignored: ['ln'], mapping });
    engine.tell({
      kind: 'answer',
      id,
      body: { ...foreign, mapping, vocabulary: 20, vocabularyWanted: null, model: defaultModel },
    });
    await leaving;
    expect(importing.ready).toBe(true);
    void importing.keep();
    expect((await engine.next('model.import')).body).toMatchObject({ ignored: ['ln'] });
    client.detach();
  });

  it('leaves nothing under way when the dialog is closed', async () => {
    const { importing, engine, client } = begin();
    void importing.take(fileNamed('large.safetensors'));
    const { body } = await engine.next('model.inspect');
    importing.close();
    const cancelled = await engine.next('task.cancel');
    expect(cancelled.body).toEqual({ task: (body as { task: number }).task });
    client.detach();
  });
});

describe('a model of Charloom’s own', () => {
  it('is looked at, named and kept', async () => {
    const { importing, engine, client } = await showing(own);
    expect(importing.ready).toBe(true);
    expect(importing.name).toBe('GRU 1×8 (2)');
    importing.rename(' Mine ');
    const keeping = importing.keep();
    const { id, body } = await engine.next('model.import');
    expect(body).toMatchObject({ file: 'a.charloom', name: 'Mine' });
    expect(body).not.toHaveProperty('mapping');
    engine.tell({ kind: 'answer', id, body: kept });
    expect(await keeping).toEqual(kept);
    expect(importing.isOpen).toBe(false);
    client.detach();
  });

  it('that is none gets one sentence, and cannot be kept', async () => {
    const { importing, engine, client } = begin();
    const taking = importing.take(fileNamed('bad.charloom'));
    await engine.refuse('model.inspect', { code: 'model-invalid', message: 'This file is no model.' });
    await taking;
    expect(importing.problem).toBe('This file is no model.');
    expect(importing.ready).toBe(false);
    expect(await importing.keep()).toBeNull();
    client.detach();
  });

  it('that does not answer like what was exported cannot be kept', async () => {
    for (const difference of [0.1, Number.NaN]) {
      const { importing, client } = await showing({
        ...own,
        proof: { format: 'charloom', symbols: 64, difference, allowed: 1e-5 },
      });
      expect(importing.ready).toBe(false);
      client.detach();
    }
  });

  it('is the newest that was dropped, however late an answer comes', async () => {
    const { importing, engine, client } = begin();
    void importing.take(fileNamed('one.charloom'));
    const one = await engine.next('model.inspect');
    void importing.take(fileNamed('two.charloom'));
    const two = await engine.next('model.inspect');
    engine.tell({ kind: 'answer', id: two.id, body: { ...own, name: 'two' } });
    engine.tell({ kind: 'answer', id: one.id, body: { ...own, name: 'one' } });
    for (let i = 0; i < 10; i += 1) await turn();
    expect(importing.name).toBe('two');
    client.detach();
  });

  it('whose import is cancelled leaves the sheet as it was', async () => {
    const { importing, engine, client } = await showing(own);
    const keeping = importing.keep();
    const { id, body } = await engine.next('model.import');
    await engine.event({ kind: 'task.progress', task: body.task ?? 0, title: '', share: 0.5 });
    expect(importing.keeping?.share).toBe(0.5);
    importing.cancel();
    expect((await engine.next('task.cancel')).body.task).toBe(body.task);
    engine.tell({ kind: 'refusal', id, error: errorOf('cancelled', 'Cancelled.') });
    expect(await keeping).toBeNull();
    expect(importing).toMatchObject({ problem: null, keeping: null, isOpen: true, ready: true });
    client.detach();
  });
});

describe('a model of another program', () => {
  it('is asked about again as soon as its tensors fit, and waits for a vocabulary', async () => {
    const { importing, engine, client } = await showing(foreign);
    expect([...importing.problems.keys()]).toEqual(['head.weight']);
    void importing.map('head.weight', 'out.w');
    const asked = await engine.next('model.inspect');
    expect(asked.body.mapping).toEqual({ ...foreign.mapping, 'head.weight': 'out.w' });
    engine.tell({ kind: 'answer', id: asked.id, body: { ...foreign, model: defaultModel } });
    for (let i = 0; i < 10; i += 1) await turn();
    expect(importing.lacksVocabulary).toBe(true);
    expect(importing.ready).toBe(false);
    void importing.chooseVocabulary();
    const wrong = await engine.next('model.inspect');
    engine.tell({ kind: 'answer', id: wrong.id, body: { ...foreign, model: defaultModel, vocabulary: 2 } });
    for (let i = 0; i < 10; i += 1) await turn();
    // One that the model does not score is as good as none.
    expect(importing.ready).toBe(false);
    void importing.chooseVocabulary();
    const again = await engine.next('model.inspect');
    expect(again.body.vocabulary).toBe('symbols.json');
    const whole = { ...foreign, model: defaultModel, vocabulary: 20, vocabularyWanted: null };
    engine.tell({ kind: 'answer', id: again.id, body: whole });
    for (let i = 0; i < 10; i += 1) await turn();
    expect(importing.ready).toBe(true);
    // What the user has chosen is not overwritten by the engine's guess.
    expect(importing.mapping['head.weight']).toBe('out.w');
    void importing.keep();
    const { body } = await engine.next('model.import');
    expect(body).toMatchObject({ vocabulary: 'symbols.json', mapping: { 'head.weight': 'out.w' } });
    client.detach();
  });

  it('says of no vocabulary that was refused that its symbols are read from it', async () => {
    const { importing, engine, client } = await showing({ ...foreign, mapping: {} });
    const refusal = { code: 'bad-request', message: '"a" stands twice.' } as const;
    const bad = importing.takeVocabulary(fileNamed('twice.json'));
    await engine.refuse('model.inspect', refusal);
    await bad;
    expect(importing.vocabulary).toBeNull();
    expect(importing.problem).toContain('stands twice');
    const good = importing.takeVocabulary(fileNamed('symbols.json'));
    await engine.answer('model.inspect', { ...foreign, vocabulary: 20, vocabularyWanted: null });
    await good;
    const worse = importing.takeVocabulary(fileNamed('twice.json'));
    await engine.refuse('model.inspect', refusal);
    await worse;
    expect(importing.vocabulary?.name).toBe('symbols.json');
    expect(importing.ready).toBe(false);
    client.detach();
  });

  it('sends nothing for layers that were taken away', async () => {
    const two: TensorMapping = { ...foreign.mapping, 'head.weight': 'out.w', 'rnn.weight_ih_l1': 'lstm.w_h' };
    const { importing, engine, client } = await showing({ ...foreign, mapping: two });
    expect(importing.layers).toBe(2);
    void importing.setLayers(1);
    expect((await engine.next('model.inspect')).body.mapping).toEqual({ ...foreign.mapping, 'head.weight': 'out.w' });
    client.detach();
  });
});

describe('a mapping of tensors', () => {
  it('writes a shape so that no line breaks within it', () => {
    expect(shapeWords([512, 128])).toBe('512\u00a0×\u00a0128');
  });

  const fitting: TensorMapping = {
    'rnn.weight_ih_l0': 'lstm.w_x',
    'rnn.weight_hh_l0': 'lstm.w_h',
    'rnn.bias_ih_l0': 'lstm.b',
    'head.weight': 'out.w',
    'head.bias': 'out.b',
  };
  const problems = (change: TensorMapping) => {
    const mapping = { ...fitting, ...change };
    return Object.fromEntries(mappingProblems(mappingRows(layersOf(mapping), mapping), mapping, tensors));
  };

  it('that fits has no problem', () => {
    expect(problems({})).toEqual({});
  });

  it('says what is missing, used twice, or no tensor of the file', () => {
    expect(problems({ 'head.weight': '' })).toEqual({ 'head.weight': 'Choose a tensor.' });
    expect(problems({ 'rnn.bias_hh_l0': 'lstm.b' })).toEqual({
      'rnn.bias_ih_l0': 'It is rnn.bias_hh_l0 already.',
      'rnn.bias_hh_l0': 'It is rnn.bias_ih_l0 already.',
    });
    expect(problems({ 'head.bias': 'gone' })).toEqual({ 'head.bias': 'The file has no such tensor.' });
  });

  it('says which shape does not fit', () => {
    expect(problems({ 'rnn.bias_ih_l0': 'out.w', 'head.weight': 'lstm.w_x', 'head.bias': '' })).toEqual({
      'rnn.weight_ih_l0': 'It is head.weight already.',
      'rnn.bias_ih_l0': 'It must have 1 dimension, and has 2.',
      'head.weight': 'It is rnn.weight_ih_l0 already.',
    });
    expect(problems({ 'head.bias': 'lstm.b', 'rnn.bias_ih_l0': '' })).toEqual({
      'head.bias': 'It must have 20 numbers, like the rows of head.weight.',
    });
    expect(problems({ 'rnn.weight_hh_l0': 'out.b', 'head.bias': '' })['rnn.weight_hh_l0']).toMatch(/2 dimensions/);
  });

  it('lets an embedding lend its weights to the head', () => {
    expect(problems({ 'embedding.weight': 'out.w' })).toEqual({});
  });
});
