// Lists of sampling stages under a name: those that come with Charloom, and the user's own.

import { shortened } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shippedPipelines } from '../sampling/pipelines.ts';
import type { Handlers, HostContext, Service } from './context.ts';

export class Pipelines implements Service {
  readonly handlers = {
    'pipeline.list': () => [
      ...shippedPipelines,
      ...this.#library.pipelines.list().map((own) => ({ ...own, shipped: false })),
    ],
    'pipeline.save': ({ name, stages }) => {
      refuseShipped(name);
      this.#library.pipelines.save(name, stages);
      return {};
    },
    'pipeline.delete': ({ name }) => {
      refuseShipped(name);
      this.#library.pipelines.delete(name);
      return {};
    },
  } satisfies Partial<Handlers>;

  readonly #library: HostContext['library'];

  constructor({ library }: HostContext) {
    this.#library = library;
  }
}

function refuseShipped(name: string): void {
  if (!shippedPipelines.some((pipeline) => pipeline.name === name)) return;
  throw new CharloomError(
    'bad-request',
    sentence`"${shortened(name)}" comes with Charloom and stays as it is. Choose another name.`,
  );
}
