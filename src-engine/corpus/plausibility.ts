// How much a text looks as if its bytes had been read in the wrong encoding: by signs that no language has, so that
// nothing needs to be known about languages. A wrong table swaps capitals and small letters, puts symbols and foreign
// letters into words, and meets characters that nobody uses.

/** Characters that no text has. */
const unused = /[\p{Co}\p{Cn}\ufffd]|(?![\t-\r])\p{Cc}/gu;

/** A capital behind a small letter, or a small one behind capitals; of ASCII letters it is a name in a program. */
const turnedCase = /\p{Ll}(?![A-Z])\p{Lu}|(?![a-z])\p{Ll}[A-Z]|\p{Lu}(?![A-Z])\p{Lu}(?![a-z])\p{Ll}/gu;

/** Symbols and rare punctuation between two letters of scripts that have cases. */
const brokenWord = /(?<=[\p{Lu}\p{Ll}])[^\0-\u007f\p{L}\p{M}\p{Nd}\p{Z}\p{Cf}\p{Pd}·‧・’‘…•⁄/]+(?=[\p{Lu}\p{Ll}])/gu;

/** Signs that touch no word. */
const touching = /(?<=\p{L})[¤¦¨¬±¶¸´¯ˆ˜†‡‰]|[¤¦¨¬±¶¸´¯ˆ˜†‡‰](?=\p{L})/gu;

/** Lines of boxes and narrow kana, which stand beside East Asian letters only. */
const touchingCased =
  /(?<=[\p{Lu}\p{Ll}])[\u2500-\u259f\uff61-\uff9f]|[\u2500-\u259f\uff61-\uff9f](?=[\p{Lu}\p{Ll}])/gu;

/** Corners and crossings of drawn boxes, where drawings have lines between. */
const brokenBox = /[┌┐└┘├┤┬┴┼╒-╬]{2}/gu;

/** An accent or a vowel sign with nothing to stand on. */
const lostMark = /(?<![\p{L}\p{M}\p{N}])(?![\ufe00-\ufe0f])\p{M}/gu;

const signs = [unused, turnedCase, brokenWord, touching, touchingCased, brokenBox, lostMark];

/** Letters of one writing; those of two do not touch within a word. */
const writings = [
  /\p{sc=Latin}/u,
  /\p{sc=Greek}/u,
  /\p{sc=Cyrillic}/u,
  /\p{sc=Hebrew}/u,
  /\p{sc=Arabic}/u,
  /\p{sc=Thai}/u,
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}ー々]/u,
  /\p{sc=Hangul}/u,
];
const latin = 0;
const eastAsian = 6;
const korean = 7;
const otherWriting = writings.length;
const noLetter = -1;

const known = new Map<string, number>();

function writingOf(symbol: string): number {
  const found = known.get(symbol);
  if (found !== undefined) return found;
  const index = writings.findIndex((letters) => letters.test(symbol));
  const writing = index >= 0 ? index : /\p{L}/u.test(symbol) ? otherWriting : noLetter;
  known.set(symbol, writing);
  return writing;
}

function countMixtures(text: string): number {
  let mixtures = 0;
  let before = noLetter;
  for (const symbol of text) {
    const writing = writingOf(symbol);
    if (writing !== before && writing !== noLetter && before !== noLetter && !mayTouch(writing, before)) mixtures++;
    before = writing;
  }
  return mixtures;
}

/** Latin abbreviations stand in the midst of Japanese, Chinese and Korean. */
function mayTouch(one: number, other: number): boolean {
  const [low, high] = one < other ? [one, other] : [other, one];
  return low === latin && (high === eastAsian || high === korean);
}

/** Faults for each character beyond ASCII up to which an encoding may be right. */
export const maxFaults = 0.02;

/** How many positions look wrong, for each character beyond ASCII; 0: none does. */
export function faultsOf(text: string): number {
  const faults = signs.reduce((sum, sign) => sum + countOf(text, sign), countMixtures(text));
  return faults / Math.max(1, countOf(text, /[^\0-\u007f]/gu));
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
