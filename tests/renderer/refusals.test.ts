// What the engine refuses crosses its threads and the port as a sentence with values, and the page says it in its own
// language and with its own signs for numbers.

import { describe, expect, it } from 'vitest';
import { asEngineError, CharloomError } from '../../src-engine/errors.ts';
import { amount, decimal, exactly, sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { CorpusId, RunId } from '../../src-engine/protocol/index.ts';
import type { Sentence } from '../../src-engine/protocol/text/sentences.ts';
import { defaultPreparation } from '../../src-engine/settings/defaults.ts';
import { Refusal } from '../../src-renderer/engine/client.ts';
import { Examination } from '../../src-renderer/screens/corpus/doctor/examination.svelte.ts';
import { Notices } from '../../src-renderer/state/notices.svelte.ts';
import { failureOf, failureWords } from '../../src-renderer/text/failures.ts';
import { spoken } from '../../src-renderer/text/say.ts';
import { model, temporaryHost, training, verse } from '../host/fixtures.ts';
import { speakGerman } from './in-german.ts';
import { pageAt } from './page-at.ts';

async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  const refusal = await asked.catch((error: unknown) => error);
  if (refusal instanceof Refusal) return refusal;
  throw new Error(`Nothing was refused: ${String(refusal)}`);
}

describe('a refusal', () => {
  it('of the thread that imports is said in German, with the numbers as the window writes them', async () => {
    const host = temporaryHost();
    const { client } = pageAt(host);
    const file = host.addFile('zahlen.csv', `price\n1\n2\n${'x\n'.repeat(1998)}`);
    const cleaning = [
      { kind: 'csv', column: 'price' },
      { kind: 'numbers', bins: 8 },
    ] as const;
    const preparation = { ...defaultPreparation, cleaning };
    const refusal = await refusalOf(
      client.ask('corpus.import', { source: { kind: 'files', files: [file] }, preparation }),
    );
    expect(refusal).toMatchObject({
      code: 'corpus-cleaning',
      message:
        'Of 2,000 lines of zahlen.csv, 2 hold a number. The first that is none is "x". Choose the column that holds numbers.',
      sentence: {
        template: '{0} The first that is none is "{1}". Choose the column that holds numbers.',
        values: [{ values: [amount(2000, 'line'), 'zahlen.csv', amount(2)] }, 'x'],
      },
    });
    speakGerman();
    expect(failureWords(failureOf(refusal))).toBe(
      'Von 2.000 Zeilen in zahlen.csv enthalten 2 eine Zahl. Der erste Eintrag, der keine ist, lautet „x“. Wählen Sie die Spalte mit den Zahlen.',
    );
  });

  it('of the thread for models names what is wrong in German, too', async () => {
    const host = temporaryHost();
    const { client } = pageAt(host);
    const file = host.addFile('theirs.safetensors', 'short');
    const refusal = await refusalOf(client.ask('model.inspect', { file }));
    speakGerman();
    expect(failureWords(failureOf(refusal))).toBe(
      'Das ist keine einwandfreie safetensors-Datei: es ist zu kurz. Holen Sie die Datei noch einmal.',
    );
  });

  it('of a schema keeps its words and limits', async () => {
    const host = temporaryHost();
    const { client } = pageAt(host);
    const { id: corpus } = await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } });
    const refusal = await refusalOf(
      client.ask('run.plan', { corpus, model, training: { ...training, validation: 0.75 } }),
    );
    expect(refusal.message).toBe('The share held out for validation must be from 0 to 0.5; it is 0.75.');
    speakGerman();
    expect(failureWords(failureOf(refusal))).toContain('Erlaubt ist 0 bis 0,5, angegeben ist 0,75.');
  });
});

describe('what is kept of a failure', () => {
  it('is said anew as the language changes', async () => {
    const { client } = pageAt(temporaryHost());
    const examination = new Examination(client);
    examination.open(99 as CorpusId);
    await expect.poll(() => examination.problem).toMatch(/^This text is not in the library any more/);
    speakGerman();
    expect(examination.problem).toMatch(/^Dieser Text ist nicht mehr/);
  });

  it('also where it stands as a message over the window', async () => {
    const { client } = pageAt(temporaryHost());
    const notices = new Notices();
    const failure = failureOf(await refusalOf(client.ask('run.show', { run: 99 as RunId })));
    notices.show('error', () => spoken(failure));
    speakGerman();
    expect(notices.list.map(({ text }) => text())).toEqual([expect.stringMatching(/^Dieser Lauf ist nicht mehr/)]);
  });
});

describe('an error of the engine', () => {
  it('is the same after it has been told by a thread', () => {
    const error = new CharloomError(
      'corpus-too-small',
      sentence`The run has no checkpoint of step ${7}. It has those of the steps ${'1'}.`,
    );
    const told = asEngineError(CharloomError.from(structuredClone(asEngineError(error))));
    expect(told).toEqual(asEngineError(error));
  });

  it('that nobody foresaw begins in the language of the window', () => {
    speakGerman();
    const { sentence: words } = asEngineError(new Error('the kernel is missing'));
    expect(spoken(words)).toBe('In Charloom ist etwas schiefgegangen: the kernel is missing');
  });

  it('takes no text that could not be translated', () => {
    // @ts-expect-error: a plain text is in no catalogue
    const untranslatable: ConstructorParameters<typeof CharloomError>[1] = 'The file is empty.';
    const translatable: Sentence = sentence`The file`;
    expect([untranslatable, spoken(translatable)]).toEqual(['The file is empty.', 'The file']);
  });
});

describe('a number in a sentence', () => {
  it.each([
    [amount(12_345), '12,345', '12.345'],
    [amount(12_345, 'symbol'), '12,345 symbols', '12.345 Symbole'],
    [decimal(1234.56, 1), '1,234.6', '1.234,6'],
    [decimal(2, 1), '2.0', '2,0'],
    [decimal(2, 1, 0), '2', '2'],
    [exactly(0.000125), '0.000125', '0,000125'],
    [exactly(4_294_967_295), '4294967295', '4.294.967.295'],
    ['12,345', '12,345', '12,345'],
    [7000, '7000', '7000'],
  ])('%j is %s in English, %s in German', (value, english, german) => {
    expect(new CharloomError('internal', sentence`${value} and ${''}`).message).toBe(`${english} and `);
    speakGerman();
    expect(spoken(sentence`${value} and ${''}`)).toBe(`${german} und `);
  });
});
