// What a section of Look inside is given.

import type { RunSummary } from '../../../src-engine/protocol/index.ts';
import type { Inside } from '../../state/inside.svelte.ts';
import type { RunView } from '../../state/run-view.svelte.ts';

export interface SectionProps {
  readonly summary: RunSummary;
  readonly view: RunView;
  /** The checkpoint that is looked at, and the text. */
  readonly inside: Inside;
}
