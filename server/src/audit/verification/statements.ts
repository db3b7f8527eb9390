// What the tables of the log state of the same event, each once and in whatever order they are read: two statements
// that meet are forgotten, and what is left at the end has no other side. They lie in one open-addressed table without
// an object for each: 64 bytes a statement. Where too many wait, only a part of them, by their hashes, is looked at, and
// the rest in further readings of the log.
import { randomInt } from 'node:crypto';
import { keyBytes } from './event-key.ts';

/** Who states it, what it is, and what the value is found by; one of each makes a statement. */
export const byEvent = 1;
export const byOther = 2;
export const isLeaf = 4;
export const isOpening = 8;
/** Never met: its event is to be looked at closely. */
export const isDoubt = 16;
export const asReason = 32;
export const asAddress = 64;
/** Nobody can tell what an erased value was found by. */
export const asAny = 128;
/** The text does not say whose value it is (version 1): anybody's openings meet it. */
export const ofAnybody = 256;
/** The bits above: whose value it is (`ownerOf`). */
const ownerShift = 9;
const sides = byEvent | byOther;
const kinds = isLeaf | isOpening | isDoubt;

/** Words of a slot: the key (moment and id), the hash that is stated, the tag (0 where it is free), the slot's own hash. */
const slotWords = 16;
const keyWords = 6;
const tagWord = 14;
const hashWord = 15;
const leastSlots = 4_096;
/** Parts are told apart by the first bits of a statement's hash, slots by the last. */
const mostPartBits = 11;

type Part = { bits: number; value: number };

export class Statements {
  /** The hash that is stated next. */
  readonly hash: Int32Array;
  /** How many openings were stated by values more than by events. */
  ahead = 0;
  private readonly next = new Int32Array(slotWords);
  private readonly seed = randomInt(2 ** 32 - 1);
  private slots = new Int32Array(leastSlots * slotWords);
  private count = 0;
  private part: Part = { bits: 0, value: 0 };
  private readonly otherParts: Part[] = [];

  /** @param most statements that may wait at once: 64 bytes each, and as much again of free slots */
  constructor(private readonly most: number) {
    this.hash = this.next.subarray(keyWords, tagWord);
  }

  /** How many have not met yet. */
  get waiting(): number {
    return this.count;
  }

  /** @param at of a row: what is stated next is of its event */
  of(bytes: Buffer, at: Int32Array): void {
    const [moment, id] = [at[0] as number, at[2] as number];
    const { next } = this;
    next[0] = wordAt(bytes, moment);
    next[1] = wordAt(bytes, moment + 4);
    for (let word = 0; word < 4; word++) next[2 + word] = wordAt(bytes, id + 4 * word);
  }

  /** @param tag who states `hash`, and as what */
  state(tag: number): void {
    if ((tag & isOpening) !== 0) this.ahead += (tag & byOther) !== 0 ? 1 : -1;
    const { next } = this;
    next[tagWord] = tag;
    const own = this.mixed();
    next[hashWord] = own;
    if (!isOf(this.part, own)) return;
    const { slots } = this;
    const mask = slots.length / slotWords - 1;
    let slot = own & mask;
    for (; slots[slot * slotWords + tagWord] !== 0; slot = (slot + 1) & mask)
      if (slots[slot * slotWords + hashWord] === own && this.isMetBy(slot)) return this.remove(slot);
    // Sixteen words are set faster one by one.
    for (let word = 0; word < slotWords; word++) slots[slot * slotWords + word] = next[word] as number;
    this.count += 1;
    if (this.count > this.most) this.split();
    else if (4 * this.count > 3 * (mask + 1)) this.rebuild(2 * (mask + 1));
  }

  /**
   * Whose value is stated, as a part of its tag. Nobody knows beforehand who will have the same.
   *
   * @param bytes of the person's pseudonym
   */
  ownerOf(bytes: Buffer, from: number, to: number): number {
    let owner = this.seed;
    for (let at = from; at < to; at++) {
      owner = Math.imul(owner ^ (bytes[at] as number), 0x9e3779b1);
      owner ^= owner >>> 15;
    }
    return owner << ownerShift;
  }

