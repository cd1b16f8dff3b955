// What a format is: the one record that its folder exports. Its facts are the protocol's, as page and main read them
// too.

import type { ExportFormat, ExportOptions } from '../../protocol/index.ts';
import type { FormatFacts } from '../../protocol/formats.ts';
import type { Golden, IncomingFiles, IncomingModel, OutgoingFile, PortableModel } from '../types.ts';

export interface Format<Name extends ExportFormat = ExportFormat> extends FormatFacts {
  readonly name: Name;
  /** A first look at what lies there: whether these files are meant to be of this format. At most one says so. */
  readonly isMeant: (files: IncomingFiles) => boolean;
  /** @throws CharloomError where the model lacks what the format needs, or is too large for it */
  readonly write: (model: PortableModel, golden: Golden, options: ExportOptions) => readonly OutgoingFile[];
  /** @throws CharloomError 'model-invalid' with one sentence that says what is wrong and the remedy */
  readonly read: (files: IncomingFiles) => IncomingModel;
  /** Which file lies beside a file of the folder: whoever chooses the one means the folder, if the other is there. */
  readonly companions?: Readonly<Record<string, string>>;
  /**
   * Where the model is sealed and what stands around it is not: whether that is what would be written today. Else each
   * file that reading has no use for is compared with what would be written.
   */
  readonly isPlainAround?: (files: IncomingFiles, model: PortableModel) => boolean;
}
