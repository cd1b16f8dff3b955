// How SQLite lays out its files, as far as they are read here without it. https://sqlite.org/fileformat2.html, sections 1.3 and 4.1.

/** What every database begins with. */
export const databaseMagic = 'SQLite format 3\0';

/** Of a write-ahead log: its own header, and that of every frame, which holds a page. */
export const logHeaderBytes = 32;
export const frameHeaderBytes = 24;
/** Where the log's header says how long a page is. */
export const pageSizeAt = 8;

/** What may lie beside a database and hold a part of it. */
export const journalEndings = ['-wal', '-journal'] as const;
