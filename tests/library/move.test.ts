// A library that is moved: what lies where afterwards, what is refused, and a process that is killed at each moment.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pause } from '../../src-engine/files/pausing.ts';
import { whoHolds } from '../../src-engine/library/holders.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import { libraryIn } from '../../src-engine/library/location.ts';
import { moveLibrary, removeBefore } from '../../src-engine/library/move.ts';
import { addRun, openRaw, temporaryFolder } from './fixtures.ts';

/** A folder with a library of one text and one run. */
function homeOfLibrary(): string {
  const home = path.join(temporaryFolder(), 'library');
  mkdirSync(home);
  const library = openLibrary(libraryIn(home));
  addRun(library);
  library.close();
  return home;
}

/** What is in the library that belongs to the folder. */
function contentsOf(home: string) {
  const library = openLibrary(libraryIn(home));
  try {
    const corpora = library.corpora.list();
    return { corpora, runs: library.runs.list(), ids: corpora.flatMap(({ id }) => [...library.corpora.idBlocks(id)]) };
  } finally {
    library.close();
  }
}

describe('a library', () => {
  it('lies in its new folder, with all that was in it, and the old file is gone', async () => {
    const home = homeOfLibrary();
    const before = contentsOf(home);
    const to = path.join(temporaryFolder(), 'elsewhere');
    const old = libraryIn(home);
    expect(await moveLibrary(home, to)).toBe(path.join(to, 'charloom.db'));
    expect(libraryIn(home)).toBe(path.join(to, 'charloom.db'));
    expect(contentsOf(home)).toEqual(before);
    expect(existsSync(old)).toBe(false);
  });

  it('comes home again without a trace', async () => {
    const home = homeOfLibrary();
    const before = contentsOf(home);
    await moveLibrary(home, temporaryFolder());
    expect(await moveLibrary(home, home)).toBe(path.join(home, 'charloom.db'));
    expect(existsSync(path.join(home, 'moved.json'))).toBe(false);
    expect(contentsOf(home)).toEqual(before);
  });

  it('takes nothing of what lies in the new folder', async () => {
    const home = homeOfLibrary();
    const to = temporaryFolder();
    writeFileSync(path.join(to, 'charloom.db'), 'somebody else’s');
    await expect(moveLibrary(home, to)).rejects.toMatchObject({ code: 'file-exists' });
    expect(readFileSync(path.join(to, 'charloom.db'), 'utf8')).toBe('somebody else’s');
    await expect(moveLibrary(home, home)).rejects.toMatchObject({ code: 'bad-request' });
    expect(contentsOf(home).runs).toHaveLength(1);
  });

  it('stays where it is when the new folder cannot be one, which is said of that folder', async () => {
    const home = homeOfLibrary();
    const file = path.join(temporaryFolder(), 'notes.txt');
    writeFileSync(file, 'mine');
    for (const to of [file, path.join(file, 'deep'), path.join(temporaryFolder(), 'n'.repeat(300))]) {
      const refused = await moveLibrary(home, to).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'file-unwritable' });
      expect(String(refused)).toMatch(/ cannot be written: .*\. Choose .* and try again\./);
    }
    expect(libraryIn(home)).toBe(path.join(home, 'charloom.db'));
    expect(contentsOf(home).runs).toHaveLength(1);
  });

  it('stays where it is when the copy does not hold the same', async () => {
    const home = homeOfLibrary();
    const to = temporaryFolder();
    const spoil = (step: string): void => {
      if (step !== 'copied') return;
      const copy = openRaw(path.join(to, 'charloom.db'));
      copy.exec("UPDATE runs SET name = 'Another'");
      copy.close();
    };
    await expect(moveLibrary(home, to, spoil)).rejects.toMatchObject({ code: 'library-damaged' });
    expect(existsSync(path.join(to, 'charloom.db'))).toBe(false);
    expect(libraryIn(home)).toBe(path.join(home, 'charloom.db'));
    expect(contentsOf(home).runs[0]?.name).toBe('First');
  });

  it.skipIf(process.platform !== 'linux')('is not moved under the hands of another process', async () => {
    const home = homeOfLibrary();
    const other = openElsewhere(libraryIn(home));
    await new Promise((resolve) => other.stdout.once('data', resolve));
    try {
      await expect(moveLibrary(home, temporaryFolder())).rejects.toMatchObject({ code: 'library-busy' });
    } finally {
      other.kill('SIGKILL');
    }
  });

  it.skipIf(process.platform !== 'linux')('stays where it is when another process opens it meanwhile', async () => {
    const home = homeOfLibrary();
    const to = temporaryFolder();
    const file = libraryIn(home);
    const others: ReturnType<typeof openElsewhere>[] = [];
    const open = (step: string): void => {
      if (step !== 'copied') return;
      others.push(openElsewhere(file));
      while (whoHolds(file) === null) pause(10);
    };
    try {
      await expect(moveLibrary(home, to, open)).rejects.toMatchObject({ code: 'library-busy' });
    } finally {
      for (const other of others) other.kill('SIGKILL');
    }
    expect(libraryIn(home)).toBe(file);
    expect(readdirSync(to)).toEqual([]);
  });

  it('on a disk that is not there is missed, and no new one is begun', async () => {
    const home = homeOfLibrary();
    const to = temporaryFolder();
    await moveLibrary(home, to);
    rmSync(path.join(to, 'charloom.db'));
    expect(() => libraryIn(home)).toThrow(/was moved to .*not there now/);
    writeFileSync(path.join(home, 'moved.json'), '{"file": 7}');
    expect(() => libraryIn(home)).toThrow(/is damaged/);
  });
});

describe('a process that is killed', () => {
  it.each(['copying', 'copied', 'compared', 'noted', 'removed'] as const)('when it has %s loses nothing', (step) => {
    const home = homeOfLibrary();
    const before = contentsOf(home);
    const old = libraryIn(home);
    const to = temporaryFolder();
    const script = `
      import { moveLibrary } from '${moduleAt('move.ts')}';
      await moveLibrary(process.argv[1], process.argv[2], (step) => {
        if (step === process.argv[3]) process.kill(process.pid, 'SIGKILL');
      });`;
    const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, home, to, step]);
    expect([signal, String(stderr)]).toEqual(['SIGKILL', expect.any(String)]);
    const isMoved = step === 'noted' || step === 'removed';
    expect(libraryIn(home)).toBe(isMoved ? path.join(to, 'charloom.db') : old);
    expect(contentsOf(home)).toEqual(before);
    // The next start takes away what is left over.
    removeBefore(home);
    expect(existsSync(old)).toBe(!isMoved);
    expect(contentsOf(home)).toEqual(before);
  });
});

/** A process that opens the library, says so, and goes on. */
function openElsewhere(file: string) {
  const script = `
    import { openLibrary } from '${moduleAt('library.ts')}';
    openLibrary(process.argv[1]);
    process.stdout.write('open');
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script, file]);
}

function moduleAt(file: string): string {
  return pathToFileURL(path.resolve(import.meta.dirname, '../../src-engine/library', file)).href;
}
