// The stages as somebody arranges them: what is removed comes back to its place.

import { expect, it } from 'vitest';
import { stageDefaults } from '../../src-engine/sampling/pipelines.ts';
import { PipelineEditor } from '../../src-renderer/state/pipeline.svelte.ts';

it('a stage that was removed comes back to its place with its value, beside what was changed meanwhile', () => {
  const editor = new PipelineEditor(stageDefaults, stageDefaults.slice(0, 3));
  const [first, second, third] = editor.stages;
  if (!first || !second || !third) throw new Error('There are too few stages.');
  const putBack = editor.remove(second.kind);
  expect(editor.stages).toEqual([first, third]);
  editor.remove(third.kind);
  putBack();
  expect(editor.stages).toEqual([first, second]);
});
