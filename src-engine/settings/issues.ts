// What a schema says of a wrong value, for a person. Valibot knows messages as texts only, so a sentence travels in one
// as JSON until somebody asks what is wrong.

import * as v from 'valibot';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';

/** For a schema. */
export function toMessage(words: Sentence): string {
  return JSON.stringify(words);
}

/** One sentence for a person; Valibot's own wording gets the path in front, ours names the setting already. */
export function describeIssue(issue: v.BaseIssue<unknown>): Sentence {
  const said = fromMessage(issue.message);
  if (said !== null) return said;
  const { expected, received } = issue;
  const path = v.getDotPath(issue);
  const [wanted, got] = [shortened(expected ?? 'nothing'), shortened(received)];
  return path === null
    ? sentence`This is not what was expected: ${wanted} is needed, and it is ${got}.`
    : sentence`The setting "${shortened(path)}" is wrong: expected ${wanted} but got ${got}.`;
}

/** Null for Valibot's own. */
function fromMessage(message: string): Sentence | null {
  return message.startsWith('{') ? (JSON.parse(message) as Sentence) : null;
}
