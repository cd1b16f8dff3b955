// What axe finds wrong with a screen, in both themes.

import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { RunningApp } from './harness.ts';

export async function faults({ app, page }: RunningApp): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, chosen) => (nativeTheme.themeSource = chosen), theme);
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await expect.poll(isDark).toBe(theme === 'dark');
    await page.evaluate(settle);
    // Legacy mode: the page may open no other pages, which is how axe would look into frames.
    // Of what has no fault the names of the rules are enough. The size of what is pressed is looked at only where one
    // asks for it.
    const rules = { 'target-size': { enabled: true } };
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'], rules });
    const { violations, passes } = await axe.analyze();
    expect(passes.length).toBeGreaterThan(10);
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${theme}: ${id}: ${node.html}`)));
  }
  return found;
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
