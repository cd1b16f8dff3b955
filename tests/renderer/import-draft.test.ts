// A corpus before it is one: what is asked of the engine with every change, and what is shown of its answers.

import { afterEach, describe, expect, it } from 'vitest';
import type {
  CorpusId,
  CorpusPreview,
  CorpusSummary,
  FileGrant,
  GrantedFile,
} from '../../src-engine/protocol/index.ts';
import { defaultPreparation } from '../../src-engine/settings/defaults.ts';
import { ImportDraft } from '../../src-renderer/state/import-draft.svelte.ts';
import { connected, turn } from './engine.ts';
import type { TestEngine } from './engine.ts';
import { errorOf } from '../engine-error.ts';

const file = (name: string): GrantedFile => ({
  file: name as FileGrant,
  name,
  bytes: 10,
  isFolder: false,
  isModel: false,
});

const preview: CorpusPreview = {
  id: 0 as CorpusId,
  name: 'songs',
  characters: 1000,
  vocabulary: 40,
  source: 'songs.txt',
  createdAt: 0,
  opening: 'Heave away',
  symbols: ['a'],
  counts: [1000],
  encoding: 'Shift_JIS',
  hash: 'h',
  preparation: defaultPreparation,
  numbers: null,
  recipe: 'r',
  notes: [],
  files: [
    { name: 'songs.txt', bytes: 10, encoding: 'shift_jis', encodingName: 'Shift_JIS', certain: false, problem: null },
  ],
  before: 'Heave away',
  after: 'Heave away',
  rareSymbols: 0,
  rareCharacters: 0,
  isWhole: true,
};

const summary: CorpusSummary = {
  id: 5 as CorpusId,
  name: 'songs',
  characters: 1000,
  vocabulary: 40,
  source: 's',
  createdAt: 0,
};

const endings: (() => void)[] = [];

function begin(names: readonly string[] = ['songs.txt']): { draft: ImportDraft; engine: TestEngine } {
  const { client, engine } = connected();
  const draft = new ImportDraft(client, {
    source: { kind: 'files', files: names.map(file) },
    preparation: defaultPreparation,
  });
  endings.push(() => {
    draft.close();
    client.detach();
    engine.close();
  });
  return { draft, engine };
}

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

