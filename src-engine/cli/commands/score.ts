// charloom score: how well a model predicts a text.

import type { Command } from 'commander';
import { counted } from '../../counting.ts';
import type { CharacterScore, Score } from '../../host/scoring.ts';
import { bits } from '../output.ts';
import { findRun, parseCheckpoint, sayUnseen } from '../references.ts';
import { runReading } from '../run-command.ts';
import { typedPath } from '../typed-path.ts';

interface ScoreOptions {
  readonly checkpoint: string;
  readonly perCharacter?: boolean;
}

export function addScore(program: Command): void {
  program
    .command('score')
    .description('measure how well a trained model predicts a text file')
    .argument('<run>', "a run's id or name")
    .argument('<file>', 'text file')
    .option('--checkpoint <which>', 'best, last or a step', 'best')
    .option('--per-character', 'tell every character’s surprise by itself, too')
    .action((reference: string, file: string, options: ScoreOptions, command: Command) =>
      runReading(command, async (tools) => {
        const { host, output } = tools;
        const checkpoint = parseCheckpoint(options.checkpoint);
        const { id } = await findRun(tools, reference);
        const read = typedPath(file);
        const score: Score & Partial<CharacterScore> = options.perCharacter
          ? await host.scoreEach(id, checkpoint, read)
          : await host.score(id, checkpoint, read);
        const { characters, nats, unseen } = score;
        sayUnseen(
          output,
          unseen.map((symbol) => JSON.stringify(symbol)),
        );
        for (const character of score.each ?? []) {
          output.line({ kind: 'character', ...character });
          output.print(`${bits(character.nats).toFixed(3).padStart(7)} bits  ${JSON.stringify(character.symbol)}`);
        }
        output.line({ kind: 'score', characters, nats, bits: bits(nats) });
        output.print(
          `${nats.toFixed(4)} nats, ${bits(nats).toFixed(4)} bits per character, over ${counted(characters, 'character')}`,
        );
      }),
    );
}
