// The rules of the architecture that a reader could otherwise only hope for, read from the sources themselves.
import { describe, expect, it } from 'vitest';
import { cycles } from './architecture/cycles.ts';
import { type SourceFile, sources } from './architecture/sources.ts';

const server = sources('server/src');
const consoleFiles = sources('admin/src');
const product = server.filter(({ isTest }) => !isTest);

/** From the highest to the lowest: a module imports from its right only, and those on one line not from each other. */
const layers = [
  ['health', 'lims', 'drs', 'notifications'],
  ['ena'],
  ['submissions'],
  ['archive'],
  ['jobs'],
  ['validation', 'accessions'],
  ['files'],
  ['subscriptions'],
  ['auth'],
  ['users'],
  ['audit'],
  ['platform'],
];
const layerOf = new Map(layers.flatMap((modules, index) => modules.map((name) => [name, index])));
/** `server/src/ena/x.ts` → `ena`; undefined for the files that put everything together. */
const moduleOf = (path: string): string | undefined => /^server\/src\/([^/]+)\//.exec(path)?.[1];
/** `server/src/audit/finding/x.ts` → `finding`; undefined for the files of the change log that all its folders know. */
const auditFolderOf = (path: string): string | undefined => /^server\/src\/audit\/([^/]+)\//.exec(path)?.[1];
/** Puts everything together, as the files beside the modules do. */
const composing = new Set(['commands']);

const using = (...names: string[]) =>
  product.filter((file) => names.some((name) => file.names.has(name))).map(({ path }) => path);

const named = (file: SourceFile, what: string) => `${file.path}: ${what}`;

/** Where a file may reach to. */
const reach = (path: string) =>
  path.startsWith('server/src/commands/')
    ? /^(server\/src|migrations|seeds)\//
    : /^(server\/src|migrations)\//;

