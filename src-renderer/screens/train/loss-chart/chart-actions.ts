// Saving a run's loss: the chart as the page draws it, and the figures as the engine writes them.

import type { CurveFormat, RunId } from '../../../../src-engine/protocol/index.ts';
import type { Drawing } from './drawing.ts';
import { pngOf } from './png.ts';
import { svgOf } from './svg.ts';
import { bytes } from '../../../text/format.ts';
import type { AppState } from '../../../state/app-state.svelte.ts';

/** `draw` is called when the place has been chosen: the chart is as new as can be. */
export async function saveChart(app: AppState, name: string, kind: 'png' | 'svg', draw: () => Drawing): Promise<void> {
  const destination = await app.attempt(() => app.bridge.chooseSaveDestination(`${name} loss.${kind}`, kind));
  if (!destination) return;
  const written = await app.attempt(async () => {
    const picture = kind === 'png' ? await pngOf(draw()) : new TextEncoder().encode(svgOf(draw()));
    await app.client.ask('file.write', { file: destination.file, bytes: picture });
    return picture.byteLength;
  });
  if (written !== null) app.notices.show('info', `The chart was saved as ${destination.name}, ${bytes(written)}.`);
}

export async function saveCurve(app: AppState, run: RunId, name: string, format: CurveFormat): Promise<void> {
  const destination = await app.attempt(() => app.bridge.chooseSaveDestination(`${name} loss.${format}`, format));
  if (!destination) return;
  const written = await app.attempt(() => app.client.ask('curve.export', { run, format, file: destination.file }));
  if (written) app.notices.show('info', `The figures were saved as ${destination.name}, ${bytes(written.bytes)}.`);
}
