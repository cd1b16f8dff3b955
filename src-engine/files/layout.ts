// How a library lies on disk: what SQLite writes, as far as it is read here without it, and the names of what lies
// beside it. https://sqlite.org/fileformat2.html, sections 1.3 and 4.1.

/** What every database begins with. */
export const databaseMagic = 'SQLite format 3\0';

/** Of a write-ahead log: its own header, and that of every frame, which holds a page. */
export const logHeaderBytes = 32;
export const frameHeaderBytes = 24;
/** Where the log's header says how long a page is. */
export const pageSizeAt = 8;

/** What may lie beside a database and hold a part of it. */
export const journalEndings = ['-wal', '-journal'] as const;

/** All that may lie beside one: also the index of a log, which SQLite makes anew at need. */
export const sideEndings = ['-shm', ...journalEndings] as const;

/** What Charloom puts behind a library's name for its own files; more may follow, behind '-' or '.'. */
export const ownEndings = {
  /** A copy from before the library was brought up to date. */
  version: '.version',
  /** A damaged library, kept as it is. */
  damaged: '.damaged',
  /** While what can be read of it is put together: the lock, and the new file once it is whole. */
  salvage: '.salvage',
  salvaged: '.salvaged',
  /** To be looked through as a whole. */
  suspect: '.suspect',
  /** Not whole yet: a new library, and a journal that is tried out. */
  fresh: '.new',
  trial: '.trial',
  /** What is not whole yet; a process's number follows. */
  partial: '.partial',
} as const;

/** 'Loom': marks an SQLite file as a Charloom library. */
export const applicationId = 0x4c6f_6f6d;
