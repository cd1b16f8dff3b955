// Vocabularies as other programs write them, and what is none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../../src-engine/errors.ts';
import { symbolsOf } from '../../../src-engine/corpus/segments.ts';
import { parseVocabulary } from '../../../src-engine/interchange/parts/vocabulary-file.ts';
import { inEnglish } from '../../../src-engine/protocol/text/sentences.ts';

const parse = (json: unknown) =>
  parseVocabulary('vocab.json', Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)));

describe('a vocabulary', () => {
  it.each<[string, unknown]>([
    ['as Charloom writes it', { unit: 'codepoint', symbols: ['\n', 'a', '7'] }],
    ['without its unit', { symbols: ['\n', 'a', '7'] }],
    ['as a list', ['\n', 'a', '7']],
    ['as characters to ids', { '7': 2, '\n': 0, a: 1 }],
    ['as characters to ids from 1', { '7': 3, '\n': 1, a: 2 }],
    ['as ids to characters', { '0': '\n', '1': 'a', '2': '7' }],
    ['as ids to characters from 1', { '1': '\n', '2': 'a', '3': '7' }],
    ['of torch-rnn', { idx_to_token: { '1': '\n', '2': 'a', '3': '7' }, token_to_idx: { '\n': 1, a: 2, '7': 3 } }],
    ['of torch-rnn, one table', { token_to_idx: { '\n': 1, a: 2, '7': 3 } }],
    ['inside a name', { chars: ['\n', 'a', '7'], config: { hidden: 8 } }],
    ['as a text inside a name', { vocab: '\na7' }],
    ['as tables that agree', { stoi: { '\n': 0, a: 1, '7': 2 }, itos: { '0': '\n', '1': 'a', '2': '7' } }],
    ['as a list beside its table', { char_to_ix: { '\n': 0, a: 1, '7': 2 }, ix_to_char: ['\n', 'a', '7'] }],
    ['as int2char', { char2int: { '\n': 0, a: 1, '7': 2 }, int2char: { '0': '\n', '1': 'a', '2': '7' }, size: 3 }],
    ['behind a byte order mark', '\ufeff["\\n","a","7"]'],
  ])('%s is read', (_name, json) => {
    expect(parse(json)).toEqual({ unit: 'codepoint', symbols: ['\n', 'a', '7'], notes: [] });
  });

  it('may be a text of all characters, in JSON or not', () => {
    const read = (text: string, classes: number | null) =>
      parseVocabulary('chars.txt', Buffer.from(text), classes).symbols.join('');
    expect(read('abc', 3)).toBe('abc');
    expect(read('"ab\\n"', 3)).toBe('ab\n');
    expect(read('\n abc', 5)).toBe('\n abc');
    expect(read('abc\n', 3)).toBe('abc');
    expect(read('abc\r\n', 3)).toBe('abc');
    expect(read('0123456789', 10)).toBe('0123456789');
    expect(read('[]{}:"a', 7)).toBe('[]{}:"a');
    expect(read('abcdefgh😀', null)).toBe('abcdefgh😀');
    for (const [text, classes] of [
      ['abca', 4],
      ['abcd', 3],
      ['"abcd"', 3],
    ] as const) {
      expect(() => read(text, classes)).toThrow('chars.txt is no vocabulary');
    }
  });

  it('in a pickle is refused with the way on', () => {
    const pickle = Uint8Array.of(0x80, 4, 0x95, 1);
    expect(() => parseVocabulary('vocab.pkl', pickle)).toThrow('json.dump(stoi, open("vocabulary.json", "w"))');
    expect(() => parseVocabulary('vocab.json', pickle)).toThrow('is a Python pickle');
  });

  it('of clusters has clusters for its unit', () => {
    expect(parse(['a', '👩‍👩‍👧', 'é'.normalize('NFD')]).unit).toBe('grapheme');
    expect(parse({ unit: 'codepoint', symbols: ['a', 'é'] }).unit).toBe('codepoint');
  });

  it('gives names such as <unk> a single sign each', () => {
    const { symbols, notes } = parse({ '<pad>': 0, '<unk>': 1, '\ue000': 2, a: 3 });
    expect(symbols).toEqual(['\ue001', '\ue002', '\ue000', 'a']);
    expect(notes.map(inEnglish)).toEqual([
      'Symbols of several characters became single signs for private use: <pad> (now U+E001), <unk> (now U+E002).',
    ]);
  });

  it.each<[string, unknown, string]>([
    ['nothing', '', 'it is not JSON'],
    ['no JSON', '["a"', 'it is not JSON'],
    ['a number', '5', 'neither a list nor an object'],
    ['no symbols', [], 'it is empty'],
    ['no entries', {}, 'do not begin at 0 or 1'],
    ['a symbol twice', ['a', 'b', 'a'], '"a" stands twice'],
    ['a key twice', '{"a":0,"a":1}', 'it says "a" twice'],
    ['an id twice', { a: 0, b: 0 }, 'the id 0 stands twice'],
    ['an id left out', { a: 0, b: 2 }, 'leave some out'],
    ['ids from 5', { a: 5, b: 6 }, 'do not begin at 0 or 1'],
    ['fractional ids', { a: 0, b: 0.5 }, 'leave some out'],
    ['ids that are mixed', { '0': 'a', b: 1 }, 'no table of characters and ids'],
    ['an empty symbol', ['a', ''], 'id 1 is not a character'],
    ['numbers', [1, 2], 'id 0 is not a character'],
    ['half a character', '["\\ud800"]', 'half a character'],
    ['tables that differ by name', { stoi: { a: 0, b: 1 }, itos: ['b', 'a'] }, '"stoi" and "itos" contradict'],
    ['objects of other things', { model: { layers: 2 } }, 'no table of characters and ids'],
    ['tables that differ', { token_to_idx: { a: 1, b: 2 }, idx_to_token: { '1': 'b', '2': 'a' } }, 'contradict'],
    ['words', Array.from({ length: 30 }, (_, n) => `word${n}`), 'symbols of several characters'],
    ['words of our own', { unit: 'codepoint', symbols: ['ab'] }, 'not a single codepoint'],
    ['another unit', { unit: 'byte', symbols: ['a'] }, 'its unit is neither'],
    ['depth', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'it is nested too deeply'],
  ])('with %s is refused', (_name, json, words) => {
    let message = '';
    try {
      parse(json);
    } catch (error) {
      expect(error).toMatchObject({ code: 'model-invalid' });
      message = (error as CharloomError).message;
    }
    expect(message).toContain(words);
    expect(message).toMatch(/^vocab\.json is no vocabulary: [^\n]+\.$/);
  });

  it('of anything gives single symbols, each once, or one sentence', () => {
    const symbol = fc.string({ unit: 'binary', maxLength: 3 });
    const value = fc.oneof(symbol, fc.integer({ min: -1, max: 5 }), fc.double(), fc.constant(null));
    const table = fc.dictionary(fc.oneof(symbol, fc.nat(5).map(String)), value, { maxKeys: 6 });
    const any = fc.oneof(
      fc.array(fc.oneof(symbol, value), { maxLength: 6 }),
      table,
      fc.record({ token_to_idx: table, idx_to_token: table }),
      fc.record({ unit: fc.constantFrom('codepoint', 'grapheme', 'x'), symbols: fc.array(symbol) }),
      fc.json(),
    );
    fc.assert(
      fc.property(any, (json) => {
        try {
          const { unit, symbols } = parse(json);
          expect(new Set(symbols).size).toBe(symbols.length);
          for (const one of symbols) expect(symbolsOf(one, unit)).toHaveLength(1);
        } catch (error) {
          if (!(error instanceof CharloomError)) throw error;
          expect(error.code).toBe('model-invalid');
        }
      }),
      { seed: 11, numRuns: 10_000 },
    );
  });
});
