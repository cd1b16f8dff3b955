// A grant opens one path for one use.

import { expect, test } from 'vitest';
import { Grants } from '../../src-engine/host/grants.ts';
import type { FileGrant } from '../../src-engine/protocol/index.ts';

const text = 'text' as FileGrant;
const place = 'place' as FileGrant;

test('what was chosen to be read is not written to, and the other way round', () => {
  const grants = new Grants();
  grants.add(text, '/home/poem.txt', 'read');
  grants.add(place, '/home/export.txt', 'write');
  expect(grants.readable(text)).toBe('/home/poem.txt');
  expect(grants.writable(place)).toEqual({ path: '/home/export.txt', mayReplace: false });
  const asked = 'asked' as FileGrant;
  grants.add(asked, '/home/older.txt', 'replace');
  expect(grants.writable(asked)).toEqual({ path: '/home/older.txt', mayReplace: true });
  expect(() => grants.readable(asked)).toThrow('has not been chosen since Charloom was started');
  expect(() => grants.writable(text)).toThrow('No place to write to has been chosen');
  expect(() => grants.readable(place)).toThrow('has not been chosen since Charloom was started');
  expect(() => grants.readable('unknown' as FileGrant)).toThrow('has not been chosen since Charloom was started');
});

test('a place is written to once, a text is read as often as one likes', () => {
  const grants = new Grants();
  grants.add(text, '/home/poem.txt', 'read');
  grants.add(place, '/home/export.txt', 'write');
  grants.spend(text);
  grants.spend(place);
  expect(grants.readable(text)).toBe('/home/poem.txt');
  expect(() => grants.writable(place)).toThrow('No place to write to has been chosen');
});
