// A step of a cell as a drawing: what goes in on the left, each operation, and the states that come out on the right.
// Where everything stands comes from dagre, so a new cell draws itself.

import { Graph, layout } from '@dagrejs/dagre';
import type { Edge } from '@dagrejs/dagre';
import type { Operator } from '../../../src-engine/protocol/choices.ts';
import type { CellEquations } from '../../../src-engine/protocol/index.ts';
import { nameInEquation } from '../../text/equations.ts';

export interface CellNode {
  /** A state before or after the step, the sums that a gate is made of, or what is done. */
  readonly kind: 'state' | 'sum' | 'operation';
  readonly label: string;
  /** Of its middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface CellGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly CellNode[];
  /** Each a line through points, from what is read to what reads it. */
  readonly lines: readonly (readonly { readonly x: number; readonly y: number }[])[];
}

const signs: Readonly<Record<Operator, string>> = {
  add: '+',
  subtract: '−',
  multiply: '∘',
  sigmoid: 'σ',
  tanh: 'tanh',
  relu: 'max 0',
};

export const nodeHeight = 22;
const letterWidth = 7;
const padding = 5;

type Equations = CellEquations['equations'];

export function cellGraph({ equations }: CellEquations): CellGraph {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 16, marginx: 2, marginy: 6 });
  graph.setDefaultEdgeLabel(() => ({}));
  const add = (id: string, kind: CellNode['kind'], label: string): void => {
    const width = Math.max(nodeHeight, label.length * letterWidth + 2 * padding);
    graph.setNode(id, { kind, label, width, height: nodeHeight });
  };
  const { sums, steps } = withoutSums(equations);
  const results = new Set(steps.map(([result]) => result));
  for (const [result, operator, ...operands] of steps) {
    const isOneMinus = operator === 'subtract' && operands[0] === '1';
    add(result, 'operation', isOneMinus ? '1 −' : signs[operator]);
    for (const operand of operands) {
      if (operand === '1') continue;
      if (!results.has(operand))
        add(operand, isState(operand) ? 'state' : 'sum', sums.get(operand) ?? nameInEquation(operand));
      graph.setEdge(operand, result);
    }
    if (!result.startsWith('next_')) continue;
    add(`${result}_out`, 'state', nameInEquation(result));
    graph.setEdge(result, `${result}_out`);
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: graph.nodes().map((id: string) => graph.node(id) as unknown as CellNode),
    lines: graph.edges().map((edge: Edge) => (graph.edge(edge) as { points: CellGraph['lines'][number] }).points),
  };
}

/** A gate whose two sums are added before anything else is drawn as the other cells' gates: as one sum. */
function withoutSums(equations: Equations): { readonly sums: ReadonlyMap<string, string>; readonly steps: Equations } {
  const isSum = ([, operator, a = '', b = '']: Equations[number]): boolean =>
    operator === 'add' && a.endsWith('_ih') && b.endsWith('_hh');
  return {
    sums: new Map(equations.filter(isSum).map(([result, , a = '']) => [result, a.slice(0, -'_ih'.length)])),
    steps: equations.filter((equation) => !isSum(equation)),
  };
}

function isState(name: string): boolean {
  return name === 'h' || name === 'c';
}
