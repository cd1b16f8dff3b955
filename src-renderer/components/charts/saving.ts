// Saving what the page has drawn, or written as a table, at a place that the user chooses.

import type { SaveKind } from '../../../src-engine/protocol/index.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { bytes } from '../../text/format.ts';
import { say } from '../../text/say.ts';
import { pngOf } from './png.ts';
import type { Drawing } from './shapes.ts';
import { svgOf } from './svg.ts';

/**
 * `draw` is called when the place has been chosen: the chart is as new as can be.
 * @param name of the file, without its ending
 */
export function saveChart(app: AppState, name: string, kind: 'png' | 'svg', draw: () => Drawing): Promise<void> {
  const make = () => (kind === 'png' ? pngOf(draw()) : encoded(svgOf(draw())));
  return save(app, `${name}.${kind}`, kind, make, (file, size) => say`The chart was saved as ${file}, ${size}.`);
}

/** `write` is called when the place has been chosen. */
export function saveTable(app: AppState, name: string, write: () => string): Promise<void> {
  const make = () => encoded(write());
  return save(app, `${name}.csv`, 'csv', make, (file, size) => say`The figures were saved as ${file}, ${size}.`);
}

async function save(
  app: AppState,
  name: string,
  kind: SaveKind,
  make: () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>,
  saved: (file: string, size: string) => string,
): Promise<void> {
  const destination = await app.attempt(() => app.bridge.chooseSaveDestination(name, kind));
  if (!destination) return;
  const written = await app.attempt(async () => {
    const content = await make();
    await app.client.ask('file.write', { file: destination.file, bytes: content });
    return content.byteLength;
  });
  if (written !== null) app.notices.show('info', () => saved(destination.name, bytes(written)));
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
