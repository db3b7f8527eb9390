import { Injectable } from '@nestjs/common';
import { type AppError, invalid } from '../../platform/errors/app.error.ts';
import { AuditActors } from '../audit-actors.ts';
import { isUuid } from '../uuid.ts';
import type { RecordIds } from './dimensions.ts';

/**
 * What a name means: `types` are those of the records that the log has under it, `called` is its reference in the usual
 * spelling.
 */
export type FoundRecord = RecordIds & { types: readonly string[]; called: string };

/** Looks up a name. @returns undefined for a name that is not of its kind */
export type RecordFinder = (name: string) => Promise<FoundRecord | undefined>;

/**
 * What belongs to records although its events are about something else: of no kind of their own in the filter, but
 * found with the record.
 *
 * @param whole ids of records, as the log has them
 * @returns ids under which the log has the parts
 */
export type RecordParts = (whole: readonly string[]) => Promise<string[]>;

/** Whether a name is that of a person: a mail address. */
export const isPersons = (name: string): boolean => name.includes('@') && !isUuid(name);

/**
 * Finds records by name. The log knows records by their ids only; the modules above know what they are called, and each
 * registers its own finder at start.
 */
@Injectable()
export class RecordNames {
  private readonly finders: RecordFinder[] = [];
  private readonly parts: RecordParts[] = [];

  constructor(private readonly people: AuditActors) {}

  add(finder: RecordFinder): void {
    this.finders.push(finder);
  }

  addParts(parts: RecordParts): void {
    this.parts.push(parts);
  }

  /**
   * @param names ids, references, accessions, mail addresses
   * @param path the filter they stand in, for the error
   * @throws AppError `audit.unknown_record` when one names nothing, `audit.actor_too_vague`
   */
  async idsOf(names: readonly string[], path: string): Promise<RecordIds> {
    const found = await Promise.all(names.map((name) => this.find(name)));
    const missing = names.filter((_, at) => found[at] === undefined);
    if (missing.length > 0) throw unknown(missing, path);
    return this.withParts({
      whole: [...new Set(found.flatMap((each) => each?.whole ?? []))],
      itself: [...new Set(found.flatMap((each) => each?.itself ?? []))],
    });
  }

  /**
   * @param name a reference or an accession; neither an id nor anything of a person
   * @param path the field it stands in, for the error
   * @throws AppError `audit.unknown_record` when it names nothing
   */
  async named(name: string, path: string): Promise<FoundRecord> {
    const found = await this.byReference(name);
    if (!found) throw unknown([name], path);
    return this.withParts(found);
  }

  /** @returns the same with what belongs to the records, each alone */
  async withParts<Found extends RecordIds>(found: Found): Promise<Found> {
    if (found.whole.length === 0) return found;
    const parts = await Promise.all(this.parts.map((each) => each(found.whole)));
    const itself = new Set([...found.itself, ...parts.flat()].filter((id) => !found.whole.includes(id)));
    return { ...found, itself: [...itself] };
  }

  private async find(name: string): Promise<RecordIds | undefined> {
    if (isUuid(name)) return { whole: [name.toLowerCase()], itself: [] };
    if (isPersons(name)) {
      const [, ...ids] = await this.people.idsOf(name);
      return ids.length === 0 ? undefined : { whole: ids, itself: [] };
    }
    return this.byReference(name);
  }

  private async byReference(name: string): Promise<FoundRecord | undefined> {
    // A checklist, which the log has under its name.
    if (/^ERC\d{6}$/i.test(name)) {
      const called = name.toUpperCase();
      return { whole: [called], itself: [], types: ['Checklist'], called };
    }
    const all = (await Promise.all(this.finders.map((finder) => finder(name)))).filter(
      (each) => each !== undefined,
    );
    const [first] = all;
    if (!first) return undefined;
    return {
      whole: all.flatMap(({ whole }) => whole),
      itself: all.flatMap(({ itself }) => itself),
      types: all.flatMap(({ types }) => types),
      called: first.called,
    };
  }
}

const unknown = (names: readonly string[], path: string): AppError =>
  invalid(
    'audit.unknown_record',
    `Nothing is called ${names.join(', ')}.`,
    names.map((name) => ({ path, message: `names nothing: ${name}` })),
  );
