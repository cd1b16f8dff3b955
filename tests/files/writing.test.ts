// Files and folders that are there whole or not at all, and what they never take the place of.

import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unprovable } from '../../src-engine/files/replacing.ts';
import { ownEndings } from '../../src-engine/files/layout.ts';
import type { ExportKind, Destination } from '../../src-engine/files/replacing.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import { unchecked, writeWholeFile, writeWholeFolder } from '../../src-engine/files/writing.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

const destinationOf = (file: string, rest: Partial<Destination> = {}): Destination => ({
  path: file,
  mayReplace: false,
  library: path.join(path.dirname(file), 'library.db'),
  ...rest,
});
const agreed = { mayReplace: true };

/** What begins so is an earlier export; of a folder, its file "a". */
const greeting: ExportKind = {
  what: sentence`a greeting`,
  isEarlier: (place) =>
    readFileSync(statSync(place).isDirectory() ? path.join(place, 'a') : place, 'utf8').startsWith('Hello'),
};

const write = (destination: Destination, text: string, kind = greeting): Promise<unknown> =>
  writeWholeFile(destination, kind, [bytes(text)], unchecked);

function* breakingOff(): Generator<Uint8Array> {
  yield bytes('half');
  throw new Error('Something broke.');
}

/** A library that is open, in a folder of its own. */
function openedLibrary(): string {
  const file = path.join(temporaryFolder(), 'lib.db');
  const library = openLibrary(file);
  onTestFinished(() => library.close());
  return file;
}

