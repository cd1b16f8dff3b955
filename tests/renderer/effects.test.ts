// An effect that reads a run or a text through a prop runs again with every event in the library, which brings new
// summaries of the same: it asks again, and takes back what the user has chosen meanwhile. What it needs of them is a
// $derived, or untracked.

import { globSync, readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';

/** Types whose values come anew with an event, or are read through such a value. */
const renewed = new Set(['RunSummary', 'CorpusSummary', 'RunId', 'CorpusId']);

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** A node and all in it, but for what `isLeft` leaves out. */
function within(node: Node, isLeft: (node: Node) => boolean = () => false): Node[] {
  if (isLeft(node)) return [];
  const inner = Object.values(node).flat().filter(isNode);
  return [node, ...inner.flatMap((child) => within(child, isLeft))];
}

function isCall(node: Node, name: string): boolean {
  return node.type === 'CallExpression' && (node['callee'] as Node)['name'] === name;
}

/** Names a part of an object: 'run' in `{ run: id }` and in `generation.run`. */
function isKeyIn(nodes: readonly Node[], name: Node): boolean {
  return nodes.some(
    ({ type, key, property, shorthand, computed }) =>
      (type === 'Property' && key === name && shorthand !== true && computed !== true) ||
      (type === 'MemberExpression' && property === name && computed !== true),
  );
}

/** Names that the props of those types have within a component. */
function renewedProps(script: Node): ReadonlySet<unknown> {
  const members = within(script)
    .filter(({ type }) => type === 'TSPropertySignature')
    .filter((member) => within(member).some((node) => renewed.has(String(node['name']))))
    .map((member) => (member['key'] as Node)['name']);
  const [pattern] = within(script)
    .filter((node) => node.type === 'VariableDeclarator' && isNode(node['init']) && isCall(node['init'], '$props'))
    .map((node) => node['id'] as Node);
  const properties = (pattern?.['properties'] ?? []) as readonly Node[];
  return new Set(
    properties
      .filter(({ key }) => isNode(key) && members.includes(key['name']))
      .map(({ value }) => (value as Node)['name']),
  );
}

/** Of those props, what effects of the component read. */
function readByEffects(source: string): unknown[] {
  const { instance } = parse(source, { modern: true });
  if (!instance) return [];
  const script = instance as unknown as Node;
  const props = renewedProps(script);
  return within(script)
    .filter((node) => isCall(node, '$effect'))
    .flatMap((effect) => within(effect, (node) => isCall(node, 'untrack')))
    .filter((node, _, all) => node.type === 'Identifier' && props.has(node['name']) && !isKeyIn(all, node))
    .map(({ name }) => name);
}

test.each(globSync('src-renderer/**/*.svelte'))('no effect of %s follows what every event brings anew', (file) => {
  expect(readByEffects(readFileSync(file, 'utf8'))).toEqual([]);
});

test('one that does is found', () => {
  const script = (effect: string): string =>
    `<script lang="ts">const { run }: { run: RunSummary } = $props(); $effect(() => { ${effect} });</script>`;
  expect(readByEffects(script('ask(run.id);'))).toEqual(['run']);
  expect(readByEffects(script('ask({ run });'))).toContain('run');
  expect(readByEffects(script('untrack(() => ask(run.id));'))).toEqual([]);
  expect(readByEffects(script('ask({ run: generation.run });'))).toEqual([]);
});
