// The mathematics of each cell: what its file says of it, and its equations as they are proved and exported.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellOf } from '../../src-engine/cells/index.ts';
import { cells } from '../../src-engine/protocol/choices.ts';
import { cellWords } from '../../src-engine/protocol/words/cells.ts';
import { defaultModel } from '../../src-engine/settings/defaults.ts';
import { root } from '../setup/paths.mjs';

const signs = { add: '+', subtract: '−', multiply: '∘' };

export function cellPage() {
  return `# The cells

<!-- Made by npm run docs. -->

What each cell computes in a step, from the files in \`src-engine/cells/\`. N lanes are computed side by side; H is the width of a layer. x is the
layer's input, h its output. W and U are the input and recurrent weights, in PyTorch's names \`weight_ih\` and \`weight_hh\`.

Every derivative is tested against central differences in float64, and every number of a step against PyTorch's. Around the cells,
[recurrent-layer.ts](../src-engine/nn/recurrent-layer.ts) adds what they share: layer normalisation (Ba et al. 2016), dropout between layers and on
the recurrent path, and biases. The output layer is a matrix and a softmax: p(i) = exp(l_i) / Σ_j exp(l_j), and the loss is −ln p of
the character that came, in nats.

${cells.map(cellPart).join('\n')}`;
}

function cellPart(kind) {
  const { label, hint } = cellWords[kind];
  const { gates, equations } = cellOf({ ...defaultModel, cell: kind });
  const steps = equations.map(([result, operator, ...operands]) => {
    const sign = signs[operator];
    return `${result} = ${sign === undefined ? `${operator}(${operands.join(', ')})` : operands.join(` ${sign} `)}`;
  });
  return `## ${label}

${hint}

${headerOf(kind)}

Step by step, as \`charloom export --format onnx\` writes it where ONNX has no operator (gates ${gates.join(', ')}):

\`\`\`text
${steps.join('\n')}
\`\`\`
`;
}

/** The comment at the head of a cell's file; what is set in by two blanks is a formula. */
function headerOf(kind) {
  const source = readFileSync(join(root, 'src-engine', 'cells', `${kind}.ts`), 'utf8');
  const comment = /^(?:\/\/.*\n)+/.exec(source)[0];
  const lines = comment.split('\n').map((line) => line.replace(/^\/\/ ?/, ''));
  return lines
    .join('\n')
    .trim()
    .replace(/(?:^ {2}.*\n?)+/gm, (formula) => `\`\`\`text\n${formula.replace(/^ {2}/gm, '').trimEnd()}\n\`\`\`\n`);
}
