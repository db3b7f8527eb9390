import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

const bases = 'ACGT';
/** Of a read of a hundred bases. */
const positions = [...Array(100).keys()];

/** Numbers from 0 up to `below`, the same again for the same name (mulberry32). */
function dice(name: string): (below: number) => number {
  let state = crc32(name);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  };
}

/**
 * Invented reads, the same for the same name, with qualities that fall towards the end as those of a sequencer do.
 *
 * @param name of the library
 * @param mate 1 or 2 of a pair
 * @returns a gzipped FASTQ file
 */
export function fastqOf(name: string, mate: 1 | 2, reads: number): Buffer {
  const roll = dice(`${name} ${mate}`);
  const lines = Array.from({ length: reads }, (_, index) => {
    const sequence = positions.map(() => bases[Math.floor(roll(4))]).join('');
    const quality = positions
      .map((position) => String.fromCharCode(73 - Math.floor(roll(1 + position / 8))))
      .join('');
    return `@${name}:${index + 1} ${mate}:N:0\n${sequence}\n+\n${quality}\n`;
  });
  return gzipSync(lines.join(''));
}

/** Where variants are called: one sequence of a public assembly. */
export type Reference = { assembly: string; sequence: string; bases: number };

/**
 * Invented variants of some samples, the same for the same name.
 *
 * @returns a VCF file in blocks, as `bgzip` writes it
 */
export function vcfOf(name: string, reference: Reference, samples: readonly string[], sites: number): Buffer {
  const roll = dice(name);
  const step = Math.floor(reference.bases / (sites + 1));
  const rows = Array.from({ length: sites }, (_, index) => {
    const position = index * step + 1 + Math.floor(roll(step));
    const ref = Math.floor(roll(4));
    const alt = (ref + 1 + Math.floor(roll(3))) % 4;
    const genotypes = samples.map(() => ['0/0', '0/1', '1/1'][Math.floor(roll(3))]);
    const quality = 30 + Math.floor(roll(60));
    return [
      reference.sequence,
      position,
      '.',
      bases[ref],
      bases[alt],
      quality,
      'PASS',
      '.',
      'GT',
      ...genotypes,
    ];
  });
  const head = [
    '##fileformat=VCFv4.2',
    `##reference=${reference.assembly}`,
    `##contig=<ID=${reference.sequence},length=${reference.bases}>`,
    '##FILTER=<ID=PASS,Description="All filters passed">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...samples].join('\t'),
  ];
  return bgzf(Buffer.from([...head, ...rows.map((row) => row.join('\t')), ''].join('\n')));
}

/** Bytes before compression that a block takes at most, so that its own length fits in 16 bits (SAM specification, 4.1). */
const mostInBlock = 0xff00;

/** Gzip in blocks that can be read from the middle, with the empty block that says that nothing is missing. */
function bgzf(bytes: Buffer): Buffer {
  const count = Math.ceil(bytes.byteLength / mostInBlock);
  const blocks = Array.from({ length: count }, (_, at) =>
    blockOf(bytes.subarray(at * mostInBlock, (at + 1) * mostInBlock)),
  );
  return Buffer.concat([...blocks, blockOf(Buffer.alloc(0))]);
}

function blockOf(bytes: Buffer): Buffer {
  const packed = deflateRawSync(bytes);
  // Gzip's header with one extra field, BC: the length of the whole block less one.
  const header = Buffer.from('1f8b08040000000000ff0600424302000000', 'hex');
  header.writeUInt16LE(header.byteLength + packed.byteLength + 8 - 1, 16);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.byteLength, 4);
  return Buffer.concat([header, packed, trailer]);
}
