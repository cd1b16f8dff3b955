// A model on its way out: what is asked of the engine, and what becomes of it.

import { describe, expect, it } from 'vitest';
import type { Exported, FileGrant, RunDetail, RunId, SaveDestination } from '../../src-engine/protocol/index.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import { ModelExport } from '../../src-renderer/state/model-export.svelte.ts';
import { connected, turn } from './engine.ts';
import { errorOf } from '../engine-error.ts';

const run = 3 as RunId;
const detail = { id: run, name: 'LSTM 1×256', labels: [], checkpoints: [] } as unknown as RunDetail;
const destination: SaveDestination = { file: 'place' as FileGrant, name: 'mine.charloom' };
const exported: Exported = {
  files: 1,
  bytes: 1000,
  proof: { format: 'charloom', symbols: 64, difference: 1.2e-6, allowed: 1e-5 },
  loss: null,
};

function begin(chosen: SaveDestination | null = destination) {
  const { client, engine } = connected();
  const dialogs: (readonly [string, string])[] = [];
  const shown: FileGrant[] = [];
  const bridge = {
    chooseSaveDestination: (name: string, kind: string) => {
      dialogs.push([name, kind]);
      return Promise.resolve(chosen);
    },
    showInFolder: (file: FileGrant) => void shown.push(file),
  };
  return { exporting: new ModelExport(client, bridge), client, engine, dialogs, shown };
}

async function opened(chosen?: SaveDestination | null) {
  const made = begin(chosen);
  const opening = made.exporting.open(run);
  await made.engine.answer('run.show', detail);
  await opening;
  return made;
}

describe('exporting', () => {
  it('asks for a place that suits the format, writes there, and keeps the proof', async () => {
    const { exporting, engine, client, dialogs, shown } = await opened();
    const working = exporting.begin();
    const { id, body } = await engine.next('model.export');
    expect(dialogs).toEqual([['LSTM 1×256.charloom', 'charloom']]);
    expect(body).toMatchObject({ run, checkpoint: 'best', format: 'charloom', file: 'place' });
    expect(body.options).toEqual({ continues: true, text: true });
    engine.tell({ kind: 'answer', id, body: exported });
    await working;
    expect(exporting.phase).toEqual({ kind: 'written', destination, exported, format: 'charloom' });
    exporting.show(destination);
    expect(shown).toEqual(['place']);
    client.detach();
  });

  it('suggests the name that the run has by now', async () => {
    const { exporting, engine, client, dialogs } = await opened(null);
    await engine.event({ kind: 'library.changed', changes: null });
    await engine.answer('run.show', { ...detail, name: 'Renamed' });
    await exporting.begin();
    expect(dialogs).toEqual([['Renamed.charloom', 'charloom']]);
    client.detach();
  });

  it('says that another process has deleted the run, and writes nothing', async () => {
    const { exporting, engine, client, dialogs } = await opened();
    await engine.event({ kind: 'library.changed', changes: null });
    await engine.refuse('run.show', errorOf('not-found', 'There is no run 3.'));
    expect([exporting.problem, exporting.detail]).toEqual(['There is no run 3.', null]);
    await exporting.begin();
    expect(dialogs).toEqual([]);
    client.detach();
  });

  it('sends only the options that mean something for the format', async () => {
    const { exporting, engine, client, dialogs } = await opened();
    exporting.chooseFormat('html');
    exporting.change({ precision: 'int8' });
    void exporting.begin();
    expect((await engine.next('model.export')).body.options).toEqual({ precision: 'int8' });
    client.detach();
    await turn();
    exporting.chooseFormat('onnx');
    void exporting.begin();
    await turn();
    expect(dialogs).toEqual([
      ['LSTM 1×256.html', 'html'],
      ['LSTM 1×256 onnx', 'folder'],
    ]);
  });

  it('asks for nothing when the dialog is cancelled', async () => {
    const { exporting, engine, client } = await opened(null);
    await exporting.begin();
    expect(exporting.phase.kind).toBe('choosing');
    expect(engine.asked).toEqual([]);
    client.detach();
  });

  it('shows the share of its own task only', async () => {
    const { exporting, engine, client } = await opened();
    void exporting.begin();
    const { body } = await engine.next('model.export');
    const task = body.task ?? 0;
    await engine.event({ kind: 'task.progress', task: task + 1, title: 'another', share: 0.9 });
    expect(exporting.phase).toMatchObject({ share: null });
    await engine.event({ kind: 'task.progress', task, title: 'mine', share: 0.4 });
    expect(exporting.phase).toMatchObject({ share: 0.4 });
    client.detach();
  });

  it('goes back to the choices when it is cancelled, without a word of failure', async () => {
    const { exporting, engine, client } = await opened();
    const working = exporting.begin();
    const { id, body } = await engine.next('model.export');
    exporting.cancel();
    exporting.cancel();
    expect(exporting.phase).toMatchObject({ kind: 'writing', ending: true });
    expect((await engine.next('task.cancel')).body.task).toBe(body.task);
    engine.tell({ kind: 'refusal', id, error: errorOf('cancelled', 'It was cancelled.') });
    await working;
    expect(exporting.phase.kind).toBe('choosing');
    expect(engine.asked).toEqual([]);
    client.detach();
  });

  it('says in one sentence why it failed, and tries again at the same place', async () => {
    const { exporting, engine, client, dialogs } = await opened();
    const working = exporting.begin();
    await engine.refuse('model.export', { code: 'file-unwritable', message: 'The disk is full. Free some room.' });
    await working;
    const why = sentence`The disk is full. Free some room.`;
    expect(exporting.phase).toEqual({ kind: 'failed', destination, sentence: why });
    void exporting.write(destination);
    expect((await engine.next('model.export')).body.file).toBe('place');
    expect(dialogs).toHaveLength(1);
    client.detach();
  });

  it('ends the work when it is closed, and forgets its answer', async () => {
    const { exporting, engine, client } = await opened();
    const working = exporting.begin();
    const { id } = await engine.next('model.export');
    exporting.close();
    await engine.next('task.cancel');
    engine.tell({ kind: 'answer', id, body: exported });
    await working;
    expect(exporting.isOpen).toBe(false);
    expect(exporting.phase.kind).not.toBe('written');
    client.detach();
  });

  it('takes the best where the wanted checkpoint is no longer kept', async () => {
    const { exporting, engine, client } = begin();
    for (const [step, choice] of [
      [40, { step: 40 }],
      [30, 'best'],
    ] as const) {
      const opening = exporting.open(run, { step });
      await engine.answer('run.show', { ...detail, checkpoints: [{ id: 9, step: 40 }] } as unknown as RunDetail);
      await opening;
      expect(exporting.checkpoint).toEqual(choice);
    }
    client.detach();
  });

  it('says why a run cannot be read', async () => {
    const { exporting, engine, client } = begin();
    const opening = exporting.open(run);
    await engine.refuse('run.show', { code: 'not-found', message: 'This run is gone.' });
    await opening;
    expect(exporting.problem).toBe('This run is gone.');
    client.detach();
  });
});
