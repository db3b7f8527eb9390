// A package as `npm pack` makes them, but of the same bytes wherever and whenever it is made: no times, no owners, and
// compressed by a program in JavaScript, since zlib differs from one Node.js to the next.
import { gzipSync } from 'fflate';

const block = 512;
/** The moment that npm gives all files of a package: 1985-10-26T08:15:00Z. */
const moment = 499_162_500;

/** @param {Record<string, { content: string | Uint8Array, isProgram?: boolean }>} files by their names in the package */
export function tarball(files) {
  const entries = Object.entries(files).flatMap(([name, { content, isProgram = false }]) => {
    const bytes = Buffer.from(content);
    const padding = Buffer.alloc((block - (bytes.length % block)) % block);
    return [headerOf(`package/${name}`, bytes.length, isProgram ? 0o755 : 0o644), bytes, padding];
  });
  return Buffer.from(gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * block)]), { level: 9, mtime: 0 }));
}

/** POSIX.1-1988, "ustar": numbers are octal text, the sum of all bytes counts its own as spaces. */
function headerOf(name, size, mode) {
  const header = Buffer.alloc(block);
  const octal = (value, at, length) =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  header.write(name, 0, 'latin1');
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(moment, 136, 12);
  header.fill(' ', 148, 156);
  header.write('0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}
