// What the preload script puts into the page.

interface Window {
  readonly charloom: import('../src-engine/protocol/index.ts').Bridge;
}
