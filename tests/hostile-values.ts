// Values against a valibot schema: what it takes, the same with something wrong in it, and the same with its bytes
// damaged on the way.

import fc from 'fast-check';
import { deserialize, serialize } from 'node:v8';
import type * as v from 'valibot';

/** Of a schema or of a step of its pipe: what is looked at here. */
interface Part {
  readonly kind: string;
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly entries?: Readonly<Record<string, Part>>;
  readonly items?: readonly Part[];
  readonly item?: Part;
  readonly wrapped?: Part;
  readonly value?: Part;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly requirement?: unknown;
  readonly metadata?: { readonly range?: { readonly min: number; readonly max: number; readonly step: unknown } };
}

/** Values of a schema that hold to its types and most of its limits, small ones more often than large ones. */
export function valuesOf(schema: v.GenericSchema, known: readonly unknown[] = []): fc.Arbitrary<unknown> {
  return arbitraryOf(schema, known);
}

/** @param known texts that mean something to whoever is asked */
function arbitraryOf(part: Part, known: readonly unknown[]): fc.Arbitrary<unknown> {
  const inner = (of: Part): fc.Arbitrary<unknown> => arbitraryOf(of, known);
  switch (part.type) {
    case 'strict_object':
    case 'object':
      return recordOf(part.entries ?? {}, inner);
    case 'exact_optional':
    case 'optional':
      return inner(inside(part));
    case 'nullable':
      return fc.option(inner(inside(part)), { nil: null });
    case 'array':
      return fc.array(inner(part.item ?? fail(part)), {
        minLength: requirementOf(part, 'min_length') ?? 0,
        maxLength: 3,
      });
    case 'strict_tuple':
      return fc.tuple(...(part.items ?? []).map(inner));
    case 'record':
      return fc.dictionary(fc.string(), inner(part.value ?? fail(part)), { maxKeys: 3 });
    case 'variant':
    case 'union':
      return fc.oneof(...((part.options ?? []) as readonly Part[]).map(inner));
    case 'picklist':
      return fc.constantFrom(...(part.options ?? []));
    case 'literal':
      return fc.constant(part.literal);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return numberOf(part);
    case 'string':
      return fc.oneof(fc.string({ minLength: 1, maxLength: 12 }), fc.constantFrom('é\0\n', ...known));
    case 'instance':
      return fc.uint8Array({ maxLength: 40 });
    default:
      return fail(part);
  }
}

function recordOf(
  entries: Readonly<Record<string, Part>>,
  inner: (part: Part) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const names = Object.keys(entries);
  const requiredKeys = names.filter((name) => !['exact_optional', 'optional'].includes(entries[name].type));
  return fc.record(Object.fromEntries(names.map((name) => [name, inner(entries[name])])), { requiredKeys });
}

function numberOf(part: Part): fc.Arbitrary<unknown> {
  const range = stepsOf(part).find(({ metadata }) => metadata?.range)?.metadata?.range;
  const min = range?.min ?? requirementOf(part, 'min_value') ?? -10;
  const max = Math.max(min, range?.max ?? requirementOf(part, 'max_value') ?? 2 ** 53 - 1);
  const isWhole = range ? range.step === 1 : stepsOf(part).some(({ type }) => /integer$/.test(type));
  const small = Math.min(max, min + 3);
  const near = isWhole ? fc.integer({ min, max: small }) : fc.double({ min, max: small, noNaN: true });
  return fc.oneof({ weight: 20, arbitrary: near }, { weight: 1, arbitrary: fc.constantFrom(min, max) });
}

/** Of its pipe, and of those that this one begins with. */
function stepsOf({ pipe = [] }: Part): readonly Part[] {
  return pipe.flatMap((step) => (step.kind === 'schema' && step.pipe ? stepsOf(step) : [step]));
}

function inside(part: Part): Part {
  return part.wrapped ?? fail(part);
}

