// Regular expressions as people write them, and what is wrong with one, in words: V8's own reasons are English only.

import { CharloomError } from '../../errors.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';

/** @throws CharloomError 'settings-invalid', with the reason */
export function expressionOf(expression: string): RegExp {
  try {
    return new RegExp(expression, 'gmu');
  } catch (error) {
    throw new CharloomError(
      'settings-invalid',
      sentence`"${shortened(expression)}" is no regular expression: ${reasonOf(error)}. Correct it.`,
    );
  }
}

function reasonOf(error: unknown): Sentence {
  // "Invalid regular expression: /(/gmu: Unterminated group"
  const reason = error instanceof Error ? error.message.slice(error.message.lastIndexOf(': ') + 2) : '';
  return reasons.get(reason) ?? sentence`it cannot be understood`;
}

const unknownProperty = sentence`it names a property of characters that does not exist`;
const wrongEscape = sentence`a backslash stands before a character that it does not go with`;
const unknownCharacter = sentence`the escape of a character is not complete, or there is no such character`;
const wrongGroup = sentence`the signs after an opening round bracket and "?" do not go together`;

/** By V8's reasons (regexp-error.h). */
const reasons: ReadonlyMap<string, Sentence> = new Map([
  ['Unterminated group', sentence`an opening round bracket is never closed`],
  ["Unmatched ')'", sentence`a closing round bracket has no opening one`],
  ['Unterminated character class', sentence`an opening square bracket is never closed`],
  ['Lone quantifier brackets', sentence`a square or curly bracket stands alone`],
  ['Nothing to repeat', sentence`there is nothing before the "*", "+", "?" or "{" to repeat`],
  ['Incomplete quantifier', sentence`a number of repetitions in curly brackets is not complete`],
  ['numbers out of order in {} quantifier', sentence`in curly brackets the larger number stands first`],
  ['Range out of order in character class', sentence`a range in square brackets ends before it begins`],
  ['Invalid character class', sentence`a range in square brackets has a whole class as its end`],
  ['\\ at end of pattern', sentence`it ends in a backslash`],
  ['Invalid escape', wrongEscape],
  ['Invalid class escape', wrongEscape],
  ['Invalid decimal escape', wrongEscape],
  ['Invalid Unicode escape', unknownCharacter],
  ['Invalid property name', unknownProperty],
  ['Invalid property name in character class', unknownProperty],
  ['Invalid group', wrongGroup],
  ['Invalid flag group', wrongGroup],
  ['Repeated flag in flag group', wrongGroup],
  ['Multiple dashes in flag group', wrongGroup],
  ['Invalid capture group name', sentence`the name of a group is not complete, or has a sign that no name has`],
  ['Duplicate capture group name', sentence`two groups have the same name`],
  ['Invalid named reference', sentence`it refers to a group by a name that is not complete`],
  ['Invalid named capture referenced', sentence`it refers to a group that it does not have`],
  ['Too many captures', sentence`it has too many groups`],
  ['Regular expression too large', sentence`it is too long`],
]);