describe('a file', () => {
  it('takes the place of an older one', async () => {
    const target = path.join(temporaryFolder(), 'file');
    writeFileSync(target, 'Hello, older');
    const { bytes: size, result } = await writeWholeFile(
      destinationOf(target),
      greeting,
      [bytes('new '), bytes('text')],
      {
        check(place) {
          expect(readFileSync(place, 'utf8')).toBe('new text');
          expect(readFileSync(target, 'utf8')).toBe('Hello, older');
          return 'looked at';
        },
      },
    );
    expect([size, result]).toEqual([8, 'looked at']);
    expect(readFileSync(target, 'utf8')).toBe('new text');
  });

  it.each<[string, Parameters<typeof writeWholeFile>[2], () => never | null]>([
    ['its pieces break off', breakingOff(), () => null],
    [
      'the look at it fails',
      [bytes('all')],
      () => {
        throw new Error('It is wrong.');
      },
    ],
  ])('stays as it was when %s', async (_when, pieces, check) => {
    const folder = temporaryFolder();
    const target = path.join(folder, 'file');
    writeFileSync(target, 'older');
    await expect(writeWholeFile(destinationOf(target, agreed), greeting, pieces, { check })).rejects.toThrow();
    expect(readFileSync(target, 'utf8')).toBe('older');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('stays as it was when the writing is broken off between any two pieces', async () => {
    for (const at of [1, 2, 3]) {
      const folder = temporaryFolder();
      const controller = new AbortController();
      let written = 0;
      const pieces = [bytes('a'), bytes('b'), bytes('c')];
      const writing = writeWholeFile(destinationOf(path.join(folder, 'file')), greeting, pieces, {
        ...unchecked,
        signal: controller.signal,
        onBytes: () => ++written === at && controller.abort(new Error('Enough.')),
      });
      await expect(writing).rejects.toThrow('Enough.');
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('may have a name as long as a disk takes', async () => {
    const target = path.join(temporaryFolder(), 'n'.repeat(255));
    await write(destinationOf(target), 'Hello');
    expect(readFileSync(target, 'utf8')).toBe('Hello');
  });

  it.each(['\0', '\n', '\r', '\t', '\u001b', '\u0085', '\u2028'])('has no %j in its name', async (control) => {
    const folder = temporaryFolder();
    const files = [{ path: 'a', pieces: [bytes('Hello')] }];
    const destination = destinationOf(path.join(folder, `a${control}b`), agreed);
    for (const writing of [write(destination, 'Hello'), writeWholeFolder(destination, greeting, files, unchecked)]) {
      await expect(writing).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(
          /^[^\p{Cc}\u2028]+ has a line end or another control character in it, /u,
        ) as string,
      });
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps the mode of the one that it replaces', async () => {
    const target = path.join(temporaryFolder(), 'file');
    writeFileSync(target, 'Hello');
    for (const mode of [0o600, 0o644, 0o754]) {
      chmodSync(target, mode);
      await write(destinationOf(target), 'Hello again');
      expect(statSync(target).mode & 0o7777).toBe(mode);
    }
  });
});

describe('what stands there already', () => {
  it('stays, unless it is an earlier export or somebody has agreed', async () => {
    const target = path.join(temporaryFolder(), 'novel.docx');
    writeFileSync(target, 'novel\n');
    await expect(write(destinationOf(target), 'Hello')).rejects.toMatchObject({
      code: 'file-exists',
      message: expect.stringMatching(/novel\.docx is already there: a file of 6 bytes, but not a greeting/),
    });
    await expect(write(destinationOf(target), 'Hello', unprovable)).rejects.toMatchObject({ code: 'file-exists' });
    expect(readFileSync(target, 'utf8')).toBe('novel\n');
    await write(destinationOf(target, agreed), 'Hello');
    await write(destinationOf(target), 'Hello once more');
    expect(readFileSync(target, 'utf8')).toBe('Hello once more');
  });

  it('is looked at again before it is replaced', async () => {
    const folder = temporaryFolder();
    const target = path.join(folder, 'file');
    const appears = {
      check(): null {
        writeFileSync(target, 'novel');
        return null;
      },
    };
    await expect(writeWholeFile(destinationOf(target), greeting, [bytes('Hello')], appears)).rejects.toMatchObject({
      code: 'file-exists',
    });
    expect(readFileSync(target, 'utf8')).toBe('novel');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('is never anything but a plain file, even if somebody has agreed', async () => {
    const folder = temporaryFolder();
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const socket = path.join(folder, 'socket');
    const server = createServer().listen(socket);
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    mkdirSync(path.join(folder, 'folder'));
    symlinkSync(pipe, path.join(folder, 'to-pipe'));
    for (const [name, what] of [
      ['pipe', 'a pipe'],
      ['to-pipe', 'a pipe'],
      ['socket', 'a socket'],
      ['folder', 'a folder'],
    ] as const) {
      const before = lstatSync(path.join(folder, name));
      await expect(write(destinationOf(path.join(folder, name), agreed), 'Hello')).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringContaining(`${name} is ${what}, and a file is to be written`),
      });
      expect(lstatSync(path.join(folder, name)).ino).toBe(before.ino);
    }
  });

  it.runIf(process.getuid?.() === 0)('is never a device, also for root', async (context) => {
    const device = path.join(temporaryFolder(), 'nothing');
    try {
      execFileSync('mknod', [device, 'c', '1', '3'], { stdio: 'ignore' });
    } catch {
      context.skip('No device can be made here.');
    }
    for (const rest of [{}, agreed]) {
      await expect(write(destinationOf(device, rest), 'Hello')).rejects.toThrow(
        'is a device, and a file is to be written',
      );
    }
    expect(statSync(device).isCharacterDevice()).toBe(true);
  });
});

describe('a link', () => {
  it('is followed: its file is asked about and replaced, and the link stays', async () => {
    const folder = temporaryFolder();
    const real = path.join(temporaryFolder(), 'real');
    const link = path.join(folder, 'link');
    symlinkSync(real, link);
    await write(destinationOf(link), 'novel');
    expect(readFileSync(real, 'utf8')).toBe('novel');
    await expect(write(destinationOf(link), 'Hello')).rejects.toThrow('real is already there');
    await write(destinationOf(link, agreed), 'Hello');
    expect(readFileSync(real, 'utf8')).toBe('Hello');
    expect(readlinkSync(link)).toBe(real);
    expect([readdirSync(folder), readdirSync(path.dirname(real))]).toEqual([['link'], ['real']]);
  });

  it('that leads to no folder, or in a circle, is refused', async () => {
    const folder = temporaryFolder();
    symlinkSync(path.join(folder, 'none', 'file'), path.join(folder, 'lost'));
    await expect(write(destinationOf(path.join(folder, 'lost')), 'Hello')).rejects.toMatchObject({
      code: 'file-missing',
    });
    symlinkSync('round', path.join(folder, 'round'));
    await expect(write(destinationOf(path.join(folder, 'round')), 'Hello')).rejects.toMatchObject({
      code: 'file-unwritable',
    });
  });

  it('that leads elsewhere when all is written changes nothing', async () => {
    const folder = temporaryFolder();
    const link = path.join(folder, 'link');
    symlinkSync('one', link);
    const turning = {
      check(): null {
        symlinkSync('two', `${link}.new`);
        renameSync(`${link}.new`, link);
        return null;
      },
    };
    const writing = writeWholeFile(destinationOf(link), greeting, [bytes('Hello')], turning);
    await expect(writing).rejects.toThrow('leads elsewhere');
    expect(readdirSync(folder)).toEqual(['link']);
  });
});

describe('a library', () => {
  it('is never written over, however it is spelled and whatever somebody has agreed to', async () => {
    const library = openedLibrary();
    const folder = path.dirname(library);
    const elsewhere = temporaryFolder();
    symlinkSync(library, path.join(elsewhere, 'link.csv'));
    symlinkSync(folder, path.join(elsewhere, 'folder'));
    linkSync(library, path.join(elsewhere, 'hard.csv'));
    linkSync(`${library}-wal`, path.join(elsewhere, 'hard-journal.csv'));
    writeFileSync(`${library}.damaged-2026-01-02`, 'kept');
    writeFileSync(`${library}.version-3`, 'kept');
    const before = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name)).length]);
    const spellings = [
      library,
      path.relative(process.cwd(), library),
      path.join(folder, '.', 'lib.db'),
      path.join(elsewhere, 'link.csv'),
      path.join(elsewhere, 'folder', 'lib.db'),
      path.join(elsewhere, 'hard.csv'),
      path.join(elsewhere, 'hard-journal.csv'),
      ...['-wal', '-shm', '-journal', '.version-3', '.version-9', '.damaged-2026-01-02'].map((end) => library + end),
      ...Object.values(ownEndings).flatMap((end) => [library + end, `${library}${end}-1`, `${library}${end}.old`]),
    ];
    for (const file of spellings) {
      const given = { library: path.relative(process.cwd(), library), ...agreed };
      await expect(write(destinationOf(file, given), 'Hello'), file).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(/is the library itself|belongs to a library/),
      });
    }
    expect(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name)).length])).toEqual(before);
  });

  it('of somebody else is none the less one, also while all of it lies in its journal', async () => {
    const other = openedLibrary();
    const destination = destinationOf(other, { library: openedLibrary(), ...agreed });
    await expect(write(destination, 'Hello')).rejects.toThrow('is another Charloom library');
    await expect(write({ ...destination, path: `${other}-journal` }, 'Hello')).rejects.toThrow('belongs to a library');
    const closed = path.join(temporaryFolder(), 'closed.db');
    openLibrary(closed).close();
    await expect(write({ ...destination, path: closed }, 'Hello')).rejects.toThrow('is another Charloom library');
    const plain = `${closed}.csv`;
    await write({ ...destination, path: plain }, 'Hello');
    expect(readFileSync(plain, 'utf8')).toBe('Hello');
  });
});

