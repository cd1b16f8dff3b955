// What reads texts for the host: previews, imports and exports, away from the host's own thread.

import type { Examined, Findings } from '../corpus/doctor/doctor.ts';
import type { OpenedSource } from '../corpus/gathering.ts';
import type { CorpusId, CorpusPreview, Preparation } from '../protocol/index.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

/** What previews tell of a text; the host adds where it comes from. */
export type PreviewedText = Omit<CorpusPreview, 'id' | 'createdAt' | 'name' | 'source'>;

export interface PreviewJob {
  readonly source: OpenedSource;
  readonly preparation: Preparation;
  /** Reads to the end, however long the text is. */
  readonly isWhole: boolean;
}

export interface TextImportJob {
  readonly source: OpenedSource;
  readonly preparation: Preparation;
  readonly libraryFile: string;
  /** The corpus's name and where it comes from, as stored. */
  readonly name: string;
  readonly origin: string;
  /** Whose the text is and what may be done with it, a sentence to be kept with it; null: not known. */
  readonly rights: Sentence | null;
}

export interface ExamineJob {
  readonly source: OpenedSource;
  readonly preparation: Preparation;
}

export interface ExaminedText {
  readonly text: Examined;
  readonly findings: Findings;
  /** As in CorpusDetail. */
  readonly encoding: string;
}

export interface TextExportJob {
  readonly libraryFile: string;
  readonly corpus: CorpusId;
  /** The file to write; it is there whole or not at all. */
  readonly path: string;
  /** Somebody has agreed to lose what lies there. */
  readonly mayReplace: boolean;
}

export interface ImporterJobOptions {
  readonly signal: AbortSignal;
  /** Told the share that is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

export interface Importer {
  preview(job: PreviewJob, options: ImporterJobOptions): Promise<PreviewedText>;
  /**
   * @param options.onBegun told the corpus once it is in the library, not shown yet: if the import fails, it has to go
   * @returns the corpus, new or known already
   */
  import(
    job: TextImportJob,
    options: ImporterJobOptions & { readonly onBegun: (corpus: CorpusId) => void },
  ): Promise<CorpusId>;
  /** Keeps nothing. */
  examine(job: ExamineJob, options: ImporterJobOptions): Promise<ExaminedText>;
  /** @returns the bytes written */
  export(job: TextExportJob, options: ImporterJobOptions): Promise<number>;
  /** Ends all jobs, as if each were cancelled. */
  terminate(): Promise<void>;
}

export type StartImporter = () => Importer;
