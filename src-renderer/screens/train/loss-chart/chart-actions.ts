// Saving the figures of a run's loss, as the engine writes them.

import type { CurveFormat, RunId } from '../../../../src-engine/protocol/index.ts';
import { bytes } from '../../../text/format.ts';
import { say } from '../../../text/say.ts';
import type { AppState } from '../../../state/app-state.svelte.ts';

export async function saveCurve(app: AppState, run: RunId, name: string, format: CurveFormat): Promise<void> {
  const destination = await app.attempt(() =>
    app.bridge.chooseSaveDestination(`${say`${name} loss`}.${format}`, format),
  );
  if (!destination) return;
  const written = await app.attempt(() => app.client.ask('file.write-curve', { run, format, file: destination.file }));
  if (written)
    app.notices.show('info', () => say`The figures were saved as ${destination.name}, ${bytes(written.bytes)}.`);
}
