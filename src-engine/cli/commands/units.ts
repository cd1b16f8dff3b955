// charloom units: which units of a model follow something in a text.

import { Option } from 'commander';
import type { Command } from 'commander';
import { counted } from '../../counting.ts';
import { expressionOf } from '../../insight/units/expression.ts';
import { unitRules } from '../../protocol/choices.ts';
import type { FollowedRule, TextToRead } from '../../protocol/index.ts';
import { table } from '../output.ts';
import { findRun, parseCheckpoint, tellUnseen } from '../references.ts';
import { runReading } from '../run-command.ts';
import { addTextOptions, textFrom } from '../text-options.ts';
import type { TextOptions } from '../text-options.ts';
import { usageError } from '../failure.ts';

interface UnitsOptions extends TextOptions {
  readonly follow: string;
  readonly checkpoint: string;
  // eslint-disable-next-line no-restricted-syntax -- named for its option
  readonly most: string;
}

export function addUnits(program: Command): void {
  const command = program
    .command('units')
    .description('find the units of a trained model that follow something in a text, the best first')
    .argument('<run>', "a run's id or name")
    .requiredOption(
      '--follow <what>',
      `${unitRules.join(', ')}, a label that the run tells, or a regular expression, whose matches are followed (required)`,
    )
    .option('--checkpoint <which>', 'best, last or a step', 'best');
  addTextOptions(command, 'the text that is read', "what was held out of the run's own text")
    .addOption(new Option('--most <count>', 'units that are told').default('20'))
    .action((reference: string, options: UnitsOptions, self: Command) =>
      runReading(self, async (tools) => {
        const { host, output } = tools;
        const max = Number(options.most);
        if (!Number.isSafeInteger(max) || max < 1) throw usageError('--most must be a whole number from 1 on.');
        const { id: run, labels } = await findRun(tools, reference);
        const rule = ruleOf(options.follow, labels);
        const text = await textFrom(options, tools);
        if (text !== undefined) await tellUnseen(tools, run, text);
        const source: TextToRead = text === undefined ? { kind: 'held-out', run } : { kind: 'text', text };
        const checkpoint = parseCheckpoint(options.checkpoint);
        const { reading } = await host.ask('units.open', { run, checkpoint, source });
        const found = await host.ask('units.search', { reading, rule });
        const told = found.findings.slice(0, max);
        for (const { layer, unit, part, f1, correlation, chance, isAbove, threshold } of told) {
          output.line({ kind: 'unit', layer, unit, part, f1, correlation, chance, isAbove, threshold });
        }
        output.print(
          table(
            ['layer', 'part', 'unit', 'F1', 'correlation', 'chance'],
            told.map(({ layer, part, unit, f1, correlation, chance }) => [
              String(layer),
              part,
              String(unit),
              f1.toFixed(3),
              correlation.toFixed(3),
              chance.toFixed(3),
            ]),
          ),
        );
        output.say(
          `${counted(found.found, 'unit')} of ${found.units} clearly better than chance, measured on ${counted(found.measuredOn, rule.kind === 'label' ? 'line' : 'character')}. Always saying yes has an F1 of ${found.guess.toFixed(3)}.`,
        );
      }),
    );
}

/** What is no name is an expression; what a name means can be had as an expression too, as in (?:words). */
function ruleOf(follow: string, labels: readonly string[]): FollowedRule {
  const kind = unitRules.find((name) => name === follow);
  if (kind !== undefined) return { kind };
  const label = labels.indexOf(follow);
  if (label >= 0) return { kind: 'label', label };
  // Before the text is read: that takes its time.
  expressionOf(follow);
  return { kind: 'expression', expression: follow };
}
