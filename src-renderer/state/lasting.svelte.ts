// What stays while the window does, whichever screen asks for it first.

/** What is derived inside of it must not end with the screen that made it. */
export function lasting<Value>(make: () => Value): Value {
  let made!: Value;
  $effect.root(() => {
    made = make();
  });
  return made;
}

export class Lasting<Key, Value> {
  readonly #values = new Map<Key, Value>();

  /** Made when it is asked for first. */
  at(key: Key, make: () => Value): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const made = lasting(make);
    this.#values.set(key, made);
    return made;
  }

  values(): Iterable<Value> {
    return this.#values.values();
  }
}
