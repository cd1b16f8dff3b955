// Small files that are written at once: a run's loss curve, and what the page has drawn.

import type { Ask, FileGrant } from '../protocol/index.ts';
import { unprovable } from '../files/replacing.ts';
import type { Destination } from '../files/replacing.ts';
import { unchecked, writeWholeFile } from '../files/writing.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { curveFile, curveKinds } from './curve-file.ts';

export class FileWriting implements Service {
  readonly handlers = {
    'file.write-curve': (ask) => this.#exportCurve(ask),
    'file.write': async ({ file, bytes }) => {
      await writeWholeFile(this.#destinationOf(file), unprovable, [bytes], unchecked);
      return {};
    },
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;

  constructor(context: HostContext) {
    this.#context = context;
  }

  async #exportCurve({ run, format, file }: Ask<'file.write-curve'>): Promise<{ readonly bytes: number }> {
    const { runs, curves, validations } = this.#context.library;
    const { name, training } = runs.find(run);
    const text = curveFile(format, { name, task: training.task }, curves.read(run, Infinity), validations.list(run));
    const { bytes } = await writeWholeFile(this.#destinationOf(file), curveKinds[format], text, unchecked);
    return { bytes };
  }

  #destinationOf(file: FileGrant): Destination {
    const { library, grants } = this.#context;
    return { ...grants.writable(file), library: library.file };
  }
}