describe('modules', () => {
  it('are all known to the order of layers', () => {
    const unknown = new Set(
      product.flatMap(({ path }) => moduleOf(path) ?? []).filter((name) => !layerOf.has(name)),
    );
    expect([...unknown].filter((name) => !composing.has(name))).toEqual([]);
  });

  it('import only from the layers below them', () => {
    const wrong = product.flatMap((file) => {
      const from = moduleOf(file.path);
      const fromLayer = layerOf.get(from ?? '');
      if (from === undefined || fromLayer === undefined) return [];
      return file.imports.flatMap(({ path, specifier }) => {
        const to = path && moduleOf(path);
        const toLayer = layerOf.get(to ?? '');
        if (path?.startsWith('server/src/') && to === undefined) return named(file, `imports ${specifier}`);
        if (to === undefined || to === from || toLayer === undefined) return [];
        return toLayer > fromLayer ? [] : named(file, `imports ${specifier}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('have no cycles of values', () => {
    expect(cycles(product)).toEqual([]);
  });

  it.each([
    ['server/src/ena/lifecycle/', 'server/src/ena/umbrellas/'], // a request is sent whatever asks for it
  ])('%s knows nothing of %s', (below, above) => {
    const wrong = product
      .filter(({ path }) => path.startsWith(below))
      .flatMap((file) =>
        file.imports
          .filter(({ path }) => path?.startsWith(above))
          .map(({ specifier }) => named(file, specifier)),
      );
    expect(wrong).toEqual([]);
    expect(product.some(({ path }) => path.startsWith(above))).toBe(true);
  });

  it('have no cycles of folders in the change log', () => {
    const folders = new Map<string, Set<string>>();
    for (const { path, imports } of product) {
      const from = auditFolderOf(path);
      if (from === undefined) continue;
      const known = folders.get(from) ?? new Set();
      folders.set(from, known);
      for (const to of imports.map((each) => auditFolderOf(each.path ?? '')))
        if (to !== undefined && to !== from) known.add(to);
    }
    const files = [...folders].map(([path, known]) => ({
      path,
      imports: [...known].map((to) => ({ specifier: to, path: to, isTypeOnly: false })),
    }));
    expect(folders.size).toBeGreaterThan(5);
    expect(cycles(files)).toEqual([]);
  });

  it('stay inside the server; only commands know the seeds', () => {
    const wrong = product.flatMap((file) =>
      file.imports
        .filter(({ path }) => path !== undefined && !reach(file.path).test(path))
        .map(({ specifier }) => named(file, specifier)),
    );
    expect(wrong).toEqual([]);
  });
});

describe('contracts', () => {
  it('import contracts and zod only', () => {
    const wrong = product
      .filter(({ path }) => path.endsWith('.contract.ts'))
      .flatMap((file) =>
        file.imports
          .filter(({ path, specifier }) => (path ? !path.endsWith('.contract.ts') : specifier !== 'zod'))
          .map(({ specifier }) => named(file, specifier)),
      );
    expect(wrong).toEqual([]);
  });

  it('are all that the console imports of the server, but for specs that hold its moves against the server’s states', () => {
    expect(consoleFiles.length).toBeGreaterThan(0);
    const wrong = consoleFiles.flatMap((file) =>
      file.imports
        .filter(
          ({ path, specifier }) =>
            (specifier.startsWith('@contract/') &&
              !specifier.endsWith('.contract.ts') &&
              !(file.isTest && specifier.endsWith('.state.ts'))) ||
            (path !== undefined && !path.startsWith('admin/')),
        )
        .map(({ specifier }) => named(file, specifier)),
    );
    expect(wrong).toEqual([]);
  });

  it('bring the console no zod, which evaluates what the page’s policy forbids to', () => {
    const contracts = new Map(product.map((file) => [file.path, file]));
    const bringsZod = (file: SourceFile): boolean =>
      file.imports.some(({ path, specifier, isTypeOnly }) => {
        const next = contracts.get(path ?? '');
        return !isTypeOnly && (specifier === 'zod' || (next !== undefined && bringsZod(next)));
      });
    const wrong = consoleFiles
      .filter(({ isTest }) => !isTest)
      .flatMap((file) =>
        file.imports
          .filter(({ specifier, isTypeOnly }) => {
            const contract = contracts.get(specifier.replace('@contract/', 'server/src/'));
            return !isTypeOnly && contract !== undefined && bringsZod(contract);
          })
          .map(({ specifier }) => named(file, specifier)),
      );
    expect(wrong).toEqual([]);
  });
});

describe('nobody', () => {
  it('reads the environment but the configuration and the commands', () => {
    const allowed = /^server\/src\/(platform\/config\/|commands\/)/;
    expect(using('process.env', 'import.meta.env').filter((path) => !allowed.test(path))).toEqual([]);
  });

  it('ties modules together in a ring', () => {
    expect(using('forwardRef')).toEqual([]);
  });

  it('knows Bull but platform/queue', () => {
    const wrong = product
      .filter(({ path }) => !path.startsWith('server/src/platform/queue/'))
      .filter(({ imports }) => imports.some(({ specifier }) => /^(bull|@nestjs\/bull)$/.test(specifier)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('writes through a repository that was injected: it would write outside the transaction', () => {
    expect(product.flatMap((file) => file.injectedWrites.map((write) => named(file, write)))).toEqual([]);
  });

  it('gives up on types', () => {
    expect(product.flatMap((file) => file.anys.map((line) => named(file, `line ${line}`)))).toEqual([]);
    expect(
      consoleFiles
        .filter(({ isTest }) => !isTest)
        .flatMap((file) => file.anys.map((line) => named(file, `line ${line}`))),
    ).toEqual([]);
  });

  it('collects exports in barrel files', () => {
    const barrels = product.filter(({ path, reExports }) => reExports > 0 && /(^|\/)index\.ts$/.test(path));
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  it('hides what a file is for in its name', () => {
    const names = product
      .map(({ path }) => path)
      .filter((path) => /(manager|helper|util|impl)s?\b/i.test(path));
    expect(names).toEqual([]);
  });

  it('lets files grow beyond what one reads', () => {
    const long = [...product, ...consoleFiles].filter(({ lines }) => lines > 300);
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });
});
