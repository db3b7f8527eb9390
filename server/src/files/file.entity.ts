import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FileHint, FileStatus, FileVisibility, Rejection } from './file.contract.ts';

/** A file in object storage, from its first signed address on. */
@Entity('files')
export class StoredFile {
  @PrimaryColumn('uuid') id: string;
  /** What it belongs to, as the change log names it. */
  @Column('text') rootType: string;
  @Column('uuid') rootId: string;
  @Column('uuid') ownerId: string;
  @Column('text') name: string;
  @Column('text') status: FileStatus;
  @Column('text') visibility: FileVisibility;
  @Column('text') store: string;
  /** Where its bytes lie once they are complete. */
  @Column('text') key: string;
  /** Bytes of each part but the last, bigint as text. */
  @Column('bigint') partSize: string;
  /** The store's id of an upload in parts; null for one PUT. */
  @Column('text', { nullable: true }) storeUploadId: string | null;
  /** Bytes as declared; in the end also as counted. Bigint as text. */
  @Column('bigint') size: string;
  @Column('text', { nullable: true }) declaredMd5: string | null;
  @Column('text', { nullable: true }) declaredSha256: string | null;
  @Column('text', { nullable: true }) md5: string | null;
  @Column('text', { nullable: true }) sha256: string | null;
  /** Of a checksum file: the MD5 that it states of the file beside it. */
  @Column('text', { nullable: true }) statedMd5: string | null;
  @Column('jsonb', { nullable: true }) rejection: Rejection | null;
  @Column('text', { array: true }) hints: FileHint[];
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) uploadedAt: Date | null;
  @Column('timestamptz', { nullable: true }) settledAt: Date | null;
  /** When its sender last asked for fresh addresses. */
  @Column('timestamptz', { nullable: true }) renewedAt: Date | null;
  /** Of one PUT: the ETag of the bytes that had landed when it was first to be read. */
  @Column('text', { nullable: true }) landingEtag: string | null;
  @Column('timestamptz') updatedAt: Date;
}

/** The fields of a file that the policy asks for. */
export const accessOf = ({ id, ownerId, status, visibility }: StoredFile) => ({
  id,
  ownerId,
  status,
  visibility,
});

/** Where one PUT lands. Its address stays good for a while, so the bytes are moved away from it before they are read. */
export const landingKey = (id: string): string => `uploads/${id}`;

/**
 * Where the bytes of a file lie once they are complete, which is also what `key` says. The worker writes and removes
 * only there: a row that names another object reaches nothing.
 */
export const bytesKey = (id: string): string => `files/${id}`;
