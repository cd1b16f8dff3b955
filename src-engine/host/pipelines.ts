// Answers about lists of sampling stages: those that come with Charloom, and the user's own.

import { quoted } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import { shippedPipelines } from '../sampling/pipelines.ts';
import type { Handlers, HostContext } from './context.ts';

export function createPipelinesDesk({
  library,
}: HostContext): Pick<Handlers, 'pipeline.list' | 'pipeline.save' | 'pipeline.delete'> {
  function refuseShipped(name: string): void {
    if (shippedPipelines.some((pipeline) => pipeline.name === name)) {
      throw new CharloomError(
        'bad-request',
        `${quoted(name)} comes with Charloom and stays as it is. Choose another name.`,
      );
    }
  }

  return {
    'pipeline.list': () => [
      ...shippedPipelines,
      ...library.pipelines.list().map((own) => ({ ...own, shipped: false })),
    ],

    'pipeline.save'({ name, stages }) {
      refuseShipped(name);
      library.pipelines.save(name, stages);
      return {};
    },

    'pipeline.delete'({ name }) {
      refuseShipped(name);
      library.pipelines.delete(name);
      return {};
    },
  };
}
