const suffix = /\.md5$/;

/** The file whose checksum a file of this name holds: `reads.bam` for `reads.bam.md5`; undefined for any other name. */
export function sidecarOf(name: string): string | undefined {
  const base = name.replace(suffix, '');
  return base === name || base === '' ? undefined : base;
}

/** Longer than any checksum line with a path: what is larger is no checksum file. */
export const longestSidecar = 16 * 1024;

/**
 * The MD5 that a checksum file states of `name`: a bare one, or as `md5sum`, `md5sum --tag` and macOS' `md5` write it.
 * Among several lines, the one that names the file.
 *
 * @returns 32 lower-case hex digits; undefined when it states none, or no single one
 */
export function readSidecar(text: string, name: string): string | undefined {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stated = lines.flatMap((line) => checksumIn(line) ?? []);
  if (stated.length !== lines.length) return undefined;
  const named = stated.filter(({ of }) => of === name);
  const [first, ...others] = named.length > 0 ? named : stated.length === 1 ? stated.filter(isBare) : [];
  return first && others.every(({ md5 }) => md5 === first.md5) ? first.md5 : undefined;
}

type Stated = { md5: string; of: string | undefined };

const isBare = ({ of }: Stated) => of === undefined;

function checksumIn(line: string): Stated | undefined {
  const plain = /^\\?([0-9a-f]{32})(?:\s+\*?(.+))?$/i.exec(line);
  if (plain) return { md5: (plain[1] ?? '').toLowerCase(), of: lastPart(plain[2]) };
  const tagged = /^MD5\s*\((.+)\)\s*=\s*([0-9a-f]{32})$/i.exec(line);
  return tagged ? { md5: (tagged[2] ?? '').toLowerCase(), of: lastPart(tagged[1]) } : undefined;
}

/** `md5sum` writes the path it was given; `-` is what came in through a pipe. */
const lastPart = (path: string | undefined) =>
  path === '-' ? undefined : path?.split(/[\\/]/).at(-1)?.trim();
