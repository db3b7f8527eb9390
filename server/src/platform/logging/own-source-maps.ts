// Preloaded (`--import`) by processes of the product: stack traces name lines of our sources. Node's own support would
// keep the map of each module from its loading on, 4 MB for ours and 12 more for those of packages; here a map is read
// when a stack is written in which its module stands.
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/** By the module's address; undefined for one without a map. */
const maps = new Map<string, SourceMap | undefined>();

Error.prepareStackTrace = (error, sites) =>
  [headOf(error), ...sites.map((site) => `    at ${inSources(site)}`)].join('\n');

/** Anything can be given a stack, also what cannot be written. */
function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

function inSources(site: NodeJS.CallSite): string {
  const [file, line, column] = [site.getFileName(), site.getLineNumber(), site.getColumnNumber()];
  if (!isOurs(file) || line === null || column === null) return String(site);
  const origin = mapOf(file)?.findOrigin(line, column);
  if (!origin || !('fileName' in origin)) return String(site);
  const source = new URL(origin.fileName, file).href;
  return String(site).replace(
    `${file}:${line}:${column}`,
    `${source}:${origin.lineNumber}:${origin.columnNumber}`,
  );
}

const isOurs = (file: string | null | undefined): file is string =>
  file?.startsWith('file:') === true && !file.includes('/node_modules/');

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(file));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8')) as SourceMapPayload);
  } catch {
    return undefined; // a stack that names the compiled line is better than an error about its map
  }
}
