import {
  freeField,
  latitude,
  latLon,
  longitude,
  type CompiledChecklist,
  type CompiledField,
} from './compiled-checklist.ts';
import type { Issue } from './issue.ts';
import { aliasIssue } from './rules/alias.rule.ts';
import { latLonIssue, pairIssue, swappedIssue } from './rules/coordinate.rule.ts';
import { groupIssue, groupsWithRule, type FieldGroup } from './rules/group.rule.ts';
import { sampleTitleIssue, scientificNameIssue, taxonIssue } from './rules/organism.rule.ts';
import { type ColumnState, repeatedIssue, requiredIssue } from './rules/required.rule.ts';
import type { SampleInput, ValidationContext } from './validation.contract.ts';
import { ValueChecks } from './value-checks.ts';

/** An issue with the field it is about. */
export type FieldIssue = { field: string; value: string | null; issue: Issue };

type FieldState = ValueChecks & { seenIn?: SampleInput };

/** Text of the sample itself, judged as text only. */
const ownText = {
  sample_title: { ...freeField('sample_title') },
  sample_description: { ...freeField('sample_description'), type: 'textarea' as const },
  scientific_name: { ...freeField('scientific_name') },
};

/** Judges samples one by one; what it keeps does not grow with their number. */
export class RecordChecks {
  private readonly states = new Map<string, FieldState>();
  private readonly mandatory: readonly FieldState[];
  private readonly groups: readonly FieldGroup[];
  private readonly columns: ReadonlySet<string> | undefined;
  /** Fields whose column is in the sheet under nearly their name. */
  private readonly misnamed = new Map<string, { field: string; letter: string }>();
  private readonly guessedEncoding: string | undefined;
  /** Recommended fields, with how many samples lack them. */
  readonly recommended: { field: CompiledField; missing: number }[];
  /** The first value of `lat_lon` of a sample without the two fields of their own. */
  combined: string | undefined;
  /** Columns that the checklist does not know, in the order they were met. */
  readonly unknown = new Set<string>();

  constructor(
    private readonly checklist: CompiledChecklist,
    private readonly context: ValidationContext,
  ) {
    const encoding = context.sheet?.encoding;
    this.guessedEncoding = encoding && !encoding.certain ? encoding.name : undefined;
    this.columns = context.sheet && new Set(context.sheet.columns.map((column) => column.field));
    for (const column of context.sheet?.columns ?? []) {
      const meant = checklist.fields.has(column.field) ? undefined : checklist.names.closest(column.field);
      if (meant !== undefined) this.misnamed.set(meant, column);
    }
    const fields = [...checklist.fields.values()];
    this.mandatory = fields
      .filter((field) => field.requirement === 'mandatory')
      .map((field) => this.state(field.name));
    this.recommended = fields
      .filter((field) => field.requirement === 'recommended')
      .map((field) => ({ field, missing: 0 }));
    this.groups = groupsWithRule(checklist.source);
  }

  check(sample: SampleInput): FieldIssue[] {
    const found: FieldIssue[] = [];
    this.checkOwnFields(sample, found);
    for (const attribute of sample.attributes) {
      if (!isBlank(attribute.value))
        this.checkAttribute(sample, attribute.field, attribute.value, attribute.unit ?? '', found);
    }
    this.checkAbsent(sample, found);
    this.checkPlace(sample, found);
    return found;
  }

  /** Whether any sample so far had a value for the field. */
  hasValues(name: string): boolean {
    return this.states.get(name)?.seenIn !== undefined;
  }

  private checkOwnFields(sample: SampleInput, found: FieldIssue[]): void {
    add(found, 'sample_alias', sample.alias, aliasIssue(sample.alias));
    add(found, 'tax_id', sample.taxonId, taxonIssue(sample.taxonId));
    add(found, 'scientific_name', sample.scientificName, scientificNameIssue(sample.scientificName));
    add(found, 'sample_title', sample.title, sampleTitleIssue(sample.title));
    this.checkText(ownText.scientific_name, sample.scientificName, found);
    this.checkText(ownText.sample_title, sample.title, found);
    this.checkText(ownText.sample_description, sample.description, found);
  }

