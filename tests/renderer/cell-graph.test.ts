import { describe, expect, it } from 'vitest';
import { cellOf } from '../../src-engine/cells/index.ts';
import { cells, nonlinearities } from '../../src-engine/protocol/choices.ts';
import { cellGraph, nodeHeight } from '../../src-renderer/components/pictures/cell-graph.ts';

const kinds = cells.flatMap((cell) => nonlinearities.map((nonlinearity) => ({ cell, nonlinearity })));

function labelsOf(kind: (typeof kinds)[number], wanted: string): string[] {
  const { nodes } = cellGraph(cellOf(kind));
  return nodes
    .filter((node) => node.kind === wanted)
    .map(({ label }) => label)
    .sort();
}

describe('the drawing of a cell', () => {
  it.each(kinds)('goes from left to right and puts nothing on top of anything: $cell, $nonlinearity', (kind) => {
    const { width, height, nodes, lines } = cellGraph(cellOf(kind));
    for (const points of lines) {
      for (const [at, { x, y }] of points.entries()) {
        expect(x).toBeGreaterThanOrEqual(points[at - 1]?.x ?? 0);
        expect(y).toBeGreaterThan(0);
        expect(y).toBeLessThan(height);
      }
    }
    for (const [at, one] of nodes.entries()) {
      expect(one.x - one.width / 2).toBeGreaterThanOrEqual(0);
      expect(one.x + one.width / 2).toBeLessThanOrEqual(width);
      expect(one.y + nodeHeight / 2).toBeLessThanOrEqual(height);
      for (const other of nodes.slice(0, at)) {
        const isBeside = Math.abs(one.x - other.x) >= (one.width + other.width) / 2;
        expect(isBeside || Math.abs(one.y - other.y) >= nodeHeight, `${one.label} and ${other.label}`).toBe(true);
      }
    }
  });

  it.each(kinds)('draws what is computed: $cell, $nonlinearity', (kind) => {
    const { equations, gates, hasCell } = cellOf(kind);
    const isSum = ([, operator, a = '', b = '']: (typeof equations)[number]) =>
      operator === 'add' && a.endsWith('_ih') && b.endsWith('_hh');
    expect(labelsOf(kind, 'operation')).toHaveLength(equations.filter((equation) => !isSum(equation)).length);
    expect(labelsOf(kind, 'sum').map((label) => label.slice(0, 1))).toEqual(expect.arrayContaining([...gates]));
    expect(labelsOf(kind, 'state')).toEqual(expect.arrayContaining(hasCell ? ['c', 'c′', 'h'] : ['h']));
  });

  it('draws an LSTM as it stands in books', () => {
    const lstm = { cell: 'lstm', nonlinearity: 'tanh' } as const;
    expect(labelsOf(lstm, 'operation')).toEqual(['+', 'tanh', 'tanh', 'σ', 'σ', 'σ', '∘', '∘', '∘'].sort());
    expect(labelsOf(lstm, 'sum')).toEqual(['f', 'g', 'i', 'o']);
  });
});
