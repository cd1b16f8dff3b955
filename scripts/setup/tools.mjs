// The part of the set-up that every command needs: packages, Node 24, kernels (native ones where a compiler is there),
// the page for exported models. Light to import: the command line starts here.

import { dependenciesAreReady, ensureDependencies } from './dependencies.mjs';
import { ensureKernels, kernelsAreReady } from './kernels.mjs';
import { withLock } from './lock.mjs';
import { ensureNative, nativeIsReady } from './native.mjs';
import { ensurePage, pageIsReady } from './page.mjs';
import { root } from './paths.mjs';

const checkout = `checkout ${root}`;

export async function setUpDependencies() {
  if (!dependenciesAreReady()) await withLock(checkout, ensureDependencies);
}

export async function setUpTools() {
  if (dependenciesAreReady() && kernelsAreReady() && nativeIsReady() && pageIsReady()) return;
  await withLock(checkout, async () => {
    await ensureDependencies();
    await ensureKernels();
    await ensureNative();
    await ensurePage();
  });
}
