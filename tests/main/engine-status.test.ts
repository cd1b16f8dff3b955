// What main tells of the engine it tells as sentences, which the window says in its own language.

import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inLanguage } from '../../src-engine/protocol/text/languages.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { NumberWriting, Sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { EngineStatus, EngineToMain } from '../../src-engine/protocol/index.ts';
import { EngineProcess } from '../../src-main/engine-process.ts';

/** Of Electron, which is there in the app alone, the engines that were started. */
const started = vi.hoisted((): { tell(message: EngineToMain): void; end(code: number): void }[] => []);

vi.mock('electron', () => ({
  utilityProcess: {
    fork: () => {
      const child = new Child();
      started.push(child);
      return child;
    },
  },
}));

vi.mock('../../src-main/log.ts', () => ({ log: { info() {}, warn() {}, error() {} } }));

class Child extends EventEmitter {
  postMessage({ kind }: { readonly kind: string }): void {
    if (kind === 'close') this.end(0);
  }

  tell(message: EngineToMain): void {
    this.emit('message', message);
  }

  end(code: number): void {
    this.emit('exit', code);
  }
}

const plainNumbers: NumberWriting = { decimal: String, share: String };
let statuses: EngineStatus[];
let engine: EngineProcess;

beforeEach(() => {
  started.length = 0;
  statuses = [];
  engine = new EngineProcess({
    file: 'engine.js',
    environment: {},
    onStatus: (status) => statuses.push(status),
    onTraining() {},
    onEnded() {},
  });
  engine.start();
});

afterEach(() => started.at(-1)?.end(0));

function inGerman(words: Sentence): string {
  return inLanguage(words, 'de', plainNumbers);
}

function whyItFailed(): string {
  const status = statuses.at(-1);
  return status?.kind === 'failed' ? inGerman(status.why) : '';
}

function refusal(words: Sentence): Extract<EngineToMain, { kind: 'refused' }>['error'] {
  return { code: 'library-damaged', sentence: words, message: '' };
}

test('why the engine has refused its library', () => {
  started[0]?.tell({ kind: 'refused', error: refusal(sentence`The library cannot be read.`) });
  expect(statuses.at(-1)).toEqual({ kind: 'failed', why: sentence`The library cannot be read.` });
});

test('why it is not started again', () => {
  for (let crash = 0; crash < 4; crash += 1) started.at(-1)?.end(1);
  expect(whyItFailed()).toMatch(/^Der Rechenkern/);
});

test('why the library lies where it was', async () => {
  const moved = engine.moveLibrary('/elsewhere');
  await vi.waitFor(() => expect(started).toHaveLength(2));
  started[1]?.tell({ kind: 'moved', error: refusal(sentence`The disk is full.`) });
  started[1]?.tell({ kind: 'ready', library: '/here/library.db' });
  expect(await moved).toEqual(sentence`The disk is full.`);
});

test('why a library that is being moved is not moved again, and the first move goes on', async () => {
  const moved = engine.moveLibrary('/elsewhere');
  for (const engines of [1, 2]) {
    await vi.waitFor(() => expect(started).toHaveLength(engines));
    const again = await engine.moveLibrary('/else');
    expect(again === null ? '' : inGerman(again)).toMatch(/^Die Bibliothek wird schon verschoben/);
  }
  expect(started).toHaveLength(2);
  started[1]?.tell({ kind: 'moved', error: null });
  started[1]?.tell({ kind: 'ready', library: '/elsewhere/library.db' });
  expect(await moved).toBe(null);
});

test.each(['ready', 'broken off'])(
  'what became of a move is told once the next one can be asked for: %s',
  async (end) => {
    const moved = engine.moveLibrary('/elsewhere');
    await vi.waitFor(() => expect(started).toHaveLength(2));
    let told = false;
    void moved.then(() => (told = true));
    if (end === 'ready') started[1]?.tell({ kind: 'moved', error: null });
    await Promise.resolve();
    expect(told).toBe(false);
    if (end === 'ready') started[1]?.tell({ kind: 'ready', library: '/elsewhere/library.db' });
    else started[1]?.end(1);
    const problem = await moved;
    expect(problem === null ? '' : inGerman(problem)).toMatch(end === 'ready' ? /^$/ : /^Der Rechenkern/);
    expect(engine.status.kind).not.toBe('moving');
  },
);
