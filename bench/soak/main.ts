// `npm run soak`: half of the time the engine, half of it the window. Each is looked at after a first part of its work,
// when everything has been made that stays, and at the end.

import { parseArgs } from 'node:util';
import { oneOf, readTyped } from '../typed.ts';
import { soakEngine } from './engine.ts';
import { objectionsTo } from './growth.ts';
import { soakWindow } from './window.ts';

const parts = { engine: soakEngine, window: soakWindow };
const { minutes, only } = readTyped(() => {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, only: { type: 'string' } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new TypeError(`--minutes is ${values.minutes}: it must be a number above 0.`);
  return { minutes, only: oneOf('--only', Object.keys(parts), values.only) };
});
const wanted = Object.entries(parts).filter(([name]) => only === undefined || name === only);
let objections = 0;
for (const [name, soak] of wanted) {
  const { work, missed, before, after } = await soak(minutes / wanted.length);
  console.log(`\n${name}: ${work}`);
  for (const [what, value] of Object.entries(after)) {
    console.log(`  ${what.padEnd(28)} ${before[what].toLocaleString('en')} → ${value.toLocaleString('en')}`);
  }
  const grown = objectionsTo(before, after);
  for (const objection of [...missed, ...grown]) console.log(`  ✗ ${objection}`);
  if (grown.length === 0) console.log('  ✓ nothing grows');
  objections += missed.length + grown.length;
}
process.exitCode = objections === 0 ? 0 : 1;
