// A library with many runs and samples, written without training anything.

import { openLibrary } from '../../src-engine/library/library.ts';
import type { CheckpointId } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { defaultModel, defaultPreparation, defaultTraining } from '../../src-engine/settings/defaults.ts';

/**
 * Two texts; of the runs every second one is on the first; each tenth sample has a star. The last run and sample are
 * the newest.
 */
export function makeLargeLibrary(
  file: string,
  { runs, samples }: { readonly runs: number; readonly samples: number },
): void {
  const library = openLibrary(file);
  library.transaction(() => {
    const texts = ['Rivers', 'Mountains'].map((name) => {
      const corpus = library.corpora.begin({
        name,
        source: `${name.toLowerCase()}.txt`,
        encoding: 'UTF-8',
        preparation: defaultPreparation,
        files: [],
        numbers: null,
        recipe: '',
        notes: [],
        characters: 20,
        width: 1,
        symbols: ['a', 'b'],
        counts: [10, 10],
      });
      library.corpora.addBlock(
        corpus,
        0,
        Uint8Array.from({ length: 20 }, (_, index) => index % 2),
      );
      library.corpora.complete(corpus, name);
      return corpus;
    });
    const ids = Array.from({ length: runs }, (_, index) =>
      library.runs.add({
        name: `Run ${index + 1}`,
        corpus: texts[index % 2],
        model: defaultModel,
        training: defaultTraining(2),
        trainCharacters: 18,
        symbols: ['a', 'b'],
        unit: 'codepoint',
      }),
    );
    for (const id of ids) library.runs.end(id, 'paused', null);
    for (let index = 0; index < samples; index++) {
      const { id } = library.samples.add({
        run: ids[index % ids.length],
        // Of one that is not kept any more.
        checkpoint: 0 as CheckpointId,
        checkpointSha256: '',
        step: index,
        prompt: `Sample ${index + 1}: `,
        text: 'abab '.repeat(20),
        sampling: defaultSampling,
        engine: '0.1.0',
        parent: null,
      });
      if (index % 10 === 0) library.samples.edit(id, { starred: true });
    }
  });
  library.close();
}
