// What main tells the engine arrives whole, or not at all.

import { expect, it } from 'vitest';
import { readOrder } from '../../src-engine/host/orders.ts';
import { fileUses } from '../../src-engine/protocol/choices.ts';

it.each(fileUses)('a grant to %s is taken', (use) => {
  const order = { kind: 'grant', file: 'a', path: '/tmp/a.csv', use };
  expect(readOrder(order)).toEqual(order);
});

it.each([
  ['nothing', null],
  ['another kind', { kind: 'dance' }],
  ['another use', { kind: 'grant', file: 'a', path: '/tmp/a.csv', use: 'burn' }],
  ['a path with a zero', { kind: 'grant', file: 'a', path: '/tmp/a\0.csv', use: 'read' }],
])('%s is no order', (_what, data) => {
  expect(readOrder(data)).toBeNull();
});
