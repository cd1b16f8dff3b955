// What an import suggests by the looks of a text.

import { describe, expect, it } from 'vitest';
import type { FileGrant } from '../../src-engine/protocol/index.ts';
import { fileRows } from '../../src-renderer/screens/add-corpus/import/file-rows.ts';
import { cleaningSuggestionFor, tableKind } from '../../src-renderer/text/cleaning-words.ts';
import { escapeBreaks, unescapeBreaks } from '../../src-engine/protocol/escapes.ts';
import { csvColumns, jsonFields } from '../../src-renderer/screens/add-corpus/import/tables.ts';
import { fromTable } from '../../src-engine/protocol/text/sentences.ts';
import type { Sentence } from '../../src-engine/protocol/text/sentences.ts';

describe('columns of a CSV', () => {
  it.each([
    ['id,name,"text, long"\n1,a,b', ['id', 'name', 'text, long']],
    ['id;name;text\n', ['id', 'name', 'text']],
    ['a\tb\n1\t2', ['a', 'b']],
    ['one column', ['one column']],
    ['1,5;2,5\n', ['1,5', '2,5']],
  ])('of %j', (text, columns) => {
    expect(csvColumns(text)).toEqual(columns);
  });
});

describe('fields of JSON', () => {
  it.each([
    ['{"id":1,"text":"a","by":{"name":"b"}}\n{"id":2,"te', ['text', 'by.name']],
    ['[\n  {"quote": "a", "n": 1},\n  {"quote"', ['quote']],
    ['[{"a":"x","b":"y"}]', ['a', 'b']],
    ['{\n  "title": "cut off', ['title']],
    ['no json', []],
  ])('of %j', (text, fields) => {
    expect(jsonFields(text)).toEqual(fields);
  });
});

describe('a table is known', () => {
  it.each([
    [['letters.CSV'], '', 'csv'],
    [['chat.jsonl'], '', 'jsonl'],
    [['notes.txt'], '{"text": "a"}', 'jsonl'],
    [['notes.txt'], 'Dear reader,', null],
    [['code.c'], '{ int a; }', null],
  ] as const)('by %j and %j', (names, text, kind) => {
    expect(tableKind(names, text)).toBe(kind);
  });
});

describe('a suggestion', () => {
  it.each([
    ['book.txt', 'The Project Gutenberg eBook of Moby Dick', 'gutenberg'],
    ['page.html', 'Hello', 'html'],
    ['page.txt', '<!DOCTYPE html>\n<html>', 'html'],
    ['film.srt', '1\n00:00:01,000 --> 00:00:02,000\nHello.', 'subtitles'],
    ['log.txt', 'a\u0000b', 'controls'],
    ['letter.txt', 'Dear reader,\n\tgood morning.', undefined],
  ])('for %j that begins with %j', (name, before, kind) => {
    expect(cleaningSuggestionFor([name], { before, symbols: [...new Set(before)] })?.step.kind).toBe(kind);
  });
});

describe('the list of files', () => {
  const chosen = (name: string, isFolder = false) => ({
    file: name as FileGrant,
    name,
    bytes: isFolder ? 0 : 10,
    isFolder,
    isModel: false,
  });
  const read = (name: string, problem: Sentence | null = null) => ({
    name,
    bytes: 12,
    encoding: 'utf-8',
    encodingName: 'UTF-8',
    certain: false,
    problem,
  });

  it('shows what was chosen until it has been read', () => {
    const rows = fileRows([chosen('a.txt'), chosen('b', true)], []);
    expect(rows.map(({ name, encoding, isFolder, index }) => [name, encoding, isFolder, index])).toEqual([
      ['a.txt', '', false, 0],
      ['b', '', true, 1],
    ]);
  });

  it('shows what was read with its encoding, and a guess only where nothing else is wrong', () => {
    const noText = fromTable('b.txt is no text.');
    const rows = fileRows([chosen('a.txt'), chosen('b.txt')], [read('a.txt'), read('b.txt', noText)]);
    expect(rows.map(({ encoding, isGuess, problem, index }) => [encoding, isGuess, problem, index])).toEqual([
      ['UTF-8', true, null, 0],
      ['UTF-8', false, noText, 1],
    ]);
  });

  it('shows the files of a folder, which cannot be left out one by one', () => {
    const rows = fileRows([chosen('songs', true)], [read('songs/a.txt'), read('songs/b.txt')]);
    expect(rows.map(({ name, index }) => [name, index])).toEqual([
      ['songs/a.txt', null],
      ['songs/b.txt', null],
    ]);
  });

  it('is that of the chosen ones while another was just added', () => {
    expect(fileRows([chosen('a.txt'), chosen('b.txt')], [read('a.txt')])).toHaveLength(2);
  });
});

describe('a separator in one line', () => {
  it.each(['\n\n', '\n* * *\n', '\\n', 'a\tb', '\\\n'])('%j is typed and read back', (text) => {
    expect(escapeBreaks(text)).not.toContain('\n');
    expect(unescapeBreaks(escapeBreaks(text))).toBe(text);
  });
});
