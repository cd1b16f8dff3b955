// JSON from outside. What JSON.parse lets pass is refused here before it is called: keys that stand twice, of which two
// readers may see different ones, and nesting that is deep enough to exhaust a stack.

import { shortened } from '../../quoting.ts';
import { inEnglish, sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';

const maxDepth = 32;

class JsonFault extends SyntaxError {
  /** As the end of one. */
  readonly sentence: Sentence;

  constructor(words: Sentence) {
    super(inEnglish(words));
    this.sentence = words;
  }
}

/** @throws SyntaxError with what is wrong, as the end of a sentence */
export function parseStrictly(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  checkKeys(text);
  return JSON.parse(text);
}

/** @throws SyntaxError unless it is an object */
export function parseObjectStrictly(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const parsed = parseStrictly(bytes);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  throw new JsonFault(sentence`it is no JSON object`);
}

/**
 * What is wrong with JSON that was refused, as the end of a sentence;
 * @param error what the parsers of this file threw
 */
export function faultOf(error: unknown): Sentence {
  return error instanceof JsonFault ? error.sentence : sentence`it is not JSON`;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new JsonFault(sentence`it is not UTF-8`);
  }
}

/** Looks at strings, brackets and colons only; everything else is JSON.parse's business. */
function checkKeys(text: string): void {
  /** The keys of every object that is open; null for a list. */
  const open: (Set<string> | null)[] = [];
  let key = '';
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
      case '[':
        open.push(text[at] === '{' ? new Set() : null);
        if (open.length > maxDepth) throw new JsonFault(sentence`it is nested too deeply`);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case '"': {
        const end = endOfString(text, at);
        key = text.slice(at, end);
        at = end - 1;
        break;
      }
      case ':':
        addKey(open.at(-1) ?? null, key);
        break;
    }
  }
}

/** The place behind a string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\') at++;
  }
  throw new JsonFault(sentence`it breaks off within a text`);
}

function addKey(keys: Set<string> | null, literal: string): void {
  if (keys === null || literal === '') return;
  const key = JSON.parse(literal) as string;
  if (keys.has(key)) throw new JsonFault(sentence`it says "${shortened(key)}" twice`);
  keys.add(key);
}