  private checkText(field: CompiledField, value: string, found: FieldIssue[]): void {
    if (isBlank(value)) return;
    for (const issue of this.ownState(field).issues(value)) add(found, field.name, value, issue);
  }

  private checkAttribute(
    sample: SampleInput,
    name: string,
    value: string,
    unit: string,
    found: FieldIssue[],
  ): void {
    const state = this.state(name);
    if (state.seenIn === sample && state.field.isListed && !state.field.isMultiple)
      add(found, name, value, repeatedIssue(state.field));
    state.seenIn = sample;
    for (const issue of state.issues(value)) found.push({ field: name, value, issue });
    add(found, name, value, state.unitIssue(unit, value));
  }

  private checkAbsent(sample: SampleInput, found: FieldIssue[]): void {
    for (const state of this.mandatory) {
      if (state.seenIn === sample) continue;
      add(found, state.field.name, null, requiredIssue(state.field, this.columnState(state.field.name)));
    }
    for (const counted of this.recommended) {
      if (this.states.get(counted.field.name)?.seenIn !== sample) counted.missing++;
    }
    for (const group of this.groups) {
      const filled = group.fields.filter((name) => this.states.get(name)?.seenIn === sample).length;
      add(found, group.fields[0] ?? group.name, null, groupIssue(group, filled));
    }
  }

  /** Two numbers in the wrong order are one mistake, not two. */
  private replaceRange(found: FieldIssue[], north: string | undefined, swapped: Issue | undefined): void {
    if (!swapped) return;
    const range = found.findIndex(
      ({ field, issue }) => field === latitude && issue.rule === 'coordinate.range',
    );
    found.splice(range, range === -1 ? 0 : 1);
    add(found, latitude, north ?? null, swapped);
  }

  private columnState(name: string): ColumnState {
    if (this.columns === undefined || this.columns.has(name)) return 'present';
    return this.misnamed.get(name) ?? 'absent';
  }

  private checkPlace(sample: SampleInput, found: FieldIssue[]): void {
    const [north, east, combined] = [latitude, longitude, latLon].map((name) => {
      const isGiven = this.states.get(name)?.seenIn === sample;
      return isGiven
        ? sample.attributes.find((attribute) => attribute.field === name)?.value.trim()
        : undefined;
    });
    if (north !== undefined || east !== undefined) {
      this.replaceRange(found, north, swappedIssue(north, east));
      add(found, latitude, north ?? null, pairIssue(north, east, 'latitude'));
      add(found, longitude, east ?? null, pairIssue(east, north, 'longitude'));
    }
    const hasValue = combined !== undefined && this.states.get(latLon)?.issues(combined).length === 0;
    if (hasValue) {
      add(found, latLon, combined, latLonIssue(combined));
      if (north === undefined && east === undefined) this.combined ??= combined;
    }
  }

  private state(name: string): FieldState {
    const known = this.states.get(name);
    if (known) return known;
    const listed = this.checklist.fields.get(name);
    if (!listed) this.unknown.add(name);
    return this.addState(name, listed ?? freeField(name));
  }

  /** The sample's own fields are kept apart from attributes that happen to have their names. */
  private ownState(field: CompiledField): FieldState {
    return this.states.get(`sample/${field.name}`) ?? this.addState(`sample/${field.name}`, field);
  }

  private addState(key: string, field: CompiledField): FieldState {
    const state: FieldState = new ValueChecks(field, this.context.today, this.guessedEncoding);
    this.states.set(key, state);
    return state;
  }
}

function add(found: FieldIssue[], field: string, value: string | null, issue: Issue | undefined): void {
  if (issue) found.push({ field, value, issue });
}

const isBlank = (value: string) => value === '' || value.trim() === '';
