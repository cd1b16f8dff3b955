// How line ends and tabs are written where a field or an argument has one line: \n, \t, and \\ for a backslash. One way
// for the window and the command line.

export function escapeBreaks(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** A backslash before anything else stands for itself. */
export function unescapeBreaks(text: string): string {
  return text.replace(/\\([nt\\])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : '\\'));
}
