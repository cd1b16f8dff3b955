// The first minute in words and lists: the door that trains at once, how long it takes, some lines of what was learned,
// what was beaten.

import { afterEach, describe, expect, it } from 'vitest';
import type { CatalogueEntry, CorpusId, RunId, TextPreset } from '../../src-engine/protocol/index.ts';
import { Door } from '../../src-renderer/screens/add-corpus/doors/door.svelte.ts';
import { firstPreset } from '../../src-renderer/state/run-draft.svelte.ts';
import type { Route } from '../../src-renderer/state/route.ts';
import { legibleWords, wholeRunWords } from '../../src-renderer/screens/add-corpus/catalogue-words.ts';
import { linesOf } from '../../src-renderer/screens/train/lines.ts';
import { standing } from '../../src-renderer/text/yardsticks.ts';
import { CorpusImport } from '../../src-renderer/state/corpus-import.svelte.ts';
import { LibraryView } from '../../src-renderer/state/library-view.svelte.ts';
import { connected } from './engine.ts';
import { detailAt } from './runs.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const entry = {
  key: 'names',
  title: 'First names',
  corpus: 3 as CorpusId,
  preset: { reason: '', model: {}, training: { length: { kind: 'epochs', epochs: 30 } } },
} as unknown as CatalogueEntry;

const detail = detailAt(1);
const preset = (key: TextPreset['key']): TextPreset => ({
  ...{ key, title: '', purpose: '', isNeedless: false, isRefused: false, model: detail.model },
  training: detail.training as TextPreset['training'],
});

describe('a door', () => {
  it('trains on its text as is suggested, once however often it is pressed, and shows the run', async () => {
    const { client, engine } = connected();
    closing.push(() => client.detach());
    const gone: Route[] = [];
    const door = new Door({
      client,
      library: new LibraryView(client),
      adding: new CorpusImport(client),
      attempt: (work) => work(),
      wayFromHere: () => (route) => gone.push(route) > 0,
    });
    const opening = door.open(entry);
    await door.open(entry);
    expect(door.isOpening).toBe(true);
    await engine.answer('run.presets', [preset('quick'), preset('suggested'), preset('balanced')]);
    const { id, body } = await engine.next('run.start');
    expect(body).toMatchObject({ corpus: 3, start: 'now', model: detail.model });
    engine.tell({ kind: 'answer', id, body: { ...detail, id: 8 as RunId } });
    await opening;
    expect(gone).toEqual([{ kind: 'train', run: 8 }]);
    expect(door.isOpening).toBe(false);
    expect(engine.asked.filter(({ name }) => name === 'run.presets' || name === 'run.start')).toEqual([]);
  });

  it('takes the preset that is suggested, else the one in the middle', () => {
    expect(firstPreset([preset('quick'), preset('balanced')])?.key).toBe('balanced');
    expect(firstPreset([preset('quick'), preset('suggested')])?.key).toBe('suggested');
    expect(firstPreset([])).toBeUndefined();
  });

  it('takes none that would be refused, unless all are', () => {
    const refused = (key: TextPreset['key']) => ({ ...preset(key), isRefused: true });
    expect(firstPreset([refused('classifier'), refused('balanced'), preset('quick')])?.key).toBe('quick');
    expect(firstPreset([refused('quick')])?.key).toBe('quick');
  });
});

describe('what is said of a built-in text', () => {
  it('is when it can be read, where that is known', () => {
    expect(legibleWords({ legibleAfter: { names: 12.4 } }, entry)).toBe('Legible in about 10 s on this machine.');
    expect(legibleWords({ legibleAfter: {} }, entry)).toBeNull();
    expect(legibleWords(null, entry)).toBeNull();
  });

  it('is how long the whole run is', () => {
    expect(wholeRunWords(entry)).toBe('The whole run reads it 30 times.');
    const minutes = { ...entry.preset, training: { length: { kind: 'minutes' as const, minutes: 10 } } };
    expect(wholeRunWords({ ...entry, preset: minutes })).toBe('The whole run takes 10 min.');
    expect(wholeRunWords({ ...entry, preset: { ...entry.preset, training: {} } })).toBeNull();
  });
});

describe('some lines of a text', () => {
  it('are whole ones, the longest, each once and in their order', () => {
    expect(linesOf('egun\nAnnabella\nOz\nMarion\nCharlotte\nAnnabella\nMaximilian\nCut of')).toEqual([
      'Annabella',
      'Charlotte',
      'Maximilian',
    ]);
  });

  it('are sentences where the lines are long', () => {
    const prose = `and so on. The whale rose out of the sea. “Call me Ishmael!” It was a dark night, and the wind blew. He sat ${'a'.repeat(90)}`;
    expect(linesOf(prose)).toEqual([
      'The whale rose out of the sea.',
      '“Call me Ishmael!”',
      'It was a dark night, and the wind blew.',
    ]);
  });

  it('are its beginning where there is no whole line, and none of a text without letters', () => {
    expect(linesOf('and the whale and the sea '.repeat(20))[0]).toMatch(/^and the whale and the sea .*…$/);
    expect(linesOf('abc')).toEqual(['abc']);
    expect(linesOf('')).toEqual([]);
    expect(linesOf('1\n')).toEqual([]);
  });
});

describe('how a loss stands', () => {
  const counts = { counts: [10, 10, 10, 10] };
  const ngram = (order: number, nats: number) => ({ order, bits: nats / Math.LN2 });

  it('is what it has beaten, the weakest first, and what is ahead', () => {
    const measured = { ngrams: [ngram(0, 1.3), ngram(1, 1.1), ngram(4, 0.7)], compressors: [] };
    expect(standing(0.9, counts, measured)).toEqual({ beaten: ['letter frequencies', '2-gram'], ahead: ['5-gram'] });
  });

  it('names of the n-grams the strongest on either side', () => {
    const measured = {
      ngrams: [ngram(0, 1.3), ngram(1, 1.2), ngram(2, 0.95), ngram(3, 0.8), ngram(4, 0.7)],
      compressors: [{ name: 'brotli', bits: 1.1 / Math.LN2 }],
    };
    const beaten = ['letter frequencies', 'brotli', '3-gram'];
    expect(standing(0.9, counts, measured)).toEqual({ beaten, ahead: ['5-gram'] });
  });

  it('is not known before anything is measured', () => {
    expect(standing(0.9, counts, null)).toBeNull();
  });
});
