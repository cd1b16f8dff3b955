// A text on paper: nothing else of the window is printed.

/** Opens the system's print dialog. The sheet lies beside the app in the document, and only paper shows it. */
export function printText(title: string, text: string): void {
  const sheet = document.createElement('article');
  sheet.className = 'print-sheet';
  const heading = document.createElement('h1');
  heading.textContent = title;
  const body = document.createElement('p');
  body.textContent = text;
  body.dir = 'auto';
  sheet.append(heading, body);
  document.body.append(sheet);
  addEventListener('afterprint', () => sheet.remove(), { once: true });
  print();
}
