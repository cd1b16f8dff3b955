// What a bar of the line lengths says.

import type { LineLengths } from '../../../../src-engine/protocol/index.ts';
import { count, counted } from '../../../text/format.ts';
import { say } from '../../../text/say.ts';

export function barWords({ least, most, lines }: LineLengths): string {
  if (least === most) return `${counted(least, 'symbol')}: ${counted(lines, 'line')}`;
  const span = `${count(least)}–${count(most)}`;
  return say`${span} symbols: ${counted(lines, 'line')}`;
}
