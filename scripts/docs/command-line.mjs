// The reference of the command line: the help of each command, as the program prints it.

import { createProgram, pathOf, withCommands } from '../../src-engine/cli/program.ts';

const program = await createProgram();

/** Columns. */
const width = 100;

/** What every command has. */
const ofEveryCommand = /^ {2}(-h, --help|-V, --version) .*\n/gm;
const global = /^Global Options:\n(?: .*\n)+\n?/m;

export function commandLinePage() {
  const commands = withCommands(program);
  const parts = commands.map((command) => {
    const path = pathOf(command);
    return `## ${path === '' ? 'charloom' : path}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`;
  });
  return `# Command line

<!-- Made by npm run docs. -->

What \`charloom COMMAND --help\` prints. In a checkout the command is \`npm run -s cli --\`. Runs, texts and samples are named by their number or
their name. [The guide](guide.md) shows the commands at work.

${parts.join('\n')}`;
}

/** With what a command says behind its options. */
function helpOf(command) {
  let text = '';
  command.configureOutput({
    writeOut: (words) => (text += words),
    getOutHelpWidth: () => width,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text
    .replace(ofEveryCommand, '')
    .replace(/^Options:\n\n/m, '')
    .replace(global, '')
    .trimEnd();
}
