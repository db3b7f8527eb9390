import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chunksOf,
  emptyRoot,
  GrowingTree,
  hashLength,
  leafHash,
  nodeHash,
  rootFrom,
  wholeTree,
} from './merkle.ts';

const sha256 = (...parts: (Buffer | string)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leavesOf = (count: number) => Array.from({ length: count }, (_, index) => leafHash(`leaf ${index}`));

/** The definition of RFC 6962, section 2.1, word for word. */
function definition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return leaves[0] as Buffer;
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return sha256(Buffer.from([1]), definition(leaves.slice(0, k)), definition(leaves.slice(k)));
}

describe('hashes', () => {
  it('are those of RFC 6962', () => {
    // Known roots of Certificate Transparency's reference tests.
    expect(emptyRoot.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(leafHash('').toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    const known = ['', '\0', '\x10', ' !', '01', '@ABC', 'PQRSTUVW', '`abcdefghijklmno'].map((text) =>
      leafHash(text),
    );
    expect(wholeTree(known).root.toString('hex')).toBe(
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    );
  });

  it('take text as UTF-8, and tell leaves from nodes', () => {
    expect(leafHash('ü😀')).toEqual(sha256(Buffer.from([0]), 'ü😀'));
    const [left, right] = leavesOf(2) as [Buffer, Buffer];
    expect(nodeHash(left, right)).toEqual(sha256(Buffer.from([1]), left, right));
  });
});

describe('a tree', () => {
  it('has the root of the definition, whole or grown, from any point on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(), (count, at) => {
        const leaves = leavesOf(count);
        const { root } = wholeTree(leaves);
        expect(root).toEqual(definition(leaves));
        const kept = new GrowingTree();
        const split = count === 0 ? 0 : at % count;
        for (const leaf of leaves.slice(0, split)) kept.add(leaf);
        const grown = new GrowingTree(split, kept.frontier());
        for (const leaf of leaves.slice(split)) grown.add(leaf);
        expect([grown.root(), grown.size]).toEqual([root, count]);
      }),
    );
  });

  it('refuses a frontier that is not of its size', () => {
    expect(() => new GrowingTree(3, Buffer.alloc(32))).toThrow(/subtrees/);
    expect(() => chunksOf(Buffer.alloc(33))).toThrow();
  });
});

describe('a path', () => {
  it('leads from its leaf to the root, and from nowhere else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        (size, a, b, flip) => {
          const leaves = leavesOf(size);
          const { root, paths } = wholeTree(leaves);
          const index = a % size;
          const [leaf, path] = [leaves[index], paths[index]] as [Buffer, Buffer];
          expect(rootFrom(leaf, index, size, path)).toEqual(root);
          const other = b % size;
          if (other !== index) expect(rootFrom(leaf, other, size, path)?.equals(root) ?? false).toBe(false);
          expect(
            rootFrom(leaf, index, size, Buffer.concat([path, Buffer.alloc(hashLength)])),
          ).toBeUndefined();
          if (path.length === 0) return;
          expect(rootFrom(leaf, index, size, path.subarray(hashLength))).toBeUndefined();
          const bent = Buffer.from(path);
          bent[flip % bent.length] = (bent[flip % bent.length] ?? 0) ^ 1;
          expect(rootFrom(leaf, index, size, bent)?.equals(root)).toBe(false);
        },
      ),
    );
  });

  it('of a place outside the tree leads nowhere', () => {
    const [leaf] = leavesOf(1) as [Buffer];
    for (const [index, size] of [
      [-1, 1],
      [1, 1],
      [0, 0],
    ] as const)
      expect(rootFrom(leaf, index, size, Buffer.alloc(0))).toBeUndefined();
  });
});
