// Regular expressions that are none: what is said of them, and that V8's own English words are never shown.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressionOf } from '../../../src-engine/insight/units/expression.ts';

const wrong: readonly (readonly [expression: string, reason: string])[] = [
  ['(', 'an opening round bracket is never closed'],
  [')', 'a closing round bracket has no opening one'],
  ['[a', 'an opening square bracket is never closed'],
  ['a]', 'a square or curly bracket stands alone'],
  ['*a', 'there is nothing before the "*", "+", "?" or "{" to repeat'],
  ['a{1', 'a number of repetitions in curly brackets is not complete'],
  ['a{2,1}', 'in curly brackets the larger number stands first'],
  ['[b-a]', 'a range in square brackets ends before it begins'],
  [String.raw`[\d-z]`, 'a range in square brackets has a whole class as its end'],
  ['a\\', 'it ends in a backslash'],
  [String.raw`\a`, 'a backslash stands before a character that it does not go with'],
  [String.raw`[\a]`, 'a backslash stands before a character that it does not go with'],
  [String.raw`\1`, 'a backslash stands before a character that it does not go with'],
  [String.raw`\u{110000}`, 'the escape of a character is not complete, or there is no such character'],
  [String.raw`\p{Nothing}`, 'it names a property of characters that does not exist'],
  [String.raw`[\p{Nothing}]`, 'it names a property of characters that does not exist'],
  ['(?|a)', 'the signs after an opening round bracket and "?" do not go together'],
  ['(?<1>a)', 'the name of a group is not complete, or has a sign that no name has'],
  ['(?<a>.)(?<a>.)', 'two groups have the same name'],
  [String.raw`(?<a>.)\k`, 'it refers to a group by a name that is not complete'],
  [String.raw`(?<a>.)\k<b>`, 'it refers to a group that it does not have'],
  ['()'.repeat(70_000), 'it has too many groups'],
];

describe('a regular expression that is none', () => {
  it.each(wrong)('%s is refused with its reason', (expression, reason) => {
    expect(() => expressionOf(expression)).toThrow(`is no regular expression: ${reason}. Correct it.`);
  });

  it('always has a reason that is known', () => {
    const signs = fc.constantFrom(...String.raw`()[]{}?*+\|^$.,-19abz<>=!:pukPLxc`);
    fc.assert(
      fc.property(fc.string({ unit: signs, maxLength: 12 }), (expression) => {
        try {
          expressionOf(expression);
        } catch (error) {
          expect(String(error)).not.toContain('it cannot be understood');
        }
      }),
      { numRuns: 20_000 },
    );
  });
});
