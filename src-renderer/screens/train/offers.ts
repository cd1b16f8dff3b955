// What a run's screen offers to do with it.

import type { RunState } from '../../../src-engine/protocol/index.ts';

/** end: pause or stop it · start: out of its turn · lengthen: what is finished · go-on: from where it is */
type Offer = 'end' | 'start' | 'lengthen' | 'go-on';

export const offers: Readonly<Record<RunState, Offer>> = {
  queued: 'start',
  training: 'end',
  paused: 'go-on',
  finished: 'lengthen',
  stopped: 'go-on',
  interrupted: 'go-on',
  failed: 'go-on',
};
