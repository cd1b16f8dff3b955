// What may stand in a path, wherever it comes from: the page, a dialog, a terminal, another program.

/** A system reads a path up to its first NUL, so two parts of the app could take it for two files. */
export function isPath(path: string): boolean {
  return path !== '' && !path.includes('\0');
}

/**
 * Of what is to be written: a name with a line end or another control in it looks like two names in a list or a log.
 */
export function isWritablePath(path: string): boolean {
  return isPath(path) && !/[\p{Cc}\u2028\u2029]/u.test(path);
}
