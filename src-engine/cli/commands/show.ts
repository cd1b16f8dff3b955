// charloom show: all about one run.

import type { Command } from 'commander';
import { quoted } from '../../quoting.ts';
import { count, counted } from '../../counting.ts';
import type { RunDetail, TrainingSettings } from '../../protocol/index.ts';
import { bold, duration, lossInWords, nats, table } from '../output.ts';
import { findRun } from '../references.ts';
import { runReading } from '../run-command.ts';

export function addShow(program: Command): void {
  program
    .command('show')
    .description('show a run: its settings, checkpoints and what it wrote last')
    .argument('<run>', "a run's id or name")
    .action((reference: string, _options: object, command: Command) =>
      runReading(command, async (tools) => {
        const { id } = await findRun(tools, reference);
        const run = await tools.host.ask('run.show', { run: id });
        // Steps and seconds of training that nobody knows are not none.
        tools.output.line({ kind: 'run', ...run, ...(run.training === null && { step: null, seconds: null }) });
        tools.output.print(describe(run));
        const specimen = run.specimens.at(-1);
        if (specimen) {
          tools.output.print(`\n${bold(`What it wrote at step ${count(specimen.step)}`)}`);
          tools.output.stream(`${specimen.text}\n`);
        }
      }),
    );
}

function describe(run: RunDetail): string {
  const { model, training } = run;
  const unvalidated = training?.validation === 0 ? 'nothing is held out' : 'not validated yet';
  const unmeasured = training === null ? 'not known' : unvalidated;
  const best = run.best === null ? unmeasured : lossInWords(run.best, run);
  const facts = [
    ['Corpus', run.corpusName],
    ['State', run.message === null ? run.state : `${run.state}: ${run.message}`],
    ...(run.parent === null ? [] : [['From', `${quoted(run.parent.name)}, step ${count(run.parent.step)}`]]),
    [
      'Model',
      `${model.cell}, ${model.layers} × ${counted(model.hidden, 'unit')}, ${counted(run.parameters, 'parameter')}`,
    ],
    ...(training === null
      ? [['Training', 'not known: trained elsewhere']]
      : [
          ['Training', trainingWords(training)],
          ['Step', run.totalSteps === null ? count(run.step) : `${count(run.step)} of ${count(run.totalSteps)}`],
          ['Time', duration(run.seconds)],
          ...(run.kernels === null ? [] : [['Kernels', run.kernels]]),
        ]),
    ['Best', best],
    ...(run.loss === null ? [] : [['Last', `${lossInWords(run.loss, run)} on what it trains on`]]),
    ...(run.test === null
      ? []
      : [['Test', `${lossInWords(run.test.loss, run)}, with the checkpoint of step ${count(run.test.step)}`]]),
  ];
  const checkpoints = run.checkpoints.map(({ step, validation, best: isBest, bytes }) => [
    count(step),
    nats(validation),
    (bytes / 1e6).toFixed(1),
    isBest ? 'best' : '',
  ]);
  const parts = [
    bold(`Run ${run.id}, ${quoted(run.name)}`),
    facts.map(([title = '', text]) => `${title.padEnd(9)} ${text}`).join('\n'),
    checkpoints.length > 0
      ? table(['step', 'nats', 'MB', ''], checkpoints)
      : run.state === 'failed'
        ? 'No checkpoint was written.'
        : 'No checkpoint yet.',
  ];
  return parts.join('\n\n');
}

function trainingWords({ batch, sequence, optimizer, learningRate, seed }: TrainingSettings): string {
  return `batch ${batch}, sequence ${sequence}, ${optimizer}, learning rate ${learningRate}, seed ${seed}`;
}
