// A bar on stderr for work that the host tells the share of.

import cliProgress from 'cli-progress';
import type { Host } from '../host.ts';

/**
 * Shows how far the task is, from its first word on, where stderr is a terminal.
 * @returns the function that takes the bar away
 */
export function showTask(host: Host, task: number): () => void {
  const bar = new cliProgress.SingleBar(
    {
      format: '{bar} {percentage} %  {title}',
      noTTYOutput: false,
      clearOnComplete: true,
      hideCursor: true,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_classic,
  );
  let isShown = false;
  const forget = host.onEvent((event) => {
    if ((event.kind !== 'corpus.progress' && event.kind !== 'task.progress') || event.task !== task) return;
    const percent = Math.floor(event.share * 100);
    if (isShown) bar.update(percent);
    else bar.start(100, percent, { title: event.title });
    isShown = true;
  });
  return () => {
    forget();
    if (isShown) bar.stop();
  };
}
