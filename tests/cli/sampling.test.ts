// The softmax controls from the command line: every one by name, in any order, and what is said about wrong ones.

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../library/fixtures.ts';
import { callCli, jsonCall } from './call-cli.ts';
import { startCli } from './run-cli.ts';

interface Stage {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly probabilities: readonly number[];
  readonly removed: readonly string[];
}

let folder: string;
let template: string;

/** Trained once; every test writes into a copy. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'charloom-sampling-'));
  const text = path.join(folder, 'verse.txt');
  writeFileSync(text, 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40));
  template = path.join(folder, 'library.db');
  const small = ['--hidden', '12', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '40'];
  await jsonCall(template, 'train', text, ...small);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function trained(): string {
  const library = path.join(temporaryFolder(), 'library.db');
  copyFileSync(template, library);
  return library;
}

describe('the distribution', () => {
  it('is told after every stage, over the whole vocabulary', async () => {
    const library = trained();
    const asked = ['distribution', '1', '--prompt', 'the ', '--top-k', '4', '--bias', 'e=-3', '--temperature', '0.5'];
    const stages = (await jsonCall(library, ...asked)) as unknown as readonly Stage[];
    expect(stages.map(({ name }) => name)).toEqual(['model', 'bias', 'top-k', 'temperature']);
    for (const { symbols, probabilities } of stages) {
      expect(probabilities).toHaveLength(symbols.length);
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    }
    const [model, bias, topK, temperature] = stages;
    const e = model.symbols.indexOf('e');
    expect(bias.probabilities[e]).toBeLessThan(model.probabilities[e]);
    expect(topK.removed).toHaveLength(topK.symbols.length - 4);
    expect(temperature.removed).toEqual([]);
    expect(Math.max(...temperature.probabilities)).toBeGreaterThan(Math.max(...topK.probabilities));
    const turned = await jsonCall(library, ...asked, '--pipeline', 'temperature,top-k,bias');
    expect(turned.map(({ name }) => name)).toEqual(['model', 'temperature', 'top-k', 'bias']);
    const banned = await jsonCall(library, ...asked, '--ban', 'e', '--pipeline', 'temperature,top-k,bias,ban');
    expect(banned.map(({ name }) => name)).toEqual(['model', 'ban', 'temperature', 'top-k', 'bias']);
  });

  it('says how many symbols there are and what the shown ones hold', async () => {
    const library = trained();
    const { stdout } = await callCli(library, 'distribution', '1', '--top', '3');
    expect(stdout).toContain('The likeliest 3 of 21 symbols are shown');
    const held = Number(/these hold +([\d.]+)/.exec(stdout)?.[1]);
    const shown = [...stdout.matchAll(/^"[^"]*" +([\d.]+)/gm)].map(([, p]) => Number(p));
    expect(shown).toHaveLength(3);
    expect(held).toBeCloseTo(shown[0] + shown[1] + shown[2], 3);
    const all = await callCli(library, 'distribution', '1', '--top', 'all');
    expect(all.stdout).toContain('All 21 symbols are shown.');
    expect(all.stdout.match(/^"/gm)).toHaveLength(21);
    for (const wrong of ['0', '2.5', 'some'])
      expect((await callCli(library, 'distribution', '1', '--top', wrong)).code).toBe(2);
    for (const vain of [
      ['--temperature-end', '2'],
      ['--mirostat-rate', '0.5'],
      ['--json', '--top', '3'],
    ]) {
      expect((await callCli(library, 'distribution', '1', ...vain)).code).toBe(2);
    }
  });
});

describe('generating', () => {
  it('takes every control, and the same ones give the same text', async () => {
    const library = trained();
    const write = (...options: string[]) =>
      jsonCall(library, 'generate', '1', '--length', '60', '--seed', '5', ...options).then((lines) =>
        String(lines[0].text),
      );
    const greedy = await write('--greedy');
    expect(await write('--temperature', '0')).toBe(greedy);
    expect(await write('--top-k', '1')).toBe(greedy);
    expect(await write('--beam', '1')).toBe(greedy);
    const controls = [
      ...['--top-p', '0.9', '--min-p', '0.01', '--typical', '0.95', '--repetition-penalty', '1.2', '--dry', '1'],
      ...['--frequency-penalty', '0.1', '--presence-penalty', '0.1', '--penalty-window', '20', '--dry-allowed', '5'],
      ...['--xtc-probability', '0.5', '--mirostat', '2', '--temperature', '1.5', '--temperature-end', '0.5'],
    ];
    const text = await write(...controls);
    expect(await write(...controls)).toBe(text);
    expect(text).not.toBe(await write());
    const calm = await write('--temperature', '3', '--ban', 'E', 'o', 'a');
    expect(calm).not.toMatch(/[eoa]/);
    const stopped = await write('--temperature', '2', '--stop', 'e');
    expect(stopped.indexOf('e')).toBe(stopped.length - 1);
    expect(await write('--length', '0')).toBe('');
  });

  it('blends models: all weight on one is that one’s text, and what lies between is repeated exactly', async () => {
    const library = trained();
    const folder = temporaryFolder();
    const other = path.join(folder, 'other: verse@2.txt');
    writeFileSync(other, 'Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch.\n'.repeat(30));
    const small = ['--hidden', '16', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '40'];
    await jsonCall(library, 'train', other, '--name', 'other: a@b', ...small);
    const write = (run: string, ...options: string[]) =>
      jsonCall(library, 'generate', run, '--length', '80', '--seed', '5', '--prompt', 'en', ...options).then((lines) =>
        String(lines[0].text),
      );
    const [first, second] = [await write('1'), await write('2')];
    expect(await write('1', '--blend', '2:0')).toBe(first);
    const mute = await callCli(
      library,
      'generate',
      '1',
      '--length',
      '5',
      '--seed',
      '1',
      '--blend',
      '2:0',
      '--bias',
      'e=0',
    );
    expect(mute.stderr).toBe(
      '--blend "2:0" has no effect: with a weight of 0 it has no say.\nbias has no effect: a bias of 0 adds nothing.\n',
    );
    // Nobody has asked for the usual temperature.
    const beams = await callCli(library, 'generate', '1', '--length', '5', '--beam', '2');
    expect(beams.stderr).not.toContain('temperature');
    const named = await callCli(library, 'generate', '1', '--length', '5', '--beam', '2', '--pipeline', 'temperature');
    expect(named.stderr).toContain('temperature has no effect: beam search draws nothing');
    expect(await write('1', '--blend', 'other: a@b@40:1')).toBe(second);
    for (const command of [
      ['train', '--from', 'other: a@b@newest'],
      ['generate', '1', '--blend', 'other: a@b@newest:0.5'],
      ['show', 'other: a@b@newest'],
    ])
      expect(await callCli(library, ...command), command.join(' ')).toMatchObject({
        code: 2,
        stderr: `charloom: "other: a@b" has no checkpoint "newest": it is best, last or a step. "charloom --library ${library} show 2" lists those there are.\n`,
      });
    const silent = '" itself has no say, because --blend gives the others all the weight.\n';
    for (const command of ['generate', 'distribution']) {
      const lead = await callCli(library, command, '1', '--blend', '2@last:0.3', '--blend', '2:0.7');
      expect(lead.stderr, command).toContain(silent);
    }
    expect((await callCli(library, 'generate', '1', '--length', '5', '--blend', '2:0.7')).stderr).not.toContain(
      'no say',
    );
    const between = await write('1', '--blend', '2@last:0.5');
    expect(between).not.toBe(first);
    expect(between).not.toBe(second);
    expect(await write('1', '--blend', 'other: a@b:0.5')).toBe(between);
    const stages = (await jsonCall(library, 'distribution', '1', '--blend', '2:0.4')) as unknown as readonly Stage[];
    for (const { symbols, probabilities } of stages) {
      expect(symbols).toEqual(expect.arrayContaining(['Ü', 'w']));
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      expect(probabilities.every((p) => p > 0)).toBe(true);
    }
  });

  it('writes several texts, each as if it were alone', async () => {
    const library = trained();
    const three = await jsonCall(library, 'generate', '1', '--length', '30', '--seed', '8', '--streams', '3');
    expect(three.map(({ seed }) => seed)).toEqual([8, 9, 10]);
    const [alone] = await jsonCall(library, 'generate', '1', '--length', '30', '--seed', '10');
    expect(three[2].text).toBe(alone.text);
  });

  it('keeps to a ban whatever the order of the stages, and however the text is found', async () => {
    const library = trained();
    const ways = [
      ['--top-k', '1', '--pipeline', 'top-k,ban,temperature'],
      ['--top-p', '0.1', '--pipeline', 'top-p,ban'],
      ['--greedy'],
      ['--beam', '3'],
      ['--best-of', '3'],
      ['--streams', '2'],
      ['--mirostat', '0'],
    ];
    for (const way of ways) {
      const lines = await jsonCall(
        library,
        'generate',
        '1',
        '--length',
        '80',
        '--prompt',
        'r',
        '--ban',
        'ed',
        'T',
        'ose',
        ...way,
      );
      for (const { text } of lines) {
        expect(text).toHaveLength(80);
        expect(text).not.toMatch(/ed|t|ose/i);
      }
    }
  });

  it('ends where all that could follow is banned, and says so', async () => {
    const library = trained();
    const every = ['The rosidvlutwayhn,.bm', '\\n'].flatMap((text) => (text === '\\n' ? [text] : Array.from(text)));
    const asked = [
      'generate',
      '1',
      '--length',
      '30',
      '--bias',
      'h=100',
      '--prompt',
      't',
      '--ban',
      ...every.map((symbol) => `h${symbol}`),
    ];
    const { code, stdout, stderr } = await callCli(library, ...asked);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^h\n?$/);
    expect(stderr).toContain('Writing ended after 1 character: everything that could follow is banned.');
    expect((await jsonCall(library, ...asked))[0]).toMatchObject({ text: 'h', ending: 'nothing-left' });
  });

  it('names what the model cannot use, and what has no effect', async () => {
    const library = trained();
    const named: readonly (readonly [options: string[], sentence: string])[] = [
      [['--bias', '€=5'], 'The model does not have "€", so a bias for it has no effect.'],
      [['--stop', 'ß!', 'e'], 'The model cannot write "ß!", so no text can end after it.'],
      [['--ban', 'Zoo'], 'The model cannot write "Zoo" anyway: it lacks symbols for it.'],
      [['--top-k', '1000'], 'top-k has no effect: the model has 21 symbols'],
      [['--xtc-threshold', '0.7'], 'xtc has no effect: two symbols cannot both'],
      [['--dry', '0', '--dry-base', '2'], 'dry has no effect: a strength of 0'],
      [['--greedy', '--seed', '3'], '--seed has no effect at temperature 0'],
      [['--length', '0'], 'Nothing is written: --length is 0.'],
    ];
    for (const [options, sentence] of named) {
      const { code, stderr } = await callCli(library, 'generate', '1', '--length', '5', ...options);
      expect({ code, says: stderr.includes(sentence) ? sentence : stderr }).toEqual({ code: 0, says: sentence });
    }
    const { stderr } = await callCli(
      library,
      'generate',
      '1',
      '--length',
      '40',
      '--bias',
      'e=1',
      '--ban',
      'z',
      'r',
      '--stop',
      '\\n',
    );
    expect(stderr).not.toContain('no effect');
  });

  it('reads line ends and tabs in arguments as import does', async () => {
    const library = trained();
    const [{ text }] = await jsonCall(library, 'generate', '1', '--length', '200', '--seed', '1', '--stop', '\\n');
    expect(String(text).indexOf('\n')).toBe(String(text).length - 1);
    const banned = await jsonCall(library, 'generate', '1', '--length', '200', '--seed', '1', '--ban', ',\\n');
    expect(banned[0].text).not.toContain(',\n');
  });

  it('takes a prompt from a file or from stdin, of any size and encoding', async () => {
    const library = trained();
    const folder = temporaryFolder();
    const write = (name: string, bytes: Uint8Array): string => {
      writeFileSync(path.join(folder, name), bytes);
      return path.join(folder, name);
    };
    const options = ['generate', '1', '--length', '20', '--seed', '4'];
    const [{ text: wanted }] = await jsonCall(library, ...options, '--prompt', 'The rose\nis ');
    const wide = Buffer.from('\ufeffThe rose\r\nis ', 'utf16le');
    expect((await jsonCall(library, ...options, '--prompt-file', write('wide.txt', wide)))[0].text).toBe(wanted);
    const command = startCli(library, ...options, '--json', '--prompt-file', '-');
    command.child.stdin?.end('The rose\nis ');
    expect(JSON.parse((await command.ended).stdout)).toMatchObject({ text: wanted });
    const long = write('long.txt', Buffer.from('so are you\n'.repeat(10_000)));
    expect((await jsonCall(library, ...options, '--prompt-file', long))[0].text).toHaveLength(20);
    const binary = await callCli(
      library,
      ...options,
      '--prompt-file',
      write('picture', Buffer.from([0x89, 0, 0, 0, 1, 0xff])),
    );
    expect(binary.code).toBe(1);
    expect(binary.stderr).toContain('is not text');
  });

  it('says what is wrong with a control, with exit code 2', async () => {
    const library = trained();
    const wrong: readonly (readonly [options: string[], sentence: string])[] = [
      [['--top-k', '0'], 'Top-k must be a whole number from 1'],
      [['--pipeline', 'top-k,foo'], 'There is no stage "foo"'],
      [['--pipeline', 'top-k', '--min-p', '0.1'], '"min-p" has an option but is not in the pipeline'],
      [['--bias', 'e'], 'Write it as symbol=value'],
      [['--bias', 'ab=5'], 'A bias is for one symbol; "ab" has 2'],
      [['--bias', 'e=1', '\\n\\n=5'], 'A bias is for one symbol; "\\n\\n" has 2'],
      [['--bias', 'e=much'], 'Write it as symbol=value'],
      [['--stop', ''], 'A stop string is empty'],
      [['--stop', 'e', ''], 'A stop string is empty'],
      [['--ban', ''], 'One of the bans is empty'],
      [['--pipeline', 'ban,temperature'], '"ban" in --pipeline does nothing without --ban'],
      [['--greedy', '--temperature-end', '2'], '--temperature-end has no effect at temperature 0'],
      [['--greedy', '--top-k', '3'], '--top-k has no effect at temperature 0'],
      [['--beam', '4', '--temperature', '2', '--top-k', '3'], '--temperature has no effect with --beam'],
      [['--beam', '4', '--length-penalty', '2'], '--length-penalty has no effect with --beam'],
      [['--length-penalty', '2'], '--length-penalty needs --beam.'],
      [['--penalty-window', '5'], '--penalty-window needs --repetition-penalty, --frequency-penalty or'],
      [['--match-case'], '--match-case needs --ban.'],
      [['--length', '1', '--temperature-end', '2'], '--temperature-end has no effect on a single character'],
      [['--seed', '4294967296'], 'The seed must be a whole number from 0 to 4294967295; it is 4294967296.'],
      [['--prompt', '--', 'the'], 'Write --prompt=TEXT'],
      [['--prompt', 'the', '--prompt-file', '-'], "cannot be used with option '--prompt"],
      [['--ban', ...Array.from('The rosidvlutwayhn,.bm'), '\\n'], 'Nothing can be written'],
      [['--beam', '3', '--best-of', '2'], 'Choose one of --beam and --best-of'],
      [['--beam', '3', '--streams', '2'], '--streams has no effect with --beam'],
      [['--temperature-over', '10'], '--temperature-over needs --temperature-end'],
      [['--blend', '1'], 'Write --blend as RUN:WEIGHT'],
      [['--blend', '1:'], 'Write --blend as RUN:WEIGHT'],
      [['--blend', '1:1.5'], 'with a weight of 0 to 1'],
      [['--blend', '1:0.7', '1:0.7'], 'The blended models weigh 1.4 together'],
    ];
    for (const [options, sentence] of wrong) {
      const { code, stderr } = await callCli(library, 'generate', '1', ...options);
      expect({ code, says: stderr.includes(sentence) ? sentence : stderr }).toEqual({ code: 2, says: sentence });
    }
  });
});
