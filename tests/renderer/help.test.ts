// The help: every screen has a page, every word a meaning, and the search finds both.

import { describe, expect, it } from 'vitest';
import { Help, search } from '../../src-renderer/state/help.svelte.ts';
import { glossary, terms } from '../../src-renderer/text/help/glossary.ts';
import { pageKeys, pages } from '../../src-renderer/text/help/pages.ts';

describe('the help', () => {
  it('says everything in sentences that are short', () => {
    const sentences = [
      ...terms.map((term) => glossary[term].meaning),
      ...pageKeys.flatMap((page) => pages[page].paragraphs),
    ];
    for (const sentence of sentences) {
      expect(sentence.length).toBeLessThanOrEqual(300);
      expect(sentence).toMatch(/[.…]”?$/u);
    }
  });

  it('is searched for all of the words, in any case, titles first', () => {
    const found = search('GATE old', 'linux');
    expect(found?.map(({ title }) => title)).toEqual(['How a network remembers']);
    expect(search('epoch', 'linux')?.[0]?.topic).toEqual({ kind: 'glossary', term: 'epoch' });
    expect(search('no such word', 'linux')).toEqual([]);
    expect(search('  ', 'linux')).toBeNull();
  });

  it('finds keys by what they do, and what keys do', () => {
    const keysFor = (sought: string, platform = 'linux') =>
      search(sought, platform)
        ?.filter(({ topic }) => topic.kind === 'keys')
        .map(({ title }) => title);
    expect(keysFor('print')).toEqual(['Ctrl+P']);
    expect(keysFor('paper')).toEqual(['Ctrl+P']);
    expect(keysFor('goes back')).toEqual(['Alt+←']);
    expect(keysFor('ctrl+k')).toEqual(['Ctrl+K']);
    expect(search('Ctrl+K', 'linux')?.[0]).toMatchObject({ words: 'All actions…', topic: { kind: 'keys' } });
    expect(keysFor('⌘K', 'darwin')).toEqual(['⌘K']);
  });

  it('opens at a word, and forgets what was sought', () => {
    const help = new Help('linux');
    expect(help.isOpen).toBe(false);
    help.open({ kind: 'keys' });
    help.seek('nats');
    expect(help.found?.some(({ title }) => title === glossary.nats.word)).toBe(true);
    help.open({ kind: 'glossary', term: 'nats' });
    expect(help.found).toBeNull();
    expect(help.topic).toEqual({ kind: 'glossary', term: 'nats' });
    help.close();
    expect(help.isOpen).toBe(false);
  });
});
