// The curves that a chart of several runs shows, as a table that spreadsheets read (CSV, RFC 4180). Losses in nats a
// character, or of a run that tells labels apart in nats an answer. Several runs may have the same name.

import type { ComparedRun, CurveBand } from '../../../src-engine/protocol/index.ts';
import { axisValueOf } from './lines.ts';

const heads = ['id', 'run', 'step', 'characters', 'seconds', 'training loss', 'lowest', 'highest', 'validation loss'];

export function curvesCsv(runs: readonly (readonly [ComparedRun, CurveBand])[]): string {
  const lines = runs.flatMap(([{ id, name }, band]) => rowsOf([String(id), quotedCell(name)], band));
  return [heads.join(','), ...lines, ''].join('\r\n');
}

function rowsOf(named: readonly string[], band: CurveBand): readonly string[] {
  const where = (step: number): string[] => [
    String(step),
    String(Math.round(axisValueOf(band, 'characters', step))),
    axisValueOf(band, 'time', step).toFixed(1),
  ];
  const trained = Array.from(band.steps, (step, at) => ({
    step,
    cells: [...where(step), figure(band.means[at]), figure(band.lows[at]), figure(band.highs[at]), ''],
  }));
  const validated = Array.from(band.validationSteps, (step, at) => ({
    step,
    cells: [...where(step), '', '', '', figure(band.validationLosses[at])],
  }));
  return [...trained, ...validated]
    .sort((one, other) => one.step - other.step)
    .map(({ cells }) => [...named, ...cells].join(','));
}

/** A float32 has about seven digits that mean something; empty where it is no number. */
function figure(loss: number | undefined): string {
  return loss !== undefined && Number.isFinite(loss) ? String(Number(loss.toPrecision(7))) : '';
}

function quotedCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
