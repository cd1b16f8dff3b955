// What the page finds around it: Svelte and Vite modules, and the bridge that the preload script exposes.

/// <reference types="svelte" />
/// <reference types="vite/client" />

interface Window {
  readonly charloom: import('../src-engine/protocol/index.ts').Bridge;
}
