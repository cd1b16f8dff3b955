// English words that stand in tables and are put into the language in use where they are shown.

import * as memoryWords from '../../src-engine/protocol/words/memory.ts';
import * as unitWords from '../../src-renderer/screens/inside/units/unit-words.ts';
import { catalogue } from '../../corpora/catalogue.ts';
import { encodings } from '../../src-engine/corpus/encoding-list.ts';
import * as decodings from '../../src-engine/protocol/decodings.ts';
import * as stages from '../../src-engine/protocol/stages.ts';
import { shippedPipelines } from '../../src-engine/sampling/pipelines.ts';
import * as choiceWords from '../../src-renderer/text/choice-words.ts';
// What is used there alone, too.
import { nonlinearityWords, optimizerWords, taskWords } from '../../src-renderer/text/choice-words.ts';
import * as cleaningWords from '../../src-renderer/text/cleaning-words.ts';
import { cellWords } from '../../src-engine/protocol/words/cells.ts';
import * as kindWords from '../../src-engine/protocol/words/kinds.ts';
import { presetWords } from '../../src-engine/protocol/words/presets.ts';
import { settingGroupWords, settingWords } from '../../src-engine/protocol/words/settings.ts';
import { precisionWords } from '../../src-renderer/text/model-words.ts';
import * as actionWords from '../../src-engine/protocol/words/actions.ts';
import * as formatWords from '../../src-engine/protocol/words/formats.ts';
import { stateTitles } from '../../src-renderer/state/run-groups.ts';
import { glossary } from '../../src-renderer/text/help/glossary.ts';
import { pages } from '../../src-renderer/text/help/pages.ts';
import { onScreens, tellingLabels } from '../../src-renderer/window/help/guide.ts';
import { otherSigns } from '../../src-renderer/text/keys.ts';

/** By the files that hold them. */
const tables: Readonly<Record<string, unknown>> = {
  'src-engine/protocol/words/memory.ts': memoryWords,
  'src-renderer/screens/inside/units/unit-words.ts': unitWords,
  'corpora/catalogue.ts': catalogue.map(({ title, author, licence, source, purpose, preset }) => ({
    words: [title, author, licence, purpose, preset.reason],
    // What is not the name of a package.
    source: source.startsWith('npm: ') ? '' : source,
  })),
  'src-engine/corpus/encoding-list.ts': encodings.map(({ group }) => group),
  'src-engine/protocol/decodings.ts': decodings,
  'src-engine/protocol/stages.ts': stages,
  'src-engine/sampling/pipelines.ts': shippedPipelines.map(({ name }) => name),
  'src-renderer/text/choice-words.ts': { ...choiceWords, nonlinearityWords, optimizerWords, taskWords },
  'src-renderer/text/cleaning-words.ts': cleaningWords,
  'src-engine/protocol/words/cells.ts': Object.values(cellWords).map(({ label, hint }) => [label, hint]),
  'src-engine/protocol/words/kinds.ts': kindWords,
  'src-engine/protocol/words/presets.ts': presetWords,
  'src-engine/protocol/words/settings.ts': [settingWords, settingGroupWords],
  'src-renderer/text/model-words.ts': Object.values(precisionWords).map(({ title, meaning }) => [title, meaning]),
  'src-engine/protocol/words/actions.ts': actionWords,
  'src-engine/protocol/words/formats.ts': formatWords,
  'src-renderer/state/run-groups.ts': { stateTitles },
  'src-renderer/text/help/glossary.ts': glossary,
  'src-renderer/text/help/pages.ts': pages,
  'src-renderer/text/keys.ts': { otherSigns },
  'src-renderer/window/help/guide.ts': { onScreens, tellingLabels },
};

/** What stands under these names is for machines, or for the command line alone. */
const notForTheWindow = new Set(['keys', 'screenKeys', 'options', 'shown', 'flagHelp', 'inBrief', 'term']);

export const tableFiles: ReadonlySet<string> = new Set(Object.keys(tables));

export function tableWords(): string[] {
  return wordsIn(Object.values(tables));
}

function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => (notForTheWindow.has(name) ? [] : wordsIn(child)));
}
