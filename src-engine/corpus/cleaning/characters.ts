// The steps that look at single characters: control characters, Unicode normal forms, lower case.

import type { Cleaner } from './cleaner.ts';

export interface ControlCounts {
  nul: number;
  others: number;
}

/** @param dropped counts what goes */
export function controlsCleaner(dropped: ControlCounts): Cleaner {
  const controls = /(?![\n\t])\p{Cc}/gu;
  return {
    push: (piece) =>
      piece.replace(controls, (control) => {
        if (control === '\0') dropped.nul++;
        else dropped.others++;
        return '';
      }),
    end: () => '',
  };
}

/** Letters, digits, punctuation, signs and spaces join nothing before them when a text is normalised, … */
const joinsNothing = /[\p{L}\p{N}\p{P}\p{S}\p{Z}\n\t]/u;
/**
 * … but for jamo, which make Hangul syllables, their compatibility forms, those of kana's voicing marks, and a few
 * signs of scripts beyond the first 65,536 characters, of which only ideographs and pictographs are taken to be safe.
 */
const joins =
  /[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\ud7b0-\ud7ff\uff9e-\uffdc\ufffe\uffff\u{10000}-\u{1f2ff}\u{1fb00}-\u{1ffff}\u{40000}-\u{10ffff}]/u;

function isBorder(character: string): boolean {
  return joinsNothing.test(character) && !joins.test(character);
}

/** UTF-16 units that are looked through for a border. */
const maxSequenceLength = 2 ** 16;

export function normalizer(form: 'NFC' | 'NFKC'): Cleaner {
  let held = '';
  return {
    push(piece) {
      const text = held + piece;
      const cut = lastBorder(text);
      held = text.slice(cut);
      return text.slice(0, cut).normalize(form);
    },
    end() {
      const rest = held.normalize(form);
      held = '';
      return rest;
    },
  };
}

function lastBorder(text: string): number {
  const min = Math.max(0, text.length - maxSequenceLength);
  for (let index = text.length - 1; index > min; index--) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) continue; // the second half of a character
    if (isBorder(characterAt(text, index))) return index;
  }
  // A heap of marks without end: no writing has such, and it must not be held for ever.
  return text.length > maxSequenceLength ? text.length : 0;
}

/** Σ at the end of a word becomes ς, so what follows a Σ is waited for, and what came before it is remembered. */
export function lowercaser(): Cleaner {
  let held = '';
  /** Stands for the end of what is written: a letter with case, or nothing. */
  let before = '';

  /** @param after stands for what follows: a letter with case, or nothing */
  function lower(text: string, after: string): string {
    if (text === '') return '';
    const whole = `${before}${text}${after}`.toLowerCase();
    const result = whole.slice(before.length, whole.length - after.length);
    const last = lastWordCharacter(text);
    if (last >= 0) before = cased.test(characterAt(text, last)) ? 'a' : '';
    return result;
  }

  return {
    push(piece) {
      const text = held + piece;
      const last = lastWordCharacter(text);
      const cut = last >= 0 && text[last] === 'Σ' ? last : text.length;
      held = text.slice(cut);
      return lower(text.slice(0, cut), 'a'); // no matter what follows, unless that is the Σ that is held
    },
    end() {
      const rest = lower(held, '');
      held = '';
      before = '';
      return rest;
    },
  };
}

const cased = /\p{Cased}/u;
const ignorable = /\p{Case_Ignorable}/u;

/**
 * The position of the last character that is not one of those that case passes over, such as marks and full stops; −1:
 * none.
 */
function lastWordCharacter(text: string): number {
  for (let index = text.length - 1; index >= 0; index--) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) continue; // the second half of a character
    if (!ignorable.test(characterAt(text, index))) return index;
  }
  return -1;
}

function characterAt(text: string, index: number): string {
  return String.fromCodePoint(text.codePointAt(index) as number);
}
