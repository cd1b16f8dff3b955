// Lists of sampling stages under a name: those that come with Charloom, and the user's own.

import { shortened } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shippedPipelines } from '../sampling/pipelines.ts';
import type { Handlers, HostContext, Service } from './context.ts';

export class Pipelines implements Service {
  readonly handlers = {
    'pipeline.list': () => {
      const own = this.#library.pipelines.list().map((pipeline) => ({ ...pipeline, shipped: false }));
      return [...shippedPipelines.filter(({ name }) => !isAmong(own, name)), ...own];
    },
    'pipeline.save': ({ name, stages }) => {
      this.#refuseShipped(name);
      this.#library.pipelines.save(name, stages);
      return {};
    },
    'pipeline.delete': ({ name }) => {
      this.#refuseShipped(name);
      this.#library.pipelines.delete(name);
      return {};
    },
  } satisfies Partial<Handlers>;

  readonly #library: HostContext['library'];

  constructor({ library }: HostContext) {
    this.#library = library;
  }

  /** A user may have one whose name came with a later Charloom: the user's own stands for both. */
  #refuseShipped(name: string): void {
    if (!isAmong(shippedPipelines, name) || isAmong(this.#library.pipelines.list(), name)) return;
    throw new CharloomError(
      'bad-request',
      sentence`"${shortened(name)}" comes with Charloom and stays as it is. Choose another name.`,
    );
  }
}

function isAmong(pipelines: readonly { readonly name: string }[], name: string): boolean {
  return pipelines.some((pipeline) => pipeline.name === name);
}
