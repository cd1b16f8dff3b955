// Examines a text as the corpus doctor does, without keeping it: read as an import reads it, and looked through on its
// way.

import { Examiner } from '../corpus/doctor/doctor.ts';
import { gather } from '../corpus/gathering.ts';
import { titleOf } from './preview.ts';
import { checkCharacters, countText, encodeText } from './texts.ts';
import type { ExaminedText, ExamineJob, ImporterJobOptions } from './types.ts';

/** Looking at the files, counting, looking through the text. */
const readings = 3;

export async function examineText(
  { source, preparation }: ExamineJob,
  options: ImporterJobOptions,
): Promise<ExaminedText> {
  const { signal, onProgress } = options;
  let size = 0;
  let read = 0;
  const onRead = (bytes: number): void => {
    read += bytes;
    if (size > 0) onProgress(Math.min(1, read / (size * readings)));
  };
  const onFound = (bytes: number): void => void (size = bytes);
  const gathered = await gather(source, preparation, { mode: 'strict', isWhole: true, signal, onRead, onFound });
  const counted = await countText(gathered, preparation, { signal, onRead });
  const { table } = counted;
  checkCharacters(titleOf(source, gathered), table, preparation);
  const text = { symbols: table.symbols, counts: table.counts, characters: table.characters };
  const examiner = new Examiner(text);
  await encodeText(gathered, preparation, counted, { signal, onRead, onBlock: (ids) => examiner.push(ids) });
  return { text, findings: examiner.finish(), encoding: gathered.encoding };
}
