// What an interruption does may fail when the work has ended in the same moment: nobody hears of that, and the process
// does not end by it.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';

it('is asked for once more where the work begins after it, and its failure is nobody’s', async () => {
  vi.resetModules();
  const { onInterruption, pressCtrlC } = await import('../../src-engine/cli/interruption.ts');
  const unheard = vi.fn();
  process.on('unhandledRejection', unheard);
  try {
    const close = vi.fn(() => Promise.resolve());
    onInterruption(close);
    pressCtrlC();
    expect(close).toHaveBeenCalledOnce();
    const cancel = vi.fn(() => Promise.reject(new Error('Charloom is closing.')));
    onInterruption(cancel);
    expect(cancel).toHaveBeenCalledOnce();
    await nextTurn();
    expect(unheard).not.toHaveBeenCalled();
  } finally {
    process.off('unhandledRejection', unheard);
    vi.resetModules();
  }
});
