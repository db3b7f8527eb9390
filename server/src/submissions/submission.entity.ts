import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReadsInfo, SheetInfo } from './sheet-info.ts';
import type { SubmissionStatus } from './submission.contract.ts';

/** Why it was sent back, approved, rejected or withdrawn, by whom and when. */
export type Decision = { reason: string; byId: string; at: string };

@Entity('submissions')
export class Submission {
  @PrimaryColumn('uuid') id: string;
  /** Running number of the human reference `SUB-000042`. */
  @Column({ type: 'bigint', insert: false, update: false }) number: string;
  @Column('uuid') ownerId: string;
  @Column('uuid', { nullable: true }) curatorId: string | null;
  @Column('text') status: SubmissionStatus;
  @Column('text') title: string;
  @Column('text') description: string;
  @Column('text') checklist: string;
  /** The version it was last validated with; null while that checklist is not installed. */
  @Column('text', { nullable: true }) checklistVersion: string | null;
  @Column('date', { nullable: true }) holdDate: string | null;
  /** Number of the latest submitted revision. */
  @Column('int') revision: number;
  @Column('int') sampleCount: number;
  @Column('int') experimentCount: number;
  @Column('int') runCount: number;
  @Column('int') analysisCount: number;
  @Column('int') errorCount: number;
  @Column('int') warningCount: number;
  @Column('int') infoCount: number;
  @Column('timestamptz', { nullable: true }) validatedAt: Date | null;
  @Column('jsonb', { nullable: true }) sheet: SheetInfo | null;
  @Column('jsonb', { nullable: true }) reads: ReadsInfo | null;
  @Column('jsonb', { nullable: true }) decision: Decision | null;
  @Column('timestamptz', { nullable: true }) submittedAt: Date | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  @Column('int') version: number;
}

export const referenceOf = (number: string | number): string => `SUB-${String(number).padStart(6, '0')}`;

/** The alias of the submission's project: ours, stable over its life, unique in this installation. */
export const projectAliasOf = (number: string | number): string =>
  `seqdb-${referenceOf(number).toLowerCase()}`;
