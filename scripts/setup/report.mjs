// What the set-up tells a person. `quiet` commands (the command line) keep stdout for their own output.

let stream = process.stdout;

export class SetupError extends Error {}

export function reportOnStderr() {
  stream = process.stderr;
}

let newest = '';

export function say(line) {
  newest = line;
  stream.write(`${line}\n`);
}

/** Says what is being done, does it, says how long it took: by name where something else was said meanwhile. */
export async function step(title, work) {
  const started = performance.now();
  const begun = `• ${title} …`;
  say(begun);
  const result = await work();
  say(`  ${newest === begun ? '' : `${title}: `}done in ${seconds(performance.now() - started)}`);
  return result;
}

export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Ends a command: a set-up problem is one sentence for a person, everything else is a bug and keeps its trace. */
export function exitWith(error) {
  console.error(error instanceof SetupError ? `✗ ${error.message}` : error);
  process.exit(1);
}
