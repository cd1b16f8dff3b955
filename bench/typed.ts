// What was typed behind `npm run bench` and `npm run soak`. Whoever types what there is not is told so in one line, and
// nothing is measured.

/** @param read throws where something is wrong; the process ends with exit code 2 then */
export function readTyped<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
    return process.exit(2);
  }
}

/** @returns undefined: the option was not given @throws TypeError that names what there is */
export function oneOf<Name extends string>(
  option: string,
  names: readonly Name[],
  typed: string | undefined,
): Name | undefined {
  const found = names.find((name) => name === typed);
  if (found === undefined && typed !== undefined) {
    throw new TypeError(`${option} is ${typed}: it must be one of ${names.join(', ')}.`);
  }
  return found;
}
