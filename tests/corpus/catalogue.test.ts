// The built-in texts: their size and hash, and that what is suggested for each can be trained.

import { describe, expect, it } from 'vitest';
import { catalogue } from '../../corpora/catalogue.ts';
import { installedPackages } from '../../src-engine/corpus/packages.ts';
import { catalogueDoors } from '../../src-engine/protocol/choices.ts';
import { readPasted } from './read.ts';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { checkAgainstCorpus } from '../../src-engine/settings/fit.ts';
import { checkModel, checkTraining } from '../../src-engine/settings/schemas.ts';

/** Characters, distinct symbols and SHA-256 of each text. */
const texts: readonly (readonly [string, number, number, string])[] = [
  ['moby-dick', 1213116, 89, 'e8c8da17fb9266f99fdf6fe5931ea3d985d3a60126f3535fc4d6ab2314e6df82'],
  ['jane-austen', 2025909, 82, '56750bbd08f5f888d374691ea50292b25cf8fec7fd0d4fa22dc5b36ad7930484'],
  ['alice', 144335, 69, '349e94626996039230e99f6f155ccd90b6cb7fb141682c4fa20363467c734c19'],
  ['king-james-bible', 4338697, 73, 'c3ddd5700c653f28a3c44d8cb6a0c87388bd2f102111c985eeb36e6920e37806'],
  ['shakespeare', 375456, 70, '557e62d8fb7fab0e9372919779619249e148788d0134e6e2de52f3f3fd959c70'],
  ['leaves-of-grass', 711191, 79, '6b2e478ef8979a5baa8750ca746c93c8b0aff0308c07abe64b6d42d53fc1a830'],
  ['tang-poems', 614596, 5654, 'a66fbc694f2dd9b0e8a4ab612775f9d00102e9abe35bbfdda8299f89d608c813'],
  ['state-of-the-union', 10765900, 97, '5f6d36cd30f65b4b0085fc9a2fecc5c9d0ed14565782bcf40fa989198684cd2a'],
  ['mail', 1647826, 96, 'bd022e11cfe8302b56d8112eb289e41402e76abfc73004f4f1855d335bf45e8f'],
  ['sqlite', 9583464, 96, '75a4760a7b9727a4c4c877aec92eacf39e52a8f2921ce00bd33be6d3a8e8e254'],
  ['zod', 1018729, 103, '06f5fd282a6960942fcb0c6127fe79165af080611a6abc0a998fa5872ace7e6f'],
  ['names', 59167, 54, '9eef0f2ba50d00373113ad753e2ae36d590ffd6797dbd271187961e12c2e89e1'],
  ['cmudict', 3711915, 46, 'acee445cac105ea9e2cb2addf56502cc87149fa327e9eb414c5d3723eeac0f20'],
  ['arithmetic', 551900, 14, 'a20d0dad6c4a2462c895bca8c7f3a0e2808660a0d593d9f39231e39b953c474c'],
  ['brackets', 661072, 7, '58bd427ce009f27a91cc5d2c4eb2687e4e12cd422ab962535caf129396512a3f'],
  ['dates', 642533, 40, '2a46a7205b69bcf727e336931457526827b4d42878981c1a006dd9431daa0251'],
  ['copy-task', 600000, 11, 'eaf1f276673ed0c3c9f67971d41567886025432adc6b542d01eab98bc38b8652'],
  ['dyck-words', 500000, 3, '2e6fe5808105896805cffe849f66191434a448cbfc75cc72811c36cf04bd4d38'],
  ['parity', 460000, 6, '2a296a45a700f4ffcb404cfe9d4e501b0680b603ed015e49418575b8b0b4e84a'],
  ['temporal-order', 560000, 8, '469125232a6c5f117e60e379f1a68c969a9ab53c36630bb692b98643a5cea2cd'],
  ['adding', 520000, 13, 'c14c934b13a7e1159f19f92a2fca3d38ade8d1bab501f2401cb0c989996e422a'],
  ['labelled-mail', 910219, 97, '22131b91de415c660f65fd81d71d90a12fca5f6b2bdb10df61d7fdda46033431'],
  ['reviews', 557107, 36, '3bed2117381299f4628092650c39e4fe5a5755f5c428c89f32aaa20e62713241'],
  ['tides', 20000, 32, '1e9964f1d3d084d89efc8cc305d64d80218205a972226f71d57dbcc041aa8dbd'],
];

function read(key: string): Promise<string> {
  const entry = catalogue.find((other) => other.key === key);
  if (!entry) throw new Error(`no such entry: ${key}`);
  return entry.read(installedPackages());
}