function requirementOf(part: Part, type: string): number | undefined {
  const requirement = stepsOf(part).find((step) => step.kind === 'validation' && step.type === type)?.requirement;
  return typeof requirement === 'number' ? requirement : undefined;
}

function fail({ type }: Part): never {
  throw new Error(`Nobody has said what a value of "${type}" looks like.`);
}

const hugeText = 'x'.repeat(1_000_000);
const edges = [NaN, Infinity, -Infinity, -0, -1, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, 5e-324];
const texts = ['', '\0', 'a\0b', '../../../a', '\r\n', '\ud800', '__proto__', 'NaN', hugeText];
const prototypeKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'then', 'length', 'kind'];

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}

const wrong = fc.oneof(
  fc.constantFrom<unknown>(...edges),
  fc.constantFrom<unknown>(...texts),
  fc.constantFrom<unknown>(null, undefined, true, 10n, [], {}, new Date(NaN), new Map(), new Uint8Array(9), /a/),
  fc.nat(500).map(nested),
  fc.anything({ withBigInt: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true, maxDepth: 2 }),
);

/** What is done to a value: at which of its places, and what. */
const mutation = fc.record({
  place: fc.nat(),
  way: fc.constantFrom('replace', 'replace', 'leave-out', 'add'),
  key: fc.oneof(fc.constantFrom(...prototypeKeys), fc.string({ maxLength: 8 })),
  value: wrong,
});

type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

/** Values of a schema, nearly all with one or two mistakes in them. */
export function nearlyValuesOf(schema: v.GenericSchema, known: readonly unknown[] = []): fc.Arbitrary<unknown> {
  const mistakes = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 30, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 2 }) },
  );
  return fc.tuple(valuesOf(schema, known), mistakes).map(([value, all]) => all.reduce(mutated, value));
}

/** @param value is left as it is */
function mutated(value: unknown, change: Mutation): unknown {
  const root: Record<string, unknown> = { value: structuredClone(value) };
  const places = placesIn(root);
  const { holder, key } = places[change.place % places.length];
  const found = holder[key];
  if (change.way === 'leave-out') Reflect.deleteProperty(holder, key);
  else if (change.way === 'add' && isHolder(found)) define(found, change.key, change.value);
  else define(holder, key, change.value);
  return root['value'];
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(holder: Record<string, unknown>): Place[] {
  return Object.keys(holder).flatMap((key) => {
    const value = holder[key];
    return [{ holder, key }, ...(isHolder(value) && !ArrayBuffer.isView(value) ? placesIn(value) : [])];
  });
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** An own property, also where it is called __proto__. */
function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  if (ArrayBuffer.isView(holder) || (Array.isArray(holder) && key === 'length')) return;
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

const damage = fc.record({
  at: fc.nat(),
  way: fc.constantFrom('flip', 'flip', 'cut', 'insert'),
  byte: fc.integer({ min: 1, max: 255 }),
  count: fc.integer({ min: 1, max: 4 }),
});

/**
 * Values whose bytes, as they go over a port, were damaged in one to three places: those of them that can still be
 * read.
 */
export function damaged(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.array(damage, { minLength: 1, maxLength: 3 }))
    .map(([value, all]) => all.reduce(damagedBytes, serialize(value)))
    .map(readable)
    .filter((read) => read !== unreadable);
}

function damagedBytes(
  bytes: Buffer,
  { at, way, byte, count }: typeof damage extends fc.Arbitrary<infer D> ? D : never,
): Buffer {
  // The first two bytes are the version of the format.
  const place = 2 + (at % Math.max(1, bytes.length - 2));
  if (way === 'cut') return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + count)]);
  if (way === 'insert')
    return Buffer.concat([bytes.subarray(0, place), Buffer.alloc(count, byte), bytes.subarray(place)]);
  const flipped = Buffer.from(bytes);
  if (place < flipped.length) flipped[place] ^= byte;
  return flipped;
}

const unreadable = Symbol('unreadable');

function readable(bytes: Buffer): unknown {
  try {
    return deserialize(bytes);
  } catch {
    return unreadable;
  }
}
