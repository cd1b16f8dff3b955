// Saving a run's loss: the chart as the page draws it, and the figures as the engine writes them.

import type { CurveFormat, RunId } from '../../../../src-engine/protocol/index.ts';
import type { Drawing } from './drawing.ts';
import { pngOf } from './png.ts';
import { svgOf } from './svg.ts';
import { bytes } from '../../../text/format.ts';
import type { Session } from '../../../state/session.svelte.ts';

/** `draw` is called when the place has been chosen: the chart is as new as can be. */
export async function saveChart(
  session: Session,
  name: string,
  kind: 'png' | 'svg',
  draw: () => Drawing,
): Promise<void> {
  const place = await session.attempt(() => session.bridge.chooseSavePlace(`${name} loss.${kind}`, kind));
  if (!place) return;
  const written = await session.attempt(async () => {
    const picture = kind === 'png' ? await pngOf(draw()) : new TextEncoder().encode(svgOf(draw()));
    await session.client.ask('file.write', { file: place.file, bytes: picture });
    return picture.byteLength;
  });
  if (written !== null) session.notices.show('info', `The chart was saved as ${place.name}, ${bytes(written)}.`);
}

export async function saveCurve(session: Session, run: RunId, name: string, format: CurveFormat): Promise<void> {
  const place = await session.attempt(() => session.bridge.chooseSavePlace(`${name} loss.${format}`, format));
  if (!place) return;
  const written = await session.attempt(() => session.client.ask('curve.export', { run, format, file: place.file }));
  if (written) session.notices.show('info', `The figures were saved as ${place.name}, ${bytes(written.bytes)}.`);
}
