// Items of the library that are dragged out of the window: they become files first.

import type { ExportFormat, SaveDestination } from '../../src-engine/protocol/index.ts';
import { suggestedName } from '../text/model-words.ts';
import type { AppState } from './app-state.svelte.ts';
import { nameOf } from './library-items.ts';
import type { LibraryItem } from './library-items.ts';

/** Takes the place of the page's own dragging, which would take an address along. */
export function dragOut(app: AppState, event: DragEvent, item: LibraryItem): void {
  event.preventDefault();
  void app.attempt(async () => {
    const destination = await app.bridge.placeToDrag(fileNameOf(item));
    await write(app, item, destination);
    app.bridge.startDrag(destination.file);
  });
}

/** One file, which comes back with everything that belongs to the run. */
const runFormat = 'charloom' satisfies ExportFormat;

function fileNameOf(item: LibraryItem): string {
  return item.kind === 'run' ? suggestedName(item.run.name, runFormat) : `${nameOf(item)}.txt`;
}

async function write({ client }: AppState, item: LibraryItem, { file }: SaveDestination): Promise<void> {
  switch (item.kind) {
    case 'corpus':
      await client.ask('corpus.export', { corpus: item.corpus.id, file });
      break;
    case 'run':
      await client.ask('model.export', { run: item.run.id, checkpoint: 'best', format: runFormat, file });
      break;
    case 'sample': {
      const { prompt, text } = await client.ask('sample.show', { sample: item.sample.id });
      await client.ask('file.write', { file, bytes: new TextEncoder().encode(prompt + text) });
    }
  }
}
