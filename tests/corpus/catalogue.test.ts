import { describe, expect, it } from 'vitest';
import { catalogue } from '../../corpora/catalogue.ts';
import { installedPackages } from '../../src-engine/corpus/packages.ts';
import { readPlainText } from '../../src-engine/corpus/reading.ts';

describe('the catalogue', () => {
  it('has entries with keys of their own', () => {
    const keys = catalogue.map((entry) => entry.key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it.each(catalogue)('$key: the text is there and about as long as said', async (entry) => {
    const text = await readPlainText(entry.title, await entry.read(installedPackages()), { keepIds: false });
    expect(Math.abs(text.characters / entry.characters - 1)).toBeLessThan(0.01);
  });

  it('Moby-Dick begins and ends as it should', async () => {
    const text = (await catalogue.find((entry) => entry.key === 'moby-dick')?.read(installedPackages())) ?? '';
    expect(text.startsWith('ETYMOLOGY.')).toBe(true);
    expect(text).toContain('CHAPTER 1. Loomings.\n\nCall me Ishmael. Some years ago');
    expect(text.endsWith('only found another orphan.\n')).toBe(true);
    expect(text.match(/^CHAPTER \d+\. /gm)?.length).toBe(135);
    expect(text).not.toContain('\r');
  });

  it('says what to do where a package is missing', async () => {
    await expect(installedPackages().readText('charloom-no-such-package', 'text.txt')).rejects.toMatchObject({
      code: 'file-missing',
      message: expect.stringContaining('npm start') as string,
    });
  });
});