describe('a folder', () => {
  const files = [
    { path: 'a', pieces: [bytes('Hello')] },
    { path: 'deep/b', pieces: [bytes('two')] },
  ];
  const writeFolder = (target: string, rest: Partial<Destination> = {}, pieces = files): Promise<unknown> =>
    writeWholeFolder(destinationOf(target, rest), greeting, pieces, unchecked);

  it('takes the place of nothing, of an empty one, or of an earlier export', async () => {
    const target = path.join(temporaryFolder(), 'folder');
    await writeFolder(target);
    chmodSync(target, 0o700);
    await writeFolder(target, {}, [{ path: 'a', pieces: [bytes('Hello again')] }, ...files.slice(1)]);
    expect(readFileSync(path.join(target, 'a'), 'utf8')).toBe('Hello again');
    expect(readFileSync(path.join(target, 'deep', 'b'), 'utf8')).toBe('two');
    expect(statSync(target).mode & 0o7777).toBe(0o700);
    const empty = temporaryFolder();
    await writeFolder(empty);
    expect(readdirSync(empty).sort()).toEqual(['a', 'deep']);
    expect(readdirSync(path.dirname(target))).toEqual(['folder']);
  });

  it('never takes the place of other files, nor of those of the same names that somebody else has made', async () => {
    const target = temporaryFolder();
    mkdirSync(path.join(target, 'deep'));
    writeFileSync(path.join(target, 'deep', 'mine'), 'mine');
    await expect(writeFolder(target)).rejects.toMatchObject({
      code: 'file-exists',
      message: expect.stringContaining('holds other files, such as "deep/mine"'),
    });
    expect(statSync(path.join(target, 'deep', 'mine')).size).toBe(4);
    const same = temporaryFolder();
    writeFileSync(path.join(same, 'a'), 'mine');
    await expect(writeFolder(same)).rejects.toMatchObject({ code: 'file-exists' });
    expect(readFileSync(path.join(same, 'a'), 'utf8')).toBe('mine');
  });

  it('keeps what bears other names where somebody has agreed', async () => {
    const target = path.join(temporaryFolder(), 'folder');
    mkdirSync(path.join(target, 'deep'), { recursive: true });
    mkdirSync(path.join(target, 'empty'));
    writeFileSync(path.join(target, 'a'), 'mine');
    writeFileSync(path.join(target, 'deep', 'mine'), 'mine');
    symlinkSync('a', path.join(target, 'link'));
    await writeFolder(target, agreed);
    expect(readFileSync(path.join(target, 'a'), 'utf8')).toBe('Hello');
    expect(readFileSync(path.join(target, 'deep', 'mine'), 'utf8')).toBe('mine');
    expect(readlinkSync(path.join(target, 'link'))).toBe('a');
    expect(readdirSync(target).sort()).toEqual(['a', 'deep', 'empty', 'link']);
    expect(readdirSync(path.dirname(target))).toEqual(['folder']);
  });

  it('is never one with a library in it, and never a file', async () => {
    const library = openedLibrary();
    const folder = path.dirname(library);
    await expect(writeFolder(folder, { library, ...agreed })).rejects.toThrow('is the library itself');
    await expect(writeFolder(folder, { library: openedLibrary(), ...agreed })).rejects.toThrow('Charloom library');
    await expect(writeFolder(`${library}-wal`, { library, ...agreed })).rejects.toThrow('a folder is to be written');
    expect(existsSync(library)).toBe(true);
    const target = path.join(temporaryFolder(), 'file');
    writeFileSync(target, 'mine');
    await expect(writeFolder(target, agreed)).rejects.toMatchObject({ code: 'file-unwritable' });
    const crossed = temporaryFolder();
    writeFileSync(path.join(crossed, 'deep'), 'mine');
    await expect(writeFolder(crossed, agreed)).rejects.toThrow('in the way');
    expect(readFileSync(path.join(crossed, 'deep'), 'utf8')).toBe('mine');
  });

  it('is looked at again before it is replaced', async () => {
    const target = path.join(temporaryFolder(), 'folder');
    await writeFolder(target);
    const appears = {
      check(): null {
        writeFileSync(path.join(target, 'notes'), 'mine');
        return null;
      },
    };
    const writing = writeWholeFolder(destinationOf(target), greeting, files, appears);
    await expect(writing).rejects.toMatchObject({ code: 'file-exists' });
    expect(readdirSync(target).sort()).toEqual(['a', 'deep', 'notes']);
  });

  it('stays as it was when one of its files breaks off', async () => {
    const parent = temporaryFolder();
    const target = path.join(parent, 'folder');
    await writeFolder(target);
    const broken = [...files.slice(0, 1), { path: 'deep/b', pieces: breakingOff() }];
    await expect(writeWholeFolder(destinationOf(target), greeting, broken, unchecked)).rejects.toThrow(
      'Something broke.',
    );
    expect(readFileSync(path.join(target, 'deep', 'b'), 'utf8')).toBe('two');
    expect(readdirSync(parent)).toEqual(['folder']);
  });
});

