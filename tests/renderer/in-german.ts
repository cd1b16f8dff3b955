// The window in German as long as a test lasts: the tests after it share its modules.

import { onTestFinished } from 'vitest';
import type { NumberStyle } from '../../src-engine/protocol/index.ts';
import { setLanguage } from '../../src-renderer/text/language.svelte.ts';
import { setNumberStyle } from '../../src-renderer/text/number-style.svelte.ts';

/** @param numbers whose signs differ from the English ones, unless others are wanted */
export function speakGerman(numbers: NumberStyle = 'point-comma'): void {
  onTestFinished(() => {
    setLanguage('en');
    setNumberStyle('language');
  });
  setLanguage('de');
  setNumberStyle(numbers);
}
