// `npm run bench`: prints what this machine does. Options: --json, --peers (other programs too), --quick (fewer
// rounds), --only
// training|normalization|generation|scaling|memory|import|checkpoints|overview|comparison|clicks|export|young-run|
// memory-tasks|start|window|typing|curves|first-minute|forecasts|legibility (the last two with --text KEY: one built-in
// text). Start, window, typing, curves and first minute drive the real app; without a display they are measured in a
// virtual one, but only where they are asked for.

import { parseArgs } from 'node:util';
import { benchCheckpoints, benchFrames } from './checkpoints.ts';
import { benchClicks } from './clicks.ts';
import { benchComparison } from './comparison.ts';
import { benchCurves } from './curves.ts';
import { benchExport } from './export.ts';
import { benchGeneration, benchGenerationPeers } from './generation.ts';
import { benchForecasts } from './forecasts.ts';
import { benchFirstMinute } from './first-minute.ts';
import { benchImport } from './import.ts';
import { benchLegibility } from './legibility.ts';
import { benchMemory } from './memory.ts';
import { benchMemoryTasks } from './memory-tasks.ts';
import { benchOverview } from './overview.ts';
import { benchNormalization } from './normalization.ts';
import { createReport } from './report.ts';
import { benchScaling } from './scaling.ts';
import { benchStart } from './start.ts';
import { benchTraining, benchTrainingPeers } from './training.ts';
import { benchTyping } from './typing.ts';
import { benchWindow } from './window.ts';
import { benchYoungRun } from './young-run.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    text: { type: 'string' },
  },
});

const report = createReport(values.json);
const rounds = values.quick ? 1 : 3;
const wanted = (part: string): boolean => values.only === undefined || values.only === part;

if (wanted('training')) {
  await benchTraining(report, rounds);
  if (values.peers) await benchTrainingPeers(report, rounds);
}
if (wanted('normalization')) benchNormalization(report, rounds);
if (wanted('generation')) {
  await benchGeneration(report, rounds);
  if (values.peers) await benchGenerationPeers(report, rounds);
}
if (wanted('scaling')) await benchScaling(report);
if (wanted('memory')) benchMemory(report);
if (values.only === 'memory-tasks') await benchMemoryTasks(report);
if (wanted('import')) benchImport(report, values.quick ? 30 : 300);
if (wanted('checkpoints')) await benchCheckpoints(report);
if (wanted('overview')) await benchOverview(report);
if (wanted('comparison')) await benchComparison(report);
if (wanted('clicks')) benchClicks(report);
if (wanted('export')) await benchExport(report, rounds);
if (values.only === 'start' || (wanted('start') && process.env['DISPLAY'])) {
  await benchStart(report, { rounds: 3 * rounds, idleSeconds: values.quick ? 10 : 60 });
}
if (wanted('young-run')) await benchYoungRun(report, rounds);
// Minutes of training: only where it is asked for.
if (values.only === 'legibility') await benchLegibility(report, values.text);
if (values.only === 'forecasts') await benchForecasts(report, values.text);
if (values.only === 'window' || (wanted('window') && process.env['DISPLAY'])) {
  await benchWindow(report);
  await benchFrames(report);
}
if (values.only === 'curves') await benchCurves(report);
if (values.only === 'typing') await benchTyping(report);
if (values.only === 'first-minute') await benchFirstMinute(report);
