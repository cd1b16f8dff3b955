import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultLibraryFile } from '../../src-engine/library/location.ts';
import { libraryFile } from '../../src-main/arguments.ts';

const data = '/home/ada/.config/Charloom';

test('without a word the window opens the library that the command line opens', () => {
  expect(libraryFile(['electron', '/app'], {}, data)).toBe(defaultLibraryFile({}, 'linux', '/home/ada'));
});

test.each([
  [['electron', '/app', '--library', '/tmp/a.db'], '/tmp/a.db'],
  [['electron', '/app', '--library=/tmp/b.db'], '/tmp/b.db'],
  [['electron', '--library', 'c.db', '/app'], path.resolve('c.db')],
  [['electron', '/app', '--library'], '/tmp/environment.db'],
  [['electron', '/app', '--library-of-babel', '/tmp/x'], '/tmp/environment.db'],
])('%j opens %s', (args, file) => {
  expect(libraryFile(args, { CHARLOOM_LIBRARY: '/tmp/environment.db' }, data)).toBe(file);
});
