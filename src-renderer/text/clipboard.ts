// Copying.

/** @returns false where the system does not let the page write to the clipboard */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Copies of a text in blocks what stands in it: the browser would put line ends between the blocks.
 * @param textOf what stands in a range of the document; null: the browser may copy it
 */
export function copySelection(event: ClipboardEvent, textOf: (range: Range) => string | null): void {
  const selection = getSelection();
  const text = selection?.type === 'Range' ? textOf(selection.getRangeAt(0)) : null;
  if (text === null || !event.clipboardData) return;
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
}
