// Colours of the theme as a canvas needs them: custom properties resolved by the browser.

const names = ['ink', 'soft', 'line', 'blue', 'red', 'ochre', 'panel', 'paper', 'faint'] as const;

export type Colours = Readonly<Record<(typeof names)[number], string>> & { readonly font: string };

export function coloursAt(element: HTMLElement): Colours {
  const { fontFamily, fontSize } = getComputedStyle(element);
  const values = resolvedColours(element, names);
  const named = Object.fromEntries(names.map((name, at) => [name, values[at]])) as Record<
    (typeof names)[number],
    string
  >;
  return {
    ...named,
    // uPlot reads only whole pixels; of '12.256px' it would make 256 pixels when the window is zoomed.
    font: `${Math.round(parseFloat(fontSize))}px ${fontFamily}`,
  };
}

/** Tokens as the canvas needs them, in their order. */
export function resolvedColours(element: HTMLElement, tokens: readonly string[]): readonly string[] {
  const probe = document.createElement('span');
  element.append(probe);
  const colours = tokens.map((token) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colours;
}
