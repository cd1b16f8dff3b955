// Main takes what the engine tells it, and nothing else, whatever comes.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEngineMessage } from '../../src-main/engine-messages.ts';
import type { EngineToMain, FileGrant } from '../../src-engine/protocol/index.ts';
import { errorOf } from '../engine-error.ts';

const messages: readonly EngineToMain[] = [
  { kind: 'ready', library: '/home/ann/charloom.db' },
  { kind: 'moved', error: null },
  { kind: 'moved', error: errorOf('file-exists', 'It is there.') },
  { kind: 'preferred' },
  { kind: 'refused', error: errorOf('library-damaged', 'It is damaged.') },
  { kind: 'training', share: 0.5 },
  { kind: 'training', share: null },
  { kind: 'run-ended', name: 'Long', state: 'finished', message: null, waiting: 2 },
  { kind: 'granted', file: 'a' as FileGrant },
  { kind: 'pong' },
  { kind: 'self-checked', problem: 'It cannot write.' },
  { kind: 'closed' },
];

test.each(messages)('takes %j', (message) => {
  expect(readEngineMessage(message)).toEqual(message);
});

test.each([null, undefined, 1, [], {}, { kind: null }, { kind: 'toString' }, { kind: 'training', share: 'half' }])(
  'passes over %j',
  (message) => {
    expect(readEngineMessage(message)).toBeNull();
  },
);

test('never throws', () => {
  const near = fc.record({ kind: fc.constantFrom(...messages.map(({ kind }) => kind)) });
  const parameters = { seed: 45, numRuns: 2000 };
  fc.assert(
    fc.property(fc.anything(), near, (extra, message) => {
      readEngineMessage(extra);
      readEngineMessage({ ...message, share: extra, error: extra, name: extra });
    }),
    parameters,
  );
});
