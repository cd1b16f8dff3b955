// Branded numbers: a run's id cannot be passed where a corpus's is wanted. All are row ids of the library.

declare const brand: unique symbol;
type Branded<Name extends string> = number & { readonly [brand]: Name };

export type CorpusId = Branded<'corpus'>;
export type RunId = Branded<'run'>;
export type CheckpointId = Branded<'checkpoint'>;
export type SampleId = Branded<'sample'>;

/** One generation under way; not kept in the library. */
export type StreamId = Branded<'stream'>;

/** A file that the user has chosen in a dialog or dropped; only main and the engine know its path. */
export type FileGrant = string & { readonly [brand]: 'file' };
