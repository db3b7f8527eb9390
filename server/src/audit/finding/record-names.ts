import { Injectable } from '@nestjs/common';
import { invalid } from '../../platform/errors/app.error.ts';
import { AuditActors } from '../audit-actors.ts';
import type { RecordIds } from './dimensions.ts';

/** Looks up what something is called. @returns nothing for what is no name of its kind */
export type RecordFinder = (name: string) => Promise<RecordIds | undefined>;

const isId = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/**
 * Finds the records that people name. The log knows records by their ids; what they are called is known to the
 * modules above it, each of which brings its own finder when the program starts.
 */
@Injectable()
export class RecordNames {
  private readonly finders: RecordFinder[] = [];

  constructor(private readonly people: AuditActors) {}

  add(finder: RecordFinder): void {
    this.finders.push(finder);
  }

  /**
   * @param names ids, references, accessions, mail addresses
   * @param path the filter they stand in, for the error
   * @throws AppError `audit.unknown_record` when one names nothing, `audit.actor_too_vague`
   */
  async idsOf(names: readonly string[], path: string): Promise<RecordIds> {
    const found = await Promise.all(names.map((name) => this.find(name)));
    const unknown = names.filter((_, at) => found[at] === undefined);
    if (unknown.length > 0) {
      throw invalid(
        'audit.unknown_record',
        `Nothing is called ${unknown.join(', ')}.`,
        unknown.map((name) => ({ path, message: `names nothing: ${name}` })),
      );
    }
    return {
      whole: [...new Set(found.flatMap((each) => each?.whole ?? []))],
      itself: [...new Set(found.flatMap((each) => each?.itself ?? []))],
    };
  }

  private async find(name: string): Promise<RecordIds | undefined> {
    if (isId(name)) return { whole: [name.toLowerCase()], itself: [] };
    // A checklist: the log has it by its name.
    if (/^ERC\d{6}$/i.test(name)) return { whole: [name.toUpperCase()], itself: [] };
    if (name.includes('@')) {
      const [, ...ids] = await this.people.idsOf(name);
      return ids.length === 0 ? undefined : { whole: ids, itself: [] };
    }
    const all = (await Promise.all(this.finders.map((finder) => finder(name)))).filter(
      (each) => each !== undefined,
    );
    if (all.length === 0) return undefined;
    return { whole: all.flatMap(({ whole }) => whole), itself: all.flatMap(({ itself }) => itself) };
  }
}