describe('the catalogue', () => {
  it('has entries with keys of their own, each with a known text', () => {
    const keys = catalogue.map((entry) => entry.key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(keys).toEqual(texts.map(([key]) => key));
  });

  it('has a text behind each door of the first screen, and knows when that of the first one can be read', () => {
    for (const door of catalogueDoors) expect(catalogue.filter((entry) => entry.door === door)).toHaveLength(1);
    expect(catalogue.find(({ door }) => door === 'minute')?.legibleAfter).toBeGreaterThan(0);
  });

  it.each(texts)('%s: the text is what it was, and as long as said', async (key, characters, vocabulary, hash) => {
    const entry = catalogue.find((other) => other.key === key);
    const { cleaning = [] } = entry ?? {};
    const text = await readPasted(await read(key), { cleaning });
    expect([text.characters, text.symbols.length, text.hash]).toEqual([characters, vocabulary, hash]);
    expect(entry?.characters).toBe(Math.round(characters / 1000) * 1000);
  });

  it.each(catalogue)('$key: what is suggested can be trained', ({ preset, characters, kind, entropy }) => {
    const model = checkModel({ ...defaultModel, ...preset.model });
    const training = checkTraining({ ...defaultTraining(2), ...preset.training });
    checkAgainstCorpus(training, characters);
    expect(model.tieWeights ? model.embedding : model.hidden).toBe(model.hidden);
    expect(entropy !== null).toBe(kind === 'grammar');
  });

  it.each(catalogue)('$key: is clean', async ({ key }) => {
    const text = await read(key);
    // eslint-disable-next-line no-control-regex -- that is what must not be in it
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffd\ufeff]/);
    expect(text.endsWith('\n')).toBe(true);
  });
});

describe('its texts', () => {
  it('Moby-Dick begins and ends as it should', async () => {
    const text = await read('moby-dick');
    expect(text.startsWith('ETYMOLOGY.')).toBe(true);
    expect(text).toContain('CHAPTER 1. Loomings.\n\nCall me Ishmael. Some years ago');
    expect(text.endsWith('only found another orphan.\n')).toBe(true);
    expect(text.match(/^CHAPTER \d+\. /gm)?.length).toBe(135);
  });

  it('old books have paragraphs, verses and speeches as lines', async () => {
    expect(await read('jane-austen')).toMatch(
      /^Emma\n\nVOLUME I\n\nCHAPTER I\n\nEmma Woodhouse, [^\n]{150,}vex her\.\n\n/,
    );
    expect(await read('king-james-bible')).toContain('and let the dry land appear: and it was so.\n\n1:10 And God');
    expect(await read('shakespeare')).toContain('\n  Ham. To be, or not to be, that is the Question:\n');
    expect(await read('shakespeare')).toContain('my Lord');
  });

  it('every speech stands under its year and president', async () => {
    const headings = (await read('state-of-the-union')).match(/^\d{4}, [A-Z][^\n]*$/gm) ?? [];
    expect(headings).toHaveLength(233);
    expect(headings).toContain('1790, George Washington');
    expect(headings).toContain('1953, Harry S. Truman');
  });

  it('mail is labelled, each message once', async () => {
    const messages = (await read('mail')).split(/\n\n\n(?=(?:ham|spam): )/);
    const spam = messages.filter((message) => message.startsWith('spam: ')).length;
    expect(messages.length).toBe(3 * spam);
    expect(new Set(messages).size).toBe(messages.length);
  });

  it('lists hold each line once, not in the order of the alphabet', async () => {
    for (const [key, line] of [
      ['names', /^[A-Z][A-Za-z-]+$/],
      ['cmudict', /^\S+ {2}[A-Z]{1,2}[012]?( [A-Z]{1,2}[012]?)*$/],
    ] as const) {
      const lines = (await read(key)).trimEnd().split('\n');
      expect(new Set(lines).size).toBe(lines.length);
      expect(lines.filter((other) => !line.test(other))).toEqual([]);
      expect(lines.slice(0, 50)).not.toEqual([...lines].sort().slice(0, 50));
    }
  });

  it('poems have title, author and four lines of five or seven characters', async () => {
    const poems = (await read('tang-poems')).trimEnd().split('\n\n');
    expect(new Set(poems).size).toBe(poems.length);
    const poem = /^[^\n]+\n[^\n]+(\n.{5}，.{5}[。？！；]){2}$|^[^\n]+\n[^\n]+(\n.{7}，.{7}[。？！；]){2}$/u;
    expect(poems.filter((other) => !poem.test(other)).slice(0, 3)).toEqual([]);
  });
});

describe('packages', () => {
  it('say what to do where one is missing', async () => {
    await expect(installedPackages().readText('charloom-no-such-package', 'text.txt')).rejects.toMatchObject({
      code: 'file-missing',
      message: expect.stringContaining('npm ci') as string,
    });
  });
});
