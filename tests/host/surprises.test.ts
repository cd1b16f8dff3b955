// Surprise, character by character, as the page asks for it: with what the model knows of the text, and of the
// library's models.

import { describe, expect, it } from 'vitest';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { startRun, temporaryHost, training, verse } from './fixtures.ts';
import type { TestHost } from './fixtures.ts';

async function trained(): Promise<{ host: TestHost; run: RunId }> {
  const host = temporaryHost();
  const run = await startRun(host);
  await host.event('run.state', ({ state }) => state === 'finished');
  return { host, run };
}

/** What the toy model says of a symbol. */
const symbols = [...new Set(verse)].sort();
const toyNats = (symbol: string): number => 1 + (symbols.indexOf(symbol) % 2);

describe('a surprise', () => {
  it('tells each symbol by itself, and leaves out what the model does not know', async () => {
    const { host, run } = await trained();
    const source = { kind: 'text', text: 'The☺ Queen' } as const;
    const read = await host.ask('surprise.read', { run, checkpoint: 'best', source });
    const wanted = [...source.text].map((symbol, at) => (at > 0 && symbols.includes(symbol) ? toyNats(symbol) : NaN));
    expect(Array.from(read.nats)).toEqual(wanted);
    expect(read).toMatchObject({ text: source.text, title: '', isCut: false, unseen: ['☺', 'Q', 'n'], step: 60 });
    expect(read.lengths).toEqual(new Uint8Array(10).fill(1));
  });

  it('is of a file, or of what was held out', async () => {
    const { host, run } = await trained();
    const file = host.addFile('other.txt', 'The rose\r\nis red.');
    const ask = { run, checkpoint: 'best' } as const;
    const ofFile = await host.ask('surprise.read', { ...ask, source: { kind: 'file', file } });
    expect(ofFile).toMatchObject({ text: 'The rose\nis red.', title: 'other.txt' });
    const held = await host.ask('surprise.read', { ...ask, source: { kind: 'held-out', run } });
    const length = Math.floor(verse.length * training.validation);
    expect(held).toMatchObject({ text: verse.slice(-length), title: 'Verse' });
  });

  it('of nothing, or of a foreign script, is refused with a sentence', async () => {
    const { host, run } = await trained();
    const ask = (text: string) =>
      host.ask('surprise.read', { run, checkpoint: 'best', source: { kind: 'text', text } });
    await expect(ask('')).rejects.toMatchObject({ code: 'corpus-too-small', message: /At least 2 characters/ });
    await expect(ask('☺☺☺T')).rejects.toMatchObject({ code: 'corpus-too-small', message: /fewer than 2/ });
  });

  it('can be cancelled, and its task named', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const asked = host.ask('surprise.read', {
      run,
      checkpoint: 'best',
      source: { kind: 'text', text: verse },
      task: 9,
    });
    const told = expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await host.ask('task.cancel', { task: 9 });
    await told;
  });
});

describe('whose a text is', () => {
  it('is asked of every model with a checkpoint, and what it does not know has a price', async () => {
    const { host, run } = await trained();
    const other = await startRun(host, { seed: 2 });
    await host.event('run.state', ({ run: id, state }) => id === other && state === 'finished');
    const source = { kind: 'text', text: 'The ☺' } as const;
    const { candidates, length, isCut } = await host.ask('surprise.whose', { source });
    const total = toyNats('h') + toyNats('e') + toyNats(' ') + Math.log(0x110000);
    expect(candidates.map(({ run: id }) => id).sort()).toEqual([run, other].sort());
    expect({ length, isCut }).toEqual({ length: 5, isCut: false });
    for (const candidate of candidates) {
      expect(candidate.nats).toBeCloseTo(total / 4, 5);
      expect(candidate).toMatchObject({ unseen: 1, sureness: 0.5, step: 60 });
    }
  });

  it('needs a model', async () => {
    const asked = temporaryHost().ask('surprise.whose', { source: { kind: 'text', text: verse } });
    await expect(asked).rejects.toMatchObject({ code: 'no-checkpoint' });
  });
});
