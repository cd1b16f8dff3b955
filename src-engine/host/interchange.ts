// What the page and the command line may ask about models that leave and enter the library.

import { writeFileSync } from 'node:fs';
import { CharloomError } from '../errors.ts';
import type { Handlers, HostContext } from './context.ts';

type Names =
  'model.export' | 'curve.export' | 'file.write' | 'model.inspect' | 'model.import' | 'model.verify' | 'task.cancel';

export function createInterchangeDesk({ grants }: HostContext): Pick<Handlers, Names> {
  const missing = (): never => {
    throw new CharloomError('internal', 'This cannot be done yet.');
  };
  return {
    'model.export': missing,
    'curve.export': missing,
    'file.write': ({ file, bytes }) => {
      writeFileSync(grants.writable(file), bytes);
      return {};
    },
    'model.inspect': missing,
    'model.import': missing,
    'model.verify': missing,
    'task.cancel': () => ({}),
  };
}
