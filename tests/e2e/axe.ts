// What axe finds wrong with a screen, in both themes: of the second one with its colours.

import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { RunningApp } from './harness.ts';

type Results = Awaited<ReturnType<AxeBuilder['analyze']>>;

/** Of what has no fault the names of the rules are enough. */
const resultTypes: ['violations'] = ['violations'];
/** The rules that look at colours: all that a theme changes. */
const colourRules = ['color-contrast', 'link-in-text-block'];

export async function faults({ app, page }: RunningApp): Promise<string[]> {
  const show = async (theme: 'light' | 'dark'): Promise<void> => {
    await app.evaluate(({ nativeTheme }, chosen) => (nativeTheme.themeSource = chosen), theme);
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await expect.poll(isDark).toBe(theme === 'dark');
    await page.evaluate(settle);
  };
  // Colours change at once: a colour that an element inherits while it changes begins anew with every frame.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await show('light');
  // Legacy mode: the page may open no other pages, which is how axe would look into frames.
  // The size of what is pressed is looked at only where one asks for it.
  const rules = { 'target-size': { enabled: true } };
  const light = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes, rules }).analyze();
  expect(light.passes.length).toBeGreaterThan(10);
  await show('dark');
  const dark = await page.evaluate(lookAgain, { resultTypes, runOnly: colourRules });
  await page.emulateMedia({ reducedMotion: null });
  expect(dark.passes.map(({ id }) => id)).toContain('color-contrast');
  return [...told('light', light), ...told('dark', dark)];
}

function told(theme: string, { violations }: Results): string[] {
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${theme}: ${id}: ${node.html}`));
}

/** Runs in the page, where the scan before has left axe. */
function lookAgain(options: object): Promise<Results> {
  return (window as unknown as { axe: { run: (options: object) => Promise<Results> } }).axe.run(options);
}

/**
 * Runs in the page: until no colour or position is on its way to another. What goes round for ever, or with the
 * scrolling, is not waited for, and what begins again and again, as a meter does while a run trains, only once.
 */
export async function settle(): Promise<void> {
  const waitedFor = new Map<Element | null, Set<string>>();
  const isNew = ({ effect, transitionProperty = '' }: Animation & Partial<CSSTransition>): boolean => {
    const target = effect instanceof KeyframeEffect ? effect.target : null;
    const ofTarget = waitedFor.get(target) ?? new Set();
    waitedFor.set(target, ofTarget);
    const isKnown = ofTarget.has(transitionProperty);
    ofTarget.add(transitionProperty);
    return !isKnown;
  };
  const underWay = (): Animation[] =>
    document.getAnimations().filter((animation) => {
      const { playState, timeline, effect } = animation;
      const goesOn = playState === 'running' && timeline === document.timeline;
      return goesOn && effect?.getComputedTiming().endTime !== Infinity && isNew(animation);
    });
  for (let moving = underWay(); moving.length > 0; moving = underWay()) {
    await Promise.allSettled(moving.map(({ finished }) => finished));
  }
}
