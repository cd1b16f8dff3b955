// What everybody has to know of the formats that models leave in: what is written, what it is called, what an export
// may choose. How each is written and read is a folder in interchange/formats; what is said of them stands in
// words/formats.ts.

import type { ExportFormat, SaveKind } from './choices.ts';
import type { ExportOptions } from './interchange.ts';

export type ExportOption = keyof ExportOptions;

/** What may come along with a model. */
export type Attachment = Extract<ExportOption, 'continues' | 'text'>;

export interface FormatFacts {
  readonly form: 'file' | 'folder';
  /** What a name ends with: a file's must, a folder's is suggested to. */
  readonly ending: string;
  /** Endings of files that belong to it and to no text: by them a model is known before anybody looks into it. */
  readonly fileEndings: readonly string[];
  /** What an export may choose; any other option would have no effect, and is refused. */
  readonly options: readonly ExportOption[];
  /** What always comes along: the format is nothing without it. */
  readonly needs: readonly Attachment[];
  readonly isImportable: boolean;
}

export const formatFacts = {
  charloom: {
    form: 'file',
    ending: '.charloom',
    fileEndings: ['.charloom'],
    options: ['continues', 'text'],
    needs: [],
    isImportable: true,
  },
  safetensors: {
    form: 'folder',
    ending: ' safetensors',
    fileEndings: ['.safetensors'],
    options: [],
    needs: [],
    isImportable: true,
  },
  onnx: {
    form: 'folder',
    ending: ' onnx',
    fileEndings: ['.onnx'],
    options: [],
    needs: [],
    isImportable: true,
  },
  html: {
    form: 'file',
    ending: '.html',
    fileEndings: [],
    options: ['precision'],
    needs: [],
    isImportable: false,
  },
  'pytorch-job': {
    form: 'folder',
    ending: ' pytorch-job',
    fileEndings: ['.safetensors'],
    options: [],
    needs: ['continues', 'text'],
    isImportable: true,
  },
} as const satisfies Readonly<Record<ExportFormat, FormatFacts>>;

/** What an export does where nothing else is chosen. */
export const defaultExportOptions: ExportOptions = { precision: 'float32', continues: true, text: true };

export function hasOption(format: ExportFormat, option: ExportOption): boolean {
  const { options }: FormatFacts = formatFacts[format];
  return options.includes(option);
}

/** Whether the format is nothing without it, so that it always comes along. */
export function isNeeded(format: ExportFormat, part: Attachment): boolean {
  const { needs }: FormatFacts = formatFacts[format];
  return needs.includes(part);
}

/** Of all that is chosen, what means something for the format. */
export function optionsFor(format: ExportFormat, chosen: Partial<ExportOptions>): Partial<ExportOptions> {
  return Object.fromEntries(Object.entries(chosen).filter(([name]) => hasOption(format, name as ExportOption)));
}

/** What the system's dialog is asked for. */
export function saveKindOf(format: ExportFormat): SaveKind {
  return formatFacts[format].form === 'folder' ? 'folder' : format;
}