it('takes away what a process that was killed has left of its writing, and nothing else', async () => {
  const folder = temporaryFolder();
  const ended = spawnSync(process.execPath, ['--version']).pid;
  for (const name of [`.charloom-${ended}-0123abcd.part`, `.charloom-${ended}-0123abcd.part-journal`])
    writeFileSync(path.join(folder, name), 'half');
  mkdirSync(path.join(folder, `.charloom-${ended}-0123abce.part`, 'deep'), { recursive: true });
  const others = [
    `.charloom-${ended}-0123abcd.part.old`,
    `.charloom-${ended}-notes.part`,
    `.charloom-${process.pid}-0123abcd.part`,
  ];
  for (const name of others) writeFileSync(path.join(folder, name), 'mine');
  const longAgo = Date.now() / 1000 - 2 * 60 * 60;
  for (const name of readdirSync(folder)) utimesSync(path.join(folder, name), longAgo, longAgo);
  // That of a process in another container, at work just now.
  others.push(`.charloom-${ended}-0123abcf.part`);
  writeFileSync(path.join(folder, others.at(-1) ?? ''), 'going on');
  await write(destinationOf(path.join(folder, 'target')), 'Hello');
  expect(readdirSync(folder).sort()).toEqual([...others, 'target'].sort());
});
