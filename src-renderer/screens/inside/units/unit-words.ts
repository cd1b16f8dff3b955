// What units, and the rules that they may follow, are called.

import type { UnitRule } from '../../../../src-engine/protocol/choices.ts';
import type { UnitName } from '../../../../src-engine/protocol/index.ts';
import { say } from '../../../text/say.ts';

export const ruleWords: Readonly<Record<UnitRule, string>> = {
  quotes: 'Inside quotation marks',
  brackets: 'Inside brackets',
  comments: 'Inside comments',
  lines: 'Late in the line',
  words: 'Between words',
  capitals: 'Capital letters',
};

export function unitName({ layer, part, unit }: UnitName): string {
  return say`layer ${String(layer)}, ${part} ${String(unit)}`;
}