  doubt(): void {
    this.hash.fill(0);
    this.state(isDoubt);
  }

  /** Forgets what has not met. @returns the keys of its events, as `keyAt` gives them, in their order */
  takeUnmet(): string[] {
    const keys = new Set<string>();
    const key = Buffer.alloc(keyBytes);
    key[11] = 16;
    for (const from of this.taken()) {
      for (let word = 0; word < keyWords; word++)
        key.writeInt32BE(this.slots[from + word] as number, 4 * word + (word < 2 ? 0 : 4));
      keys.add(key.toString('latin1'));
    }
    this.slots = new Int32Array(leastSlots * slotWords);
    this.count = 0;
    return [...keys].sort();
  }

  /** Turns to the next part, for which the log is to be read again. @returns false when there is none */
  nextPart(): boolean {
    const part = this.otherParts.pop();
    if (part) this.part = part;
    this.ahead = 0;
    return part !== undefined;
  }

  /** From now on only half as many are looked at. */
  private split(): void {
    const { bits, value } = this.part;
    if (bits < mostPartBits) {
      this.part = { bits: bits + 1, value: 2 * value };
      this.otherParts.push({ bits: bits + 1, value: 2 * value + 1 });
    }
    this.rebuild(this.slots.length / slotWords);
  }

  private rebuild(count: number): void {
    const from = this.slots;
    const places = [...this.taken()];
    this.slots = new Int32Array(count * slotWords);
    this.count = 0;
    for (const place of places) {
      const own = from[place + hashWord] as number;
      if (!isOf(this.part, own)) continue;
      let slot = own & (count - 1);
      while (this.slots[slot * slotWords + tagWord] !== 0) slot = (slot + 1) & (count - 1);
      this.slots.set(from.subarray(place, place + slotWords), slot * slotWords);
      this.count += 1;
    }
  }

  private *taken(): Generator<number> {
    for (let from = 0; from < this.slots.length; from += slotWords)
      if (this.slots[from + tagWord] !== 0) yield from;
  }

  /** Whoever fills the log does not know the seed, and cannot have all of it fall on one slot. */
  private mixed(): number {
    const { next } = this;
    let own = this.seed;
    for (let word = 2; word < keyWords + 2; word++) {
      own = Math.imul(own ^ (next[word] as number), 0x9e3779b1);
      own ^= own >>> 15;
    }
    own = Math.imul(own, 0x85ebca6b);
    return own ^ (own >>> 13);
  }

  private isMetBy(slot: number): boolean {
    const { slots, next } = this;
    const from = slot * slotWords;
    const [tag, other] = [next[tagWord] as number, slots[from + tagWord] as number];
    if (((tag ^ other) & (sides | kinds)) !== sides) return false;
    if (((tag | other) & asAny) === 0 && ((tag ^ other) & (asReason | asAddress)) !== 0) return false;
    if (((tag | other) & ofAnybody) === 0 && (tag ^ other) >>> ownerShift !== 0) return false;
    for (let word = 0; word < tagWord; word++) if (slots[from + word] !== next[word]) return false;
    return true;
  }

  /** What follows moves up, so that none is behind a free slot. */
  private remove(slot: number): void {
    const { slots } = this;
    const mask = slots.length / slotWords - 1;
    let free = slot;
    for (let at = (slot + 1) & mask; slots[at * slotWords + tagWord] !== 0; at = (at + 1) & mask) {
      const home = (slots[at * slotWords + hashWord] as number) & mask;
      if (((at - home) & mask) < ((at - free) & mask)) continue;
      slots.copyWithin(free * slotWords, at * slotWords, (at + 1) * slotWords);
      free = at;
    }
    slots[free * slotWords + tagWord] = 0;
    this.count -= 1;
  }
}

const isOf = ({ bits, value }: Part, own: number): boolean => bits === 0 || own >>> (32 - bits) === value;

const wordAt = (bytes: Buffer, at: number): number =>
  ((bytes[at] as number) << 24) |
  ((bytes[at + 1] as number) << 16) |
  ((bytes[at + 2] as number) << 8) |
  (bytes[at + 3] as number);
