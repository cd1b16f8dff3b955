// What the page keeps of how its user likes to look at things.

import { expect, it } from 'vitest';
import type { CorpusId, RunId } from '../../src-engine/protocol/index.ts';
import { Preferences } from '../../src-renderer/state/preferences.svelte.ts';

/** A browser's storage, as far as it is asked for anything. */
class OneItem {
  content: string | null;

  constructor(content: string | null = null) {
    this.content = content;
  }

  getItem(): string | null {
    return this.content;
  }

  setItem(_key: string, content: string): void {
    this.content = content;
  }
}

function preferencesIn(item: OneItem): Preferences {
  return new Preferences(item as unknown as Storage);
}

it('keeps what is set under names that stay', () => {
  const item = new OneItem();
  const preferences = preferencesIn(item);
  preferences.set('unit', 'bits');
  preferences.set('scale', 'log');
  preferences.set('smoothing', 40);
  preferences.set('yardsticks', ['letters']);
  preferences.set('newSeedEachTime', false);
  preferences.set('showSurprise', true);
  preferences.set('showNextCharacter', false);
  preferences.set('runGrouping', 'star');
  preferences.set('libraryHidden', true);
  preferences.set('guide', 'left');
  preferences.arriveAt('#/runs');
  preferences.leave(3 as RunId, 200);
  preferences.setFace(7 as CorpusId, 'mono');
  expect(JSON.parse(item.content ?? '')).toEqual({
    unit: 'bits',
    scale: 'log',
    smoothing: 40,
    yardsticks: ['letters'],
    newSeedEachTime: false,
    showSurprise: true,
    showNextCharacter: false,
    runGrouping: 'star',
    libraryHidden: true,
    guide: 'left',
    place: '#/runs',
    left: ['3@200'],
    faces: { 7: 'mono' },
  });
  const { unit, smoothing, address, showNextCharacter } = preferencesIn(item);
  expect({ unit, smoothing, address, showNextCharacter }).toEqual({
    unit: 'bits',
    smoothing: 40,
    address: '#/runs',
    showNextCharacter: false,
  });
});

it('leaves out what is not as expected', () => {
  const { unit, smoothing } = preferencesIn(new OneItem('{"unit":"bits","smoothing":"much","other":1}'));
  expect({ unit, smoothing }).toEqual({ unit: 'bits', smoothing: preferencesIn(new OneItem()).smoothing });
  expect(preferencesIn(new OneItem('{')).unit).toBe('nats');
});
