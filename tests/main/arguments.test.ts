// What the app makes of its command line.

import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultLibraryFolder } from '../../src-engine/library/location.ts';
import { filesToOpen, libraryEnvironment, ownArguments } from '../../src-main/arguments.ts';

const data = '/home/ada/.config/Charloom';

test('without a word the window opens the library that the command line opens', () => {
  expect(libraryEnvironment(['electron', '/app'], {}, data)).toEqual({
    CHARLOOM_LIBRARY_FOLDER: defaultLibraryFolder({}, 'linux', '/home/ada'),
  });
});

test.each([
  [['electron', '/app', '--library', '/tmp/a.db'], '/tmp/a.db'],
  [['electron', '/app', '--library=/tmp/b.db'], '/tmp/b.db'],
  [['electron', '--library', 'c.db', '/app'], path.resolve('c.db')],
  [['electron', '/app', '--library'], '/tmp/environment.db'],
  [['electron', '/app', '--library-of-babel', '/tmp/x'], '/tmp/environment.db'],
])('%j opens %s', (args, file) => {
  const environment = { CHARLOOM_LIBRARY: '/tmp/environment.db' };
  expect(libraryEnvironment(args, environment, data)).toEqual({ CHARLOOM_LIBRARY: file });
});

test.each([
  [['poem.txt'], ['/desk/poem.txt']],
  [
    ['../a b.txt', '/etc/motd', 'songs/'],
    ['/a b.txt', '/etc/motd', '/desk/songs'],
  ],
  [['--library', 'a.db', 'poem.txt'], ['/desk/poem.txt']],
  [['--library=a.db', '--no-sandbox', '-x', 'poem.txt'], ['/desk/poem.txt']],
  [
    ['poem.txt', '--', '--library', '-strange.txt'],
    ['/desk/poem.txt', '/desk/--library', '/desk/-strange.txt'],
  ],
  [
    ['file:///tmp/a%20b.txt', 'FILE:///tmp/c.txt'],
    ['/tmp/a b.txt', '/tmp/c.txt'],
  ],
  [['file://elsewhere/a.txt'], ['/desk/file:/elsewhere/a.txt']],
  // No system takes a NUL; other controls may stand in the name of a file that is there.
  [['file:///tmp/a%00.txt'], ['/desk/file:/tmp/a%00.txt']],
  [
    ['file:///tmp/a%0A.txt', 'b\n.txt'],
    ['/tmp/a\n.txt', '/desk/b\n.txt'],
  ],
  [['', '--hidden'], []],
])('%j is to open %j', (args, files) => {
  expect(filesToOpen(args, '/desk')).toEqual(files);
});

test('what is Electron’s own is not meant for the app', () => {
  const args = ['/bin/electron', '-r', '/loader.js', '--inspect=0', '/app', 'poem.txt'];
  expect(ownArguments(args, '/app')).toEqual(['poem.txt']);
  expect(ownArguments(['/bin/electron', '.', 'poem.txt'], process.cwd())).toEqual(['poem.txt']);
  expect(ownArguments(['/bin/charloom', 'poem.txt'], null)).toEqual(['poem.txt']);
});
