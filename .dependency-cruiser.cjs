// Imports go downward only. The floors are the order of the rooms, total: a room imports what lies below it and nothing
// else, so rooms of one floor do not know each other. Main and page know the engine's protocol and nothing else of it.

/** The engine's rooms (folders and files of src-engine), the highest first; ARCHITECTURE.md draws them. */
const engine = {
  source: 'src-engine',
  floors: [
    ['cli', 'host-process'],
    ['host'],
    ['interchange', 'importing', 'insight'],
    ['library'],
    ['sampling'],
    ['settings'],
    ['training'],
    ['nn', 'optimizers'],
    ['corpus', 'kernels', 'random', 'files', 'job-thread'],
    ['cells'],
    ['errors', 'quoting', 'counting', 'engine-files', 'thread-death'],
    ['protocol'],
  ],
};

/** The same of src-renderer. */
const page = {
  source: 'src-renderer',
  floors: [
    ['main'],
    ['App', 'styles'],
    // What lies around and over the screens is the same for all of them; a screen is shown and does not show others.
    ['screens', 'window'],
    // What several screens share knows none of them.
    ['components'],
    // What the page knows can be tested and understood without anything that draws it.
    ['state'],
    // Words and figures are made of what they are given, whatever the window shows.
    ['text'],
    // The door to the engine carries what both sides say and has no words of its own; env.d.ts has what the preload
    // script puts there.
    ['engine', 'env'],
  ],
};

const rooms = (source, ...names) => `^${source}/(${names.join('|')})(/|\\.(d\\.ts|ts|svelte)$)`;

/**
 * For each room a rule: nothing of its own floor but itself, and nothing of those above. And no room without a floor.
 */
const downward = ({ source, floors }) => [
  ...floors.flatMap((floor, level) =>
    floor.map((room) => {
      const others = floors
        .slice(0, level + 1)
        .flat()
        .filter((other) => other !== room);
      return {
        name: `${source}-${room}-knows-only-what-lies-below`,
        comment: `Of ${source}, ${room} imports only what lies on a lower floor (see ARCHITECTURE.md).`,
        severity: 'error',
        from: { path: rooms(source, room) },
        to: { path: others.length === 0 ? '^$' : rooms(source, ...others) },
      };
    }),
  ),
  {
    name: `every-room-of-${source}-has-a-floor`,
    comment: `A new folder or file of ${source} gets its place in \`floors\`.`,
    severity: 'error',
    from: { path: `^${source}/`, pathNot: rooms(source, ...floors.flat()) },
    to: {},
  },
  {
    name: `only-rooms-of-${source}-are-known`,
    comment: `A new folder or file of ${source} gets its place in \`floors\`.`,
    severity: 'error',
    from: {},
    to: { path: `^${source}/`, pathNot: rooms(source, ...floors.flat()) },
  },
];

/** @param {string} name @param {string} from @param {string} to @param {string} comment */
const forbid = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Not of types either: what two files know of each other belongs into a third, below both.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'protocol-stands-alone',
      comment:
        'The protocol is types for everybody, and what page and engine must do alike; it imports nothing outside itself.',
      severity: 'error',
      from: { path: '^src-engine/protocol/' },
      to: { pathNot: '^src-engine/protocol/' },
    },
    ...downward(engine),
    ...downward(page),
    {
      name: 'main-and-page-know-the-protocol',
      comment: 'Of the engine, main and page import only the protocol.',
      severity: 'error',
      from: { path: '^src-(main|renderer)/' },
      to: { path: '^src-engine/', pathNot: '^src-engine/protocol/' },
    },
    {
      name: 'catalogue-knows-little',
      comment: 'The catalogue describes and shapes texts; of the engine it knows the protocol and chance.',
      severity: 'error',
      from: { path: '^corpora/' },
      to: { path: '^src-', pathNot: '^src-engine/(protocol|random)/' },
    },
    {
      name: 'host-alone-reads-the-catalogue',
      comment: 'Built-in texts reach everybody else by the host, as texts that are imported do.',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-engine/host/' },
      to: { path: '^corpora/' },
    },
    forbid('engine-knows-no-window', '^src-engine/', '^src-(main|renderer)/', 'The engine runs without a window.'),
    forbid('page-knows-no-main', '^src-renderer/', '^src-main/', 'Page and main talk through the protocol.'),
    forbid('main-knows-no-page', '^src-main/', '^src-renderer/', 'Page and main talk through the protocol.'),
    {
      name: 'electron-only-in-main',
      severity: 'error',
      from: { path: '^src-(engine|renderer)/' },
      to: { path: '(^|/)electron(/|$)', pathNot: 'electron-log' },
    },
    {
      name: 'sqlite-only-in-library',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-engine/library/' },
      to: { path: 'better-sqlite3' },
    },
    {
      name: 'screens-without-each-other',
      comment: 'What two screens share stands in components/, where the next one finds it.',
      severity: 'error',
      from: { path: '^src-renderer/screens/([^/]+)/' },
      to: { path: '^src-renderer/screens/', pathNot: '^src-renderer/screens/$1/' },
    },
    {
      name: 'no-node-in-page',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-without-tests-and-tools',
      severity: 'error',
      from: { path: '^src-' },
      to: { path: '^(tests|bench|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src-engine/kernels/(assembly|build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'svelte'],
    },
  },
};