describe('a draft', () => {
  it('looks at what was chosen at once, and names itself after it', async () => {
    const { draft, engine } = begin();
    expect(draft.reading).toBe(true);
    await engine.answer('corpus.preview', preview);
    expect(draft).toMatchObject({ reading: false, name: 'songs', problem: null, isJoined: false });
    expect(draft.preview?.encoding).toBe('Shift_JIS');
    expect(draft.plain).toBe(draft.preview);
  });

  it('keeps the name that the user has given', async () => {
    const { draft, engine } = begin();
    draft.rename('Shanties');
    await engine.answer('corpus.preview', preview);
    expect(draft.name).toBe('Shanties');
  });

  it('reads anew in another encoding, and shows only the newest answer', async () => {
    const { draft, engine } = begin();
    const first = await engine.next('corpus.preview');
    draft.change({ encoding: 'euc-jp' });
    const second = await engine.next('corpus.preview');
    expect(second.body).toMatchObject({ preparation: { encoding: 'euc-jp' }, task: first.body.task });
    engine.tell({ kind: 'answer', id: second.id, body: { ...preview, encoding: 'EUC-JP' } });
    engine.tell({
      kind: 'refusal',
      id: first.id,
      error: errorOf('cancelled', 'Another look has taken its place.'),
    });
    await turn();
    await turn();
    await turn();
    expect(draft.preview?.encoding).toBe('EUC-JP');
    expect(draft.problem).toBeNull();
  });

  it('compares what is cleaned with the same text uncleaned, which is read only once', async () => {
    const { draft, engine } = begin();
    await engine.answer('corpus.preview', preview);
    draft.clean({ kind: 'lowercase' });
    const asks = [await engine.next('corpus.preview'), await engine.next('corpus.preview')];
    expect(asks.map(({ body }) => body.preparation?.cleaning)).toEqual([[{ kind: 'lowercase' }], []]);
    expect(asks[0]?.body.task).not.toBe(asks[1]?.body.task);
    for (const [index, { id }] of asks.entries()) {
      engine.tell({ kind: 'answer', id, body: { ...preview, vocabulary: index === 0 ? 30 : 40 } });
    }
    await expect.poll(() => draft.reading).toBe(false);
    expect([draft.plain?.vocabulary, draft.preview?.vocabulary]).toEqual([40, 30]);

    draft.clean({ kind: 'spaces' });
    const third = await engine.next('corpus.preview');
    expect(third.body.preparation?.cleaning).toEqual([{ kind: 'lowercase' }, { kind: 'spaces' }]);
    await turn();
    expect(engine.asked).toEqual([]);

    engine.tell({ kind: 'answer', id: third.id, body: preview });
    draft.leave('lowercase');
    draft.leave('spaces');
    await expect.poll(() => engine.asked.length).toBeGreaterThan(0);
    await engine.next('corpus.preview');
    await engine.answer('corpus.preview', preview);
    expect(draft.isCleaned).toBe(false);
    expect(draft.plain).toBe(draft.preview);
  });

  it('says what is wrong, and shows the text uncleaned meanwhile', async () => {
    const { draft, engine } = begin();
    await engine.answer('corpus.preview', preview);
    draft.clean({ kind: 'csv', column: 9 });
    await engine.refuse('corpus.preview', { code: 'corpus-cleaning', message: 'There is no column 9.' });
    await engine.answer('corpus.preview', preview);
    expect(draft).toMatchObject({ problem: 'There is no column 9.', preview: null, reading: false });
    expect(draft.plain?.before).toBe('Heave away');
  });

  it('is of all files, without those that are left out', async () => {
    const { draft, engine } = begin(['a.txt', 'b.txt']);
    draft.addFiles([file('c.txt')]);
    draft.removeFile(1);
    expect(draft.isJoined).toBe(true);
    const asks = [];
    for (let index = 0; index < 3; index += 1) asks.push(await engine.next('corpus.preview'));
    expect(asks.at(-1)?.body.source).toEqual({ kind: 'files', files: ['a.txt', 'c.txt'] });
  });
});

describe('an import', () => {
  it('shows how far it is, and gives the corpus', async () => {
    const { draft, engine } = begin();
    await engine.answer('corpus.preview', preview);
    const kept = draft.keep();
    const { id, body } = await engine.next('corpus.import');
    expect(body).toMatchObject({ name: 'songs', preparation: defaultPreparation });
    await engine.event({ kind: 'corpus.progress', task: body.task ?? 0, title: 'songs', share: 0.4 });
    expect(draft.share).toBe(0.4);
    await engine.event({ kind: 'corpus.progress', task: 999, title: 'another', share: 0.9 });
    expect(draft.share).toBe(0.4);
    engine.tell({ kind: 'answer', id, body: summary });
    expect(await kept).toEqual(summary);
    expect(draft.importing).toBe(false);
  });

  it('that is cancelled leaves the sheet as it was', async () => {
    const { draft, engine } = begin();
    await engine.answer('corpus.preview', preview);
    draft.rename('Shanties');
    const kept = draft.keep();
    const asked = await engine.next('corpus.import');
    const cancelled = draft.cancelImport();
    const cancel = await engine.next('corpus.cancel');
    expect(cancel.body.task).toBe(asked.body.task);
    engine.tell({ kind: 'answer', id: cancel.id, body: {} });
    engine.tell({ kind: 'refusal', id: asked.id, error: errorOf('cancelled', 'It was cancelled.') });
    await cancelled;
    expect(await kept).toBeNull();
    expect(draft).toMatchObject({ importing: false, problem: null, name: 'Shanties', preview });
  });

  it('that fails says why', async () => {
    const { draft, engine } = begin();
    await engine.answer('corpus.preview', preview);
    const kept = draft.keep();
    await engine.refuse('corpus.import', { code: 'file-missing', message: 'There is no file songs.txt.' });
    expect(await kept).toBeNull();
    expect(draft.problem).toBe('There is no file songs.txt.');
    expect(draft.preview).not.toBeNull();
  });
});
