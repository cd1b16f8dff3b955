// What somebody who helps has to know of this app and this machine: figures and versions, and nothing of the user's: no
// name, no path, no text.

import type { About } from '../../src-engine/protocol/index.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { copyWithWord } from './text-actions.ts';
import type { AppState } from './app-state.svelte.ts';
import { say } from '../text/say.ts';

export async function copyDiagnostics(app: AppState): Promise<void> {
  const system = await app.attempt(() => app.bridge.describeSystem());
  if (system === null) return;
  const copied = await copyWithWord(app, [...system, ...ofEngine(app)].join('\n'));
  if (copied)
    app.notices.show(
      'info',
      () => say`The diagnostics were copied. They hold figures and versions, and none of your texts.`,
    );
}

/** In English, whatever the language of the window: for those who help. */
function ofEngine({ about, basics, status, library, connections }: AppState): readonly string[] {
  const { corpora, runs, samples } = library;
  const facts = {
    Engine: `${status.kind}, started ${connections} times`,
    Processors: `${basics?.processors ?? 'unknown'}, threads of new runs: ${basics?.defaults.training.threads ?? 'unknown'}`,
    Kernels: about === null ? 'unknown' : kernelsOf(about),
    Peak: about?.peak ? `${about.peak.gigaflops.toFixed(1)} GFLOP/s with ${about.peak.threads} threads` : 'unknown',
    Library: `${corpora.length} texts, ${runs.length} runs, ${samples.length} samples listed`,
    Runs: statesOf(runs),
    Saving: library.trouble === null ? 'works' : 'does not work at the moment',
  };
  return Object.entries(facts).map(([name, fact]) => `${name}: ${fact}`);
}

function kernelsOf({ kernels: { build, note } }: About): string {
  return note === null ? build : `${build}, ${inEnglish(note)}`;
}

function statesOf(runs: AppState['library']['runs']): string {
  const counts = new Map<string, number>();
  for (const { state } of runs) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ') || 'none';
}
